import { sortedErrors } from './problems';

/** Ends a part of a program that needs what another part failed to give. It says nothing new. */
export class PartFailed extends Error {
  public override readonly name = 'PartFailed';
}

/** The parts of a program that stand for themselves, and what they refuse. */
export class Parts {
  readonly #errors: Error[] = [];
  #isTold = false;

  /** Runs a part; what it refuses is kept. */
  public run<T>(part: () => T): () => T {
    try {
      const result = part();
      return () => result;
    } catch (error) {
      if (!(error instanceof Error)) throw error;
      if (!(error instanceof PartFailed)) this.#errors.push(error);
      return () => {
        throw new PartFailed(`Cannot use what a part of the program gives: it failed, since ${error.message}`);
      };
    }
  }

  /** Whether somebody was told what the parts refuse. */
  public get isTold(): boolean {
    return this.#isTold;
  }

  /** What the parts refuse, once each, in the order of the alphabet, for somebody who tells it. */
  public tell(): readonly Error[] {
    this.#isTold = true;
    return sortedErrors(this.#errors);
  }
}
