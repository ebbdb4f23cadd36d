import type { EffectiveMesh } from '../istio/effective-mesh';
import type { UnknownFact } from '../istio/policies/authorization-attribute';
import type { Resource } from '../model/resource';
import type { Workload } from '../model/workload';
import type { HttpRequest } from '../requests/http-request';
import type { Claims } from '../requests/jwt-claim';
import { authorize } from './authorization';
import type { Delivery } from './delivery';
import { type AuthenticationResult, authenticate } from './request-authentication';
import type { Trace } from './trace';
import type { Decision, TargetVerdict } from './verdict';

/** A request at the proxy that checks it. */
export interface Arrival {
  /** `namespace/name` of the pods. */
  readonly name: string;
  /** Port of the pods. */
  readonly port: number;
  /** Undefined where the proxy does not see requests. */
  readonly http: HttpRequest | undefined;
  readonly principal: string | undefined;
  readonly serverName: string | undefined;
  readonly destinationIp: string | undefined;
  readonly secured: Partial<TargetVerdict>;
  readonly requestAuthentications: readonly Resource<'RequestAuthentication'>[];
  readonly authorizationPolicies: readonly Resource<'AuthorizationPolicy'>[];
  readonly trace: Trace;
}

/** The checks of a proxy once a connection is accepted: tokens, then policies. */
export function checkPolicies(
  mesh: EffectiveMesh,
  delivery: Delivery,
  arrival: Arrival,
): TargetVerdict & { readonly claims?: Claims } {
  const { name, port, http, principal, serverName, destinationIp, secured, trace } = arrival;
  const base = { workload: name, mtls: false, ...secured, ...(principal === undefined ? {} : { principal }) };
  const tokens: AuthenticationResult | undefined =
    http === undefined ? undefined : authenticate(arrival.requestAuthentications, delivery.tokens, http, trace);
  if (tokens?.status !== undefined) {
    return { ...base, outcome: 'unauthenticated', status: tokens.status, reason: `${name} refuses the token` };
  }
  const unknown = unknownFacts(delivery, destinationIp);
  const result = authorize(
    arrival.authorizationPolicies,
    {
      port,
      unknown,
      principal,
      ip: delivery.ip,
      remoteIp: delivery.clientIp,
      destinationIp,
      serverName,
      http,
      claims: tokens?.claims,
      spaceDelimitedClaims: tokens?.spaceDelimitedClaims,
    },
    mesh.settings,
    trace,
    delivery.answers,
  );
  const decided = result.policy === undefined ? {} : { decidedBy: decision(result.policy.toString(), result.field) };
  if (result.outcome === 'deny') {
    const status = http === undefined ? {} : { status: 403 };
    return { ...base, ...decided, ...status, outcome: 'denied', reason: `${name}: ${result.reason}` };
  }
  const outcome = result.outcome === 'custom' ? 'up-to-provider' : 'routed';
  const headers =
    tokens === undefined || Object.keys(tokens.headers).length === 0 ? {} : { tokenHeaders: tokens.headers };
  const claims = tokens?.claims === undefined ? {} : { claims: tokens.claims };
  return { ...base, ...decided, ...headers, ...claims, outcome, reason: `${name}: ${result.reason}` };
}

const NO_METADATA: ReadonlySet<UnknownFact> = new Set(['metadata']);

/** By what is known: no address, the original client or the sender, each without and with that of the pod. */
const UNKNOWN_FACTS: readonly ReadonlySet<UnknownFact>[] = [
  new Set(['metadata', 'destinationIp', 'ip', 'remoteIp']),
  new Set(['metadata', 'ip', 'remoteIp']),
  new Set(['metadata', 'destinationIp', 'ip']),
  new Set(['metadata', 'ip']),
  new Set(['metadata', 'destinationIp']),
  NO_METADATA,
];

/** What policies may ask for and nobody told; filters of Envoy, which write metadata, are never followed. */
function unknownFacts({ ip, clientIp }: Delivery, destinationIp: string | undefined): ReadonlySet<UnknownFact> {
  const address = ip !== undefined ? 2 : clientIp !== undefined ? 1 : 0;
  return UNKNOWN_FACTS[address * 2 + (destinationIp === undefined ? 0 : 1)] ?? NO_METADATA;
}

/** The policies that the proxy of a workload enforces: ztunnel asks no external authorizer. */
export function policiesOf(
  mesh: EffectiveMesh,
  workload: Workload,
  trace: Trace,
): readonly Resource<'AuthorizationPolicy'>[] {
  const policies = mesh.authorizationPolicies.for(workload, trace);
  if (workload.dataPlane !== 'ambient') return policies;
  const custom = policies.filter(({ spec }) => spec.action === 'CUSTOM');
  if (custom.length === 0) return policies;
  for (const policy of custom) trace.ruledOut(policy, 'spec.action', 'ztunnel does not know CUSTOM');
  return policies.filter(policy => !custom.includes(policy));
}

/** An object and field as they are shown. */
export function decision(resource: string, field: string | undefined): Decision {
  return field === undefined ? { resource } : { resource, field };
}
