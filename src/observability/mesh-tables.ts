import type { EffectiveMesh } from '../istio/effective-mesh';
import type { Resource } from '../model/resource';
import type { Workload } from '../model/workload';
import { addTo, groupedBy } from '../values/multimap';
import { byText } from '../values/order';

/** A line of a table, cell by cell. */
export type Row = readonly string[];

/** Names that are spelled out in one cell. */
const MOST_NAMES = 6;

/** The policies that decide over requests, with the pods whose proxies enforce them: kind, name, pods, effect. */
export function policyRows(mesh: EffectiveMesh): readonly Row[] {
  const { model } = mesh;
  const enforcing = new Map<Resource, Workload[]>();
  for (const workload of model.workloads.all) {
    if (workload.dataPlane === 'none') continue;
    const { authentications, authorizations } = mesh.policiesOf(workload);
    const extensions = mesh.extensionsOf(workload).map(({ resource }) => resource);
    for (const policy of new Set<Resource>([...authentications, ...authorizations, ...extensions])) {
      addTo(enforcing, policy, workload);
    }
  }
  const row = (policy: Resource, refs: readonly NamedRef[], effect: string): Row => {
    const named = refs.map(({ kind, name }) => `${kind} ${name}`).join(', ');
    return [policy.kind, policy.fullName, named || podsText(enforcing.get(policy) ?? [], mesh), effect];
  };
  return [
    ...model.all('AuthorizationPolicy').map(policy => row(policy, refsOf(policy.spec), effectOf(policy))),
    ...model
      .all('RequestAuthentication')
      .map(policy =>
        row(
          policy,
          refsOf(policy.spec),
          `checks tokens of ${(policy.spec.jwtRules ?? []).map(({ issuer }) => issuer).join(', ')}`,
        ),
      ),
    ...model
      .all('EnvoyFilter')
      .map(policy => row(policy, refsOf(policy.spec), `patches Envoy, priority ${String(policy.spec.priority ?? 0)}`)),
  ].sort(byText(([kind, name]) => `${kind} ${name}`));
}

/** What pods accept, port by port, and why: pods, accepts, reason. */
export function mutualTlsRows(mesh: EffectiveMesh): readonly Row[] {
  const served = mesh.model.workloads.all.filter(({ dataPlane }) => dataPlane === 'sidecar' || dataPlane === 'ambient');
  const told = served.map(workload => ({ workload, ...modesOf(workload, mesh) }));
  return [...groupedBy(told, ({ accepts, reason }) => JSON.stringify([accepts, reason])).values()]
    .map(alike => {
      const [first] = alike;
      const pods = podsText(
        alike.map(({ workload }) => workload),
        mesh,
      );
      return [pods, first?.accepts ?? '', first?.reason ?? ''];
    })
    .sort(byText(cells => cells.join(' ')));
}

/** How routes share requests between versions: host, route, shares. */
export function shareRows(mesh: EffectiveMesh): readonly Row[] {
  return mesh.model
    .all('VirtualService')
    .flatMap(({ spec }) => {
      const host = (spec.hosts ?? []).join(', ');
      return [...(spec.http ?? []), ...(spec.tcp ?? [])].flatMap((route, i): Row[] => {
        const { route: destinations = [] } = route;
        if (destinations.length < 2) return [];
        const name = 'name' in route && route.name !== undefined ? route.name : `route ${i + 1}`;
        const shares = destinations.map(
          ({ destination, weight = 0 }) => `${destination?.subset ?? destination?.host} ${weight} %`,
        );
        return [[host, name, shares.join(', ')]];
      });
    })
    .sort(byText(cells => cells.join(' ')));
}

function modesOf(workload: Workload, mesh: EffectiveMesh): { readonly accepts: string; readonly reason: string } {
  const ports = [...mesh.declaredPortsOf(workload).keys()].sort((a, b) => a - b);
  // Port 0 stands for those that nothing declares.
  const whole = mesh.peerAuthentications.modeOf(workload, 0);
  const others = ports
    .map(port => ({ port, ...mesh.peerAuthentications.modeOf(workload, port) }))
    .filter(({ mode }) => mode !== whole.mode);
  const resources = new Set([whole.resource, ...others.map(({ resource }) => resource)]);
  const reasons = [...resources].flatMap(resource => resource?.annotations['cdk8s-istio/reason'] ?? []);
  return {
    accepts: [whole.mode, ...others.map(({ mode, port }) => `${mode} on port ${port}`)].join(', '),
    reason: [...new Set(reasons)].join('; '),
  };
}

interface NamedRef {
  readonly kind?: string;
  readonly name?: string;
}

function refsOf(spec: { readonly targetRef?: NamedRef; readonly targetRefs?: unknown }): readonly NamedRef[] {
  const { targetRef } = spec;
  const refs = Array.isArray(spec.targetRefs) ? (spec.targetRefs as readonly NamedRef[]) : [];
  return refs.length === 0 && targetRef !== undefined ? [targetRef] : refs;
}

function effectOf({ spec, annotations }: Resource<'AuthorizationPolicy'>): string {
  const { rules = [], action = 'ALLOW', provider } = spec;
  const dryRun = annotations['istio.io/dry-run'] === 'true' ? ', dry run' : '';
  if (rules.length === 0 && action === 'ALLOW') return `lets nothing through${dryRun}`;
  const what = provider?.name === undefined ? action : `${action} (${provider.name})`;
  return `${what}, ${rules.length} ${rules.length === 1 ? 'rule' : 'rules'}${dryRun}`;
}

/** Pods by the names of their workloads; a namespace by its own name where they are all that it has. */
function podsText(workloads: readonly Workload[], { model }: EffectiveMesh): string {
  if (workloads.length === 0) return 'nobody';
  const names = [...groupedBy(workloads, ({ namespace }) => namespace)].flatMap(([namespace, own]) => {
    const all = model.workloads.inNamespace(namespace).filter(({ dataPlane }) => dataPlane !== 'none');
    return all.length === own.length ? [`all of ${namespace}`] : own.map(({ name }) => `${namespace}/${name}`);
  });
  const sorted = [...new Set(names)].sort();
  const more = sorted.length - MOST_NAMES;
  return more > 0 ? `${sorted.slice(0, MOST_NAMES).join(', ')} and ${more} more` : sorted.join(', ');
}
