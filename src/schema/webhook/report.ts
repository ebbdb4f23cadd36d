import { isAtLeast } from '../../values/istio-version';
import type { ObjectIssue } from '../object-issue';
import { WEBHOOK_RULES, type WebhookRule } from './rules';

/** Gathers what the checks of one object find. */
export class WebhookReport {
  public readonly issues: ObjectIssue[] = [];

  public constructor(
    /** The name of the object; empty if it has none. */
    public readonly name: string,
    /** The namespace of the object; empty if it has none. */
    public readonly namespace: string,
    /** The release of Istio whose webhook it is, such as `1.31`. */
    private readonly istioVersion: string,
  ) {}

  /** Whether the webhook is of this release or a newer one. */
  public isAtLeast(release: string): boolean {
    return isAtLeast(this.istioVersion, release);
  }

  /**
   * Reports a violation.
   *
   * @param got What was found, quoted where it is a text.
   * @param fix A change that fixes it, where the rule does not say so already.
   */
  public add(rule: WebhookRule, path: string, got?: string, fix?: string): void {
    const { severity, wanted } = WEBHOOK_RULES[rule];
    this.issues.push({
      severity,
      source: 'webhook',
      path,
      message: `${path}: ${wanted}${got === undefined ? '' : `, got ${got}`}`,
      rule,
      ...(fix === undefined ? {} : { fix }),
    });
  }
}

/** A text as messages show it. */
export function quote(value: unknown): string {
  return JSON.stringify(value) ?? 'nothing';
}
