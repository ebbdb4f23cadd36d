import { ConfigError } from '../values/config-error';

/** One step on the way of a canary to all users. */
export interface CanaryStage {
  /** Name of the stage: what the `stage` property, or `CANARY_STAGE`, selects. */
  readonly name: string;

  /** Share of the requests that the canary answers, in whole percent from 0 to 100. */
  readonly weight: number;

  /**
   * Whether the overriding header works in this stage.
   *
   * @default true
   */
  readonly header?: boolean | undefined;

  /**
   * Share of the requests that the canary gets a copy of, in percent above 0 up to 100; its answers to them are thrown
   * away. Only where its weight is 0. Copies of requests that write are written twice.
   *
   * @default - no copies
   */
  readonly mirror?: number | undefined;
}

/** The environment variable that selects the stage of every canary that has one of this name. */
export const CANARY_STAGE = 'CANARY_STAGE';

/** Throws unless the stages are well formed and have names of their own. */
export function checkStages(stages: readonly CanaryStage[], fail: (wanted: string) => never): void {
  if (stages.length === 0) fail('wanted at least one stage, got none');
  const names = new Set<string>();
  for (const { name, weight, mirror } of stages) {
    if (!/^[A-Za-z0-9][-A-Za-z0-9_.]*$/.test(name)) {
      fail(`wanted a stage name of letters, digits, "-", "_" and ".", got "${name}"`);
    }
    if (names.has(name)) fail(`wanted stages with unique names, got "${name}" twice`);
    names.add(name);
    checkWeight(weight, mirror, fail);
  }
}

/** Throws unless a canary can get these shares of requests and copies. */
export function checkWeight(weight: number, mirror: number | undefined, fail: (wanted: string) => never): void {
  if (!Number.isInteger(weight) || weight < 0 || weight > 100) {
    fail(`wanted a weight in whole percent from 0 to 100, got ${weight}`);
  }
  if (mirror === undefined) return;
  if (!(mirror > 0 && mirror <= 100)) fail(`wanted to mirror more than 0 and at most 100 percent, got ${mirror}`);
  if (weight > 0) {
    fail(`wanted mirror only with weight 0, got mirror ${mirror} with weight ${weight}`);
  }
}

/**
 * The stage that holds now. `CANARY_STAGE` wins over the property: `ten` selects that stage of every canary,
 * `backend-canary=ten,other=half` those of the canaries with these ids and leaves the rest as written.
 */
export function currentStage(
  stages: readonly CanaryStage[],
  written: string,
  canary: { readonly id: string; readonly where: string },
): CanaryStage {
  const chosen = fromEnvironment(canary.id);
  const name = chosen ?? written;
  const found = stages.find(stage => stage.name === name);
  if (found !== undefined) return found;
  const source = chosen === undefined ? 'the stage property' : `the environment variable ${CANARY_STAGE}`;
  throw new ConfigError(
    `Cannot enter stage "${name}" of the canary at ${canary.where}: wanted one of ${stages.map(stage => `"${stage.name}"`).join(', ')} from ${source}`,
  );
}

/** The canaries that `CANARY_STAGE` names and that there are not; each pair names one. */
export function unknownCanaries(ids: readonly string[]): readonly string[] {
  const text = process.env[CANARY_STAGE] ?? '';
  if (!text.includes('=')) return [];
  const named = text.split(',').map(pair => pair.split('=')[0]?.trim() ?? '');
  return [...new Set(named)].filter(id => !ids.includes(id));
}

function fromEnvironment(id: string): string | undefined {
  const text = process.env[CANARY_STAGE]?.trim();
  if (text === undefined || text === '') return undefined;
  if (!text.includes('=')) return text;
  for (const pair of text.split(',')) {
    const [key = '', name] = pair.split('=').map(part => part.trim());
    if (key === id && name !== undefined) return name;
  }
  return undefined;
}
