import type { MeshModel } from '../../model/mesh-model';
import type { Resource } from '../../model/resource';
import type { Workload } from '../../model/workload';
import { workloadsOfPolicy } from '../policies-in-force';
import type { Rule } from '../rule';

/** A RequestAuthentication refuses bad tokens only. Requests without any token pass, unless a policy asks for one. */
export const tokenNotRequired: Rule = {
  name: 'token-not-required',
  severity: 'warning',
  summary: 'Where tokens are validated, an AuthorizationPolicy must say which requests need one.',
  equivalents: [],

  *check({ model }) {
    const asking = model.all('AuthorizationPolicy').filter(asksForToken);
    const covered = new Set<Workload>(asking.flatMap(policy => workloadsOfPolicy(policy, model)));
    for (const resource of model.all('RequestAuthentication')) {
      if ((resource.spec.jwtRules ?? []).length === 0 || isAskedFor(resource, asking, model)) continue;
      const workloads = workloadsOfPolicy(resource, model).filter(({ dataPlane }) => dataPlane !== 'none');
      const uncovered = workloads.find(workload => !covered.has(workload));
      // Without pods there is only the namespace to compare.
      if (workloads.length > 0 && uncovered === undefined) continue;
      yield {
        resource,
        field: 'spec.jwtRules',
        problem:
          uncovered === undefined
            ? 'requests without a token pass: no AuthorizationPolicy of the namespace asks for one'
            : `requests without a token reach "${uncovered.name}": no AuthorizationPolicy there asks for one`,
        fix: 'define an AuthorizationPolicy with requestPrincipals: ["*"] in the source of its rules',
        related: uncovered === undefined ? [] : [uncovered.resource],
      };
    }
  },
};

/** Whether a policy is about the same target, of which there are no pods among the manifests. */
function isAskedFor(
  { spec, namespace }: Resource<'RequestAuthentication'>,
  asking: readonly Resource<'AuthorizationPolicy'>[],
  model: MeshModel,
): boolean {
  const targets = new Set([spec.targetRef, ...(spec.targetRefs ?? [])].flatMap(ref => ref?.name ?? []));
  const isInScope = (policy: Resource) =>
    policy.namespace === namespace || policy.namespace === model.meshConfig.rootNamespace;
  if (targets.size > 0) {
    return asking.some(policy => {
      const names = [policy.spec.targetRef, ...(policy.spec.targetRefs ?? [])].flatMap(ref => ref?.name ?? []);
      return isInScope(policy) && names.some(name => targets.has(name));
    });
  }
  return model.workloads.inNamespace(namespace).length === 0 && asking.some(isInScope);
}

function asksForToken({ spec }: Resource<'AuthorizationPolicy'>): boolean {
  return (spec.rules ?? []).some(
    ({ from = [], when = [] }) =>
      from.some(({ source = {} }) =>
        [source.requestPrincipals, source.notRequestPrincipals].some(list => (list ?? []).length > 0),
      ) || when.some(({ key = '' }) => key.startsWith('request.auth.')),
  );
}
