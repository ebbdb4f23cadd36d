import type { Workload } from '../model/workload';
import { ConfigError } from '../values/config-error';
import { gatewaysOf } from './gateway/gateway-servers';
import type { MeshProxy } from './mesh-proxy';
import { workloadAddresses } from './registry/services';
import type { World } from './registry/world';
import { fullNameOf, type NamedObject } from './request';
import type { Trace } from './trace';

/** The pods that a request starts from. */
export interface Caller {
  readonly workload: Workload;
  readonly proxy: MeshProxy;
}

const proxies = new WeakMap<World, WeakMap<Workload, MeshProxy>>();

/** The proxy of a workload's pods. */
export function proxyOf(world: World, workload: Workload): MeshProxy {
  let ofMesh = proxies.get(world);
  if (ofMesh === undefined) {
    ofMesh = new WeakMap();
    proxies.set(world, ofMesh);
  }
  let proxy = ofMesh.get(workload);
  if (proxy === undefined) {
    const { namespace, labels } = workload;
    const domain = world.settings.domain === '' ? world.model.hosts.domain : world.settings.domain;
    const draft: MeshProxy = {
      type: 'gateway',
      namespace,
      labels,
      ips: workloadAddresses(workload),
      dnsDomain: `${namespace}.svc.${domain}`,
    };
    const isGateway = gatewaysOf(world, draft).some(({ spec }) => Object.keys(spec.selector ?? {}).length > 0);
    proxy = isGateway ? draft : { ...draft, type: 'sidecar' };
    ofMesh.set(workload, proxy);
  }
  return proxy;
}

/** The workload that a caller names: a workload, or the pods of a service. */
export function callerOf(world: World, from: string | NamedObject, trace: Trace): Caller {
  const name = fullNameOf(from);
  const found = named(world, name, typeof from === 'string' ? undefined : from.host);
  const [workload, ...others] = found;
  if (workload === undefined) {
    const known = [...new Set(world.model.workloads.all.map(one => `"${one.namespace}/${one.name}"`))].sort();
    const shown = known.length > 12 ? [...known.slice(0, 12), '...'] : known;
    throw new ConfigError(
      `Cannot simulate a request from "${name}": wanted "internet" or a workload or service of the manifests, which hold ${shown.join(', ') || 'no workloads'}`,
    );
  }
  const namespaces = new Set(found.map(({ namespace }) => namespace));
  if (namespaces.size > 1) {
    throw new ConfigError(
      `Cannot simulate a request from "${name}": wanted one workload, got one in each of ${[...namespaces].map(one => `"${one}"`).join(', ')}; name it as "namespace/name"`,
    );
  }
  const proxy = proxyOf(world, workload);
  const other = others.find(one => !world.areAlike(proxyOf(world, one), proxy));
  if (other !== undefined) {
    trace.assume(
      `the request starts from ${workload.namespace}/${workload.name}; other pods of "${name}", such as ${other.name}, may be routed differently`,
    );
  }
  return { workload, proxy };
}

const names = new WeakMap<World, Map<string, readonly Workload[]>>();

function named(world: World, name: string, host: string | undefined): readonly Workload[] {
  let ofMesh = names.get(world);
  if (ofMesh === undefined) {
    ofMesh = new Map();
    names.set(world, ofMesh);
  }
  const key = host ?? name;
  let found = ofMesh.get(key);
  if (found === undefined) {
    found = workloadsNamed(world, name, host);
    ofMesh.set(key, found);
  }
  return found;
}

/** Workloads with a name (`namespace/name`, or only the name), or behind the service of that name or host. */
export function workloadsNamed(world: World, name: string, host?: string): readonly Workload[] {
  const slash = name.indexOf('/');
  const namespace = slash < 0 ? undefined : name.slice(0, slash);
  const own = name.slice(slash + 1);
  const candidates = namespace === undefined ? world.model.workloads.all : world.model.workloads.inNamespace(namespace);
  const named = candidates.filter(workload => workload.name === own);
  if (named.length > 0) return named;
  return world.services
    .filter(
      ({ service, host: full }) =>
        full === host ||
        full === name ||
        (service.resource.name === own && (namespace ?? service.namespace) === service.namespace),
    )
    .flatMap(({ service }) => world.model.workloadsOf(service));
}
