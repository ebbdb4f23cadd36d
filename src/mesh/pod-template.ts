import type { ServicePort } from '../routing/refs';
import { ConfigError } from '../values/config-error';
import { isMapping } from '../values/plain-data';
import { type ContainerProps, toContainer, volumeName } from './container';

/** Properties of the pods that run a program. */
export interface PodProps extends ContainerProps {
  /**
   * Whether the pods keep to the pod security standard `restricted`: no root, no escalation, no capabilities, the
   * default seccomp profile. Ports below 1024 are opened by a safe sysctl. `none` leaves it to `podSpec`.
   *
   * With sidecars, namespaces that enforce the standard need the CNI plugin of Istio.
   *
   * @default "restricted"
   * @see https://kubernetes.io/docs/concepts/security/pod-security-standards/
   */
  readonly podSecurity?: 'restricted' | 'none' | undefined;

  /**
   * The user that the program runs as, by number.
   *
   * @default - that of the image, which must not be root where the pods are restricted
   */
  readonly user?: number | undefined;

  /**
   * The group that owns the files of its volumes.
   *
   * @default - volumes are left as they are
   */
  readonly fsGroup?: number | undefined;

  /**
   * Spreads the pods over nodes, and over zones where nodes tell theirs, as far as the cluster has room.
   *
   * @default - it is up to the scheduler
   */
  readonly spread?: boolean | undefined;

  /** Further labels of the pods. @default - none */
  readonly podLabels?: { readonly [key: string]: string } | undefined;

  /** Further annotations of the pods. @default - none */
  readonly podAnnotations?: { readonly [key: string]: string } | undefined;

  /**
   * Further fields of the pod's spec, merged last: mappings key by key; containers, volumes, variables and ports by
   * name; other lists are replaced. The container of the program has the name of the service.
   *
   * @default - none
   */
  readonly podSpec?: { readonly [field: string]: unknown } | undefined;
}

/** What pods get from what they belong to. */
export interface PodContext {
  /** Name of the container. */
  readonly containerName: string;
  readonly serviceAccountName: string;
  /** Labels that select the pods. */
  readonly labels: { readonly [key: string]: string };
  /** Labels that tell of them. */
  readonly describedBy: { readonly [key: string]: string };
  readonly annotations: { readonly [key: string]: string };
  readonly ports: readonly ServicePort[];
  readonly where: string;
}

/** The pod template as Kubernetes writes it. */
export function toPodTemplate(props: PodProps, context: PodContext): { metadata: object; spec: object } {
  const { containerName: name, ports, where, labels } = context;
  const restricted = (props.podSecurity ?? 'restricted') === 'restricted';
  for (const [what, id] of Object.entries({ user: props.user, fsGroup: props.fsGroup })) {
    if (id !== undefined && !(Number.isInteger(id) && id >= 0)) {
      throw new ConfigError(`Cannot run "${name}" at ${where}: wanted ${what} to be a number of at least 0, got ${id}`);
    }
  }
  if (restricted && props.user === 0) {
    throw new ConfigError(
      `Cannot run "${name}" at ${where}: wanted a user that is not root, got 0; podSecurity: 'none' allows it`,
    );
  }
  const volumes = new Map(
    (props.volumes ?? []).flatMap(({ path, volume }): [string, object][] =>
      volume.source === undefined ? [] : [[volumeName(path), volume.source]],
    ),
  );
  const generated = {
    serviceAccountName: context.serviceAccountName,
    securityContext: podSecurityOf(props, ports, restricted),
    containers: [toContainer(props, { name, ports, restricted, where })],
    volumes: volumes.size === 0 ? undefined : [...volumes].map(([volume, source]) => ({ name: volume, ...source })),
    topologySpreadConstraints: props.spread === true ? SPREAD.map(key => spreadOver(key, labels)) : undefined,
  };
  const annotations = { ...context.annotations, ...props.podAnnotations };
  return {
    metadata: {
      labels: { ...context.describedBy, ...props.podLabels, ...labels },
      annotations: Object.keys(annotations).length === 0 ? undefined : annotations,
    },
    spec: mergeSpec(generated, props.podSpec ?? {}),
  };
}

/** The claims that each pod of a StatefulSet gets; other workloads cannot have any. */
export function claimTemplatesOf({ volumes = [] }: PodProps): object[] | undefined {
  const templates = volumes.flatMap(({ path, volume: { template } }) =>
    template === undefined ? [] : [{ metadata: { name: volumeName(path) }, spec: template }],
  );
  return templates.length === 0 ? undefined : templates;
}

/** Below this port a program needs a capability, unless the sysctl lets everybody listen there. */
const FIRST_FREE_PORT = 1024;

function podSecurityOf(
  { user, fsGroup }: PodProps,
  ports: readonly ServicePort[],
  restricted: boolean,
): object | undefined {
  if (!restricted) {
    return user === undefined && fsGroup === undefined ? undefined : { runAsUser: user, fsGroup };
  }
  const least = Math.min(...ports.map(({ targetPort }) => targetPort));
  return {
    runAsNonRoot: true,
    runAsUser: user,
    fsGroup,
    seccompProfile: { type: 'RuntimeDefault' },
    sysctls:
      least < FIRST_FREE_PORT ? [{ name: 'net.ipv4.ip_unprivileged_port_start', value: String(least) }] : undefined,
  };
}

const SPREAD: readonly string[] = ['kubernetes.io/hostname', 'topology.kubernetes.io/zone'];

function spreadOver(topologyKey: string, matchLabels: { readonly [key: string]: string }): object {
  return { maxSkew: 1, topologyKey, whenUnsatisfiable: 'ScheduleAnyway', labelSelector: { matchLabels } };
}

/** What tells the entries of a list apart, by the field of the list. */
const NAMED_BY: Readonly<Record<string, string>> = {
  containers: 'name',
  initContainers: 'name',
  volumes: 'name',
  env: 'name',
  ports: 'containerPort',
  volumeMounts: 'mountPath',
  imagePullSecrets: 'name',
  topologySpreadConstraints: 'topologyKey',
};

/** Lays the fields of a spec over those that are generated, without losing an entry of a list whose entries have names. */
function mergeSpec(base: object, over: object): { readonly [field: string]: unknown } {
  const merged: Record<string, unknown> = { ...base };
  for (const [field, given] of Object.entries(over)) {
    const below = merged[field];
    const key = Object.hasOwn(NAMED_BY, field) ? NAMED_BY[field] : undefined;
    if (Array.isArray(given) && Array.isArray(below) && key !== undefined)
      merged[field] = mergeLists(below, given, key);
    else if (isMapping(given)) merged[field] = mergeSpec(isMapping(below) ? below : {}, given);
    else if (given !== undefined) merged[field] = given;
  }
  return merged;
}

function mergeLists(base: readonly unknown[], over: readonly unknown[], key: string): unknown[] {
  const keyOf = (entry: unknown) => (isMapping(entry) ? entry[key] : undefined);
  const own = over.filter(entry => !base.some(other => keyOf(other) === keyOf(entry)));
  const kept = base.map(entry => {
    const given = over.find(other => keyOf(other) === keyOf(entry));
    if (!isMapping(entry) || !isMapping(given)) return entry;
    // Of a variable with another source the former value must go.
    const { value: _, ...rest } = entry;
    return 'valueFrom' in given ? { ...rest, ...given } : mergeSpec(entry, given);
  });
  return [...kept, ...own];
}
