import type { EffectiveMesh } from '../../../istio/effective-mesh';
import { PolicyScopes, type UnmetTarget } from '../../../istio/policies/policy-scope';
import type { Resource } from '../../../model/resource';
import type { Severity } from '../../../values/diagnostic';
import { nearest } from '../../../values/nearest';
import { whoGetsBy } from '../../passing-request';
import type { Finding, Rule } from '../../rule';

/** The kinds that may name what they are about, with what is lost where nothing carries them out. */
const KINDS = {
  AuthorizationPolicy: 'error',
  RequestAuthentication: 'error',
  Telemetry: 'warning',
  WasmPlugin: 'warning',
  TrafficExtension: 'warning',
  EnvoyFilter: 'warning',
} as const satisfies { readonly [kind: string]: Severity };

/**
 * A policy names something for which no proxy carries it out: an object that is not there, a Service without a waypoint
 * that serves it, or a Gateway of another namespace. Sidecars and ztunnel leave policies with targetRefs aside.
 */
export const unenforcedTarget: Rule = {
  name: 'unenforced-target',
  severity: 'error',
  summary: 'Every target of a policy must exist, and have a gateway or waypoint that enforces the policy.',
  equivalents: [],
  isAboutOpenings: true,

  check(mesh) {
    const findings: Finding[] = [];
    const scopes = mesh.once(PolicyScopes);
    for (const kind of Object.keys(KINDS) as readonly (keyof typeof KINDS)[]) {
      for (const resource of mesh.model.all(kind) as readonly Resource[]) {
        for (const target of scopes.of(resource).unmet) {
          if (!isKnown(resource, target, mesh)) continue;
          findings.push({
            resource,
            field: target.field,
            severity: KINDS[kind],
            problem: `nothing enforces the policy for this target: ${target.reason}${whoGetsBy(mesh, resource, target.service)}`,
            ...remedy(resource, target, mesh),
          });
        }
      }
    }
    return findings;
  },
};

/** Whether the set holds enough to tell: of a namespace of which it holds nothing but policies nothing is known. */
function isKnown({ namespace }: Resource, { state }: UnmetTarget, { model }: EffectiveMesh): boolean {
  if (state !== 'missing') return state === 'unguarded';
  return (
    model.workloads.inNamespace(namespace).length > 0 ||
    (['Service', 'KubernetesGateway', 'ServiceEntry'] as const).some(
      kind => model.inNamespace(kind, namespace).length > 0,
    )
  );
}

function remedy(
  policy: Resource,
  { state, field, service, kind, name }: UnmetTarget,
  { model }: EffectiveMesh,
): { readonly fix: string; readonly related?: readonly Resource[] } {
  if (state === 'missing') {
    const type = kind === 'Gateway' ? 'KubernetesGateway' : kind === 'ServiceEntry' ? kind : 'Service';
    const similar = nearest(
      name,
      model.inNamespace(type, policy.namespace).map(one => one.name),
    );
    const elsewhere = model.named(type, name);
    const fix =
      elsewhere.length > 0
        ? `move the policy to namespace "${elsewhere[0]?.namespace}": targetRefs name objects of the namespace of the policy`
        : similar === undefined
          ? 'name an object of the namespace of the policy'
          : `did you mean "${similar}"?`;
    return { fix, related: elsewhere };
  }
  if (service === undefined) return { fix: `correct ${field}, or let the traffic pass what it names` };
  const pods = model.workloadsOf(service.service);
  const haveSidecars = pods.length > 0 && pods.every(({ dataPlane }) => dataPlane === 'sidecar');
  return {
    fix: haveSidecars
      ? 'select the pods by "selector" instead: sidecars leave policies with targetRefs aside'
      : 'define a waypoint for services that allows the namespace, and label the Service or its namespace "istio.io/use-waypoint: <waypoint>"',
    related: [service.resource],
  };
}
