import type { MeshModel } from '../model/mesh-model';
import type { Resource } from '../model/resource';
import type { PolicyAttachment } from '../model/shapes/policy';
import type { Workload } from '../model/workload';

type Policy = Resource<'AuthorizationPolicy'> | Resource<'RequestAuthentication'>;

/** Whether a policy names what it is about instead of selecting pods. */
export function hasTargets({ targetRef, targetRefs = [] }: PolicyAttachment): boolean {
  return targetRef !== undefined || targetRefs.length > 0;
}

/** The workloads that a policy is about; one in the root namespace is about those of all namespaces. */
export function workloadsOfPolicy({ spec, namespace }: Policy, model: MeshModel): readonly Workload[] {
  if (hasTargets(spec)) {
    const names = new Set([spec.targetRef, ...(spec.targetRefs ?? [])].map(ref => ref?.name));
    return model.workloads
      .inNamespace(namespace)
      .filter(({ labels }) => names.has(labels['gateway.networking.k8s.io/gateway-name']));
  }
  const scope = namespace === model.meshConfig.rootNamespace ? undefined : namespace;
  return model.workloads.selectedBy(spec.selector?.matchLabels, scope);
}

/** The fields of a rule that only requests have, and connections have not. */
const HTTP_OPERATION = ['hosts', 'notHosts', 'methods', 'notMethods', 'paths', 'notPaths'] as const;
const HTTP_SOURCE = ['requestPrincipals', 'notRequestPrincipals', 'remoteIpBlocks', 'notRemoteIpBlocks'] as const;

/** Where a policy asks for what only HTTP requests have, such as `rules[0].to[0].operation.paths`. */
export function* httpFieldsOf({ spec }: Resource<'AuthorizationPolicy'>): Iterable<{
  readonly field: string;
  readonly rule: number;
  /** The ports to which the operation is limited; empty for all. */
  readonly ports: readonly string[];
}> {
  for (const [rule, { from = [], to = [], when = [] }] of (spec.rules ?? []).entries()) {
    const path = `spec.rules[${rule}]`;
    const limits = to.map(({ operation }) => operation?.ports ?? []);
    const ports = limits.length > 0 && limits.every(list => list.length > 0) ? limits.flat() : [];
    for (const [i, { source = {} }] of from.entries()) {
      const key = HTTP_SOURCE.find(name => (source[name] ?? []).length > 0);
      if (key !== undefined) yield { field: `${path}.from[${i}].source.${key}`, rule, ports };
    }
    for (const [i, { operation = {} }] of to.entries()) {
      const key = HTTP_OPERATION.find(name => (operation[name] ?? []).length > 0);
      if (key !== undefined) yield { field: `${path}.to[${i}].operation.${key}`, rule, ports: operation.ports ?? [] };
    }
    for (const [i, { key = '' }] of when.entries()) {
      if (key.startsWith('request.')) yield { field: `${path}.when[${i}]`, rule, ports };
    }
  }
}
