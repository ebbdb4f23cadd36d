import { DestinationRuleUse } from '../../../istio/destinations/destination-rule-use';
import { policyParts } from '../../../istio/destinations/policy-parts';
import type { EffectiveMesh } from '../../../istio/effective-mesh';
import { HostIndex } from '../../../istio/host-index';
import { isHttp, istioPortProtocol } from '../../../model/protocol';
import type { Resource } from '../../../model/resource';
import type { Finding, Rule } from '../../rule';

/** The port of HTTPS outside is declared as HTTP, and nothing makes proxies encrypt: they send plaintext to a TLS server. */
export const plaintextToTlsPort: Rule = {
  name: 'plaintext-to-tls-port',
  severity: 'warning',
  summary: 'HTTP to port 443 of an external host needs a DestinationRule that originates TLS.',
  equivalents: [],

  check(mesh) {
    const findings: Finding[] = [];
    let encrypted: HostIndex<true> | undefined;
    for (const resource of mesh.model.all('ServiceEntry')) {
      const { hosts = [], ports = [], location, endpoints = [] } = resource.spec;
      if (location === 'MESH_INTERNAL' || endpoints.some(({ ports: own }) => own !== undefined)) continue;
      for (const [i, { number, targetPort, protocol }] of ports.entries()) {
        if ((targetPort ?? number) !== 443 || !isHttp(istioPortProtocol(protocol))) continue;
        encrypted ??= originatedHosts(mesh);
        const known = encrypted;
        const host = hosts.find(one => known.mostSpecific(one) === undefined);
        if (host !== undefined) findings.push(findingOf(resource, i, host, number !== 443));
      }
    }
    return findings;
  },
};

function findingOf(resource: Resource, i: number, host: string, isTarget: boolean): Finding {
  return {
    resource,
    field: `spec.ports[${i}].${isTarget ? 'targetPort' : 'protocol'}`,
    problem: `proxies send plaintext to port 443 of "${host}": the port is declared as HTTP, and no DestinationRule originates TLS`,
    fix: isTarget
      ? `define a DestinationRule for "${host}" with tls: { mode: SIMPLE, sni: ${host} }`
      : 'declare the port as HTTPS or TLS if clients encrypt, or define a DestinationRule that originates TLS',
  };
}

/** The hosts for which some clients are told to encrypt what they send. */
function originatedHosts(mesh: EffectiveMesh): HostIndex<true> {
  const use = mesh.once(DestinationRuleUse);
  const found = new HostIndex<true>();
  for (const rule of mesh.model.all('DestinationRule')) {
    const encrypts = policyParts(rule).some(
      ({ policy }) => policy.tls?.mode !== undefined && policy.tls.mode !== 'DISABLE',
    );
    if (encrypts) found.add(use.hostOf(rule), true);
  }
  return found;
}
