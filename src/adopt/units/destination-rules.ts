import type { DestinationRuleSpec, TrafficPolicy } from '../../../imports/networking.istio.io';
import type { Resource } from '../../model/resource';
import { type Code, call, create, imported, literal, type Statement, variable } from '../code';
import { type DeclaredService, MESH, type Scene } from '../scene';
import { attempt, type Candidate, inexpressible, onlyFields, type Proposed } from '../unit';
import { destinationRuleOf } from './services';

/** DestinationRules as what the constructs contribute to the policy of a service. */
export function destinationRuleUnits(scene: Scene): readonly Proposed[] {
  return scene.model
    .all('DestinationRule')
    .map(resource => ({ resource, proposals: attempt(() => new PolicyCode(scene, resource).candidate()) }));
}

class PolicyCode {
  private readonly statements: Statement[] = [];
  private readonly ids: string[] = [];
  private readonly what = new Set<string>();

  public constructor(
    private readonly scene: Scene,
    private readonly resource: Resource<'DestinationRule'>,
  ) {}

  public candidate(): Candidate {
    const spec = this.resource.manifest.spec as DestinationRuleSpec;
    onlyFields(spec, ['host', 'trafficPolicy', 'subsets', 'exportTo'], 'spec');
    const service = this.scene.serviceAt(spec.host, this.resource.namespace);
    if (service === undefined) inexpressible(`host "${spec.host}" is no service that is declared`);
    if (destinationRuleOf(this.scene, service.known) !== this.resource) {
      inexpressible(`it is not the only DestinationRule for "${service.known.host}" in the namespace of that service`);
    }
    this.ids.push(service.id);
    this.add(service, spec.trafficPolicy);
    for (const { name, trafficPolicy } of spec.subsets ?? []) this.add(service, trafficPolicy, name);
    if (this.statements.length === 0) {
      this.what.add('MeshService.requireSubsets');
      this.statements.push({ code: call(variable(service.variable), 'requireSubsets') });
    }
    const { name, namespace } = service.known.resource;
    return {
      form: 'construct',
      what: [...this.what].join(', '),
      statements: this.statements,
      ids: this.ids,
      finds: (_, written) => written.find('DestinationRule', 'networking.istio.io', namespace, name),
    };
  }

  private add(service: DeclaredService, policy: TrafficPolicy | undefined, subset?: string): void {
    if (policy === undefined) return;
    const { loadBalancer, connectionPool, outlierDetection, tls, ...rest } = policy;
    onlyFields(rest, [], 'trafficPolicy');
    if (tls !== undefined && !(tls.mode === 'ISTIO_MUTUAL' && Object.keys(tls).length === 1)) {
      inexpressible('no construct writes trafficPolicy.tls, but for the mutual TLS that Istio has by itself');
    }
    const of = variable(service.variable);
    const target = { service: of, version: subset === undefined ? undefined : call(of, 'version', subset) };
    if (connectionPool !== undefined || outlierDetection !== undefined) {
      const pool = connectionPool && poolOf(connectionPool, service);
      const props = {
        ...target,
        connectionPool: pool,
        outlierDetection: outlierDetection === undefined ? false : ejection(outlierDetection),
      };
      this.construct('CircuitBreaker', this.idFor(service, subset, 'breaker'), props);
    }
    if (loadBalancer === undefined) return;
    const { localityLbSetting, simple, consistentHash, warmup, warmupDurationSecs, ...others } = loadBalancer as {
      readonly [field: string]: unknown;
    };
    onlyFields(others, [], 'loadBalancer');
    if (localityLbSetting !== undefined) {
      if (subset !== undefined) inexpressible('no construct writes loadBalancer.localityLbSetting of one subset');
      const locality = localityOf(localityLbSetting as { readonly [field: string]: unknown });
      this.construct('LocalityBalancing', this.idFor(service, undefined, 'locality'), { service: of, locality });
    }
    if (simple === undefined && consistentHash === undefined) return;
    const warm = warmUp(warmup, warmupDurationSecs);
    const method = consistentHash === undefined ? simpleMethod(String(simple), warm) : hashMethod(consistentHash, warm);
    this.construct('LoadBalancing', this.idFor(service, subset, 'balancing'), { ...target, method });
  }

  private construct(type: string, id: string, props: Parameters<typeof create>[1]): void {
    this.what.add(type);
    this.ids.push(id);
    this.statements.push({ code: create(type, MESH, id, props) });
  }

  private idFor(service: DeclaredService, subset: string | undefined, what: string): string {
    return this.scene.idFor(this.resource, [service.id, subset, what].filter(part => part !== undefined).join('-'));
  }
}

function poolOf(pool: NonNullable<TrafficPolicy['connectionPool']>, service: DeclaredService) {
  const { tcp = {}, http = {}, ...rest } = pool;
  onlyFields(rest, [], 'connectionPool');
  const { maxConnections, connectTimeout, idleTimeout, ...otherTcp } = tcp;
  onlyFields(otherTcp, [], 'connectionPool.tcp');
  const { h2UpgradePolicy, ...others } = http;
  const known = [
    'http1MaxPendingRequests',
    'http2MaxRequests',
    'maxRequestsPerConnection',
    'maxRetries',
    'idleTimeout',
  ];
  onlyFields(others, known, 'connectionPool.http');
  const hasRequests = service.ports.some(port => port.http);
  if (idleTimeout !== undefined && hasRequests) inexpressible('no construct writes connectionPool.tcp.idleTimeout');
  return literal({
    maxConnections,
    connectTimeout,
    idleTimeout,
    ...others,
    h2UpgradePolicy: h2UpgradePolicy === 'DEFAULT' ? undefined : h2UpgradePolicy,
  });
}

/** The defaults of the construct are others than Istio's, which hold for the fields that are left out. */
function ejection(given: NonNullable<TrafficPolicy['outlierDetection']>): Code {
  const known = [
    'consecutive5xxErrors',
    'consecutiveGatewayErrors',
    'interval',
    'baseEjectionTime',
    'maxEjectionPercent',
    'minHealthPercent',
  ];
  onlyFields(given, known, 'outlierDetection');
  return literal({ ...given, maxEjectionPercent: given.maxEjectionPercent ?? 10 });
}

function simpleMethod(simple: string, warm: object): Code {
  const names: { readonly [simple: string]: string | undefined } = {
    LEAST_REQUEST: 'leastRequest',
    ROUND_ROBIN: 'roundRobin',
    RANDOM: 'random',
  };
  const name = names[simple] ?? inexpressible(`no construct writes loadBalancer.simple "${simple}"`);
  if (name === 'random' && Object.keys(warm).length > 0) inexpressible('no construct writes a warm-up of RANDOM');
  return call(imported('BalancingMethod'), name, ...(Object.keys(warm).length === 0 ? [] : [literal(warm)]));
}

function hashMethod(hash: unknown, warm: object): Code {
  if (Object.keys(warm).length > 0) inexpressible('no construct writes a warm-up of a consistent hash');
  const { httpHeaderName, httpCookie, httpQueryParameterName, useSourceIp, ringHash, maglev, ...rest } = hash as {
    readonly [field: string]: unknown;
  };
  onlyFields(rest, [], 'consistentHash');
  const type = imported('HashKey');
  const cookie = httpCookie as { readonly name: string; readonly path?: string; readonly ttl?: string } | undefined;
  const options = cookie && { path: cookie.path, ttl: cookie.ttl === '0s' ? '0' : cookie.ttl };
  const told = options && Object.values(options).some(value => value !== undefined) ? [options] : [];
  const key =
    httpHeaderName !== undefined
      ? call(type, 'header', String(httpHeaderName))
      : cookie !== undefined
        ? call(type, 'cookie', cookie.name, ...told)
        : httpQueryParameterName !== undefined
          ? call(type, 'queryParameter', String(httpQueryParameterName))
          : useSourceIp === true
            ? call(type, 'sourceIp')
            : inexpressible('no construct writes a hash of nothing');
  const algorithm = ringHash !== undefined ? 'ring-hash' : maglev !== undefined ? 'maglev' : undefined;
  return call(imported('BalancingMethod'), 'consistentHash', key, ...(algorithm === undefined ? [] : [{ algorithm }]));
}

function warmUp(warmup: unknown, seconds: unknown): object {
  if (seconds !== undefined) return { warmUp: { duration: seconds } };
  return warmup === undefined ? {} : { warmUp: warmup };
}

function localityOf(setting: { readonly [field: string]: unknown }): Code {
  const { enabled, failover, failoverPriority, distribute, ...rest } = setting;
  onlyFields(rest, [], 'localityLbSetting');
  const type = imported('Locality');
  if (enabled === false) return call(type, 'off');
  const pairs = (list: unknown) => (list as readonly { readonly from: string; readonly to: unknown }[]) ?? [];
  if (Array.isArray(failoverPriority)) return call(type, 'priority', literal(failoverPriority));
  if (Array.isArray(failover)) {
    return call(type, 'failover', literal(Object.fromEntries(pairs(failover).map(({ from, to }) => [from, to]))));
  }
  if (Array.isArray(distribute)) {
    return call(type, 'distribute', literal(Object.fromEntries(pairs(distribute).map(({ from, to }) => [from, to]))));
  }
  return inexpressible('no construct writes an empty loadBalancer.localityLbSetting');
}
