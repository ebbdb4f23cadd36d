import type { EffectiveMesh } from '../istio/effective-mesh';
import type { MeshHost as KnownService, MeshPort } from '../model/mesh-host';
import type { MeshModel } from '../model/mesh-model';
import type { Resource } from '../model/resource';
import type { Protocol } from '../values/protocol';
import { type Code, call, variable } from './code';
import { Names, Variables } from './names';
import type { Unit } from './unit';

/** A service that the program declares. */
export interface DeclaredService {
  readonly id: string;
  readonly variable: string;
  readonly known: KnownService;
  readonly ports: readonly DeclaredPort[];
  /** Names of its versions; each is the name of its subset. */
  readonly versions: readonly string[];
  readonly selector: { readonly [key: string]: string };
  readonly accounts: readonly string[];
}

/** A port of a service that the program declares. */
export interface DeclaredPort extends Pick<MeshPort, 'number' | 'name'> {
  readonly protocol: Protocol;
  readonly targetPort: number;
  readonly http: boolean;
}

/** A namespace that the program declares. */
export interface DeclaredNamespace {
  readonly id: string;
  readonly variable: string;
  readonly name: string;
}

/** A gateway that the program declares. */
export interface DeclaredGateway {
  readonly id: string;
  readonly variable: string;
  readonly namespace: string;
  readonly name: string;
  readonly selector: { readonly [key: string]: string };
  readonly podNamespace: string;
  readonly connections: readonly ConnectionServer[];
}

/** A server of a gateway that takes connections, not single requests. */
export interface ConnectionServer {
  readonly variable: string;
  readonly kind: 'passthrough' | 'tls' | 'tcp';
  readonly port: number;
  readonly hosts: readonly string[];
  /** The name of the listener of the Gateway API. */
  readonly listener?: string | undefined;
}

/** What is known while a program is put together: the mesh, and what is declared of it so far. */
export class Scene {
  public readonly variables = new Variables();
  /** Ids of the constructs below the mesh. */
  public readonly ids = new Names();
  public readonly namespaces = new Map<string, DeclaredNamespace>();
  /** By full host name. */
  public readonly services = new Map<string, DeclaredService>();
  /** By `namespace/name`. */
  public readonly gateways = new Map<string, DeclaredGateway>();
  /** Services outside of the mesh, by host. */
  public readonly externals = new Map<string, { readonly variable: string; readonly name: string }>();
  /** Statements that several units may need. */
  public readonly auxiliary = new Map<string, Unit>();
  /** Labels that all objects have, with the value that most of them have; the others say their own. */
  public readonly commonLabels: { readonly [key: string]: string };
  private readonly given = new Map<string, string>();

  public constructor(
    public readonly effective: EffectiveMesh,
    /** Whether the library has a class for a kind. */
    public readonly hasClass: (group: string, kind: string) => boolean,
  ) {
    const own = effective.model.resources.filter(({ assumed }) => !assumed);
    const [first, ...others] = own;
    const keys = Object.keys(first?.labels ?? {}).filter(key =>
      others.every(({ labels }) => labels[key] !== undefined),
    );
    const common = keys.map(key => [key, commonest(own.map(({ labels }) => labels[key] ?? ''))] as const);
    this.commonLabels = own.length > 1 ? Object.fromEntries(common) : {};
  }

  /** An id for a construct that says a part of what `owner` says; the same one for every way to say it. */
  public idFor(owner: Resource, ...wanted: readonly string[]): string {
    const key = `${owner.position} ${wanted[0]}`;
    const known = this.given.get(key);
    if (known !== undefined) return known;
    const id = this.ids.first(...wanted);
    this.given.set(key, id);
    return id;
  }

  /** The variable of a provider of the mesh configuration. */
  public provider(type: string, name: string): Code {
    const key = `${type} ${name}`;
    const known = this.auxiliary.get(key)?.proposals[0];
    const own = known !== undefined && 'statements' in known ? known.statements[0]?.variable : undefined;
    if (own !== undefined) return variable(own);
    const made = this.variables.for(name, `${name}-provider`);
    const statements = [{ variable: made, code: call(type, 'existing', MESH, name) }];
    const proposals = [{ form: 'construct' as const, what: type, statements, ids: [] }];
    this.auxiliary.set(key, { key, covers: [], isAuxiliary: true, proposals });
    return variable(made);
  }

  /** The labels of an object beside those of all objects; nothing where there are no others. */
  public ownLabels(labels: { readonly [key: string]: string }): { readonly [key: string]: string } | undefined {
    const own = Object.entries(labels).filter(([key, value]) => this.commonLabels[key] !== value);
    return own.length === 0 && Object.keys(labels).length > 0 ? undefined : Object.fromEntries(own);
  }

  /** Whether services are routed by the Gateway API, as far as their namespaces do not decide it. */
  public get usesGatewayApi(): boolean {
    const { model } = this;
    if (model.all('VirtualService').length > 0 || model.all('Gateway').length > 0) return false;
    return model.all('HTTPRoute').some(({ spec }) => spec.parentRefs?.some(({ kind }) => kind === 'Service') === true);
  }

  public get model(): MeshModel {
    return this.effective.model;
  }

  public get rootNamespace(): string {
    return this.model.meshConfig.rootNamespace;
  }

  public get trustDomain(): string {
    return this.model.meshConfig.trustDomain;
  }

  /** The declared service that a host means in an object of `namespace`. */
  public serviceAt(host: string, namespace: string): DeclaredService | undefined {
    return this.services.get(this.model.fullHost(host, namespace));
  }

  /** The declared service whose pods have exactly these labels in common. */
  public serviceSelecting(labels: { readonly [key: string]: string }, namespace: string): DeclaredService | undefined {
    const wanted = keyOf(labels);
    return [...this.services.values()].find(
      ({ known, selector }) => known.namespace === namespace && keyOf(selector) === wanted,
    );
  }
}

/** The mesh, as programs name it. */
export const MESH: Code = variable('mesh');

function keyOf(labels: { readonly [key: string]: string }): string {
  return JSON.stringify(Object.entries(labels).sort());
}

function commonest(values: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts].reduce((most, next) => (next[1] > most[1] ? next : most), ['', 0])[0];
}
