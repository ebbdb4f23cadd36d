import { basename } from 'node:path';
import type { Resource } from '../../model/resource';
import { groupOf } from '../../values/manifest';
import { call, create, imported, LIBRARY, literal, type Statement, variable } from '../code';
import { MESH, type Scene } from '../scene';
import type { Candidate } from '../unit';

/** The steps of the apply order, by the file that each is written to. */
const PHASE_OF_FILE: { readonly [file: string]: string | undefined } = {
  '00-namespaces': 'namespaces',
  '10-control-plane': 'controlPlane',
  '20-gateways': 'gateways',
  '30-workloads': 'workloads',
  '40-destination-rules': 'destinationRules',
  '50-routes': 'routes',
  '60-policies': 'policies',
  '70-telemetry': 'telemetry',
  '90-faults': 'faults',
};

const PHASE_OF_KIND: { readonly [kind: string]: string | undefined } = {
  Namespace: 'namespaces',
  CustomResourceDefinition: 'controlPlane',
  GatewayClass: 'controlPlane',
  IstioOperator: 'controlPlane',
  Gateway: 'gateways',
  ListenerSet: 'gateways',
  Certificate: 'gateways',
  DestinationRule: 'destinationRules',
  VirtualService: 'routes',
  ServiceEntry: 'routes',
  HTTPRoute: 'routes',
  GRPCRoute: 'routes',
  TLSRoute: 'routes',
  TCPRoute: 'routes',
  UDPRoute: 'routes',
  ReferenceGrant: 'routes',
  AuthorizationPolicy: 'policies',
  PeerAuthentication: 'policies',
  RequestAuthentication: 'policies',
  Sidecar: 'policies',
  EnvoyFilter: 'policies',
  WasmPlugin: 'policies',
  NetworkPolicy: 'policies',
  Telemetry: 'telemetry',
};

/** The step of the apply order in which an object is written: the one that it is read from, or that of its kind. */
export function phaseOf({ kind, origin }: Resource): string {
  const file = origin.file === undefined ? '' : basename(origin.file).replace(/(\.k8s)?\.ya?ml$/, '');
  return PHASE_OF_FILE[file] ?? PHASE_OF_KIND[kind] ?? 'workloads';
}

/** The object as one of any kind, which says everything. */
export function asObject(resource: Resource, scene: Scene): Candidate {
  const { apiVersion, kind, metadata, ...rest } = resource.manifest;
  const args = literal({ apiVersion, kind, metadata: metadataOf(resource, scene), ...rest });
  const id = idOf(resource);
  const object = create(imported('ApiObject', 'cdk8s'), call(MESH, 'chart', phaseOf(resource)), id, args);
  if (metadata.name !== undefined) {
    return { form: 'object', what: 'ApiObject', statements: [{ code: object }], ids: [id] };
  }
  // An object that the API server names must not get a name here.
  const patch = call(imported('JsonPatch', 'cdk8s'), 'remove', '/metadata/name');
  const name = scene.variables.for(id);
  const statements: Statement[] = [
    { variable: name, code: object },
    { code: call(variable(name), 'addJsonPatch', patch) },
  ];
  return { form: 'object', what: 'ApiObject', statements, ids: [id] };
}

/** The object as one of the typed class of its kind, if there is one. */
export function asClass(resource: Resource, scene: Scene): Candidate | undefined {
  const { manifest } = resource;
  const group = groupOf(manifest.apiVersion);
  const { apiVersion: _, kind, metadata, ...rest } = manifest;
  if (metadata.name === undefined || !scene.hasClass(group, kind)) return undefined;
  // Two groups have a Gateway and a Canary; the constructs have the plain names.
  const as = AMBIGUOUS[`${group}/${kind}`] ?? kind;
  const type = imported(kind, `${LIBRARY}/imports/${group}`, as);
  const id = idOf(resource);
  const args = literal({ metadata: metadataOf(resource, scene), ...rest });
  const code = create(type, call(MESH, 'chart', phaseOf(resource)), id, args);
  return { form: 'class', what: `class ${kind}`, statements: [{ code }], ids: [id] };
}

const AMBIGUOUS: { readonly [kind: string]: string | undefined } = {
  'gateway.networking.k8s.io/Gateway': 'KubernetesGateway',
  'flagger.app/Canary': 'FlaggerCanary',
};

/** The metadata, with the namespace that the object is created in. */
function metadataOf({ namespace, manifest }: Resource, scene: Scene) {
  const { name, namespace: _, labels, ...rest } = manifest.metadata;
  const own = labels && scene.ownLabels(labels);
  return { name, namespace: namespace === '' ? undefined : namespace, labels: own, ...rest };
}

function idOf({ kind, namespace, name, manifest, position }: Resource): string {
  const group = groupOf(manifest.apiVersion);
  const own = name === '' ? `generated-${position}` : name;
  // A Gateway of either API may have the same name.
  const of = group === 'gateway.networking.k8s.io' && kind === 'Gateway' ? 'KubernetesGateway' : kind;
  return [of, namespace, own].filter(part => part !== '').join('-');
}
