import type { CorsPolicy } from '../../imports/networking.istio.io';
import { type Duration, durationMilliseconds } from '../values/duration';
import { stringMatchOf, type TextMatch } from './string-match';

/**
 * Which pages of other origins may call, and read the answers.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#CorsPolicy
 */
export interface CorsOptions {
  /** The origins whose pages may read the answers, such as `https://shop.example.com`; at least one. */
  readonly allowOrigins: readonly TextMatch[];
  /** Methods that pages may use, in capitals. @default - those that need no leave: GET, HEAD and POST */
  readonly allowMethods?: readonly string[] | undefined;
  /** Headers that pages may set on requests. @default - those that need no leave */
  readonly allowHeaders?: readonly string[] | undefined;
  /** Headers of answers that pages may read. @default - those that need no leave */
  readonly exposeHeaders?: readonly string[] | undefined;
  /** Whether pages may send cookies and credentials. @default false */
  readonly allowCredentials?: boolean | undefined;
  /** How long a browser may remember what it may do: whole seconds. @default - as long as the browser likes */
  readonly maxAge?: Duration | undefined;
  /**
   * What becomes of the requests that browsers of other origins send ahead: they go on to the service, or are answered
   * without leave. Istio 1.23 and newer tell them apart.
   *
   * @default "forward"
   */
  readonly unmatchedPreflights?: 'forward' | 'ignore' | undefined;
}

/** The options as Istio writes them; fails where they allow nobody. */
export function writeCors(
  { allowOrigins, maxAge, unmatchedPreflights, ...rest }: CorsOptions,
  fail: (wanted: string) => never,
): CorsPolicy {
  if (allowOrigins.length === 0) fail('wanted cors to allow at least one origin, got none');
  const milliseconds = maxAge === undefined ? 1000 : (durationMilliseconds(maxAge) ?? 0);
  if (milliseconds < 1000 || milliseconds % 1000 !== 0) {
    fail(`wanted maxAge of cors to be whole seconds, such as "24h", got "${maxAge}"`);
  }
  return {
    allowOrigins: allowOrigins.map(stringMatchOf),
    allowMethods: rest.allowMethods,
    allowHeaders: rest.allowHeaders,
    exposeHeaders: rest.exposeHeaders,
    allowCredentials: rest.allowCredentials,
    maxAge,
    unmatchedPreflights:
      unmatchedPreflights === undefined ? undefined : unmatchedPreflights === 'ignore' ? 'IGNORE' : 'FORWARD',
  };
}
