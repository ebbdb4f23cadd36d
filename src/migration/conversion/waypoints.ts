import type { EffectiveMesh } from '../../istio/effective-mesh';
import { MESH } from '../../istio/references';
import { podsBehind } from '../../istio/services/name-resolution';
import type { RegisteredService } from '../../istio/services/registered-service';
import { isWaypoint, waypointOfService } from '../../istio/waypoints';
import { isHttp } from '../../model/protocol';
import type { Resource } from '../../model/resource';
import type { TrafficPolicy } from '../../model/shapes/traffic';
import type { Workload } from '../../model/workload';
import type { Manifest } from '../../values/manifest';
import { addTo } from '../../values/multimap';
import { compareText } from '../../values/order';
import { withLabels } from '../labelled';
import { podsName } from '../moving-pods';
import { readersOfRequests } from './l7-policies';

/** A service that gets a waypoint, and what only a waypoint can do for it. */
export interface WaypointUse {
  readonly service: RegisteredService;
  readonly pods: readonly Workload[];
  /** Name of the Gateway, in the namespace of the service. */
  readonly waypoint: string;
  /** The identity of its pods. */
  readonly principal: string;
  /** The objects that need one. */
  readonly reasons: readonly Resource[];
  /** Whether gateways have to send through it, since policies look into requests there. */
  readonly forGateways: boolean;
  /** Whether it is for some pods of a service that has a waypoint itself. */
  readonly isVersion: boolean;
}

/** How a namespace gets its waypoint. */
export interface NamespaceWaypoint {
  readonly namespace: string;
  readonly name: string;
  /** Whether the Namespace names it, since most of its services need it. */
  readonly isForNamespace: boolean;
  readonly uses: readonly WaypointUse[];
  /** Services of the namespace that need none. */
  readonly others: readonly RegisteredService[];
}

const USE = 'istio.io/use-waypoint';
const INGRESS_USE = 'istio.io/ingress-use-waypoint';

/** The waypoints that take the place of what sidecars of moving pods, and of their clients, do with single requests. */
export function waypointsFor(mesh: EffectiveMesh, moving: ReadonlySet<string>): readonly NamespaceWaypoint[] {
  const byNamespace = new Map<string, RegisteredService[]>();
  for (const service of mesh.services) {
    if (!service.isKubernetes || service.resolution === 'alias' || service.resource.type !== 'Service') continue;
    const pods = podsBehind(mesh, service);
    if (pods.some(pod => moving.has(podsName(pod)))) addTo(byNamespace, service.namespace, service);
  }
  return [...byNamespace]
    .sort(([a], [b]) => compareText(a, b))
    .flatMap(([namespace, services]) => {
      const name = waypointName(mesh, namespace);
      const principal = `${mesh.settings.trustDomain}/ns/${namespace}/sa/${name}`;
      // Istio ignores the name of a waypoint that is not there.
      const open = services.filter(service => {
        const found = waypointOfService(mesh, service);
        return found.state === 'none' || (found.state === 'unknown' && found.isMissing);
      });
      const uses = open.flatMap((service): WaypointUse[] => {
        const pods = podsBehind(mesh, service);
        const readers = readersOfRequests(mesh, pods);
        const reasons = [...readers, ...readersOnTheWay(mesh, service, pods)];
        const forGateways = readers.length > 0 && isServedByGateways(mesh, service);
        return reasons.length === 0
          ? []
          : [{ service, pods, waypoint: name, principal, reasons, forGateways, isVersion: false }];
      });
      const others = open.filter(service => !uses.some(use => use.service === service));
      const isForNamespace = uses.length * 2 > services.length;
      return uses.length === 0 ? [] : [{ namespace, name, isForNamespace, uses, others }];
    });
}

function waypointName(mesh: EffectiveMesh, namespace: string): string {
  const found = mesh.model.find('KubernetesGateway', namespace, 'waypoint');
  return found === undefined || isWaypoint(mesh, found) ? 'waypoint' : 'ambient-waypoint';
}

/** Routes, policies of clients and what else is for single requests; also what clients do with connections. */
function readersOnTheWay(
  mesh: EffectiveMesh,
  { host, ports }: RegisteredService,
  pods: readonly Workload[],
): readonly Resource[] {
  const routes = mesh.virtualServicesOverlapping(host).filter(({ gateways }) => gateways.has(MESH));
  const rules = mesh.destinationRules.naming(host).filter(({ spec }) => {
    return [spec.trafficPolicy, ...(spec.subsets ?? []).map(({ trafficPolicy }) => trafficPolicy)].some(balances);
  });
  const hasHttp = ports.some(({ protocol }) => isHttp(protocol));
  return [...routes.map(({ resource }) => resource), ...rules, ...(hasHttp ? observers(mesh, pods) : [])];
}

/** What of a DestinationRule a waypoint does and ztunnel does not. */
function balances(policy: TrafficPolicy | undefined): boolean {
  if (policy === undefined) return false;
  const { connectionPool, outlierDetection, loadBalancer, tls, portLevelSettings = [] } = policy;
  return (
    [connectionPool, outlierDetection, loadBalancer].some(one => one !== undefined) ||
    tls?.mode === 'SIMPLE' ||
    tls?.mode === 'MUTUAL' ||
    portLevelSettings.some(balances)
  );
}

/** What is recorded, or run, about the requests to pods because of objects of their namespace. */
function observers({ model }: EffectiveMesh, pods: readonly Workload[]): readonly Resource[] {
  const kinds = ['Telemetry', 'WasmPlugin', 'TrafficExtension'] as const;
  return kinds.flatMap(kind =>
    model.all(kind).filter(({ namespace, spec }) => {
      const selector = (spec as { readonly selector?: { readonly matchLabels?: { readonly [key: string]: string } } })
        .selector?.matchLabels;
      const selected = new Set(model.workloads.selectedBy(selector, namespace));
      return namespace !== model.meshConfig.rootNamespace && pods.some(pod => selected.has(pod));
    }),
  );
}

function isServedByGateways(mesh: EffectiveMesh, { host }: RegisteredService): boolean {
  return mesh.virtualServices.some(
    ({ gateways, destinations }) =>
      [...gateways].some(gateway => gateway !== MESH) && destinations.some(destination => destination.host === host),
  );
}

/** The Gateways, and the Namespaces and Services that name them. */
export function waypointObjects(mesh: EffectiveMesh, waypoints: readonly NamespaceWaypoint[]): readonly Manifest[] {
  return waypoints.flatMap(({ namespace, name, isForNamespace, uses, others }) => {
    const gateway: Manifest = {
      apiVersion: 'gateway.networking.k8s.io/v1',
      kind: 'Gateway',
      metadata: { name, namespace, labels: { 'istio.io/waypoint-for': 'service' } },
      spec: { gatewayClassName: 'istio-waypoint', listeners: [{ name: 'mesh', port: 15008, protocol: 'HBONE' }] },
    };
    const own = mesh.model.namespaces.get(namespace)?.resource?.manifest;
    const bare: Manifest = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } };
    const through = uses.map(({ service: { resource }, forGateways }) => ({
      manifest: resource.manifest,
      labels: { ...(isForNamespace ? {} : { [USE]: name }), ...(forGateways ? { [INGRESS_USE]: 'true' } : {}) },
    }));
    const past = isForNamespace
      ? others.map(({ resource: { manifest } }) => ({ manifest, labels: { [USE]: 'none' } }))
      : [];
    const labelled = [...through, ...past].filter(({ labels }) => Object.keys(labels).length > 0);
    return [
      ...(mesh.model.find('KubernetesGateway', namespace, name) === undefined ? [gateway] : []),
      ...(isForNamespace ? [withLabels(own ?? bare, { [USE]: name })] : []),
      ...labelled.map(({ manifest, labels }) => withLabels(manifest, labels)),
    ];
  });
}
