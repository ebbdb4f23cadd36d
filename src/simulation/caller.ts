import type { EffectiveMesh } from '../istio/effective-mesh';
import { gatewaysOf } from '../istio/gateways/gateway-servers';
import type { MeshProxy } from '../istio/mesh-proxy';
import { workloadAddresses } from '../istio/services/services';
import type { Workload } from '../model/workload';
import { ConfigError } from '../values/config-error';
import { fullNameOf, type NamedObject } from './request';
import type { Trace } from './trace';

/** The pods that a request starts from. */
export interface Caller {
  readonly workload: Workload;
  readonly proxy: MeshProxy;
}

const proxies = new WeakMap<EffectiveMesh, WeakMap<Workload, MeshProxy>>();

/** The proxy of a workload's pods. */
export function proxyOf(mesh: EffectiveMesh, workload: Workload): MeshProxy {
  let ofMesh = proxies.get(mesh);
  if (ofMesh === undefined) {
    ofMesh = new WeakMap();
    proxies.set(mesh, ofMesh);
  }
  let proxy = ofMesh.get(workload);
  if (proxy === undefined) {
    const { namespace, labels } = workload;
    const domain = mesh.settings.domain === '' ? mesh.model.hosts.domain : mesh.settings.domain;
    const draft: MeshProxy = {
      type: 'gateway',
      namespace,
      labels,
      ips: workloadAddresses(workload),
      dnsDomain: `${namespace}.svc.${domain}`,
    };
    const isGateway = gatewaysOf(mesh, draft).some(({ spec }) => Object.keys(spec.selector ?? {}).length > 0);
    proxy = isGateway ? draft : { ...draft, type: 'sidecar' };
    ofMesh.set(workload, proxy);
  }
  return proxy;
}

/** The workload that a caller names: a workload, or the pods of a service. */
export function callerOf(mesh: EffectiveMesh, from: string | NamedObject, trace: Trace): Caller {
  const name = fullNameOf(from);
  const found = named(mesh, name, typeof from === 'string' ? undefined : from.host);
  const [workload, ...others] = found;
  if (workload === undefined) {
    const known = [...new Set(mesh.model.workloads.all.map(one => `"${one.namespace}/${one.name}"`))].sort();
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
  const proxy = proxyOf(mesh, workload);
  const other = others.find(one => !mesh.areAlike(proxyOf(mesh, one), proxy));
  if (other !== undefined) {
    trace.assume(
      `the request starts from ${workload.namespace}/${workload.name}; other pods of "${name}", such as ${other.name}, may be routed differently`,
    );
  }
  return { workload, proxy };
}

const names = new WeakMap<EffectiveMesh, Map<string, readonly Workload[]>>();

function named(mesh: EffectiveMesh, name: string, host: string | undefined): readonly Workload[] {
  let ofMesh = names.get(mesh);
  if (ofMesh === undefined) {
    ofMesh = new Map();
    names.set(mesh, ofMesh);
  }
  const key = host ?? name;
  let found = ofMesh.get(key);
  if (found === undefined) {
    found = workloadsNamed(mesh, name, host);
    ofMesh.set(key, found);
  }
  return found;
}

/** Workloads with a name (`namespace/name`, or only the name), or behind the service of that name or host. */
export function workloadsNamed(mesh: EffectiveMesh, name: string, host?: string): readonly Workload[] {
  const slash = name.indexOf('/');
  const namespace = slash < 0 ? undefined : name.slice(0, slash);
  const own = name.slice(slash + 1);
  const candidates = namespace === undefined ? mesh.model.workloads.all : mesh.model.workloads.inNamespace(namespace);
  const named = candidates.filter(workload => workload.name === own);
  if (named.length > 0) return named;
  return mesh.services
    .filter(
      ({ service, host: full }) =>
        full === host ||
        full === name ||
        (service.resource.name === own && (namespace ?? service.namespace) === service.namespace),
    )
    .flatMap(({ service }) => mesh.model.workloadsOf(service));
}
