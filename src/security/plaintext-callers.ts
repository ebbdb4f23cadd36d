import type { EffectiveMesh } from '../istio/effective-mesh';
import type { PlaintextCause } from '../istio/plaintext-clients';
import type { Mesh } from '../mesh/mesh';
import { isPodCaller } from '../mesh/pod-caller';
import type { MeshServiceRef } from '../mesh/references';
import { byText } from '../values/order';

/** Somebody who reaches a port of a service without mutual TLS. */
export interface PlaintextCaller {
  /** What tells that it sends plaintext. */
  readonly cause: PlaintextCause | 'declared-call' | 'declared';
  /** Who it is, such as `Service shop/web-public`. */
  readonly caller: string;
  /** Who is called: `namespace/name` of a service or workload. */
  readonly callee: string;
  readonly namespace: string;
  readonly port: number;
  /** Why it has no proxy that could speak mutual TLS for it. */
  readonly because: string;
  /** Path of the construct that declares it. */
  readonly declaredBy: string;
  /** Whether all pods behind the port refuse it. */
  readonly refused: boolean;
}

/** A caller that the app does not know of, such as a Prometheus of another team. */
export interface DeclaredPlaintextCaller {
  /** How it is named in reports. */
  readonly caller: string;
  readonly service: MeshServiceRef;
  /**
   * The ports it uses, by number or name.
   *
   * @default - every port
   */
  readonly ports?: readonly (number | string)[] | undefined;
  /** Why it has no proxy. */
  readonly because: string;
}

/** The callers that only an app knows of: those of declared calls, and those of which the user tells. */
export function declaredCallers(
  mesh: Mesh,
  effective: EffectiveMesh,
  declared: readonly DeclaredPlaintextCaller[],
  where: string,
): readonly PlaintextCaller[] {
  const called = new Set(
    effective.plaintextClients.map(
      ({ resource, service }) => `${resource.namespace} ${resource.name} ${service?.host}`,
    ),
  );
  const toCaller = (
    callee: MeshServiceRef,
    port: number,
    rest: Pick<PlaintextCaller, 'cause' | 'caller' | 'because' | 'declaredBy'>,
  ): PlaintextCaller => {
    const refused = effective.refusalOf(effective.podsServing(callee.host, port)) !== undefined;
    return { ...rest, callee: callee.label, namespace: callee.namespace.name, port, refused };
  };
  const calls = mesh.calls.flatMap(({ caller, callee, ports, by }) => {
    if (!isPodCaller(caller)) return [];
    const pods = effective.model.workloads.selectedBy(caller.selector, caller.namespace.name);
    const isOutside = pods.length > 0 && pods.every(({ dataPlane }) => dataPlane === 'none');
    // What the settings of the pods say already is said once.
    const isKnown = pods.some(({ namespace, name }) => called.has(`${namespace} ${name} ${callee.host}`));
    if (!isOutside || isKnown) return [];
    const because = 'its pods are not in the mesh';
    const rest = { cause: 'declared-call', caller: caller.label, because, declaredBy: by.node.path } as const;
    return ports.map(({ port }) => toCaller(callee, port, rest));
  });
  const further = declared.flatMap(({ caller, service, ports, because }) =>
    (ports === undefined ? service.ports : ports.map(port => service.port(port))).map(({ port }) =>
      toCaller(service, port, { cause: 'declared', caller, because, declaredBy: where }),
    ),
  );
  return [...calls, ...further];
}

/** Everybody who still sends plaintext, sorted: those whom the manifests show, and those whom only the app knows of. */
export function plaintextCallers(
  effective: EffectiveMesh,
  declared: readonly PlaintextCaller[],
): readonly PlaintextCaller[] {
  const shown = effective.plaintextClients
    .filter(({ pods }) => pods.some(({ mode }) => mode !== undefined))
    .map(({ cause, resource, service, port, pods }): PlaintextCaller => {
      const [first] = pods;
      const callee = service?.resource ?? first?.workload ?? resource;
      return {
        cause,
        caller: String(resource),
        callee: `${callee.namespace}/${callee.name}`,
        namespace: callee.namespace,
        port,
        because: BECAUSE[cause],
        declaredBy: resource.origin.constructPath ?? '',
        refused: effective.refusalOf(pods) !== undefined,
      };
    });
  const unique = new Map([...shown, ...declared].map(caller => [keyOf(caller), caller]));
  return [...unique].sort(byText(([key]) => key)).map(([, caller]) => caller);
}

const BECAUSE: Readonly<Record<PlaintextCause, string>> = {
  pods: 'its pods are not in the mesh, and their settings name the service',
  'api-server': 'the API server is in no mesh',
  'load-balancer': 'clients from outside reach the pods past every gateway',
  ingress: 'an ingress controller outside the mesh sends plaintext',
  monitor: 'Prometheus reads a port of the application itself',
};

function keyOf({ callee, port, caller, cause }: PlaintextCaller): string {
  return `${callee} ${String(port).padStart(5)} ${caller} ${cause}`;
}
