import { createHash } from 'node:crypto';
import { ApiObject, Lazy } from 'cdk8s';
import type { Construct } from 'constructs';

/** A server of one pod that an add-on runs where no chart is installed. */
export interface AddOnWorkload {
  readonly name: string;
  readonly namespace: string;
  readonly image: string;
  readonly args: readonly string[];
  readonly env?: readonly object[];
  /** Ports of the Service, the same on the pod, by name. */
  readonly ports: { readonly [name: string]: number };
  /** Path and port name of the probes. */
  readonly health: { readonly path: string; readonly port: string };
  /** User that the image is made for. */
  readonly user: number;
  /** Configuration files by name, mounted in `mountPath`. */
  readonly config?: { readonly mountPath: string; files(): { readonly [file: string]: string } };
  /** Directories that it writes to; their content is lost with the pod. */
  readonly scratch: readonly string[];
  /** Further volumes, each with where it is mounted. */
  readonly volumes?: readonly { readonly volume: PodVolume; readonly mountPath: string }[];
  /** Annotations of the pods. */
  readonly annotations?: { readonly [key: string]: string };
  /** What it may do in the cluster. */
  readonly rules?: readonly object[];
  readonly memory: string;
}

/** A volume of a pod: its name, and where it comes from. */
export interface PodVolume {
  readonly name: string;
  readonly [source: string]: unknown;
}

/** The labels of the pods of an add-on. */
export function addOnLabels(name: string): { readonly [key: string]: string } {
  return { 'app.kubernetes.io/name': name };
}

/** Defines the objects that run a server: account, configuration, Deployment and Service. */
export function defineAddOnWorkload(chart: Construct, workload: AddOnWorkload, own: (object: ApiObject) => void): void {
  const { name, namespace } = workload;
  const labels = addOnLabels(name);
  const define = (apiVersion: string, kind: string, rest: object, clusterWide = false) =>
    own(
      new ApiObject(chart, `${kind}-${namespace}-${name}`, {
        apiVersion,
        kind,
        metadata: clusterWide ? { name: `${name}-${namespace}`, labels } : { name, namespace, labels },
        ...rest,
      }),
    );
  define('v1', 'ServiceAccount', {});
  if (workload.rules !== undefined) {
    define('rbac.authorization.k8s.io/v1', 'ClusterRole', { rules: workload.rules }, true);
    const roleRef = { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: `${name}-${namespace}` };
    const subjects = [{ kind: 'ServiceAccount', name, namespace }];
    define('rbac.authorization.k8s.io/v1', 'ClusterRoleBinding', { roleRef, subjects }, true);
  }
  const { config } = workload;
  if (config !== undefined) define('v1', 'ConfigMap', { data: Lazy.any({ produce: () => config.files() }) });
  define('v1', 'Service', {
    spec: {
      selector: labels,
      ports: Object.entries(workload.ports).map(([port, number]) => ({
        name: port,
        port: number,
        targetPort: number,
        ...appProtocol(port),
      })),
    },
  });
  define('apps/v1', 'Deployment', {
    spec: {
      replicas: 1,
      strategy: { type: 'Recreate' },
      selector: { matchLabels: labels },
      template: {
        metadata: {
          labels,
          annotations: {
            ...workload.annotations,
            ...(config === undefined ? {} : { [CONFIG_HASH]: Lazy.any({ produce: () => hash(config.files()) }) }),
          },
        },
        spec: podSpec(workload),
      },
    },
  });
}

/** The pods restart when their configuration changes. */
const CONFIG_HASH = 'cdk8s-istio/config-hash';

function podSpec(workload: AddOnWorkload): object {
  const { name, user, config, scratch, volumes = [], health } = workload;
  const probe = { httpGet: { path: health.path, port: health.port } };
  const mounts = [
    ...(config === undefined ? [] : [{ name: 'config', mountPath: config.mountPath, readOnly: true }]),
    ...scratch.map((mountPath, i) => ({ name: `scratch-${i}`, mountPath })),
    ...volumes.map(({ volume, mountPath }) => ({ name: volume.name, mountPath, readOnly: true })),
  ];
  return {
    serviceAccountName: name,
    automountServiceAccountToken: workload.rules !== undefined,
    securityContext: {
      runAsNonRoot: true,
      runAsUser: user,
      runAsGroup: user,
      fsGroup: user,
      seccompProfile: { type: 'RuntimeDefault' },
    },
    containers: [
      {
        name,
        image: workload.image,
        args: [...workload.args],
        env: workload.env,
        ports: Object.entries(workload.ports).map(([port, containerPort]) => ({ name: port, containerPort })),
        readinessProbe: { ...probe, periodSeconds: 5, failureThreshold: 12 },
        livenessProbe: { ...probe, initialDelaySeconds: 60 },
        resources: { requests: { cpu: '50m', memory: workload.memory }, limits: { memory: workload.memory } },
        securityContext: {
          allowPrivilegeEscalation: false,
          readOnlyRootFilesystem: true,
          capabilities: { drop: ['ALL'] },
        },
        volumeMounts: mounts,
      },
    ],
    volumes: [
      ...(config === undefined ? [] : [{ name: 'config', configMap: { name } }]),
      ...scratch.map((_, i) => ({ name: `scratch-${i}`, emptyDir: {} })),
      ...volumes.map(({ volume }) => volume),
    ],
  };
}

function appProtocol(port: string): { appProtocol?: string } {
  const [protocol = ''] = port.split('-');
  return ['http', 'grpc'].includes(protocol) ? { appProtocol: protocol } : {};
}

function hash(files: { readonly [file: string]: string }): string {
  return createHash('sha256').update(JSON.stringify(files)).digest('hex').slice(0, 12);
}
