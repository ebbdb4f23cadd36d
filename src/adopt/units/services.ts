import type { MeshHost as KnownService, MeshPort } from '../../model/mesh-host';
import type { Resource } from '../../model/resource';
import type { Workload } from '../../model/workload';
import { canonicalJson } from '../../values/plain-data';
import { isHttp, PROTOCOLS } from '../../values/protocol';
import { call, variable } from '../code';
import { type DeclaredPort, type DeclaredService, MESH, type Scene } from '../scene';
import type { Unit } from '../unit';

/** The Services that can be declared, and why others cannot. */
export function serviceUnits(scene: Scene): { readonly units: readonly Unit[]; readonly left: readonly string[] } {
  const units: Unit[] = [];
  const left: string[] = [];
  for (const resource of scene.model.all('Service')) {
    const known = scene.model.servicesIn(resource.namespace).find(one => one.resource === resource);
    if (known === undefined) continue;
    const pods = scene.model.workloadsOf(known);
    if (pods.some(pod => scene.effective.proxyOf(pod).type === 'gateway')) continue;
    const problem = problemOf(known);
    if (problem === undefined) units.push(serviceUnit(scene, known, pods));
    else left.push(`Service ${resource.fullName}: ${problem}`);
  }
  return { units, left };
}

function problemOf({ externalName, selector, ports, resource }: KnownService): string | undefined {
  if (externalName !== undefined) return 'stands for a name outside of the cluster';
  if (selector === undefined) return 'selects no pods';
  if (ports.length === 0) return 'has no ports';
  if (ports.some(({ transport }) => transport === 'SCTP')) return 'has a port of SCTP';
  if (new Set(ports.map(({ number }) => number)).size < ports.length) return 'has one port number twice';
  if (!/^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/.test(resource.name)) return 'has a name that is no DNS label';
  return undefined;
}

function serviceUnit(scene: Scene, known: KnownService, pods: readonly Workload[]): Unit {
  const { name, namespace } = known.resource;
  const id = scene.ids.first(name, `${namespace}-${name}`, `${name}-service`);
  const ports = known.ports.map(port => declaredPort(scene, known, port, pods));
  const versions = versionsOf(scene, known, pods);
  const accounts = [...new Set(pods.map(({ serviceAccount }) => serviceAccount))].sort();
  const selector = known.selector ?? {};
  const declared: DeclaredService = {
    id,
    variable: scene.variables.for(name, `${namespace}-${name}`, `${name}-service`),
    known,
    ports,
    versions: versions.map(([version]) => version),
    selector,
    accounts,
  };
  scene.services.set(known.host, declared);
  const written = versions.map(([version, labels]) => {
    const isDefault = canonicalJson(labels) === canonicalJson({ version });
    return [version, isDefault ? {} : { labels }] as const;
  });
  const props = {
    namespace: variable(scene.namespaces.get(namespace)?.variable ?? ''),
    name: id === name ? undefined : name,
    ports: ports.map(({ number, protocol, targetPort }) => ({
      port: number,
      protocol,
      targetPort: targetPort === number ? undefined : targetPort,
    })),
    versions: written.length === 0 ? undefined : Object.fromEntries(written),
    serviceAccountName: accounts[0] === undefined || accounts[0] === 'default' ? undefined : accounts[0],
    selector: canonicalJson(selector) === canonicalJson({ app: name }) ? undefined : selector,
  };
  const code = call('MeshService', 'existing', MESH, id, props);
  const comment =
    accounts.length > 1
      ? [`Its pods run as ${accounts.join(', ')}; policies know it as the first of them.`]
      : undefined;
  const statements = [{ variable: declared.variable, code, comment }];
  return {
    key: `service ${namespace}/${name}`,
    covers: [],
    proposals: [{ form: 'construct', what: 'MeshService', statements, ids: [id] }],
  };
}

function declaredPort(scene: Scene, known: KnownService, port: MeshPort, pods: readonly Workload[]): DeclaredPort {
  const { number, name, targetPort } = port;
  // Of a port that Istio has to look at, the routes tell what people think it speaks.
  const guessed = port.protocol === 'auto' && !hasRequestRoutes(scene, known) ? 'tcp' : 'http';
  const protocol = PROTOCOLS.find(declared => declared === port.protocol) ?? guessed;
  return { number, name, protocol, targetPort: podPort(targetPort, pods) ?? number, http: isHttp(protocol) };
}

function hasRequestRoutes(scene: Scene, known: KnownService): boolean {
  return scene.model
    .all('VirtualService')
    .some(
      ({ spec, namespace }) =>
        (spec.http ?? []).length > 0 &&
        [
          ...(spec.hosts ?? []),
          ...(spec.http ?? []).flatMap(({ route = [] }) => route.map(({ destination }) => destination?.host ?? '')),
        ].some(host => scene.model.fullHost(host, namespace) === known.host),
    );
}

function podPort(target: number | string, pods: readonly Workload[]): number | undefined {
  if (typeof target === 'number') return target;
  for (const { pod } of pods) {
    for (const { ports = [] } of pod.containers ?? []) {
      const found = ports.find(port => port.name === target)?.containerPort;
      if (found !== undefined) return found;
    }
  }
  return undefined;
}

type Version = readonly [name: string, labels: { readonly [key: string]: string }];

/** The versions: the subsets that a DestinationRule tells apart, or what the label `version` of the pods says. */
function versionsOf(scene: Scene, known: KnownService, pods: readonly Workload[]): readonly Version[] {
  const rule = destinationRuleOf(scene, known);
  if (rule !== undefined) {
    return (rule.spec.subsets ?? []).flatMap(({ name, labels }): Version[] =>
      name === undefined ? [] : [[name, labels ?? {}]],
    );
  }
  const names = new Set(pods.flatMap(({ labels }) => labels.version ?? []));
  const usable = [...names].filter(name => /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/.test(name)).sort();
  return usable.length < names.size ? [] : usable.map(version => [version, { version }]);
}

/** The one DestinationRule that says what the construct of a service would say. */
export function destinationRuleOf(
  scene: Scene,
  { host, namespace }: KnownService,
): Resource<'DestinationRule'> | undefined {
  const rules = scene.model
    .inNamespace('DestinationRule', namespace)
    .filter(({ spec }) => spec.host !== undefined && scene.model.fullHost(spec.host, namespace) === host);
  return rules.length === 1 ? rules[0] : undefined;
}
