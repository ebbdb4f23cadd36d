/**
 * A property that cannot be honoured, thrown where it was written.
 *
 * The message follows one form: the action that failed, on what (quoted), where (construct path), colon, the wanted
 * state, what was found.
 */
export class ConfigError extends Error {
  public override readonly name = 'ConfigError';
}
