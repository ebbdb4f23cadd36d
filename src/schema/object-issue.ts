/** What found a problem: the schema of the CRD, its CEL rules, the rules of Istio's webhook, or the target release. */
export type IssueSource = 'schema' | 'cel' | 'webhook' | 'version';

/** One problem of one object, found without looking at any other. */
export interface ObjectIssue {
  /** `error`: the API server or Istio refuses the object. `warning`: they accept it, but not for what it says. */
  readonly severity: 'error' | 'warning';
  readonly source: IssueSource;
  /** The offending field, such as `spec.http[0].route[1].weight`; of a missing field, where it would be. */
  readonly path: string;
  /** The whole text: path, rule, wanted and found. What the API server reports too is worded as it does. */
  readonly message: string;
  /** Kebab-case name of the rule. */
  readonly rule: string;
  /** A change that fixes it. @default - none is known */
  readonly fix?: string;
}
