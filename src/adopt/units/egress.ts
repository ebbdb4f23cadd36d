import type { GatewaySpec } from '../../../imports/networking.istio.io';
import type { AuthorizationPolicySpec, Rule } from '../../../imports/security.istio.io';
import type { KindName } from '../../model/kinds';
import type { Resource } from '../../model/resource';
import { call, create, type Statement, variable } from '../code';
import { MESH, type Scene } from '../scene';
import { attempt, type Candidate, inexpressible, type Proposed } from '../unit';
import { gatewayWorkload } from './gateway-workload';

/** What `EgressGateway` writes: a Gateway with all that leads calls to it and out of it. */
export function egressUnits(scene: Scene): readonly Proposed[] {
  return scene.model.all('Gateway').flatMap((resource): Proposed[] => {
    const { servers = [] } = resource.spec;
    if (servers.length === 0 || !servers.every(({ tls }) => tls?.mode === 'ISTIO_MUTUAL')) return [];
    const rule = scene.model.find('DestinationRule', resource.namespace, resource.name);
    const subsets = rule?.spec.subsets ?? [];
    const parts = subsets.flatMap(({ name = '' }) => partsOf(scene, resource, name));
    if (rule === undefined || parts.length !== 3 * subsets.length || parts.length === 0) return [];
    return [
      {
        resource,
        covers: [resource, rule, ...parts],
        proposals: attempt(() => egressGateway(scene, resource, parts)),
      },
    ];
  });
}

/** The routes and the policy for one service that calls leave for. */
function partsOf(scene: Scene, { namespace, name }: Resource, external: string): readonly Resource[] {
  const find = (kind: KindName, suffix: string) => scene.model.find(kind, namespace, `${name}-${external}${suffix}`);
  const parts = [find('VirtualService', ''), find('VirtualService', '-onward'), find('AuthorizationPolicy', '')];
  return parts.filter(part => part !== undefined);
}

function egressGateway(scene: Scene, resource: Resource<'Gateway'>, parts: readonly Resource[]): Candidate {
  const { name, namespace } = resource;
  const { servers = [] } = resource.manifest.spec as GatewaySpec;
  const id = scene.idFor(resource, name, `egress-${name}`);
  if (id !== name) inexpressible(`another construct has the id "${name}", which becomes the name`);
  const workload = gatewayWorkload(scene, resource);
  if (workload.namespace !== namespace) inexpressible('it is not in the namespace of its pods');
  const own = scene.variables.for(name, `${namespace}-${name}`, `${name}-egress`);
  const port = servers[0]?.port.number;
  const props = { workload: workload.code, port: port === 443 ? undefined : port };
  const statements: Statement[] = [
    { variable: own, code: create('EgressGateway', MESH, id, props), comment: workload.comment },
  ];
  for (const { hosts } of servers) {
    const external = scene.externals.get(hosts[0] ?? '');
    if (external === undefined) return inexpressible(`host "${hosts[0]}" is no service outside that is declared`);
    const policy = parts.find(part => part.kind === 'AuthorizationPolicy' && part.name === `${name}-${external.name}`);
    const { rules = [] } = (policy?.manifest.spec ?? {}) as AuthorizationPolicySpec & { rules?: readonly Rule[] };
    const principals = rules.flatMap(({ from = [] }) => from.flatMap(({ source }) => source?.principals ?? []));
    for (const principal of principals) {
      const caller = [...scene.services.values()].find(
        ({ known, accounts }) => principal === `${scene.trustDomain}/ns/${known.namespace}/sa/${accounts[0]}`,
      );
      if (caller === undefined) return inexpressible(`"${principal}" is the identity of no declared service`);
      statements.push({ code: call(variable(caller.variable), 'calls', variable(external.variable)) });
    }
    statements.push({ code: call(variable(own), 'via', variable(external.variable)) });
  }
  return { form: 'construct', what: 'EgressGateway', statements, ids: [id] };
}
