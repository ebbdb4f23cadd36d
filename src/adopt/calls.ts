import type { Workload } from '../model/workload';
import { callsOf } from '../model/workload-calls';
import { refText } from '../values/diagnostic';
import { compareText } from '../values/order';
import { type Code, type CodeRecord, call, imported, variable } from './code';
import { type DeclaredService, MESH, type Scene } from './scene';
import type { Candidate, Unit } from './unit';

/** A call that something in the manifests speaks of. */
interface SeenCall {
  readonly caller: { readonly variable: string; readonly label: string };
  readonly callee: DeclaredService;
  readonly ports: Set<number>;
  readonly seen: Set<string>;
  /** What the policies that let it through narrow it to; nothing where one lets all requests through. */
  readonly narrowed: { readonly methods: Set<string>; readonly paths: Set<string>; all: boolean };
}

/** What a rule of a policy lets through. */
type Operations = readonly { readonly methods?: readonly string[]; readonly paths?: readonly string[] }[];

/**
 * Calls that are guessed from what the manifests say: addresses in the environment of pods, and identities that policies
 * let through. Each is declared with a comment where it was seen.
 */
export function callUnits(scene: Scene): readonly Unit[] {
  const callers = new Callers(scene);
  const calls = new Map<string, SeenCall>();
  const add = (
    caller: SeenCall['caller'],
    callee: DeclaredService,
    port: number | undefined,
    seen: string,
    operations?: Operations,
  ) => {
    if (caller.variable === callee.variable) return;
    const key = `${caller.label} calls ${callee.known.namespace}/${callee.known.resource.name}`;
    const found = calls.get(key) ?? {
      caller,
      callee,
      ports: new Set<number>(),
      seen: new Set<string>(),
      narrowed: { methods: new Set<string>(), paths: new Set<string>(), all: false },
    };
    calls.set(key, found);
    found.seen.add(seen);
    for (const { methods, paths } of operations ?? []) {
      for (const method of methods ?? []) found.narrowed.methods.add(method);
      for (const path of paths ?? []) found.narrowed.paths.add(path);
      if (methods === undefined && paths === undefined) found.narrowed.all = true;
    }
    if (port !== undefined && callee.ports.some(({ number }) => number === port)) found.ports.add(port);
  };
  for (const workload of scene.model.workloads.all) {
    if (workload.generated || scene.effective.proxyOf(workload).type === 'gateway') continue;
    for (const { host, port, resource, field } of callsOf(workload, scene.model)) {
      const callee = scene.services.get(host);
      if (callee === undefined) continue;
      for (const caller of callers.of(workload)) add(caller, callee, port, `${field} of ${refText(resource.ref)}`);
    }
  }
  for (const policy of scene.model.all('AuthorizationPolicy')) {
    const { action = 'ALLOW', rules = [], selector } = policy.spec;
    const labels = selector?.matchLabels;
    const callee = labels && scene.serviceSelecting(labels, policy.namespace);
    if (callee === undefined || action !== 'ALLOW') continue;
    for (const { from = [], to = [] } of rules) {
      const operations = to.length === 0 ? [{}] : to.map(({ operation = {} }) => operation);
      for (const principal of from.flatMap(({ source }) => source?.principals ?? [])) {
        for (const caller of callers.withIdentity(principal)) {
          add(caller, callee, undefined, refText(policy.ref), operations);
        }
      }
    }
  }
  const units = [...calls].sort(([a], [b]) => compareText(a, b)).map(([key, seen]) => callUnit(key, seen));
  return [...callers.declared, ...units];
}

function callUnit(key: string, { caller, callee, ports, seen, narrowed }: SeenCall): Unit {
  const all = callee.ports.every(({ number }) => ports.has(number));
  const given = all || ports.size === 0 ? undefined : [...ports].sort((a, b) => a - b);
  const comment = [`Seen in ${[...seen].sort().slice(0, 3).join(', ')}.`];
  const candidate = (options: CodeRecord): Candidate => {
    const props = Object.values(options).some(value => value !== undefined) ? [options] : [];
    const code = call(variable(caller.variable), 'calls', variable(callee.variable), ...props);
    return { form: 'construct', what: 'calls', statements: [{ code, comment }], ids: [] };
  };
  const methods = [...narrowed.methods].sort();
  const paths = [...narrowed.paths].sort().map(pathOf);
  const isNarrowed = !narrowed.all && methods.length + paths.length > 0 && !paths.includes(undefined);
  const narrow = candidate({
    ports: given,
    methods: methods.length === 0 ? undefined : methods,
    paths: paths.length === 0 ? undefined : paths,
  });
  return { key, covers: [], proposals: [candidate({ ports: given }), ...(isNarrowed ? [narrow] : [])] };
}

/** A path of a policy, where declared calls can say it. */
function pathOf(path: string): Code | undefined {
  if (/[{}]/.test(path) || !path.startsWith('/') || path.slice(0, -1).includes('*')) return undefined;
  const type = imported('PathMatch');
  return path.endsWith('*') ? call(type, 'prefix', path.slice(0, -1)) : call(type, 'exact', path);
}

/** What selects the pods of a workload: the labels that its controller selects by, or else all that they have. */
function selectorOf({ labels, resource }: Workload): Workload['labels'] {
  const { selector } = (resource.manifest.spec ?? {}) as {
    readonly selector?: { readonly matchLabels?: Workload['labels'] };
  };
  const { matchLabels = labels } = selector ?? {};
  return Object.entries(matchLabels).every(([key, value]) => labels[key] === value) ? matchLabels : labels;
}

/** Who calls: declared services, and pods without a Service, which are declared when they are first seen. */
class Callers {
  public readonly declared: Unit[] = [];
  private readonly byName = new Map<string, SeenCall['caller']>();

  public constructor(private readonly scene: Scene) {}

  public of(workload: Workload): readonly SeenCall['caller'][] {
    const { model, services, namespaces } = this.scene;
    const own = model.servicesOf(workload).flatMap(({ host }) => services.get(host) ?? []);
    const [service] = own.filter(({ accounts }) => accounts[0] === workload.serviceAccount);
    if (service !== undefined) {
      const { namespace, resource } = service.known;
      return [{ variable: service.variable, label: `${namespace}/${resource.name}` }];
    }
    const namespace = namespaces.get(workload.namespace);
    if (own.length > 0 || namespace === undefined) return [];
    const key = `${workload.namespace}/${workload.name}`;
    const known = this.byName.get(key);
    if (known !== undefined) return [known];
    const id = this.scene.ids.first(workload.name, `${workload.namespace}-${workload.name}`, `${workload.name}-pods`);
    const caller = { variable: this.scene.variables.for(workload.name, id), label: key };
    this.byName.set(key, caller);
    const { version: _, ...selector } = selectorOf(workload);
    const code = call('MeshWorkload', 'existing', MESH, id, {
      namespace: variable(namespace.variable),
      name: id === workload.name ? undefined : workload.name,
      serviceAccount: workload.serviceAccount === 'default' ? undefined : workload.serviceAccount,
      selector: Object.keys(workload.labels).length === 0 ? undefined : selector,
    });
    this.declared.push({
      key: `workload ${key}`,
      covers: [],
      proposals: [
        { form: 'construct', what: 'MeshWorkload', statements: [{ variable: caller.variable, code }], ids: [id] },
      ],
    });
    return [caller];
  }

  /** The services whose pods have an identity. */
  public withIdentity(principal: string): readonly SeenCall['caller'][] {
    const [, namespace, account] = /\/ns\/([^/]+)\/sa\/([^/]+)$/.exec(principal) ?? [];
    return [...this.scene.services.values()]
      .filter(({ known, accounts }) => known.namespace === namespace && accounts[0] === account)
      .map(({ variable: name, known }) => ({ variable: name, label: `${known.namespace}/${known.resource.name}` }));
  }
}
