import type * as Plus from 'cdk8s-plus-27';
import { ConfigError } from '../values/config-error';

/**
 * The cdk8s-plus-27 package. It is an optional peer, needed by the Notes App alone, and so is loaded only when a Notes
 * App is declared.
 */
export function loadPlus(where: string): typeof Plus {
  try {
    return require('cdk8s-plus-27') as typeof Plus;
  } catch (cause) {
    throw new ConfigError(
      `Cannot compose the Notes App at ${where}: wanted the package cdk8s-plus-27, which is not installed; run "npm install cdk8s-plus-27"`,
      { cause },
    );
  }
}
