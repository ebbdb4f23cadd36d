import { ApiObject, JsonPatch } from 'cdk8s';
import type { IConstruct } from 'constructs';
import type { ServicePort } from '../routing/refs';
import { ConfigError } from '../values/config-error';
import { isMapping } from '../values/plain-data';

/** What the library needs of a Deployment, StatefulSet or DaemonSet of cdk8s-plus, of any version of it. */
export interface Cdk8sPlusWorkload extends IConstruct {
  readonly name: string;
  readonly podMetadata: {
    addLabel(key: string, value: string): void;
    addAnnotation(key: string, value: string): void;
    getLabel(key: string): string | undefined;
  };
  /** @default - that of the workload's kind */
  readonly replicas?: number;
  /** @default - `default` */
  readonly serviceAccount?: { readonly name: string };
}

/** What the library needs of a Service of cdk8s-plus, of any version of it. */
export interface Cdk8sPlusService extends IConstruct {
  readonly name: string;
  readonly ports: readonly {
    readonly port: number;
    /** @default - the port itself */
    readonly targetPort?: number;
    /** @default - none */
    readonly name?: string;
  }[];
  selectLabel(key: string, value: string): void;
}

/** What the library needs of a ServiceAccount of cdk8s-plus, of any version of it. */
export interface Cdk8sPlusServiceAccount {
  readonly name: string;
}

/** A workload of the app that is taken into the mesh: of cdk8s-plus, or any object with a pod template. */
export type AdoptedWorkload = Cdk8sPlusWorkload | ApiObject;

/** A Service of the app that is taken into the mesh: of cdk8s-plus, or any object of this kind. */
export type AdoptedService = Cdk8sPlusService | ApiObject;

/** What the pods of an adopted workload get. */
interface PodAdditions {
  readonly labels: { readonly [key: string]: string };
  readonly annotations: { readonly [key: string]: string };
  readonly serviceAccountName: string;
  readonly where: string;
}

/** The number of pods that an adopted workload writes down. */
export function replicasOfAdopted(workload: AdoptedWorkload): number | undefined {
  if (!ApiObject.isApiObject(workload)) return workload.replicas;
  const { kind, spec } = workload.toJson();
  const replicas: unknown = spec?.replicas;
  return typeof replicas === 'number' ? replicas : kind === 'Deployment' || kind === 'StatefulSet' ? 1 : undefined;
}

/** The service account that the pods of an adopted workload run as, if it says one. */
export function accountOfAdopted(workload: AdoptedWorkload): string | undefined {
  if (!ApiObject.isApiObject(workload)) return workload.serviceAccount?.name;
  const account: unknown = templateOf(workload, '').spec.serviceAccountName;
  return typeof account === 'string' ? account : undefined;
}

/** Puts labels, annotations and service account on the pods of a workload that somebody made, and returns its object. */
export function adoptWorkload(workload: AdoptedWorkload, additions: PodAdditions): ApiObject {
  if (ApiObject.isApiObject(workload)) return adoptObject(workload, additions);
  const { labels, annotations, serviceAccountName, where } = additions;
  for (const [key, value] of Object.entries(labels)) {
    requireLabel(workload, key, value, workload.podMetadata.getLabel(key), where);
    workload.podMetadata.addLabel(key, value);
  }
  for (const [key, value] of Object.entries(annotations)) workload.podMetadata.addAnnotation(key, value);
  const object = ApiObject.of(workload);
  if (workload.serviceAccount === undefined) {
    object.addJsonPatch(JsonPatch.add('/spec/template/spec/serviceAccountName', serviceAccountName));
  } else requireAccount(workload, workload.serviceAccount.name, serviceAccountName, where);
  return object;
}

function adoptObject(object: ApiObject, { labels, annotations, serviceAccountName, where }: PodAdditions): ApiObject {
  const { path, metadata, spec } = templateOf(object, where);
  const own = isMapping(metadata?.labels) ? metadata.labels : {};
  for (const [key, value] of Object.entries(labels)) requireLabel(object, key, value, own[key], where);
  const account = spec.serviceAccountName;
  if (account === undefined) object.addJsonPatch(JsonPatch.add(`${path}/spec/serviceAccountName`, serviceAccountName));
  else requireAccount(object, String(account), serviceAccountName, where);
  // A patch adds to what is there; what is not there has to be made first.
  if (metadata === undefined) object.addJsonPatch(JsonPatch.add(`${path}/metadata`, {}));
  for (const [field, added] of Object.entries({ labels, annotations })) {
    if (Object.keys(added).length === 0) continue;
    if (!isMapping(metadata?.[field])) object.addJsonPatch(JsonPatch.add(`${path}/metadata/${field}`, {}));
    for (const [key, value] of Object.entries(added)) {
      object.addJsonPatch(JsonPatch.add(`${path}/metadata/${field}/${pointer(key)}`, value));
    }
  }
  return object;
}

/** The pod template of an object, and where it is. */
function templateOf(object: ApiObject, where: string) {
  const { spec } = object.toJson() as {
    spec?: { template?: unknown; jobTemplate?: { spec?: { template?: unknown } } };
  };
  const template = spec?.template ?? spec?.jobTemplate?.spec?.template;
  const path = spec?.template === undefined ? '/spec/jobTemplate/spec/template' : '/spec/template';
  if (!isMapping(template) || !isMapping(template.spec)) {
    throw new ConfigError(
      `Cannot adopt workload "${object.node.path}"${where === '' ? '' : ` at ${where}`}: wanted an object with a pod template, got ${object.kind}`,
    );
  }
  return { path, metadata: isMapping(template.metadata) ? template.metadata : undefined, spec: template.spec };
}

/** The labels by which an adopted Service selects its pods; those of cdk8s-plus get one of the mesh. */
export function selectorOfAdopted(service: AdoptedService): { readonly [key: string]: string } | undefined {
  if (!ApiObject.isApiObject(service)) return undefined;
  const { spec } = service.toJson() as { spec?: { selector?: { [key: string]: string } } };
  return spec?.selector;
}

/** Whether an adopted Service has no address of its own. */
export function isHeadlessAdopted(service: AdoptedService): boolean {
  const object = ApiObject.isApiObject(service) ? service : ApiObject.of(service);
  const { spec } = object.toJson() as { spec?: { clusterIP?: string } };
  return spec?.clusterIP === 'None';
}

/** Names the ports of a Service that somebody made by their protocol, and lets it select the pods of all versions. */
export function adoptService(
  service: AdoptedService,
  mesh: {
    readonly ports: readonly ServicePort[];
    readonly selector: { readonly [key: string]: string };
    readonly where: string;
  },
): void {
  const object = ApiObject.isApiObject(service) ? service : ApiObject.of(service);
  const written = ApiObject.isApiObject(service) ? portsOf(service) : service.ports;
  for (const port of mesh.ports) {
    const index = written.findIndex(bound => bound.port === port.port);
    const fail = (wanted: string): never => {
      throw new ConfigError(`Cannot adopt service "${service.node.path}" at ${mesh.where}: ${wanted}`);
    };
    if (index < 0) {
      fail(`wanted a port ${port.port}, got ${written.map(bound => bound.port).join(', ') || 'none'}`);
    }
    const target: unknown = written[index]?.targetPort;
    if (typeof target === 'number' && target !== port.targetPort) {
      fail(`wanted port ${port.port} to lead to port ${port.targetPort} of the pods, got ${target}`);
    }
    object.addJsonPatch(JsonPatch.add(`/spec/ports/${index}/name`, port.name));
    if (port.protocol !== 'udp') object.addJsonPatch(JsonPatch.add(`/spec/ports/${index}/appProtocol`, port.protocol));
  }
  if (ApiObject.isApiObject(service)) return;
  for (const [key, value] of Object.entries(mesh.selector)) service.selectLabel(key, value);
}

function portsOf(service: ApiObject): Cdk8sPlusService['ports'] {
  const { spec } = service.toJson() as { spec?: { ports?: Cdk8sPlusService['ports'] } };
  return spec?.ports ?? [];
}

function requireLabel(workload: IConstruct, key: string, value: string, found: unknown, where: string): void {
  if (found === undefined || found === value) return;
  throw new ConfigError(
    `Cannot adopt workload "${workload.node.path}" at ${where}: wanted pod label "${key}" to be "${value}" or absent, got "${String(found)}"`,
  );
}

function requireAccount(workload: IConstruct, found: string, wanted: string, where: string): void {
  if (found === wanted) return;
  throw new ConfigError(
    `Cannot adopt workload "${workload.node.path}" at ${where}: wanted service account "${wanted}", got "${found}"; pass the same ServiceAccount to every version and to the service`,
  );
}

/** A key as a step of a JSON pointer. */
function pointer(key: string): string {
  return key.replaceAll('~', '~0').replaceAll('/', '~1');
}
