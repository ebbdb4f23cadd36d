import type { IConstruct } from 'constructs';
import { ConfigError } from '../values/config-error';
import { byText } from '../values/order';

const ACCEPTED = 'cdk8s-istio:accept';

/**
 * The annotation of an object that says which findings about it are accepted and why: `rule: reason; rule: reason`.
 * Constructs write it into what they define, so that the written files are judged as the app was.
 */
export const ACCEPT_ANNOTATION = 'cdk8s-istio/accept';

/** A finding that somebody has looked at and decided to live with. */
export interface Acceptance {
  /** Name of the rule. */
  readonly rule: string;
  readonly reason: string;
  /** Path of the construct whose objects, and those of whose children, are meant. */
  readonly constructPath: string;
}

/**
 * Accepts the findings of a rule about the objects that a construct, or a construct below it, defines.
 *
 * An acceptance that matches no finding is itself reported, so that it goes when its reason has gone.
 *
 * @param construct The construct whose subtree is covered.
 * @param rule Name of the rule, such as `dangling-subset`.
 * @param reason Why the finding is right to be there; must not be empty.
 * @param applies Whether it is accepted, asked when findings are looked at; may only read.
 * @throws ConfigError if the reason is empty.
 */
export function accept(construct: IConstruct, rule: string, reason: string, applies = () => true): void {
  if (reason.trim() === '') {
    throw new ConfigError(`Cannot accept "${rule}" at ${construct.node.path}: wanted a reason, got an empty text`);
  }
  construct.node.addMetadata(ACCEPTED, { rule, reason, applies });
}

/** The acceptances of a construct and everything below it. */
export function acceptancesOf(root: IConstruct): Acceptance[] {
  return root.node
    .findAll()
    .flatMap(({ node }) =>
      node.metadata
        .filter(({ type, data }) => type === ACCEPTED && data.applies())
        .map(({ data }) => ({ rule: String(data.rule), reason: String(data.reason), constructPath: node.path })),
    );
}

/** The value of the annotation for acceptances, by rule. */
export function acceptText(reasons: ReadonlyMap<string, string>): string {
  return [...reasons]
    .sort(byText(([key]) => key))
    .map(([rule, reason]) => `${rule}: ${reason.replaceAll(';', ',').replace(/\s+/g, ' ').trim()}`)
    .join('; ');
}

/** The reasons by rule that a value of the annotation gives; an empty one where none is given. */
export function acceptedIn(text: string): ReadonlyMap<string, string> {
  const entries = text.split(';').filter(entry => entry.trim() !== '');
  return new Map(
    entries.map(entry => {
      const colon = entry.indexOf(':');
      return colon < 0 ? [entry.trim(), ''] : [entry.slice(0, colon).trim(), entry.slice(colon + 1).trim()];
    }),
  );
}
