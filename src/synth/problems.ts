import { ConfigError } from '../values/config-error';
import type { Diagnostic, ResourceRef } from '../values/diagnostic';
import { byText } from '../values/order';

interface Problem {
  readonly path: string;
  readonly error: ConfigError;
}

/**
 * What constructs refuse while an app is synthesized, kept so that everything that is wrong is told at once. What only
 * follows from something else that is wrong is left out.
 */
export class Problems {
  readonly #problems: Problem[] = [];
  #isComplete = true;

  /** Whether every object of the app was rendered, so that the whole can be judged. */
  public get isComplete(): boolean {
    return this.#isComplete;
  }

  /** Notes what the validation of a construct says. */
  public addInvalid(path: string, text: string): void {
    this.#problems.push({ path, error: withoutFrames(new ConfigError(`[${path}] ${text}`)) });
  }

  /** Notes that an object could not be rendered. */
  public addUnrendered(error: ConfigError, path: string): void {
    this.#isComplete = false;
    // What makes the object is found to be wrong already.
    if (!this.#problems.some(problem => isWithin(path, problem.path))) {
      this.#problems.push({ path, error: withoutFrames(error) });
    }
  }

  /** The errors, once each, in the order of the alphabet. */
  public get errors(): readonly Error[] {
    return sortedErrors(this.#problems.map(({ error }) => error));
  }

  /** Whether a finding follows from what is wrong: it is about a construct that says so, or that takes part in it. */
  public explain({ resource, related = [] }: Diagnostic): boolean {
    const paths = [resource, ...related].flatMap(({ origin }: ResourceRef) => origin?.constructPath ?? []);
    return paths.some(path =>
      this.#problems.some(problem => isWithin(path, problem.path) || mentions(problem.error.message, path)),
    );
  }
}

/** Errors once each, in the order of the alphabet. */
export function sortedErrors(errors: readonly Error[]): readonly Error[] {
  const byMessage = new Map(errors.map(error => [error.message, error]));
  return [...byMessage].sort(byText(([key]) => key)).map(([, error]) => error);
}

/** The frames are those of the synthesis, and say nothing of where the construct was written. */
function withoutFrames(error: ConfigError): ConfigError {
  error.stack = `${error.name}: ${error.message}`;
  return error;
}

function isWithin(path: string, outer: string): boolean {
  return outer === '' || path === outer || path.startsWith(`${outer}/`);
}

/** Whether a text names a construct by its path, and not by a longer one. */
function mentions(text: string, path: string): boolean {
  if (path === '') return false;
  const [, ...afterwards] = text.split(` at ${path}`);
  return afterwards.some(rest => !/^[\w/-]/.test(rest));
}
