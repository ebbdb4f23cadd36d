import { ConfigError } from '../values/config-error';

/** Constructs that wait for each other in a circle. */
export class DependencyCycle extends ConfigError {
  /** @param cycle construct paths, each of which waits for the next, the last one for the first */
  public constructor(cycle: readonly string[]) {
    const steps = cycle.filter((path, i) => path !== cycle[i - 1]);
    super(
      `Cannot order the objects of the app: wanted dependencies without a cycle, got ${[...steps, steps[0]].map(path => `"${path}"`).join(' -> ')}`,
    );
  }
}
