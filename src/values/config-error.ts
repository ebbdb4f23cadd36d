/**
 * A property that cannot be honoured, thrown where it was written.
 *
 * The message follows one form: the action that failed, on what (quoted), where (construct path), colon, the wanted
 * state, what was found.
 */
export class ConfigError extends Error {
  public override readonly name = 'ConfigError';
}

/** Ends a construction with a `ConfigError` for what `where` wanted to do. */
export function failing(action: string, where: string): (wanted: string) => never {
  return wanted => {
    throw new ConfigError(`${action} at ${where}: ${wanted}`);
  };
}
