import type { EffectiveMesh } from '../../istio/effective-mesh';
import { targetRefsOf } from '../../istio/policies/policy-attachment';
import { targetPortOf } from '../../istio/services/registered-service';
import { isKind, type Resource } from '../../model/resource';
import type { AuthorizationRule, PolicyAttachment } from '../../model/shapes/policy';
import type { Manifest } from '../../values/manifest';
import { canonicalJson } from '../../values/plain-data';
import { podsName } from '../moving-pods';
import type { Conversion, ObjectsOfPods } from './conversion';
import { freeName } from './free-name';
import { guardOf } from './guards';
import { closes, needsRequests, ruleNeedsRequests } from './l7-policies';
import type { WaypointUse } from './waypoints';

type Policy = Resource<'AuthorizationPolicy'> | Resource<'RequestAuthentication'>;

/**
 * Policies of pods as those of the waypoints before them.
 *
 * Beside each policy that applies to all pods of a service comes one with the same rules for the service, which the
 * waypoint enforces: it knows who calls. What the pods see is the waypoint, so that they get a policy that lets it through
 * where they let only some through. Where policies refuse by what only the waypoint reads, the pods take nothing that has
 * gone past it once they have no sidecar.
 */
export function convertPolicies(
  mesh: EffectiveMesh,
  uses: readonly WaypointUse[],
  moving: ReadonlySet<string>,
): Conversion {
  const atWaypoints = new Map<string, TargetedPolicy>();
  const beside: Manifest[] = [];
  const withPods: ObjectsOfPods[] = [];
  for (const use of uses) {
    for (const policy of policiesOfAll(mesh, use)) addTarget(atWaypoints, policy, use);
    // What holds for all pods of a service holds for those of its versions.
    if (use.isVersion) continue;
    beside.push(...letThrough(mesh, use));
    const guard = guardOf(mesh, use);
    if (guard !== undefined) withPods.push({ pods: use.pods.map(podsName), manifest: guard });
  }
  const guarded = new Set(uses.flatMap(({ pods }) => pods.map(podsName)));
  const replaced = [...new Set([...atWaypoints.values()].map(({ policy }) => policy))].filter(policy => {
    const pods = scopeOf(mesh, policy).map(podsName);
    return pods.every(pod => guarded.has(pod) && moving.has(pod));
  });
  const rest = replaced.map(policy => ({ policy, left: withoutRequests(policy) }));
  return {
    beside: [...[...atWaypoints.values()].map(one => targetedPolicy(mesh, one)), ...beside],
    goneBeside: [],
    withPods,
    left: rest.flatMap(({ left }) => (left === undefined || left === 'all' ? [] : [left])),
    gone: rest.flatMap(({ policy, left }) => (left === undefined ? [policy] : [])),
  };
}

/** A policy as it is for some services of one namespace. */
interface TargetedPolicy {
  readonly policy: Policy;
  readonly namespace: string;
  /** Number of this form, where a policy has several: the ports of services are not those of pods. */
  readonly form: number;
  readonly spec: { readonly [field: string]: unknown };
  readonly services: string[];
}

/** More services than an object may name. */
const MOST_TARGETS = 16;

function addTarget(found: Map<string, TargetedPolicy>, policy: Policy, { service }: WaypointUse): void {
  const spec = specFor(policy, service);
  if (spec === undefined) return;
  const { namespace } = service;
  const forms = [...found.values()].filter(one => one.policy === policy && one.namespace === namespace);
  const same = forms.find(
    form => canonicalJson(form.spec) === canonicalJson(spec) && form.services.length < MOST_TARGETS,
  );
  if (same !== undefined) same.services.push(service.resource.name);
  else {
    const form = forms.length + 1;
    const services = [service.resource.name];
    found.set(`${policy} ${namespace} ${form}`, { policy, namespace, form, spec, services });
  }
}

function targetedPolicy(mesh: EffectiveMesh, { policy, namespace, form, spec, services }: TargetedPolicy): Manifest {
  const { apiVersion, kind, metadata } = policy.manifest;
  const from = policy.namespace === namespace ? policy.name : `${policy.namespace}-${policy.name}`;
  const own = isKind(policy, 'AuthorizationPolicy') ? 'AuthorizationPolicy' : 'RequestAuthentication';
  const name = freeName(mesh, own, namespace, form === 1 ? `${from}-waypoint` : `${from}-waypoint-${form}`);
  const { labels, annotations } = metadata;
  const targetRefs = services.map(service => ({ group: '', kind: 'Service', name: service }));
  return {
    apiVersion,
    kind,
    metadata: {
      name,
      namespace,
      ...(labels === undefined ? {} : { labels }),
      ...(annotations?.[DRY_RUN] === undefined ? {} : { annotations: { [DRY_RUN]: annotations[DRY_RUN] } }),
    },
    spec: { ...spec, targetRefs },
  };
}

const DRY_RUN = 'istio.io/dry-run';

/** The policies that apply to all pods of a service by their selector. */
function policiesOfAll(mesh: EffectiveMesh, { pods }: WaypointUse): readonly Policy[] {
  const [first, ...others] = pods.map((pod): readonly Policy[] => [
    ...mesh.requestAuthentications.for(pod),
    ...mesh.authorizationPolicies.for(pod),
  ]);
  return (first ?? []).filter(policy => {
    const attachment: PolicyAttachment = policy.spec;
    return targetRefsOf(attachment).length === 0 && others.every(own => own.includes(policy));
  });
}

/** The spec of a policy without its selector, with ports as the service has them; undefined if no request meets it. */
function specFor(policy: Policy, service: WaypointUse['service']): TargetedPolicy['spec'] | undefined {
  const { selector: _, ...spec } = policy.manifest.spec as { readonly [field: string]: unknown } & {
    readonly selector?: unknown;
  };
  if (!isKind(policy, 'AuthorizationPolicy') || spec.rules === undefined) return spec;
  const rules = (spec.rules as readonly AuthorizationRule[]).flatMap(rule => ruleFor(rule, policy, service) ?? []);
  // A refusal without rules refuses nothing; one that allows refuses the rest.
  return rules.length === 0 && policy.spec.action !== undefined && policy.spec.action !== 'ALLOW'
    ? undefined
    : { ...spec, rules };
}

function ruleFor(rule: AuthorizationRule, policy: Policy, use: WaypointUse['service']): AuthorizationRule | undefined {
  const portsOf = (ports: readonly string[]) => servicePorts(use, ports);
  const { from, to, when } = rule;
  const operations = to?.flatMap(({ operation = {} }) => {
    const { ports = [], notPorts = [] } = operation;
    const own = portsOf(ports);
    if (ports.length > 0 && own.length === 0) return [];
    return [
      {
        operation: {
          ...operation,
          ...(ports.length === 0 ? {} : { ports: own }),
          ...(notPorts.length === 0 ? {} : { notPorts: portsOf(notPorts) }),
        },
      },
    ];
  });
  if (to !== undefined && to.length > 0 && operations?.length === 0) return undefined;
  const conditions = when?.map(condition =>
    condition.key === 'destination.port'
      ? {
          ...condition,
          ...(condition.values === undefined ? {} : { values: portsOf(condition.values) }),
          ...(condition.notValues === undefined ? {} : { notValues: portsOf(condition.notValues) }),
        }
      : condition,
  );
  const isMet = (conditions ?? []).every(({ key, values }) => key !== 'destination.port' || values?.length !== 0);
  if (!isMet) return undefined;
  const sources = from?.map(({ source = {} }) => ({ source: sourceFor(source, policy.namespace, use.namespace) }));
  return {
    ...(sources === undefined ? {} : { from: sources }),
    ...(operations === undefined ? {} : { to: operations }),
    ...(conditions === undefined ? {} : { when: conditions }),
  } as AuthorizationRule;
}

type Source = NonNullable<NonNullable<AuthorizationRule['from']>[number]['source']>;

/** A service account without a namespace is one of the namespace of the policy. */
function sourceFor(source: Source, from: string, to: string): Source {
  if (from === to) return source;
  const qualified = (accounts: readonly string[]) => accounts.map(one => (one.includes('/') ? one : `${from}/${one}`));
  const { serviceAccounts, notServiceAccounts } = source;
  return {
    ...source,
    ...(serviceAccounts === undefined ? {} : { serviceAccounts: qualified(serviceAccounts) }),
    ...(notServiceAccounts === undefined ? {} : { notServiceAccounts: qualified(notServiceAccounts) }),
  } as Source;
}

/** The ports of a service that lead to some ports of its pods: a waypoint sees the former, and sidecars the latter. */
function servicePorts(service: WaypointUse['service'], ports: readonly string[]): readonly string[] {
  return ports.flatMap(port =>
    service.ports
      .filter(own => [targetPortOf(service, own), own.targetPort].some(target => String(target) === port))
      .map(({ number }) => String(number)),
  );
}

/** Lets the waypoint through where pods let only some through. */
function letThrough(mesh: EffectiveMesh, { service, pods, waypoint, principal }: WaypointUse): readonly Manifest[] {
  const closed = pods.filter(pod => mesh.authorizationPolicies.for(pod).some(closes));
  if (closed.length === 0) return [];
  const { name } = service.resource;
  const own = service.service.selector ?? {};
  const selectors = closed.length === pods.length ? [own] : closed.map(({ labels }) => labels);
  return selectors.map((matchLabels, i) => ({
    apiVersion: 'security.istio.io/v1',
    kind: 'AuthorizationPolicy',
    metadata: {
      name: freeName(
        mesh,
        'AuthorizationPolicy',
        service.namespace,
        `allow-${waypoint}-to-${name}${i === 0 ? '' : `-${i + 1}`}`,
      ),
      namespace: service.namespace,
    },
    spec: { action: 'ALLOW', selector: { matchLabels }, rules: [{ from: [{ source: { principals: [principal] } }] }] },
  }));
}

function scopeOf({ model, requestAuthentications, authorizationPolicies }: EffectiveMesh, policy: Policy) {
  return isKind(policy, 'AuthorizationPolicy')
    ? authorizationPolicies.workloadsOf(policy, model.workloads)
    : requestAuthentications.workloadsOf(policy as Resource<'RequestAuthentication'>, model.workloads);
}

/** What is left of a policy for ztunnel: all of it, what it reads, or nothing. */
function withoutRequests(policy: Policy): Manifest | 'all' | undefined {
  if (!isKind(policy, 'AuthorizationPolicy')) return undefined;
  if (!needsRequests(policy)) return 'all';
  const spec = policy.manifest.spec as { readonly rules?: readonly unknown[] };
  const rules = policy.spec.rules ?? [];
  const kept = policy.spec.action === 'CUSTOM' ? [] : [...rules.keys()].filter(i => !ruleNeedsRequests(rules[i] ?? {}));
  if (kept.length === 0) return undefined;
  return { ...policy.manifest, spec: { ...spec, rules: kept.map(i => spec.rules?.[i]) } };
}
