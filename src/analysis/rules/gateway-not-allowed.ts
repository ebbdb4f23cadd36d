import type { MeshModel } from '../../model/mesh-model';
import type { Resource } from '../../model/resource';
import type { AuthorizationSource } from '../../model/shapes/policy';
import type { Workload } from '../../model/workload';
import { addTo } from '../../values/multimap';
import { destinationsOf } from '../destinations';
import { boundGateways } from '../gateway-reference';
import { workloadsOfPolicy } from '../policies-in-force';
import type { Rule } from '../rule';

type Policy = Resource<'AuthorizationPolicy'>;

/** A host is exposed through a gateway, and no policy of the service allows the gateway as a caller: clients get 403. */
export const gatewayNotAllowed: Rule = {
  name: 'gateway-not-allowed',
  severity: 'warning',
  summary: 'The policies of a service that is exposed through a gateway must allow the gateway as a caller.',
  equivalents: [],

  *check({ model }) {
    const allowing = new Map<Workload, Policy[]>();
    for (const policy of model.all('AuthorizationPolicy')) {
      if ((policy.spec.action ?? 'ALLOW') !== 'ALLOW') continue;
      for (const workload of workloadsOfPolicy(policy, model)) addTo(allowing, workload, policy);
    }
    if (allowing.size === 0) return;
    for (const resource of model.all('VirtualService')) {
      for (const { gateway } of boundGateways(resource, model)) {
        const callers = model.gatewayWorkloads(gateway);
        if (callers.length === 0) continue;
        for (const { destination, field, isMirror } of destinationsOf(resource)) {
          const service = model.hosts.lookup(destination.host ?? '', resource.namespace);
          if (service === undefined || isMirror) continue;
          const closed = model
            .workloadsOf(service)
            .find(workload => workload.dataPlane !== 'none' && !isAllowed(callers, allowing.get(workload), model));
          if (closed === undefined) continue;
          yield {
            resource,
            field: `${field}.host`,
            problem: `no policy of "${closed.name}" allows calls from gateway "${callers[0]?.namespace}/${callers[0]?.name}", through which the host is exposed`,
            fix: `allow principal "${principalOf(callers[0], model)}" in an AuthorizationPolicy of namespace "${closed.namespace}"`,
            related: [gateway, ...(allowing.get(closed) ?? []).slice(0, 3)],
          };
        }
      }
    }
  },
};

/** Whether the policies leave any way for the callers; what they may do then is not looked at. */
export function isAllowed(
  callers: readonly Workload[],
  policies: readonly Policy[] | undefined,
  model: MeshModel,
): boolean {
  if (policies === undefined) return true;
  return policies.some(({ spec }) =>
    (spec.rules ?? []).some(
      ({ from = [] }) =>
        from.length === 0 || from.some(({ source = {} }) => callers.some(caller => fits(source, caller, model))),
    ),
  );
}

function fits(source: AuthorizationSource, caller: Workload, model: MeshModel): boolean {
  const { principals = [], namespaces = [], serviceAccounts = [], notPrincipals = [], notNamespaces = [] } = source;
  const principal = principalOf(caller, model);
  const account = `${caller.namespace}/${caller.serviceAccount}`;
  return (
    (principals.length === 0 || principals.some(pattern => fitsPattern(pattern, principal))) &&
    (namespaces.length === 0 || namespaces.some(pattern => fitsPattern(pattern, caller.namespace))) &&
    (serviceAccounts.length === 0 ||
      serviceAccounts.some(name => name === account || name === caller.serviceAccount)) &&
    !notPrincipals.some(pattern => fitsPattern(pattern, principal)) &&
    !notNamespaces.some(pattern => fitsPattern(pattern, caller.namespace))
  );
}

export function principalOf(caller: Workload | undefined, model: MeshModel): string {
  return `${model.meshConfig.trustDomain}/ns/${caller?.namespace}/sa/${caller?.serviceAccount}`;
}

function fitsPattern(pattern: string, value: string): boolean {
  if (pattern === '*') return value !== '';
  if (pattern.startsWith('*')) return value.endsWith(pattern.slice(1));
  if (pattern.endsWith('*')) return value.startsWith(pattern.slice(0, -1));
  // Istio also takes the default trust domain for that of the mesh.
  return pattern === value || pattern.replace(/^cluster\.local\//, '') === value.replace(/^[^/]+\//, '');
}
