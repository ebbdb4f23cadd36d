import { Construct } from 'constructs';
import { DataPlane } from '../mesh/data-plane';
import { Mesh } from '../mesh/mesh';
import { MeshNamespace } from '../mesh/mesh-namespace';
import { MeshService } from '../mesh/mesh-service';
import type { Call, MeshServiceRef, NamespaceRef } from '../mesh/references';
import { assumeObjects } from '../tree/assumed-object';
import { addCheck, type CheckFinding } from '../tree/check';
import { declareAccess } from '../tree/declared-access';
import { addOutputFile, type SynthOutput } from '../tree/output-file';
import { failing } from '../values/config-error';
import type { Manifest } from '../values/manifest';
import { compareText } from '../values/order';
import type { Protocol } from '../values/protocol';

/** What the repository of a mesh, or of a part of it, offers to others: plain data, such as a JSON file of a package. */
export interface MeshOffer {
  /** Who is asked for a change, such as the name of a team or repository. */
  readonly owner: string;
  readonly trustDomain: string;
  readonly clusterDomain: string;
  readonly rootNamespace: string;
  /** How the pods of its namespaces join the mesh. */
  readonly namespaces: { readonly [namespace: string]: string };
  /** Its services by `namespace/name`. */
  readonly services: {
    readonly [label: string]: {
      readonly namespace: string;
      readonly name: string;
      readonly ports: readonly {
        readonly name: string;
        readonly port: number;
        readonly targetPort: number;
        readonly protocol: string;
      }[];
      readonly selector: { readonly [label: string]: string };
      readonly serviceAccountName: string;
      /** The labels of each version, and how many pods it surely has. */
      readonly versions: {
        readonly [version: string]: {
          readonly labels: { readonly [label: string]: string };
          /** How many pods it surely has. @default - unknown */
          readonly replicas?: number | undefined;
        };
      };
      /** Who may call it: identities, ports, and methods and paths where not all. @default - everybody: nothing guards it */
      readonly grants?:
        | readonly {
            readonly principal: string;
            readonly ports: readonly number[];
            /** Methods that are let through. @default - all */
            readonly methods?: readonly string[] | undefined;
            /** With `*` at the end for anything. @default - all */
            readonly paths?: readonly string[] | undefined;
          }[]
        | undefined;
    };
  };
  /** What it writes into the root namespace, where each object holds for the whole mesh, as `Kind name`. */
  readonly rootObjects: readonly string[];
}

type OfferedService = MeshOffer['services'][string];
type OfferedGrant = NonNullable<OfferedService['grants']>[number];

/**
 * Writes what this app offers to other repositories beside its manifests: its services with ports, versions and identities,
 * who may call them, and what it writes for the whole mesh. Other repositories import the file for `OfferedMesh`.
 *
 * The file is a module, `mesh-offer.cjs` with its types in `mesh-offer.d.cts`, for `kubectl apply -f` would take every
 * `.json` file of the folder for a manifest. A path that ends otherwise gets JSON.
 *
 * @param options `owner` is who is asked for a change, such as a team; `path` in the output folder, by default
 * `mesh-offer.cjs`
 * @throws ConfigError if a path is taken or leaves the output folder
 * @example
 * addMeshOffer(mesh, { owner: 'team-payments' });
 */
export function addMeshOffer(
  mesh: Mesh,
  options: {
    /** Who is asked for a change, such as the name of a team or repository. */
    readonly owner: string;
    /** Path in the output folder; JSON is written unless it ends in `.cjs`. @default "mesh-offer.cjs" */
    readonly path?: string;
  },
): void {
  const { owner, path = 'mesh-offer.cjs' } = options;
  const json = (output: SynthOutput): string => JSON.stringify(offerOf(mesh, owner, output), undefined, 2);
  if (!path.endsWith(MODULE)) {
    addOutputFile(mesh, path, output => `${json(output)}\n`);
    return;
  }
  addOutputFile(mesh, path, output => `module.exports = ${json(output)};\n`);
  // What is JSON is a type as well: that of this one value.
  const types = `${path.slice(0, -MODULE.length)}.d.cts`;
  addOutputFile(mesh, types, output => `declare const offer: ${json(output)};\nexport = offer;\n`);
}

const MODULE = '.cjs';

function offerOf(mesh: Mesh, owner: string, { mesh: effective }: Pick<SynthOutput, 'mesh'>): MeshOffer {
  const own = mesh.services.filter(({ isExisting }) => !isExisting);
  const isGuarded = (service: MeshServiceRef) =>
    effective.model.workloads
      .selectedBy(service.selector, service.namespace.name)
      .some(workload => effective.policiesOf(workload).ready.allow.length > 0);
  const { trustDomain, clusterDomain, rootNamespace } = mesh;
  return {
    owner,
    trustDomain,
    clusterDomain,
    rootNamespace,
    namespaces: Object.fromEntries(own.map(({ namespace }) => [namespace.name, namespace.dataPlane.mode])),
    services: Object.fromEntries(
      own.map(service => [
        service.label,
        { ...offeredService(service), grants: isGuarded(service) ? mesh.callsTo(service).map(grantOf) : undefined },
      ]),
    ),
    rootObjects: effective.model.resources
      .filter(resource => !resource.assumed && resource.namespace === rootNamespace && ISTIO.test(resource.group))
      .map(({ kind, name }) => `${kind} ${name}`)
      .sort(compareText),
  };
}

const ISTIO = /^(networking|security|telemetry|extensions)\.istio\.io$/;

function offeredService(service: MeshServiceRef): OfferedService {
  const { name, namespace, ports, selector, serviceAccountName, versions } = service;
  return {
    namespace: namespace.name,
    name,
    ports: ports.map(({ name: port, port: number, targetPort, protocol }) => ({
      name: port,
      port: number,
      targetPort,
      protocol,
    })),
    selector,
    serviceAccountName,
    versions: Object.fromEntries(
      versions.map(({ name: version, labels, replicas }) => [version, { labels, replicas }]),
    ),
  };
}

function grantOf({ caller, ports, methods, paths }: Call): OfferedGrant {
  return {
    principal: caller.principal,
    ports: ports.map(({ port }) => port),
    methods,
    paths: paths?.map(({ value }) => value.exact ?? `${value.prefix}*`),
  };
}

/**
 * The services that another repository of the same mesh offers, to call them, route to them and test with them.
 *
 * Nothing is written for them. A call that their owner does not let through stops the synth, with what to ask the owner
 * for; so does an object that the owner writes for the whole mesh, since of two writers one would overwrite the other.
 *
 * @example
 * const payments = new OfferedMesh(mesh, 'payments', {
 *   owner: 'team-payments',
 *   trustDomain: 'cluster.local',
 *   clusterDomain: 'cluster.local',
 *   rootNamespace: 'istio-system',
 *   namespaces: { pay: 'sidecar' },
 *   services: {
 *     'pay/api': {
 *       namespace: 'pay',
 *       name: 'api',
 *       ports: [{ name: 'http', port: 8080, targetPort: 8080, protocol: 'http' }],
 *       selector: { app: 'api' },
 *       serviceAccountName: 'api',
 *       versions: {},
 *     },
 *   },
 *   rootObjects: [],
 * });
 * backend.calls(payments.service('pay/api'));
 */
export class OfferedMesh<O extends MeshOffer = MeshOffer> extends Construct {
  private readonly mesh: Mesh;
  private readonly services = new Map<string, MeshService>();

  /** @param offer the file that `addMeshOffer` writes, by `import offer from 'their-package/mesh-offer.cjs'` */
  public constructor(
    scope: Construct,
    id: string,
    private readonly offer: O,
  ) {
    super(scope, id);
    this.mesh = Mesh.of(this);
    const fail = failing(`Cannot take the offer of "${offer.owner}"`, this.node.path);
    for (const key of ['trustDomain', 'clusterDomain', 'rootNamespace'] as const) {
      if (offer[key] !== this.mesh[key]) {
        fail(`wanted one mesh, whose ${key} is "${this.mesh[key]}", got the offer of another, with "${offer[key]}"`);
      }
    }
    const policies = () => [...this.services.values()].map(({ namespace, name }) => `${namespace.name}/allow-${name}`);
    declareAccess(this, () => ({ policies: policies() }));
    assumeObjects(this, () => [...this.services].map(([label, service]) => this.assumedPolicy(label, service)));
    addCheck(this, { name: 'call-not-granted', severity: 'error', check: () => this.refusedCalls() });
    addCheck(this, {
      name: 'object-of-another-owner',
      severity: 'error',
      check: ({ model }) =>
        model.resources
          .filter(({ assumed, namespace }) => !assumed && namespace === offer.rootNamespace)
          .filter(({ kind, name }) => offer.rootObjects.includes(`${kind} ${name}`))
          .map(resource => ({
            resource,
            problem: `${resource.kind} "${resource.namespace}/${resource.name}" holds for the whole mesh and is written by "${offer.owner}": of two writers one overwrites the other`,
            fix: `leave it to "${offer.owner}", or write what differs for namespaces of your own`,
          })),
    });
  }

  /** A service of the offer, by `namespace/name`. */
  public service(label: keyof O['services'] & string): MeshService {
    const known = this.services.get(label);
    if (known !== undefined) return known;
    const offered = this.offer.services[label];
    if (offered === undefined) {
      const names = Object.keys(this.offer.services).map(name => `"${name}"`);
      return failing(
        `Cannot use service "${label}"`,
        this.node.path,
      )(`wanted one that "${this.offer.owner}" offers, which are ${names.join(', ') || 'none'}`);
    }
    const { name, ports, selector, serviceAccountName, versions } = offered;
    const service = MeshService.existing(this, label.replace('/', '-'), {
      name,
      namespace: this.namespace(offered.namespace),
      ports: ports.map(port => ({ ...port, protocol: port.protocol as Protocol })),
      selector,
      serviceAccountName,
      versions,
      owner: this.offer.owner,
    });
    this.services.set(label, service);
    return service;
  }

  private namespace(name: string): NamespaceRef {
    const known = this.mesh.namespaces.find(namespace => namespace.name === name);
    if (known !== undefined) return known;
    const mode = this.offer.namespaces[name];
    const dataPlane =
      mode === 'ambient' ? DataPlane.ambient() : mode === 'none' ? DataPlane.none() : DataPlane.sidecar();
    return MeshNamespace.existing(this, `namespace-${name}`, { name, dataPlane });
  }

  /**
   * What its owner lets through. So are the calls of this app: whether they are granted is judged by the check, and must not
   * be told twice.
   */
  private assumedPolicy(label: string, service: MeshService): Manifest {
    const grants = this.offer.services[label]?.grants;
    const isAmbient = service.namespace.dataPlane.mode === 'ambient';
    const rules = [...(grants ?? []), ...this.mesh.callsTo(service).map(grantOf)].map(
      ({ principal, ports, methods, paths }) => ({
        from: [{ source: { principals: [principal] } }],
        to: [
          {
            operation: {
              ports: ports.map(port => String(service.port(port).targetPort)),
              // Requests are looked at by the waypoint of the owner.
              ...(isAmbient ? {} : { methods, paths }),
            },
          },
        ],
      }),
    );
    return {
      apiVersion: 'security.istio.io/v1',
      kind: 'AuthorizationPolicy',
      metadata: { name: `allow-${service.name}`, namespace: service.namespace.name },
      spec: {
        selector: { matchLabels: { ...service.selector } },
        action: 'ALLOW',
        rules: grants === undefined ? [{}] : rules,
      },
    };
  }

  private *refusedCalls(): Iterable<CheckFinding> {
    const { owner, services } = this.offer;
    for (const [label, service] of this.services) {
      const grants = services[label]?.grants;
      if (grants === undefined) continue;
      for (const call of this.mesh.callsTo(service)) {
        const { principal, ports, methods, paths } = grantOf(call);
        if (grants.some(grant => covers(grant, { principal, ports, methods, paths }))) continue;
        const what = [`ports ${ports.join(', ')}`, ...(methods ?? []), ...(paths ?? [])].join(' ');
        yield {
          problem: `"${call.caller.label}" calls "${label}", which "${owner}" guards and does not let it: the policy of the callee must allow principal "${principal}" (${what})`,
          fix: `ask "${owner}" to declare the call, and take their new offer`,
        };
      }
    }
  }
}

/** Whether a grant lets all of a call through. */
function covers(grant: OfferedGrant, call: OfferedGrant): boolean {
  const isIn = <T>(
    allowed: readonly T[] | undefined,
    wanted: readonly T[] | undefined,
    fits: (a: T, b: T) => boolean,
  ) => allowed === undefined || (wanted?.every(one => allowed.some(other => fits(other, one))) ?? false);
  return (
    grant.principal === call.principal &&
    isIn(grant.ports, call.ports, (a, b) => a === b) &&
    isIn(grant.methods, call.methods, (a, b) => a === b) &&
    isIn(grant.paths, call.paths, (a, b) => a === b || (a.endsWith('*') && b.startsWith(a.slice(0, -1))))
  );
}
