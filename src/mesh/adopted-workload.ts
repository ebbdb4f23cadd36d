import { ApiObject, JsonPatch } from 'cdk8s';
import type { IConstruct } from 'constructs';
import type { ServicePort } from '../routing/refs';
import { ConfigError } from '../values/config-error';

/** What the library needs of a Deployment, StatefulSet or DaemonSet of cdk8s-plus, of any version of it. */
export interface PlusWorkload extends IConstruct {
  readonly name: string;
  readonly podMetadata: {
    addLabel(key: string, value: string): void;
    addAnnotation(key: string, value: string): void;
    getLabel(key: string): string | undefined;
  };
  readonly replicas?: number;
  readonly serviceAccount?: { readonly name: string };
}

/** What the library needs of a Service of cdk8s-plus, of any version of it. */
export interface PlusService extends IConstruct {
  readonly name: string;
  readonly ports: readonly { readonly port: number; readonly targetPort?: number; readonly name?: string }[];
  selectLabel(key: string, value: string): void;
}

/** What the library needs of a ServiceAccount of cdk8s-plus, of any version of it. */
export interface PlusServiceAccount {
  readonly name: string;
}

/** Puts labels, annotations and service account on the pods of a workload that cdk8s-plus made. */
export function adoptWorkload(
  workload: PlusWorkload,
  mesh: {
    readonly labels: { readonly [key: string]: string };
    readonly annotations: { readonly [key: string]: string };
    readonly serviceAccountName: string;
    readonly where: string;
  },
): void {
  for (const [key, value] of Object.entries(mesh.labels)) {
    const found = workload.podMetadata.getLabel(key);
    if (found !== undefined && found !== value) {
      throw new ConfigError(
        `Cannot adopt workload "${workload.node.path}" at ${mesh.where}: wanted pod label "${key}" to be "${value}" or absent, got "${found}"`,
      );
    }
    workload.podMetadata.addLabel(key, value);
  }
  for (const [key, value] of Object.entries(mesh.annotations)) workload.podMetadata.addAnnotation(key, value);
  if (workload.serviceAccount === undefined) {
    ApiObject.of(workload).addJsonPatch(
      JsonPatch.add('/spec/template/spec/serviceAccountName', mesh.serviceAccountName),
    );
  } else if (workload.serviceAccount.name !== mesh.serviceAccountName) {
    throw new ConfigError(
      `Cannot adopt workload "${workload.node.path}" at ${mesh.where}: wanted service account "${mesh.serviceAccountName}", got "${workload.serviceAccount.name}"; pass the same ServiceAccount to every version and to the service`,
    );
  }
}

/** Names the ports of a Service that cdk8s-plus made by their protocol and lets it select the pods of all versions. */
export function adoptService(
  service: PlusService,
  mesh: { readonly ports: readonly ServicePort[]; readonly appLabel: string; readonly where: string },
): void {
  const object = ApiObject.of(service);
  for (const port of mesh.ports) {
    const index = service.ports.findIndex(bound => bound.port === port.port);
    if (index < 0) {
      throw new ConfigError(
        `Cannot adopt service "${service.node.path}" at ${mesh.where}: wanted a port ${port.port}, got ${service.ports.map(bound => bound.port).join(', ') || 'none'}`,
      );
    }
    object.addJsonPatch(JsonPatch.add(`/spec/ports/${index}/name`, port.name));
    object.addJsonPatch(JsonPatch.add(`/spec/ports/${index}/appProtocol`, port.protocol));
  }
  service.selectLabel('app', mesh.appLabel);
}
