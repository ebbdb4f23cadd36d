import { Construct } from 'constructs';
import { Mesh } from '../mesh/mesh';
import type { NamespaceRef } from '../mesh/references';
import { addNotices } from '../tree/notice';
import { ConfigError } from '../values/config-error';
import { type ClientTlsSetting, clientTlsSettings } from './client-tls';
import { MutualTls, type MutualTlsException } from './mutual-tls';
import { MutualTlsModes } from './mutual-tls-modes';
import { type DeclaredPlaintextCaller, type PlaintextCaller, plaintextCallers } from './plaintext-callers';

/**
 * How far a mesh is on its way to mutual TLS: nothing is refused and callers are watched (`observe`), the namespaces
 * of the list are closed one after another (`namespace-by-namespace`), or all of the mesh is (`strict`).
 */
export type MtlsPhase = 'observe' | 'namespace-by-namespace' | 'strict';

/** Properties of `MtlsMigration`. */
export interface MtlsMigrationProps {
  /** How far the migration is. Moving it is the only change from one step to the next. */
  readonly phase: MtlsPhase;

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

  /** Services that go on taking plaintext, each with its reason; they apply as soon as their namespace is closed. */
  readonly exceptions?: readonly (Omit<MutualTlsException, 'mode'> & { readonly mode?: 'PERMISSIVE' | 'DISABLE' })[];

  /**
   * Callers without a proxy that the app does not know of.
   *
   * @default - those that the app declares are found without being listed
   */
  readonly plaintextCallers?: readonly DeclaredPlaintextCaller[] | undefined;

  /**
   * What happens when a closed service would still be sent plaintext: `refuse` stops the synth and names the callers,
   * `list` leaves it to `report`.
   *
   * @default "refuse"
   */
  readonly onPlaintext?: 'refuse' | 'list' | undefined;
}

/** What a migration to mutual TLS finds. */
export interface MtlsReport {
  readonly phase: MtlsPhase;
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
 * Defines the PeerAuthentications of the phase, finds every caller that would still send plaintext to a closed service
 * (no data plane, load balancer or node port, scrapes, jobs), and refuses to cut it off. It also refuses
 * DestinationRules that tell clients what to send, since proxies choose that themselves.
 *
 * In `observe`, the metric `istio_requests_total{reporter="destination",connection_security_policy="none"}` shows who
 * sends plaintext at run time.
 *
 * @see https://istio.io/latest/docs/tasks/security/authentication/mtls-migration/
 *
 * @example
 * new MtlsMigration(mesh, 'mtls', { phase: 'namespace-by-namespace', order: [notes, shop], closedUntil: notes });
 */
export class MtlsMigration extends Construct {
  public readonly phase: MtlsPhase;
  private readonly mesh: Mesh;
  private readonly order: readonly NamespaceRef[];
  private readonly closed: readonly NamespaceRef[];
  private readonly declared: readonly DeclaredPlaintextCaller[];

  public constructor(scope: Construct, id: string, props: MtlsMigrationProps) {
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
    const { onPlaintext = 'refuse' } = props;
    this.node.addValidation({ validate: () => [...this.problems(onPlaintext)] });
    if (onPlaintext === 'refuse') return;
    addNotices(this, () =>
      this.report.cutOff.map(caller => ({
        rule: 'plaintext-to-strict-service',
        severity: 'warning',
        message: `plaintext is refused by a closed service: ${describeCaller(caller)}`,
        fix: 'give the caller a proxy, lead it through a gateway, or except the port with a reason',
      })),
    );
  }

  /** Who sends plaintext, as far as the app tells, and what that means in this phase. */
  public get report(): MtlsReport {
    const modes = MutualTlsModes.of(this.mesh);
    const callers = plaintextCallers(this.mesh, this.declared);
    const modeOf = ({ callee, port }: PlaintextCaller) => modes.modeOf(callee, port);
    const isClosed = ({ callee }: PlaintextCaller) => this.phase === 'strict' || this.closed.includes(callee.namespace);
    return {
      phase: this.phase,
      closed: (this.phase === 'strict' ? this.meshed : this.closed).map(({ name }) => name),
      cutOff: callers.filter(caller => modeOf(caller) === 'STRICT'),
      pending: callers.filter(caller => modeOf(caller) !== 'STRICT' && !isClosed(caller)),
      excepted: callers.filter(caller => modeOf(caller) !== 'STRICT' && isClosed(caller)),
      clientSettings: clientTlsSettings(this.mesh),
    };
  }

  /** The report as text, one line per finding. */
  public renderReport(): string {
    const { phase, closed, cutOff, pending, excepted, clientSettings } = this.report;
    const list = (title: string, callers: readonly PlaintextCaller[]) =>
      callers.length === 0 ? [] : [`${title}:`, ...callers.map(caller => `  ${describeCaller(caller)}`)];
    return [
      `phase ${phase}; closed: ${closed.join(', ') || 'nothing'}`,
      ...list('cut off now', cutOff),
      ...list('cut off by a later step', pending),
      ...list('excepted', excepted),
      ...clientSettings.map(setting => `overrides what clients send: ${describeSetting(setting)}`),
      '',
    ].join('\n');
  }

  private get meshed(): readonly NamespaceRef[] {
    return this.mesh.namespaces.filter(({ dataPlane }) => dataPlane.mode !== 'none');
  }

  private chooseClosed({ phase, order, closedUntil }: MtlsMigrationProps): readonly NamespaceRef[] {
    const fail = (wanted: string): never => {
      throw new ConfigError(`Cannot migrate to mutual TLS at ${this.node.path}: ${wanted}`);
    };
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

  private *problems(onPlaintext: 'refuse' | 'list'): Iterable<string> {
    const { cutOff, clientSettings } = this.report;
    const say = (wanted: string) => `Cannot migrate to mutual TLS at ${this.node.path}: ${wanted}`;
    if (onPlaintext === 'refuse') {
      for (const caller of cutOff) yield say(`wanted no plaintext to closed services, got ${describeCaller(caller)}`);
    }
    for (const setting of clientSettings) {
      yield say(`wanted clients to choose what they send, got ${describeSetting(setting)}`);
    }
    if (this.phase !== 'namespace-by-namespace') return;
    const missing = this.meshed.filter(namespace => !this.order.includes(namespace));
    if (missing.length > 0) {
      yield say(
        `wanted every namespace with a data plane in the order, missing ${missing.map(({ name }) => `"${name}"`).join(', ')}`,
      );
    }
  }
}

function describeCaller({ caller, callee, port, because, declaredBy }: PlaintextCaller): string {
  return `"${caller}" to port ${port.port} of "${callee.label}" (${because}; declared at ${declaredBy})`;
}

function describeSetting({ object, field, host, mode, services, declaredBy }: ClientTlsSetting): string {
  const outside = services.filter(service => service.namespace.dataPlane.mode === 'none').map(({ label }) => label);
  const hits = outside.length === 0 ? '' : `, also to ${outside.join(', ')} without a proxy`;
  return `${mode} for host "${host}" by ${object} ${field}${hits} (declared at ${declaredBy})`;
}
