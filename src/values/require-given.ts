import { ConfigError } from './config-error';

/**
 * Returns the object given for a property, else throws. TypeScript refuses a missing reference; JavaScript does not,
 * and would fail later at a place that names neither the property nor the construct.
 */
export function requireGiven<T extends object>(value: T, what: string, where: string): T {
  const given: unknown = value;
  if (typeof given === 'object' && given !== null) return value;
  const got = typeof given === 'string' ? `"${given}"` : String(given);
  throw new ConfigError(`Cannot use ${got} as ${what} at ${where}: wanted the object that was declared`);
}
