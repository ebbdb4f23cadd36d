import type { HttpRequest } from '../requests/http-request';
import type { ExternalAnswers } from './authorization';
import type { Caller } from './caller';
import { type SimulationRequest, type Speech, tokensOf } from './request';
import type { Token } from './request-authentication';
import type { Outcome, TargetVerdict } from './verdict';

/** A request on its last hop: what is sent, by whom. */
export interface Delivery {
  /** The pods that send; undefined for a client outside the mesh. */
  readonly caller: Caller | undefined;
  /** The request as it arrives, after what the routes changed. */
  readonly http: HttpRequest | undefined;
  /** Whether the application encrypts by itself. */
  readonly applicationTls: boolean;
  readonly tokens: readonly Token[];
  readonly ip: string | undefined;
  readonly clientIp: string | undefined;
  readonly answers: ExternalAnswers;
  /** Goes on from a gateway that is the destination; undefined where no further gateway is followed. */
  readonly throughGateway: GatewayHop | undefined;
  /** Whether the sender's proxy follows DestinationRules and auto mTLS. */
  readonly proxied: boolean;
}

/** Follows a request that arrives at the pods of a gateway. */
export type GatewayHop = (gateway: Caller, arrival: GatewayArrival, delivery: Delivery) => TargetVerdict;

/** How a request arrives at a gateway. */
export interface GatewayArrival {
  readonly port: number;
  readonly tls: 'plaintext' | 'tls' | 'mtls';
  readonly serverName: string | undefined;
  readonly principal: string | undefined;
}

/** What becomes of a request at a destination. */
export interface Delivered {
  readonly outcome: Outcome;
  readonly reason: string;
  readonly targets: readonly TargetVerdict[];
}

/** What a request carries along all its way. */
export function contentOf(
  request: SimulationRequest,
  speech: Speech,
): Pick<Delivery, 'http' | 'applicationTls' | 'tokens' | 'ip' | 'clientIp' | 'answers'> {
  return {
    http: speech.http,
    applicationTls: speech.tls,
    tokens: tokensOf(request),
    ip: request.ip,
    clientIp: request.clientIp,
    answers: request.externalAuthorizers ?? {},
  };
}
