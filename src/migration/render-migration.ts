import { requestText } from '../proof/witness-request';
import { type MigrationDecision, placeText, stateText } from './decision';
import type { AmbientMigrationPlan } from './migrate-to-ambient';

/** A migration as text for a terminal: its stages, what somebody has to see to, and what is not kept. */
export function renderMigration(plan: AmbientMigrationPlan): string {
  const { namespaces, stages, needs, decisions, assumptions } = plan;
  const byHand = needs.filter(({ state }) => state === 'by hand');
  return [
    `Moves ${namespaces.join(', ')} into the ambient mesh:`,
    ...stages.map(({ name, title }) => `  ${name}  ${title}`),
    ...(byHand.length === 0
      ? []
      : ['', 'needed, and not among the manifests', ...byHand.map(({ name, about }) => `  ${name}: ${about}`)]),
    ...(assumptions.length === 0 ? [] : ['', 'assumed', ...assumptions.map(one => `  ${one}`)]),
    '',
    decisions.length === 0
      ? 'At every moment, every request behaves as before.'
      : `not kept${decisions.some(({ isDemanded }) => isDemanded) ? '; each must be accepted by its name, but for what need not be' : ''}`,
    ...decisions.flatMap(decisionText),
    '',
  ].join('\n');
}

const MOST_REQUESTS = 3;

function decisionText(decision: MigrationDecision): readonly string[] {
  const { id, message, differences, url, because, obstacle } = decision;
  const more = differences.length - MOST_REQUESTS;
  return [
    '',
    `  ${id}${stateText(decision)}`,
    `    ${message}`,
    ...(obstacle === undefined ? [] : [`    ${obstacle.severity} at ${placeText(obstacle)}`, `    ${obstacle.fix}`]),
    ...(because.length === 0 ? [] : [`    because of ${because.join(', ')}`]),
    ...(url === undefined ? [] : [`    see ${url}`]),
    ...differences
      .slice(0, MOST_REQUESTS)
      .flatMap(({ witness, before, after, when }) => [
        `    such as ${requestText(witness)}`,
        `      before: ${before}`,
        `      after:  ${after}`,
        `      at:     ${when.join('; ')}`,
      ]),
    ...(more > 0 ? [`    and ${more} more`] : []),
  ];
}
