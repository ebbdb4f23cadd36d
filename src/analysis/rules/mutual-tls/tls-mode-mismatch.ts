import { DestinationRuleUse } from '../../../istio/destinations/destination-rule-use';
import { effectivePolicy } from '../../../istio/destinations/traffic-policy';
import type { EffectiveMesh } from '../../../istio/effective-mesh';
import { acceptInbound } from '../../../istio/inbound';
import type { ServingPods } from '../../../istio/plaintext-clients';
import type { RegisteredService } from '../../../istio/services/registered-service';
import { matchesLabels } from '../../../model/labels';
import { isHttp, type PortProtocol } from '../../../model/protocol';
import type { Resource } from '../../../model/resource';
import { isWildcard } from '../../../values/host-pattern';
import { addTo } from '../../../values/multimap';
import type { Finding, Rule } from '../../rule';

/** Clients are told to send something else than the pods of the service accept: every connection is reset. */
export const tlsModeMismatch: Rule = {
  name: 'tls-mode-mismatch',
  severity: 'error',
  summary: 'The TLS mode of a DestinationRule must be one that the PeerAuthentication of the service accepts.',
  equivalents: ['KIA0207', 'KIA0208', 'KIA0401', 'KIA0501', 'KIA0505', 'KIA0506'],

  check(mesh) {
    const findings: Finding[] = [];
    const use = mesh.once(DestinationRuleUse);
    let inDomains: ReadonlyMap<Resource, readonly RegisteredService[]> | undefined;
    for (const resource of mesh.model.all('DestinationRule')) {
      const { trafficPolicy, subsets = [] } = resource.spec;
      if (trafficPolicy === undefined && !subsets.some(subset => subset.trafficPolicy !== undefined)) continue;
      const own = use.serviceOf(resource);
      const isOfDomain = isWildcard(use.hostOf(resource));
      if (isOfDomain) inDomains ??= servicesByDomain(mesh);
      const services = isOfDomain ? inDomains?.get(resource) : own?.isKubernetes === true ? [own] : undefined;
      for (const service of services ?? []) {
        const found = mismatchOf(resource, service, mesh);
        if (found === undefined) continue;
        findings.push(found);
        break;
      }
    }
    return mesh.settings.enableAutoMtls ? findings : [...findings, ...withoutRule(mesh)];
  },
};

/** The services of the cluster by the rules for a whole domain that clients beside them follow. */
function servicesByDomain(mesh: EffectiveMesh): ReadonlyMap<Resource, readonly RegisteredService[]> {
  const use = mesh.once(DestinationRuleUse);
  const found = new Map<Resource, RegisteredService[]>();
  for (const service of mesh.services) {
    if (!service.isKubernetes) continue;
    const followed = mesh.destinationRules.followed(service.namespace, service.host, service.namespace);
    const rules = new Set(followed.flatMap(({ from }) => from));
    for (const rule of rules) if (isWildcard(use.hostOf(rule))) addTo(found, rule, service);
  }
  return found;
}

function mismatchOf(
  resource: Resource<'DestinationRule'>,
  service: RegisteredService,
  mesh: EffectiveMesh,
): Finding | undefined {
  const { subsets = [] } = resource.spec;
  const own = subsets.filter(subset => subset.trafficPolicy !== undefined);
  for (const subset of [undefined, ...own]) {
    for (const port of service.ports) {
      const found = mismatchAt(resource, service, port, subset, mesh);
      if (found !== undefined) return found;
    }
  }
  return undefined;
}

type Subset = NonNullable<Resource<'DestinationRule'>['spec']['subsets']>[number];

function mismatchAt(
  resource: Resource<'DestinationRule'>,
  service: RegisteredService,
  { number, protocol }: RegisteredService['ports'][number],
  subset: Subset | undefined,
  mesh: EffectiveMesh,
): Finding | undefined {
  const { trafficPolicy, subsets = [] } = resource.spec;
  const { tls, tlsField = '' } = effectivePolicy({ trafficPolicy, subsets }, number, subset?.name ?? '');
  // What a subset takes from the host is said of the host.
  if (tls?.mode === undefined || (subset !== undefined && !tlsField.startsWith('spec.subsets'))) return undefined;
  const sent = tls.mode === 'ISTIO_MUTUAL' ? 'mtls' : tls.mode === 'DISABLE' ? 'plaintext' : 'tls';
  const refusing = mesh
    .podsServing(service.host, number)
    .find(pods => matchesLabels(subset?.labels, pods.workload.labels) && refuses(mesh, pods, sent, protocol));
  if (refusing?.mode === undefined) return undefined;
  const { mode, resource: policy } = refusing.mode;
  const words = { mtls: 'mutual TLS', plaintext: 'plaintext', tls: `TLS of mode ${tls.mode}` };
  const accepted = mode === 'STRICT' ? 'mutual TLS only' : mode === 'DISABLE' ? 'plaintext only' : 'no such TLS';
  const where = `port ${number} of ${subset === undefined ? '' : `subset "${subset.name}" of `}"${service.host}"`;
  return {
    resource,
    field: `${tlsField}.mode`,
    problem: `clients send ${words[sent]} to ${where}, whose pods accept ${accepted}`,
    fix: 'leave tls out, so that clients send what the pods accept',
    related: policy === undefined ? [service.resource] : [policy, service.resource],
  };
}

/** Where clients use mutual TLS only as they are told, nothing tells them to, and pods accept nothing else. */
function withoutRule(mesh: EffectiveMesh): readonly Finding[] {
  const findings: Finding[] = [];
  const said = new Set<Resource>();
  for (const service of mesh.services) {
    if (!service.isKubernetes) continue;
    const [rule] = mesh.destinationRules.followed(service.namespace, service.host, service.namespace);
    for (const { number, protocol } of service.ports) {
      const tls = rule === undefined ? undefined : effectivePolicy(rule, number, '').tls;
      if (tls?.mode !== undefined) continue;
      const refusing = mesh.podsServing(service.host, number).find(pods => refuses(mesh, pods, 'plaintext', protocol));
      const policy = refusing?.mode?.resource;
      if (policy === undefined || said.has(policy)) continue;
      said.add(policy);
      findings.push({
        resource: policy,
        field: 'spec.mtls.mode',
        problem: `the pods of "${service.host}" accept mutual TLS only, and clients send plaintext: enableAutoMtls is false, and no DestinationRule says ISTIO_MUTUAL`,
        fix: 'turn enableAutoMtls on, or define a DestinationRule with tls: { mode: ISTIO_MUTUAL }',
        related: [service.resource],
      });
    }
  }
  return findings;
}

/** Whether pods refuse what is sent, or hand it encrypted to an application that cannot read it. */
function refuses(
  mesh: EffectiveMesh,
  { workload, port, mode }: ServingPods,
  tls: 'mtls' | 'plaintext' | 'tls',
  protocol: PortProtocol,
): boolean {
  // Ztunnel speaks mutual TLS whatever a DestinationRule says.
  if (mode === undefined || workload.dataPlane !== 'sidecar') return false;
  const declared = mesh.declaredPortsOf(workload).get(port);
  const spoken = isHttp(protocol) ? ('http' as const) : ('tcp' as const);
  const call = { port, protocol: tls === 'tls' ? ('tcp' as const) : spoken, tls, routedAsHttp: spoken === 'http' };
  const inbound = acceptInbound(mesh, declared, mode.mode, call);
  return inbound.refusal !== undefined || (inbound.encrypted && tls === 'mtls');
}
