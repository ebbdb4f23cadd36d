import type { Resource } from '../../model/resource';
import { type Code, call, create, imported, type Statement } from '../code';
import { MESH, type Scene } from '../scene';
import { attempt, type Candidate, inexpressible, onlyFields, type Proposal, type Unit } from '../unit';
import { asClass, asObject } from './objects';

const DATA_PLANE_LABELS = ['istio-injection', 'istio.io/rev', 'istio.io/dataplane-mode'];
const WAYPOINT_LABELS = ['istio.io/use-waypoint', 'istio.io/ingress-use-waypoint'];

/** The namespaces that services and gateways live in, and all Namespace objects. */
export function namespaceUnits(scene: Scene, used: ReadonlySet<string>): readonly Unit[] {
  const { model } = scene;
  const names = new Set([...model.all('Namespace').map(({ name }) => name), ...used]);
  return [...names].sort().map(name => namespaceUnit(scene, name));
}

function namespaceUnit(scene: Scene, name: string): Unit {
  const resource = scene.model.find('Namespace', '', name);
  const id = scene.ids.first(name, `namespace-${name}`);
  const declared = { id, variable: scene.variables.for(name, `namespace-${name}`), name };
  scene.namespaces.set(name, declared);
  const waypoint = waypointOf(scene, name, resource);
  const given = id === name ? {} : { name };
  const existing = (dataPlane: Code | undefined): Statement => {
    const waypointProps = waypoint && { name: waypoint.name, ...entryOf(resource) };
    const props = { ...given, dataPlane, waypoint: waypointProps };
    const rest = Object.values(props).some(value => value !== undefined) ? [props] : [];
    return { variable: declared.variable, code: call('MeshNamespace', 'existing', MESH, id, ...rest) };
  };
  if (resource === undefined) {
    const statements = [existing(undefined)];
    return {
      key: `namespace ${name}`,
      covers: [],
      proposals: [{ form: 'construct', what: 'MeshNamespace', statements, ids: [id] }],
    };
  }
  const covers = waypoint === undefined ? [resource] : [resource, waypoint];
  const proposals: readonly Proposal[] = attempt(() => ownNamespace(scene, resource, waypoint, declared, given));
  const written = covers.map(object => asClass(object, scene) ?? asObject(object, scene));
  const objects: Candidate = {
    form: 'object',
    what: 'MeshNamespace.existing beside the object',
    statements: [...written.flatMap(({ statements }) => statements), existing(dataPlaneOf(resource))],
    ids: [id, ...written.flatMap(({ ids }) => ids)],
  };
  return { key: `namespace ${name}`, covers, isDeclared: true, proposals: [...proposals, objects] };
}

/** The Gateway that the label of a namespace names as its waypoint. */
function waypointOf(scene: Scene, namespace: string, resource: Resource<'Namespace'> | undefined) {
  const name = resource?.labels['istio.io/use-waypoint'];
  if (name === undefined || name === 'none') return undefined;
  return scene.model.find('KubernetesGateway', namespace, name);
}

function ownNamespace(
  scene: Scene,
  resource: Resource<'Namespace'>,
  waypoint: Resource<'KubernetesGateway'> | undefined,
  declared: { readonly id: string; readonly variable: string },
  given: { readonly name?: string },
): Candidate {
  const { manifest } = resource;
  onlyFields(manifest, ['apiVersion', 'kind', 'metadata', 'spec'], '');
  if (manifest.spec !== undefined && JSON.stringify(manifest.spec) !== '{}') inexpressible('no construct writes spec');
  onlyFields(manifest.metadata, ['name', 'labels', 'annotations'], 'metadata');
  const left = waypoint === undefined ? DATA_PLANE_LABELS : [...DATA_PLANE_LABELS, ...WAYPOINT_LABELS];
  const labels = Object.entries(scene.ownLabels(resource.labels) ?? {}).filter(([key]) => !left.includes(key));
  const { annotations } = resource;
  const { 'istio.io/waypoint-for': traffic } = waypoint?.labels ?? {};
  const props = {
    ...given,
    dataPlane: dataPlaneOf(resource),
    labels: labels.length === 0 ? undefined : Object.fromEntries(labels),
    annotations: Object.keys(annotations).length === 0 ? undefined : annotations,
    waypoint: waypoint && {
      name: waypoint.name === 'waypoint' ? undefined : waypoint.name,
      traffic: traffic === 'service' ? undefined : traffic,
      ...entryOf(resource),
    },
  };
  const rest = Object.values(props).some(value => value !== undefined) ? [props] : [];
  const code = create('MeshNamespace', MESH, declared.id, ...rest);
  return {
    form: 'construct',
    what: 'MeshNamespace',
    statements: [{ variable: declared.variable, code }],
    ids: [declared.id],
  };
}

/** Whether requests from gateways bypass the waypoint, as they do where no label says otherwise. */
function entryOf(resource: Resource<'Namespace'> | undefined): { readonly takesGatewayTraffic?: false } {
  return resource?.labels['istio.io/ingress-use-waypoint'] === 'true' ? {} : { takesGatewayTraffic: false };
}

/** How the labels of a namespace take its pods into the mesh; nothing for the default of `MeshNamespace`. */
function dataPlaneOf({ labels }: Resource<'Namespace'>): Code | undefined {
  const type = imported('DataPlane');
  const [injection, revision, mode] = DATA_PLANE_LABELS.map(label => labels[label]);
  if (injection === 'enabled') return undefined;
  if (injection === undefined && revision !== undefined) return call(type, 'sidecar', { revision });
  if (injection === undefined && mode === 'ambient') return call(type, 'ambient');
  return call(type, 'none');
}
