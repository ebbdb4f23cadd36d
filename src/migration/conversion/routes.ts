import type { HTTPRoute } from '../../../imports/networking.istio.io';
import type { EffectiveMesh } from '../../istio/effective-mesh';
import { MESH } from '../../istio/references';
import type { VirtualService } from '../../istio/routes/virtual-services';
import type { RegisteredService } from '../../istio/services/registered-service';
import { mayBeHttp } from '../../model/protocol';
import { isKind, type Resource } from '../../model/resource';
import { isMapping } from '../../model/shape';
import { kubernetesRules } from '../../routing/kubernetes-rules';
import { ConfigError } from '../../values/config-error';
import type { Manifest } from '../../values/manifest';
import { whatHttpRouteCannotSay } from '../http-route-limits';
import { meshRoutesOf } from '../mesh-routes';
import { Clients } from '../obstacles/clients';
import type { Conversion } from './conversion';
import { freeName } from './free-name';
import { type VersionService, VersionServices } from './version-services';
import type { WaypointUse } from './waypoints';

const GROUP = 'gateway.networking.k8s.io';

/** Routes of the mesh in the Gateway API, and the Services that they name in place of subsets. */
export interface ConvertedRoutes extends Conversion {
  readonly versions: readonly VersionService[];
}

/**
 * VirtualServices of the mesh as routes of the Gateway API that say the same, for the services before which a waypoint is
 * to stand. They take the place of the VirtualServices, which stay for gateways alone: of two kinds of routes for one
 * service, nothing says which ones a waypoint follows.
 *
 * What routes of the Gateway API cannot say, and what only some clients follow, stays as it is.
 */
export function convertRoutes(mesh: EffectiveMesh, uses: readonly WaypointUse[]): ConvertedRoutes {
  const versions = new VersionServices(mesh);
  const beside: Manifest[] = [];
  const goneBeside: Resource[] = [];
  const behind = new Map(uses.map(use => [use.service.host, use.service]));
  for (const virtualService of mesh.virtualServices) {
    const services = virtualService.hosts.map(host => behind.get(host));
    if (!services.every(service => service !== undefined) || !canBeReplaced(mesh, virtualService)) continue;
    for (const service of services) beside.push(...routesOf(mesh, virtualService, service, versions));
    const rest = forGatewaysAlone(virtualService);
    if (rest === undefined) goneBeside.push(virtualService.resource);
    else beside.push(rest);
  }
  const { all } = versions;
  return {
    beside: [...all.flatMap(({ manifests }) => manifests), ...sidecarsThatKnow(mesh, all), ...beside],
    goneBeside,
    withPods: [],
    left: [],
    gone: [],
    versions: all,
  };
}

/** Whether routes of the Gateway API can say the same for the same clients. */
function canBeReplaced(mesh: EffectiveMesh, virtualService: VirtualService): boolean {
  const { api, gateways, hosts, resource, delegates } = virtualService;
  if (api !== 'istio' || !gateways.has(MESH) || !isKind(resource, 'VirtualService') || delegates.length > 0)
    return false;
  if (whatHttpRouteCannotSay(mesh, virtualService).length > 0) return false;
  const clients = mesh.once(Clients);
  return hosts.every(host =>
    clients.sidecars.every(
      client => !clients.sees(client, host) || clients.virtualServiceFor(client, host) === virtualService,
    ),
  );
}

function routesOf(
  mesh: EffectiveMesh,
  virtualService: VirtualService,
  service: RegisteredService,
  versions: VersionServices,
): readonly Manifest[] {
  const { name, manifest } = service.resource;
  const { namespace } = service;
  const { labels } = virtualService.resource.manifest.metadata;
  const writer = { mesh, namespace, versions, where: virtualService.resource.toString() };
  const http = service.ports.filter(({ protocol }) => mayBeHttp(protocol));
  const others = service.ports.filter(({ protocol }) => protocol !== 'udp' && !mayBeHttp(protocol));
  const made = (kind: 'HTTPRoute' | 'TCPRoute', port: number, ofSeveral: boolean, rules: unknown): Manifest => ({
    apiVersion: `${GROUP}/v1`,
    kind,
    metadata: {
      name: freeName(mesh, kind, namespace, ofSeveral ? `${name}-${port}` : name),
      namespace,
      ...(labels === undefined ? {} : { labels }),
    },
    spec: { parentRefs: [{ group: '', kind: manifest.kind, name, ...(ofSeveral ? { port } : {}) }], rules },
  });
  const requests = http.flatMap(({ number }) => {
    const routes = meshRoutesOf(virtualService, number, mesh.release).map(({ route }) => route);
    if (routes.length === 0) return [];
    const rules = kubernetesRules(routes, {
      where: writer.where,
      istioVersion: mesh.release.version,
      partialPrefixes: 'as-expressions',
      targetOf: destination => targetOf(writer, destination, number),
    });
    return [made('HTTPRoute', number, http.length > 1, plain(rules))];
  });
  const connections = others.flatMap(({ number }) => {
    const route = virtualService.tcp.find(
      ({ spec: { match = [] } }) => match.length === 0 || match.some(one => one.port === number),
    );
    if (route === undefined) return [];
    const backendRefs = (route.spec.route ?? []).map(({ destination, weight }) => ({
      ...targetOf(writer, destination as Destination, number),
      ...(weight === undefined ? {} : { weight }),
    }));
    return [made('TCPRoute', number, true, [{ backendRefs }])];
  });
  const all = [...requests, ...connections];
  return [...all, ...grantsFor(mesh, all)];
}

type Destination = NonNullable<HTTPRoute['route']>[number]['destination'];

interface Writer {
  readonly mesh: EffectiveMesh;
  /** The namespace of the routes. */
  readonly namespace: string;
  readonly versions: VersionServices;
  readonly where: string;
}

function targetOf({ mesh, namespace, versions, where }: Writer, { host, subset, port }: Destination, called: number) {
  const [service] = mesh.servicesNamed(host);
  if (service === undefined) {
    throw new ConfigError(`Cannot write ${where} in the Gateway API: wanted a service "${host}", got none`);
  }
  const version = subset === undefined || subset === '' ? undefined : versions.of(service, subset);
  const [first] = service.ports;
  const number =
    port?.number ?? (service.ports.some(one => one.number === called) ? called : (first?.number ?? called));
  const own = service.resource.type === 'ServiceEntry' ? { group: 'networking.istio.io', kind: 'Hostname' } : {};
  return {
    ...own,
    name: version?.name ?? (service.resource.type === 'ServiceEntry' ? host : service.resource.name),
    ...(service.namespace === namespace || service.resource.type === 'ServiceEntry'
      ? {}
      : { namespace: service.namespace }),
    port: number,
  };
}

/** Lets routes name Services of other namespaces. */
function grantsFor(mesh: EffectiveMesh, routes: readonly Manifest[]): readonly Manifest[] {
  const grants = new Map<string, Manifest>();
  for (const { kind, spec, metadata } of routes) {
    const rules = isMapping(spec) && Array.isArray(spec.rules) ? spec.rules : [];
    const text = JSON.stringify(rules);
    for (const [, to = ''] of text.matchAll(/"namespace":"([^"]+)"/g)) {
      const name = freeName(mesh, 'ReferenceGrant', to, `${kind.toLowerCase()}s-of-${metadata.namespace}`);
      grants.set(`${to} ${name}`, {
        apiVersion: `${GROUP}/v1beta1`,
        kind: 'ReferenceGrant',
        metadata: { name, namespace: to },
        spec: {
          from: [{ group: GROUP, kind, namespace: metadata.namespace }],
          to: [{ group: '', kind: 'Service' }],
        },
      });
    }
  }
  return [...grants.values()];
}

/** The VirtualService for its gateways; undefined where it was for the mesh alone. */
function forGatewaysAlone({ resource, gateways }: VirtualService): Manifest | undefined {
  if (gateways.size < 2) return undefined;
  const spec = resource.manifest.spec as { readonly gateways?: readonly string[] };
  return { ...resource.manifest, spec: { ...spec, gateways: (spec.gateways ?? []).filter(name => name !== MESH) } };
}

/** Sidecar objects that let their pods know a service let them know its versions, too. */
function sidecarsThatKnow(mesh: EffectiveMesh, versions: readonly VersionService[]): readonly Manifest[] {
  return mesh.sidecars.all.flatMap(({ manifest }) => {
    const spec = manifest.spec as { readonly egress?: readonly { readonly hosts?: readonly string[] }[] };
    let changed = false;
    const egress = spec.egress?.map(listener => ({
      ...listener,
      hosts: listener.hosts?.flatMap(entry => {
        const [namespace = '', host = ''] = entry.split('/');
        const own = versions.filter(version => version.of.host === host).map(version => `${namespace}/${version.host}`);
        changed ||= own.length > 0;
        return [entry, ...own];
      }),
    }));
    return changed ? [{ ...manifest, spec: { ...spec, egress } }] : [];
  });
}

/** Data as it is written: without fields that say nothing. */
function plain(rules: unknown): unknown {
  return JSON.parse(JSON.stringify(rules));
}
