import { Construct } from 'constructs';
import type { ClientTlsSetting } from '../istio/destinations/client-tls-settings';
import type { EffectiveMesh } from '../istio/effective-mesh';
import { Mesh } from '../mesh/mesh';
import type { NamespaceRef } from '../mesh/references';
import { addCheck, type CheckFinding } from '../tree/check';
import { failing } from '../values/config-error';
import { MutualTls, type MutualTlsException } from './mutual-tls';
import {
  type DeclaredPlaintextCaller,
  declaredCallers,
  type PlaintextCaller,
  plaintextCallers,
} from './plaintext-callers';

/**
 * How far a mesh is on its way to mutual TLS: nothing is refused and callers are watched (`observe`), the namespaces
 * of the list are closed one after another (`namespace-by-namespace`), or all of the mesh is (`strict`).
 */
export type MutualTlsPhase = 'observe' | 'namespace-by-namespace' | 'strict';

/** Properties of `MutualTlsMigration`. */
export interface MutualTlsMigrationProps {
  /** How far the migration is. Moving it is the only change from one step to the next. */
  readonly phase: MutualTlsPhase;

  /**
   * The order in which namespaces are closed: every one with a data plane.
   *
   * @default - needed for `namespace-by-namespace`, unused otherwise
   */
  readonly order?: readonly NamespaceRef[] | undefined;

  /**
   * The last namespace of the order that is closed already.
   *
   * @default - the first of the order
   */
  readonly closedUntil?: NamespaceRef | undefined;

  /**
   * Services that go on taking plaintext, each with its reason; they apply as soon as their namespace is closed.
   *
   * @default - none
   */
  readonly exceptions?: readonly (Omit<MutualTlsException, 'mode'> & {
    /** What is accepted instead. @default "PERMISSIVE" */
    readonly mode?: 'PERMISSIVE' | 'DISABLE';
  })[];

  /**
   * Callers without a proxy that the app does not know of.
   *
   * @default - those that the manifests show are found without being listed
   */
  readonly plaintextCallers?: readonly DeclaredPlaintextCaller[] | undefined;
}

/** What a migration to mutual TLS finds. */
export interface MutualTlsReport {
  readonly phase: MutualTlsPhase;
  /** Namespaces whose services refuse plaintext, but for exceptions. */
  readonly closed: readonly string[];
  /** Who would be cut off now. */
  readonly cutOff: readonly PlaintextCaller[];
  /** Who would be cut off by a later step. */
  readonly pending: readonly PlaintextCaller[];
  /** Who goes on in plaintext by an exception. */
  readonly excepted: readonly PlaintextCaller[];
  /** DestinationRules that override what proxies choose to send. */
  readonly clientSettings: readonly ClientTlsSetting[];
}

/**
 * Leads a mesh from plaintext to mutual TLS in steps that cut nobody off.
 *
 * Defines the PeerAuthentications of the phase. Whoever would still send plaintext to a closed service stops the synth or
 * is warned of: pods without a proxy (`plaintext-caller`), load balancers and node ports (`strict-behind-load-balancer`),
 * and declared callers. So do DestinationRules that tell clients what to send (`client-tls-setting`), since proxies choose
 * that themselves. `report` tells of them all, also of those whom a later phase will cut off.
 *
 * In `observe`, the metric `istio_requests_total{reporter="destination",connection_security_policy="none"}` shows who
 * sends plaintext at run time.
 *
 * @see https://istio.io/latest/docs/tasks/security/authentication/mtls-migration/
 *
 * @example
 * new MutualTlsMigration(mesh, 'mtls', { phase: 'namespace-by-namespace', order: [notes, shop], closedUntil: notes });
 */
export class MutualTlsMigration extends Construct {
  public readonly phase: MutualTlsPhase;
  private readonly mesh: Mesh;
  private readonly order: readonly NamespaceRef[];
  private readonly closed: readonly NamespaceRef[];
  private readonly declared: readonly DeclaredPlaintextCaller[];

  public constructor(scope: Construct, id: string, props: MutualTlsMigrationProps) {
    super(scope, id);
    this.mesh = Mesh.of(this);
    this.phase = props.phase;
    this.order = props.order ?? [];
    this.declared = props.plaintextCallers ?? [];
    this.closed = this.chooseClosed(props);
    const due = (props.exceptions ?? []).filter(
      ({ service }) => this.phase === 'strict' || this.closed.includes(service.namespace),
    );
    const exceptions = due.map(exception => ({ ...exception, mode: exception.mode ?? ('PERMISSIVE' as const) }));
    if (this.phase === 'strict') new MutualTls(this, 'mesh', { exceptions });
    else {
      new MutualTls(this, 'mesh', { mode: 'PERMISSIVE' });
      for (const namespace of this.closed) {
        const own = exceptions.filter(({ service }) => service.namespace === namespace);
        new MutualTls(this, namespace.name, { namespace, exceptions: own });
      }
    }
    this.node.addValidation({ validate: () => [...this.problems()] });
    addCheck(this, { name: 'plaintext-caller', severity: 'error', check: mesh => this.cutOffCallers(mesh) });
    addCheck(this, { name: 'client-tls-setting', severity: 'error', check: toldClients });
  }

  /**
   * Who sends plaintext, as far as the manifests and the app tell, and what that means in this phase.
   *
   * @param mesh how Istio interprets the app, as files of the output folder are given it
   * @example
   * const app = new MeshApp();
   * const mtls = new MutualTlsMigration(new Mesh(app, 'mesh'), 'mtls', { phase: 'observe' });
   * app.addFile('mtls.json', ({ mesh }) => JSON.stringify(mtls.report(mesh).pending));
   */
  public report(mesh: EffectiveMesh): MutualTlsReport {
    const callers = plaintextCallers(mesh, this.declaredIn(mesh));
    const isClosed = ({ namespace }: PlaintextCaller) =>
      this.phase === 'strict' || this.closed.some(({ name }) => name === namespace);
    return {
      phase: this.phase,
      closed: (this.phase === 'strict' ? this.meshed : this.closed).map(({ name }) => name),
      cutOff: callers.filter(({ refused }) => refused),
      pending: callers.filter(caller => !caller.refused && !isClosed(caller)),
      excepted: callers.filter(caller => !caller.refused && isClosed(caller)),
      clientSettings: mesh.clientTlsSettings,
    };
  }

  /** The report as text, one line per finding. */
  public renderReport(mesh: EffectiveMesh): string {
    const { phase, closed, cutOff, pending, excepted, clientSettings } = this.report(mesh);
    const list = (title: string, callers: readonly PlaintextCaller[]) =>
      callers.length === 0 ? [] : [`${title}:`, ...callers.map(caller => `  ${describeCaller(caller)}`)];
    return [
      `phase ${phase}; closed: ${closed.join(', ') || 'nothing'}`,
      ...list('cut off now', cutOff),
      ...list('cut off by a later step', pending),
      ...list('excepted', excepted),
      ...clientSettings.map(
        ({ resource, field, mode }) => `overrides what clients send: ${mode} by ${resource} ${field}`,
      ),
      '',
    ].join('\n');
  }

  /** Those of whom manifests say nothing; the others are found by the rules of the analysis. */
  private *cutOffCallers(mesh: EffectiveMesh): Iterable<CheckFinding> {
    for (const { caller, callee, port, because, declaredBy, refused } of this.declaredIn(mesh)) {
      if (!refused) continue;
      yield {
        resource: { kind: 'Construct', name: declaredBy, origin: { constructPath: declaredBy } },
        problem: `"${caller}" calls port ${port} of "${callee}", which accepts mutual TLS only, and sends plaintext (${because}): connections are reset`,
        fix: 'give the caller a proxy, lead it through a gateway, or except the port with a reason',
      };
    }
  }

  private declaredIn(mesh: EffectiveMesh): readonly PlaintextCaller[] {
    return declaredCallers(this.mesh, mesh, this.declared, this.node.path);
  }

  private get meshed(): readonly NamespaceRef[] {
    return this.mesh.namespaces.filter(({ dataPlane }) => dataPlane.mode !== 'none');
  }

  private chooseClosed({ phase, order, closedUntil }: MutualTlsMigrationProps): readonly NamespaceRef[] {
    const fail = failing('Cannot migrate to mutual TLS', this.node.path);
    if (phase !== 'namespace-by-namespace') {
      if (closedUntil !== undefined) fail(`wanted closedUntil only in phase "namespace-by-namespace", got "${phase}"`);
      return [];
    }
    if (order === undefined || order.length === 0) return fail('wanted the order of the namespaces, got none');
    const outside = order.find(({ dataPlane }) => dataPlane.mode === 'none');
    if (outside !== undefined) fail(`wanted namespaces with a data plane, got "${outside.name}" without one`);
    if (new Set(order).size < order.length) fail('wanted each namespace once in the order');
    const last = closedUntil === undefined ? 0 : order.indexOf(closedUntil);
    if (last < 0) {
      fail(
        `wanted closedUntil to be in the order (${order.map(({ name }) => name).join(', ')}), got "${closedUntil?.name}"`,
      );
    }
    return order.slice(0, last + 1);
  }

  private *problems(): Iterable<string> {
    if (this.phase !== 'namespace-by-namespace') return;
    const missing = this.meshed.filter(namespace => !this.order.includes(namespace));
    if (missing.length > 0) {
      yield `Cannot migrate to mutual TLS at ${this.node.path}: wanted every namespace with a data plane in the order, missing ${missing.map(({ name }) => `"${name}"`).join(', ')}`;
    }
  }
}

function describeCaller({ caller, callee, port, because, declaredBy }: PlaintextCaller): string {
  return `"${caller}" to port ${port} of "${callee}" (${because}; declared at ${declaredBy})`;
}

/** Clients that are told what to send miss what their proxies would choose for each server. */
function* toldClients(mesh: EffectiveMesh): Iterable<CheckFinding> {
  for (const { resource, field, mode, services } of mesh.clientTlsSettings) {
    const [first, ...others] = services;
    const more = others.length === 0 ? '' : ` and ${others.length} more`;
    yield {
      resource,
      field,
      problem: `clients are told to send ${mode} to "${first?.host}"${more}, whatever the pods accept in this phase of the migration`,
      fix: 'leave tls out, so that proxies choose what each server takes',
      related: services.slice(0, 3).map(service => service.resource),
    };
  }
}
