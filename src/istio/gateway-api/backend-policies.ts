import { serviceHost } from '../../model/host-name';
import type { Resource } from '../../model/resource';
import type { BackendTlsPolicySpec } from '../../model/shapes/gateway-api';
import type { TrafficPolicy } from '../../model/shapes/traffic';
import { addTo } from '../../values/multimap';
import { compareText } from '../../values/order';
import { compareCreation } from '../age';
import { INVALID_CERTIFICATE, type RuleSource } from '../destinations/rule-source';
import type { GatewayApiFacts, Refusal } from './facts';
import { GENERATED } from './listeners';

type Policy = Resource<'BackendTLSPolicy'>;
type Target = NonNullable<BackendTlsPolicySpec['targetRefs']>[number];
type Port = { readonly name?: string; readonly port?: number; readonly number?: number };

/** What happens to one target of a BackendTLSPolicy. */
export interface TlsPolicyTarget {
  readonly policy: Policy;
  /** Where the target is written. */
  readonly field: string;
  /** Why the policy does not count for the target, or only to block what goes there. */
  readonly refusal: Refusal | undefined;
}

/** What istiod generates from the BackendTLSPolicies. */
export interface TlsPolicies {
  readonly targets: readonly TlsPolicyTarget[];
  /** The DestinationRules that istiod makes of them. */
  readonly rules: readonly RuleSource[];
}

interface Attached {
  readonly policy: Policy;
  readonly tls: NonNullable<TrafficPolicy['tls']>;
  readonly sectionName: string | undefined;
  readonly ports: readonly Port[];
}

/** Reads BackendTLSPolicies as DestinationRules, one for each host of a target. */
export function tlsPoliciesOf(facts: GatewayApiFacts, policies: readonly Policy[]): TlsPolicies {
  const targets: TlsPolicyTarget[] = [];
  const byHost = new Map<string, Attached[]>();
  const counting = [...policies]
    .filter(({ annotations }) => annotations[IGNORED]?.toLowerCase() !== 'true')
    .sort(compareAge);
  const taken = new Map<string, Policy>();
  for (const policy of counting) {
    const { tls, refusal: wrong } = tlsOf(facts, policy);
    for (const [i, target] of (policy.spec.targetRefs ?? []).entries()) {
      const field = `spec.targetRefs[${i}]`;
      const found = resolve(facts, policy, target, field);
      const key = [policy.namespace, target.group, target.kind, target.name, target.sectionName ?? ''].join('/');
      const earlier = taken.get(key);
      if ('refusal' in found) targets.push({ policy, field, refusal: found.refusal });
      else if (earlier !== undefined) {
        const message = `${earlier} of the same target is older`;
        targets.push({ policy, field, refusal: { reason: 'Conflicted', message, field } });
      } else {
        taken.set(key, policy);
        targets.push({ policy, field, refusal: wrong });
        for (const host of found.hosts) {
          const attached = { policy, tls, sectionName: target.sectionName || undefined, ports: found.ports };
          addTo(byHost, `${policy.namespace}/${host}`, attached);
        }
      }
    }
  }
  return { targets, rules: [...byHost].map(([key, attached]) => ruleOf(key.slice(key.indexOf('/') + 1), attached)) };
}

const IGNORED = 'istio.io/ignore-policy-attachment';

/** The oldest first, then by name. */
function compareAge(a: Policy, b: Policy): number {
  return compareCreation(a, b) || compareText(a.namespace, b.namespace) || compareText(a.name, b.name);
}

function tlsOf(
  { model }: GatewayApiFacts,
  { spec: { validation = {} }, namespace }: Policy,
): { readonly tls: NonNullable<TrafficPolicy['tls']>; readonly refusal: Refusal | undefined } {
  const { hostname, wellKnownCACertificates, caCertificateRefs = [], subjectAltNames = [] } = validation;
  const names = subjectAltNames.flatMap(({ type, hostname: host, uri }) => (type === 'URI' ? uri : host) ?? []);
  const tls = {
    mode: 'SIMPLE',
    ...(hostname === undefined ? {} : { sni: hostname }),
    ...(names.length === 0 ? {} : { subjectAltNames: names }),
  };
  const [reference] = caCertificateRefs;
  if (wellKnownCACertificates !== undefined || reference === undefined) return { tls, refusal: undefined };
  const { group = '', kind = '', name = '' } = reference;
  const field = 'spec.validation.caCertificateRefs[0]';
  const refuse = (reason: string, message: string) => ({
    tls: { ...tls, credentialName: INVALID_CERTIFICATE },
    refusal: { reason, message, field },
  });
  if (group !== '' || kind !== 'ConfigMap')
    return refuse('InvalidKind', `Istio takes only a ConfigMap, and this is a ${kind}`);
  const map = model.find('ConfigMap', namespace, name);
  if (map === undefined) return refuse('InvalidCACertificateRef', `ConfigMap ${namespace}/${name} does not exist`);
  const { 'ca.crt': bundle, cacert } = map.spec.data ?? {};
  if ((bundle ?? cacert ?? '') === '') return refuse('InvalidCACertificateRef', `${map} has no key "ca.crt"`);
  return { tls: { ...tls, credentialName: `configmap://${namespace}/${name}` }, refusal: undefined };
}

function resolve(
  { model, settings }: GatewayApiFacts,
  { namespace }: Policy,
  { group = '', kind = '', name = '', sectionName }: Target,
  field: string,
): { readonly hosts: readonly string[]; readonly ports: readonly Port[] } | { readonly refusal: Refusal } {
  const refuse = (message: string) => ({ refusal: { reason: 'TargetNotFound', message, field } });
  let found: { readonly hosts: readonly string[]; readonly ports: readonly Port[] } | undefined;
  if (group === '' && kind === 'Service') {
    const host = serviceHost(name, namespace, settings.domain);
    const service = model.hosts.named(host).find(({ source }) => source === 'Service');
    if (service !== undefined) found = { hosts: [host], ports: service.ports };
  } else if (group === 'networking.istio.io' && kind === 'ServiceEntry') {
    const entry = model.find('ServiceEntry', namespace, name);
    if (entry !== undefined) found = { hosts: entry.spec.hosts ?? [], ports: entry.spec.ports ?? [] };
  } else
    return refuse(`Istio attaches the policy to Services and ServiceEntries, not to a ${kind} of the group "${group}"`);
  if (found === undefined) return refuse(`${kind} ${namespace}/${name} does not exist`);
  if (sectionName !== undefined && sectionName !== '' && !found.ports.some(port => port.name === sectionName)) {
    return refuse(`${kind} ${namespace}/${name} has no port with the name "${sectionName}"`);
  }
  return found;
}

/** The DestinationRule for a host; of several policies for the same part of it the oldest counts. */
function ruleOf(host: string, attached: readonly Attached[]): RuleSource {
  const [first] = attached as readonly [Attached, ...Attached[]];
  const whole = attached.find(({ sectionName }) => sectionName === undefined);
  const sections = new Map<string, Attached>();
  for (const one of attached) {
    if (one.sectionName !== undefined && !sections.has(one.sectionName)) sections.set(one.sectionName, one);
  }
  const portLevelSettings = [...sections].map(([section, { tls, ports }]) => {
    const port = ports.find(({ name }) => name === section);
    return { port: { number: port?.number ?? port?.port ?? 0 }, tls };
  });
  return {
    resource: first.policy,
    namespace: first.policy.namespace,
    spec: {
      host,
      trafficPolicy: {
        ...(whole === undefined ? {} : { tls: whole.tls }),
        ...(portLevelSettings.length === 0 ? {} : { portLevelSettings }),
      },
    },
    name: `${first.policy.name}~${GENERATED}`,
  };
}
