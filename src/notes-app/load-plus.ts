import type * as Plus from 'cdk8s-plus-27';
import { ConfigError } from '../values/config-error';

/** The packages that the Notes App can be composed with, the first that is there; what it uses is the same in all. */
const PACKAGES = [27, 34, 33, 32, 31, 30, 29, 28].map(version => `cdk8s-plus-${version}`);

/**
 * The cdk8s-plus package that is installed. It is an optional peer, needed by the Notes App alone, and so is loaded only
 * when a Notes App is declared.
 *
 * @param load What loads a package by its name, and throws where there is none.
 */
export function loadPlus(where: string, load: (name: string) => unknown = require): typeof Plus {
  let cause: unknown;
  for (const name of PACKAGES) {
    try {
      return load(name) as typeof Plus;
    } catch (error) {
      cause ??= error;
    }
  }
  throw new ConfigError(
    `Cannot compose the Notes App at ${where}: wanted a package from cdk8s-plus-27 to cdk8s-plus-34, none of which is installed; run "npm install cdk8s-plus-27"`,
    { cause },
  );
}
