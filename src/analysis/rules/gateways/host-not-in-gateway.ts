import { gatewayNamed, isInternalGateway, MESH, scopedHost, secretNamed } from '../../../istio/references';
import type { Resource } from '../../../model/resource';
import { hostsOverlap } from '../../../values/host-pattern';
import type { Finding, Rule } from '../../rule';
import { quoted } from '../../wording';

/** A VirtualService is bound to a Gateway none of whose servers accepts its hosts: clients get 404. */
export const hostNotInGateway: Rule = {
  name: 'host-not-in-gateway',
  severity: 'warning',
  summary: 'A Gateway must accept at least one host of each VirtualService that is bound to it.',
  equivalents: ['IST0132'],
  istioAnalyzers: ['virtualservice.GatewayAnalyzer'],

  check({ model, release }) {
    const findings: Finding[] = [];
    for (const resource of model.all('VirtualService')) {
      const hosts = resource.spec.hosts ?? [];
      // A delegate has no hosts; that it may have no gateways either is for validation to say.
      if (hosts.length === 0 && !model.istioParity) continue;
      for (const [i, reference] of (resource.spec.gateways ?? []).entries()) {
        if (reference === MESH || isInternalGateway(reference)) continue;
        const { namespace, name } = model.istioParity
          ? secretNamed(reference, resource.namespace)
          : gatewayNamed(reference, resource.namespace);
        const gateway = model.find('Gateway', namespace, name);
        if (gateway === undefined && !model.istioParity) continue;
        const kubernetesGateway =
          gateway === undefined && release.isAtLeast('1.32')
            ? model.find('KubernetesGateway', namespace, name)
            : undefined;
        const accepted =
          kubernetesGateway === undefined ? acceptedHosts(gateway, resource) : listenerHosts(kubernetesGateway);
        const full = model.istioParity ? hosts : hosts.map(host => model.fullHost(host, resource.namespace));
        if (full.some(host => accepted.some(other => hostsOverlap(host, other)))) continue;
        findings.push({
          resource,
          field: `spec.gateways[${i}]`,
          problem: `Gateway "${namespace}/${name}" accepts no host of ${quoted(hosts)}; for namespace "${resource.namespace}" it accepts ${quoted(accepted)}`,
          fix: 'add the host to a server of the Gateway, or correct the host',
          related: gateway === undefined ? [] : [gateway],
        });
      }
    }
    return findings;
  },
};

/** The hosts of the listeners of a Kubernetes Gateway, which istioctl compares since 1.32. */
function listenerHosts({ spec }: Resource<'KubernetesGateway'>): readonly string[] {
  return (spec.listeners ?? []).map(({ hostname = '' }) => (hostname === '' ? '*' : hostname));
}

/** The hosts that a Gateway accepts for VirtualServices of this one's namespace. */
export function acceptedHosts(
  gateway: Resource<'Gateway'> | undefined,
  { namespace }: Resource<'VirtualService'>,
): readonly string[] {
  const accepted: string[] = [];
  for (const { hosts = [] } of gateway?.spec.servers ?? []) {
    for (const entry of hosts) {
      const { namespace: owner, host } = scopedHost(entry, gateway?.namespace ?? '');
      if (owner === '*' || owner === namespace) accepted.push(host);
    }
  }
  return accepted;
}
