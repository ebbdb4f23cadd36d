import type { ServicePort } from '../routing/refs';
import { failing } from '../values/config-error';
import { byText } from '../values/order';
import { canonicalQuantity, isQuantity } from '../values/quantity';
import type { ResourceAmounts } from '../values/resource-amounts';
import type { EnvSource, EnvValue } from './env-value';
import { Probe } from './probe';
import type { Volume } from './volume';

/** How Kubernetes finds out whether a container has started, takes requests, and is alive. */
export interface Probes {
  /** Holds the others off until it has answered once; for containers that start slowly. @default - none */
  readonly startup?: Probe | undefined;
  /** Takes the pod out of its services while it fails. @default - `health` of the container */
  readonly readiness?: Probe | undefined;
  /** Restarts the container when it fails. @default - `health` of the container */
  readonly liveness?: Probe | undefined;
}

/** Files at a path of the container. */
export interface VolumeMount {
  /** Absolute path in the container. */
  readonly path: string;
  readonly volume: Volume;
  /** @default false */
  readonly readOnly?: boolean | undefined;
  /** A file or folder inside of the volume. @default - all of it */
  readonly subPath?: string | undefined;
}

/** The one container of the program. */
export interface ContainerProps {
  /** The container image, with its tag or digest. */
  readonly image: string;

  /** Environment variables: texts, or where their values come from. @default - none */
  readonly env?: { readonly [name: string]: string | EnvValue } | undefined;

  /** Secrets and ConfigMaps each of whose keys becomes an environment variable. @default - none */
  readonly envFrom?: readonly EnvSource[] | undefined;

  /** Replaces the entry point of the image. @default - that of the image */
  readonly command?: readonly string[] | undefined;

  /** Replaces the arguments of the image. @default - those of the image */
  readonly args?: readonly string[] | undefined;

  /**
   * HTTP path on the first port that answers 2xx when the container is well: readiness and liveness probe ask it.
   *
   * @default - those of `probes`
   */
  readonly health?: string | undefined;

  /**
   * Probes that are more than one HTTP path; they win over `health`.
   *
   * @default - none
   */
  readonly probes?: Probes | undefined;

  /** Files that are mounted. Volumes are named after their paths. @default - none */
  readonly volumes?: readonly VolumeMount[] | undefined;

  /**
   * Requests and limits of the container; written in the form in which the API server stores them.
   *
   * @default - none
   */
  readonly resources?: ResourceAmounts | undefined;

  /**
   * Makes the file system of the image read-only.
   *
   * @default false
   */
  readonly readOnlyRootFilesystem?: boolean | undefined;
}

/** The container as Kubernetes writes it. */
export function toContainer(
  props: ContainerProps,
  context: {
    readonly name: string;
    readonly ports: readonly ServicePort[];
    readonly restricted: boolean;
    readonly where: string;
  },
): object {
  const { name, ports, restricted, where } = context;
  const fail = failing(`Cannot run "${name}"`, where);
  if (typeof props.image !== 'string' || props.image === '') {
    fail(`wanted an image, got ${JSON.stringify(props.image)}`);
  }
  if (props.health !== undefined && !props.health.startsWith('/')) {
    fail(`wanted a health path that begins with "/", got "${props.health}"`);
  }
  const [first] = ports;
  const health = props.health === undefined || first === undefined ? undefined : Probe.http(props.health);
  const { startup, readiness = health, liveness = health } = props.probes ?? {};
  const probe = (asked: Probe | undefined): object | undefined => {
    if (asked?.asksFirstPort === true && first === undefined)
      fail('wanted a probe that names its port, got one without');
    return asked?.toManifest(first);
  };
  const mounts = props.volumes ?? [];
  for (const { path } of mounts) {
    if (!path.startsWith('/')) fail(`wanted volumes at absolute paths, got "${path}"`);
    const [one, other] = mounts.filter(mount => volumeName(mount.path) === volumeName(path));
    if (other !== undefined)
      fail(`wanted paths of volumes that differ in letters or digits, got "${one?.path}" and "${other.path}"`);
  }
  return {
    name,
    image: props.image,
    command: props.command,
    args: props.args,
    env: props.env && variables(props.env),
    envFrom: props.envFrom?.map(({ value }) => value),
    ports:
      ports.length === 0
        ? undefined
        : ports.map(port => ({
            name: port.name,
            containerPort: port.targetPort,
            protocol: port.protocol === 'udp' ? 'UDP' : 'TCP',
          })),
    startupProbe: probe(startup),
    readinessProbe: probe(readiness),
    livenessProbe: probe(liveness),
    resources: props.resources && amounts(props.resources, fail),
    volumeMounts:
      mounts.length === 0
        ? undefined
        : mounts.map(({ path, readOnly, subPath }) => ({ name: volumeName(path), mountPath: path, readOnly, subPath })),
    securityContext: securityOf(restricted, props.readOnlyRootFilesystem),
  };
}

/** The name of the volume at a path. */
export function volumeName(path: string): string {
  const words = path.toLowerCase().replace(/[^a-z0-9]+/g, '-');
  return words.replace(/^-+|-+$/g, '').slice(0, 63) || 'root';
}

function securityOf(restricted: boolean, readOnlyRootFilesystem: boolean | undefined): object | undefined {
  if (!restricted) return readOnlyRootFilesystem === undefined ? undefined : { readOnlyRootFilesystem };
  return { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] }, readOnlyRootFilesystem };
}

function variables(env: { readonly [name: string]: string | EnvValue }): object[] {
  return Object.entries(env)
    .sort(byText(([name]) => name))
    .map(([name, value]) => (typeof value === 'string' ? { name, value } : { name, valueFrom: value.valueFrom }));
}

function amounts({ requests, limits }: ResourceAmounts, fail: (wanted: string) => never): object {
  const canonical = (given: { readonly [resource: string]: string } | undefined) =>
    given &&
    Object.fromEntries(
      Object.entries(given).map(([resource, amount]) => {
        if (!isQuantity(amount)) fail(`wanted an amount of ${resource} such as "100m" or "128Mi", got "${amount}"`);
        return [resource, canonicalQuantity(amount)];
      }),
    );
  return { requests: canonical(requests), limits: canonical(limits) };
}
