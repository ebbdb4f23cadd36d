import type { ObjectIssue } from '../../src/schema/object-issue';
import type { Judgement } from './oracle-process';

type Json = { readonly [field: string]: unknown };

interface Check {
  objects: number;
  agree: number;
  /** How many of the objects Istio refuses, or warns of. */
  positive: number;
}

interface Example {
  readonly object: Json;
  readonly product: string;
  readonly istio: string;
}

/** Counts how often the product and Istio agree about objects, check by check. */
export class ValidationReport {
  private readonly checks = {
    definition: { objects: 0, agree: 0, positive: 0 },
    webhook: { objects: 0, agree: 0, positive: 0 },
    warnings: { objects: 0, agree: 0, positive: 0 },
  };
  private readonly kinds = new Map<string, Example[]>();

  /**
   * @param product the issues, or the message of an error
   */
  add(object: Json, product: readonly ObjectIssue[] | string, istio: Judgement): void {
    if (typeof product === 'string') {
      this.differ('throws', object, product, istio.crd ?? istio.webhook ?? 'accepts');
      this.checks.definition.objects++;
      return;
    }
    const errors = product.filter(({ severity }) => severity === 'error');
    const schema = errors.filter(({ source }) => source !== 'webhook');
    const agreed = this.compare('definition', object, schema, istio.crd);
    // What the API server refuses never gets to the webhook, and the product reports one cause once.
    if (!agreed || istio.crd !== undefined) return;
    const webhook = errors.filter(({ source }) => source === 'webhook');
    if (!this.compare('webhook', object, webhook, istio.webhook) || istio.webhook !== undefined) return;
    const warnings = product.filter(({ severity, source }) => severity === 'warning' && source === 'webhook');
    const warned = istio.warnings?.filter(warning => !OF_ANALYSIS.test(warning)) ?? [];
    this.compare('warnings', object, warnings, warned.length === 0 ? undefined : warned.join(' | '));
  }

  get agrees(): boolean {
    return this.kinds.size === 0;
  }

  private compare(
    check: keyof ValidationReport['checks'],
    object: Json,
    product: readonly ObjectIssue[],
    istio: string | undefined,
  ): boolean {
    const counted: Check = this.checks[check];
    counted.objects++;
    if (istio !== undefined) counted.positive++;
    if (product.length > 0 === (istio !== undefined)) {
      counted.agree++;
      return true;
    }
    const [first] = product;
    const said = first === undefined ? general(istio ?? '') : `${first.rule} ${general(first.path)}`;
    const sides = first === undefined ? 'only Istio speaks' : 'only the product speaks';
    this.differ(
      `${check}: ${sides}: ${object.kind} ${said}`,
      object,
      product.map(({ message }) => message).join(' | ') || 'nothing',
      istio ?? 'nothing',
    );
    return false;
  }

  private differ(kind: string, object: Json, product: string, istio: string): void {
    this.kinds.set(kind, [...(this.kinds.get(kind) ?? []), { object, product, istio }]);
  }

  /** The report as text, with some examples of each kind of difference. */
  print(examples: number): string {
    const kinds = [...this.kinds].sort(([, a], [, b]) => b.length - a.length);
    return [
      ...kinds.flatMap(([kind, found]) => [
        `${String(found.length).padStart(6)}  ${kind}`,
        ...found
          .slice(0, examples)
          .flatMap(({ object, product, istio }) => [
            `          ${JSON.stringify(object).slice(0, 1000)}`,
            `            product: ${product.slice(0, 500)}`,
            `            Istio:   ${istio.slice(0, 500)}`,
          ]),
      ]),
      ...Object.entries(this.checks).map(
        ([check, { objects, agree, positive }]) =>
          `validation, ${check}: ${agree} of ${objects} objects agree (${((100 * agree) / Math.max(objects, 1)).toFixed(2)}%); Istio speaks of ${positive}`,
      ),
    ].join('\n');
  }
}

/** Warnings of rules that an earlier one hides: here the analysis says it, with more of the mesh in view. */
const OF_ANALYSIS = /^virtualService rule .* not used /;

/** A message without what only this object has. */
function general(message: string): string {
  return message
    .replace(/"(?:[^"\\]|\\.)*"|'[^']*'/g, '"…"')
    .replace(/\[[^\]]*\]/g, '[]')
    .replace(/-?\d+(\.\d+)?/g, 'N')
    .slice(0, 160);
}
