import type { RoutingFailure } from './routing';
import type { Outcome, TargetVerdict, Verdict } from './verdict';

/** What a verdict says, before the release and the trace are laid to it. */
export type DraftVerdict = Omit<Verdict, 'istioVersion' | 'trace' | 'assumptions' | 'unsupported'>;

/** A verdict without destinations. */
export function answer(
  outcome: Outcome,
  reason: string,
  more: Partial<Pick<Verdict, 'status' | 'location' | 'body' | 'decidedBy'>> = {},
): DraftVerdict {
  return { outcome, reason, destinations: [], ...more };
}

/** The verdict on a request that a gateway or waypoint refuses by its policies. */
export function refusedBy({ outcome, reason, status, decidedBy }: TargetVerdict): DraftVerdict {
  return answer(outcome, reason, { status, decidedBy });
}

const FAILURES: { readonly [reason in RoutingFailure['reason']]: readonly [Outcome, string] } = {
  'no-listener': ['no-listener', 'nothing listens on the port'],
  'no-virtual-host': ['no-route', 'no host covers the request'],
  'no-route': ['no-route', 'no route takes the request'],
  'no-filter-chain': ['no-listener', 'no server has the name of the connection'],
  'protocol-error': ['protocol-error', 'the port does not take such a connection'],
  'tls-required': ['protocol-error', 'the port takes only TLS'],
  'client-certificate-required': ['mtls-failure', 'the server wants a certificate of the client'],
  'https-redirect': ['redirected', 'plaintext requests are sent to HTTPS'],
  'path-redirect': ['redirected', 'the client is sent to the path without escaped slashes'],
  'refused-request': ['answered', 'the gateway refuses such a path or header'],
};

/** The verdict on a request that a proxy cannot route. */
export function failed({ reason, status, location }: RoutingFailure): DraftVerdict {
  const [outcome, text] = FAILURES[reason];
  return answer(outcome, location === undefined ? text : `${text}: ${location}`, { status, location });
}
