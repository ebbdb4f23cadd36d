import { ConfigError } from '../values/config-error';
import type { GatewayRef } from './refs';
import type { TextMatch } from './string-match';

/**
 * A condition on a claim of the token that a gateway has checked. It only works for requests from that gateway, so a
 * `Jwt` on it makes it: see `Jwt.claim`.
 */
export interface ClaimMatch {
  /** The gateway that checks the token. */
  readonly gateway: GatewayRef;
  /** Path of the claim. */
  readonly path: readonly string[];
  readonly value: TextMatch;
}

/** The header by which routes of Istio read a claim. */
export function claimHeader(path: readonly string[]): string {
  return `@request.auth.claims${path.map(part => `[${part}]`).join('')}`;
}

/** The gateway that has checked the tokens of all claims; throws where they are of several. */
export function gatewayOf(claims: readonly ClaimMatch[], where: string): string {
  const labels = [...new Set(claims.map(({ gateway }) => gateway.label))];
  const [label = ''] = labels;
  if (labels.length > 1) {
    throw new ConfigError(
      `Cannot match requests at ${where}: wanted claims of one gateway, got ${labels.join(' and ')}`,
    );
  }
  return label;
}
