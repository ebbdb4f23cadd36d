import { type Finding, findingsOf, type Rule, type RuleContext } from '../analysis/rule';
import { effectiveMeshOf } from '../istio/effective-mesh';
import { buildModel, type MeshModelOptions } from '../model/mesh-model';
import { parseManifests } from '../model/read-manifests';
import { DEFAULT_ISTIO_VERSION } from '../values/istio-version';

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
  /** Mesh configuration and other settings of the model. @default - Istio's defaults */
  readonly options?: MeshModelOptions;
  /** What the rule is told beside the mesh. @default - the release of the model */
  readonly context?: Partial<RuleContext>;
}

/** The functions of a test runner like Jest, as far as they are used here. */
interface Runner {
  describe?: (name: string, define: () => void) => void;
  test?: (name: string, run: () => void) => void;
  expect?: (value: unknown) => { toEqual(expected: unknown): void };
}

/**
 * Defines the tests of a rule for Jest, or for another runner with global `describe`, `test` and `expect`.
 *
 * @throws Error if the runner has no such functions; call `runRule` there.
 *
 * @example
 * const web = (host: string) => `
 * apiVersion: networking.istio.io/v1
 * kind: VirtualService
 * metadata: { name: web, namespace: shop }
 * spec: { hosts: ['${host}'] }
 * `;
 * const noWildcards: Rule = {
 *   name: 'no-wildcards',
 *   severity: 'warning',
 *   summary: 'A VirtualService must name its hosts.',
 *   equivalents: [],
 *   *check({ model }) {
 *     for (const resource of model.all('VirtualService')) {
 *       if (resource.spec.hosts?.includes('*')) yield { resource, field: 'spec.hosts', problem: 'takes every request' };
 *     }
 *   },
 * };
 * testRule(noWildcards, {
 *   valid: { 'a host with a name': web('shop.example.com') },
 *   invalid: {
 *     'a host for all': { yaml: web('*'), expect: ['VirtualService shop/web spec.hosts: takes every request'] },
 *   },
 * });
 */
export function testRule(rule: Rule, { valid, invalid }: RuleCases): void {
  const { describe, test, expect } = globalThis as Runner;
  if (describe === undefined || test === undefined || expect === undefined) {
    throw new Error(
      `Cannot define the tests of "${rule.name}": wanted the global "describe", "test" and "expect" of Jest; call runRule instead`,
    );
  }
  describe(rule.name, () => {
    for (const [name, input] of Object.entries(valid)) {
      test(`accepts ${name}`, () => {
        expect(runRule(rule, typeof input === 'string' ? { yaml: input } : input)).toEqual([]);
      });
    }
    for (const [name, { expect: expected, ...input }] of Object.entries(invalid)) {
      test(`reports ${name}`, () => {
        expect(runRule(rule, input)).toEqual(expected);
      });
    }
  });
}

/**
 * Runs one rule over manifests.
 *
 * @returns the findings as `KIND NAMESPACE/NAME FIELD: PROBLEM`
 */
export function runRule(rule: Rule, { yaml, options, context }: RuleInput): string[] {
  const mesh = effectiveMeshOf(buildModel(parseManifests(yaml, 'mesh.yaml'), options));
  const found = findingsOf(rule, mesh, { istioVersion: DEFAULT_ISTIO_VERSION, now: new Date(), ...context });
  return [...found].map(textOf);
}

function textOf({ resource, field, problem }: Finding): string {
  const { kind, namespace, name } = resource;
  const object = `${kind} ${namespace === undefined || namespace === '' ? '' : `${namespace}/`}${name}`;
  return `${field === undefined ? object : `${object} ${field}`}: ${problem}`;
}
