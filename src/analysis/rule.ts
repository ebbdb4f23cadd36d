import type { EffectiveMesh } from '../istio/effective-mesh';
import type { ResourceRef, Severity } from '../values/diagnostic';

/** One problem that a rule found; text and sorting come later. */
export interface Finding {
  /** The object that has to change. */
  readonly resource: ResourceRef;
  /**
   * Path of the offending field, such as `spec.http[0].route[1].destination.subset`.
   *
   * @default - the object as a whole
   */
  readonly field?: string | undefined;
  /** What is wrong, in one sentence without a full stop: the found state and what there is instead. */
  readonly problem: string;
  /** A change that fixes it. @default - none is known */
  readonly fix?: string | undefined;
  /** The other objects of the conflict. @default - none */
  readonly related?: readonly ResourceRef[] | undefined;
  /** The decisions of the proxies that lead there, a line each. @default - nothing was decided on the way */
  readonly trace?: readonly string[] | undefined;
  /** @default - that of the rule */
  readonly severity?: Severity | undefined;
  /** @default - the first IST or KIA code of the rule */
  readonly code?: string | undefined;
}

/** What a rule may ask for besides the mesh. */
export interface RuleContext {
  /** The Istio release that the manifests are written for. */
  readonly istioVersion: string;
  /** The time by which certificates are valid or not. */
  readonly now: Date;
}

/**
 * A check of a set of manifests: what it is, as data, and one function that walks the mesh and returns findings.
 * A generator will do, but its loops run several times as long in a mesh of thousands of objects.
 *
 * A rule holds no state, asks the mesh how Istio decides instead of deciding it again, and says nothing about what
 * follows from the finding of another. What the objects say is in `mesh.model`.
 */
export interface Rule {
  /** Kebab-case; also the name of its file, its docs page and its test. */
  readonly name: string;
  /** `error`: Istio refuses it or traffic breaks. `warning`: it works, but not as written. `info`: taste. */
  readonly severity: Severity;
  /** One sentence that says what must be so; the first line of the docs page. */
  readonly summary: string;
  /** Codes of istioctl (IST) and Kiali (KIA) for the same problem. */
  readonly equivalents: readonly string[];
  /**
   * The analyzers of istioctl that the rule stands for, alone or with other rules, in parity with istioctl.
   *
   * @default - none
   */
  readonly istioAnalyzers?: readonly string[];
  /**
   * `parity`: istioctl reports it, but on manifests it is noise, so that it is left out otherwise. `asked`: only when
   * the rule is asked for by name.
   *
   * @default 'always'
   */
  readonly when?: 'always' | 'parity' | 'asked';
  /**
   * Whether its errors are about what is let in and should not be, so that they drop no traffic.
   *
   * @default false
   */
  readonly isAboutOpenings?: boolean;
  check(mesh: EffectiveMesh, context: RuleContext): Iterable<Finding>;
  /** How istioctl decides the same, where it decides otherwise; it takes the place of `check` in parity with istioctl. */
  asIstioctl?(mesh: EffectiveMesh, context: RuleContext): Iterable<Finding>;
}

/** What a rule finds in a mesh, in parity with istioctl where the mesh was read so. */
export function findingsOf(rule: Rule, mesh: EffectiveMesh, context: RuleContext): Iterable<Finding> {
  const { asIstioctl } = rule;
  return mesh.model.istioParity && asIstioctl !== undefined ? asIstioctl(mesh, context) : rule.check(mesh, context);
}
