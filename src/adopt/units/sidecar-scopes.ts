import type { SidecarSpec } from '../../../imports/networking.istio.io';
import type { Resource } from '../../model/resource';
import { canonicalJson } from '../../values/plain-data';
import { type CodeLike, call, create, type Statement, variable } from '../code';
import { MESH, type Scene } from '../scene';
import { attempt, type Candidate, inexpressible, type Proposed } from '../unit';

/** The Sidecars of each namespace but the root, together, as what `SidecarScope` derives from declared calls. */
export function sidecarScopeUnits(scene: Scene): readonly Proposed[] {
  const byNamespace = new Map<string, [Resource<'Sidecar'>, ...Resource<'Sidecar'>[]]>();
  for (const resource of scene.model.all('Sidecar')) {
    if (resource.namespace === scene.rootNamespace) continue;
    const others = byNamespace.get(resource.namespace);
    if (others === undefined) byNamespace.set(resource.namespace, [resource]);
    else others.push(resource);
  }
  return [...byNamespace.values()].map(covers => ({
    resource: covers[0],
    covers,
    proposals: attempt(() => sidecarScope(scene, covers)),
  }));
}

function sidecarScope(scene: Scene, covers: readonly [Resource<'Sidecar'>, ...Resource<'Sidecar'>[]]): Candidate {
  const [first] = covers;
  const namespace = scene.namespaces.get(first.namespace);
  const rest = covers.find(({ name }) => name === 'default');
  if (namespace === undefined || rest === undefined || covers.length === 1) {
    inexpressible('constructs derive what sidecars know from declared calls, for all services of a namespace');
  }
  const { egress = [], outboundTrafficPolicy } = rest.manifest.spec as SidecarSpec;
  // Pods of no declared service know their own namespace, and what everyone knows.
  const [own, ...always] = egress[0]?.hosts ?? [];
  if (own !== './*') inexpressible('Sidecar "default" does not begin with "./*"');
  const usual = [`${scene.rootNamespace}/*.svc.${scene.model.hosts.domain}`];
  const id = scene.idFor(first, 'sidecar-scope', `${namespace.name}-sidecar-scope`);
  const props: { [key: string]: CodeLike } = { namespaces: [variable(namespace.variable)] };
  if (canonicalJson(always) !== canonicalJson(usual)) props.always = always;
  if (outboundTrafficPolicy?.mode !== undefined) props.outboundTrafficPolicy = String(outboundTrafficPolicy.mode);
  return {
    form: 'construct',
    what: 'SidecarScope',
    statements: [...externalCalls(scene, covers), { code: create('SidecarScope', MESH, id, props) }],
    ids: [id],
  };
}

/** The calls to services outside of the mesh, which the Sidecars of their callers name. */
function externalCalls(scene: Scene, sidecars: readonly Resource<'Sidecar'>[]): readonly Statement[] {
  return sidecars.flatMap(({ name, namespace, spec }) => {
    const caller = scene.serviceAt(name, namespace);
    const hosts = (spec.egress ?? []).flatMap(egress => egress.hosts ?? []);
    const called = new Set(hosts.flatMap(host => scene.externals.get(host.slice(host.indexOf('/') + 1)) ?? []));
    if (caller === undefined) return [];
    return [...called].map(external => ({
      code: call(variable(caller.variable), 'calls', variable(external.variable)),
      comment: [`Seen in Sidecar ${namespace}/${name}.`],
    }));
  });
}
