import type { Finding, Rule, RuleContext } from '../analysis/rule';
import { buildModel, type MeshModelOptions } from '../model/mesh-model';
import { parseManifests } from '../model/read-manifests';
import type { ModelRead } from '../model/reads';
import { DEFAULT_ISTIO_VERSION } from '../values/istio-version';
import { trackReads } from './track-reads';

/** What a rule is held to. The names of the cases complete "accepts …" and "reports …". */
export interface RuleCases {
  /** Manifests in which the rule finds nothing. */
  readonly valid: { readonly [name: string]: string | RuleInput };
  /** Manifests in which it finds something. */
  readonly invalid: {
    readonly [name: string]: RuleInput & {
      /** The findings as `KIND NAMESPACE/NAME FIELD: PROBLEM`, in the order of the rule. */
      readonly expect: readonly string[];
    };
  };
}

/** Manifests, and how they are read. */
export interface RuleInput {
  readonly yaml: string;
  readonly options?: MeshModelOptions;
  readonly context?: Partial<RuleContext>;
}

/**
 * Defines the tests of a rule for Jest, and one that holds it to what it declares to read.
 *
 * The rule may read less than it declares in the cases at hand, but never more.
 */
export function testRule(rule: Rule, { valid, invalid }: RuleCases): void {
  const seen = new Set<ModelRead>();

  describe(rule.name, () => {
    for (const [name, input] of Object.entries(valid)) {
      test(`accepts ${name}`, () => {
        expect(runRule(rule, typeof input === 'string' ? { yaml: input } : input, seen)).toEqual([]);
      });
    }
    for (const [name, { expect: expected, ...input }] of Object.entries(invalid)) {
      test(`reports ${name}`, () => {
        expect(runRule(rule, input, seen)).toEqual(expected);
      });
    }
    test('reads nothing but what it declares', () => {
      expect([...seen].filter(read => !rule.reads.includes(read))).toEqual([]);
    });
  });
}

/**
 * Runs one rule over manifests.
 *
 * @param seen Gets what the rule reads.
 * @returns the findings as `KIND NAMESPACE/NAME FIELD: PROBLEM`
 */
export function runRule(rule: Rule, { yaml, options, context }: RuleInput, seen = new Set<ModelRead>()): string[] {
  const mesh = trackReads(buildModel(parseManifests(yaml, 'mesh.yaml'), options), seen);
  const found = rule.check(mesh, { istioVersion: DEFAULT_ISTIO_VERSION, now: new Date(), ...context });
  return [...found].map(textOf);
}

function textOf({ resource, field, problem }: Finding): string {
  const { kind, namespace, name } = resource;
  const object = `${kind} ${namespace === undefined || namespace === '' ? '' : `${namespace}/`}${name}`;
  return `${field === undefined ? object : `${object} ${field}`}: ${problem}`;
}
