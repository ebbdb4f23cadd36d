import type { PlanStep } from '../plan/change-plan';
import { requestText } from '../proof/witness-request';
import { refText } from '../values/diagnostic';
import { type MigrationDecision, placeText, stateText } from './decision';
import type { AmbientMigrationPlan } from './migrate-to-ambient';
import type { MigrationStage } from './stage';

/** The page of a whole migration: what it needs, what it does not keep, and its stages. */
export function overviewOf(plan: AmbientMigrationPlan): string {
  const { namespaces, stages, waypoints, needs, assumptions } = plan;
  return [
    '# From sidecars to ambient',
    '',
    `Moves ${namespaces.map(name => `\`${name}\``).join(', ')} from sidecars into the ambient mesh. Each folder is a stage: apply its`,
    'steps in their order, run its commands, look at its checks, and only then go on. Each can be undone.',
    '',
    '## Stages',
    '',
    ...stages.map(({ name, title }) => `- [${name}](${name}/README.md): ${title}`),
    '',
    '## What the ambient mesh needs',
    '',
    ...needs.map(({ name, state, about }) => `- **${name}** (${state}): ${about}`),
    '',
    ...section('## Waypoints', waypoints.map(waypointText)),
    '## What is not kept',
    '',
    proofText(plan),
    '',
    ...plan.decisions.flatMap(decisionText),
    ...section(
      '## What is assumed',
      assumptions.map(one => `- ${one}`),
    ),
  ]
    .join('\n')
    .replace(/\n+$/, '\n');
}

function waypointText({
  namespace,
  name,
  isForNamespace,
  services,
}: AmbientMigrationPlan['waypoints'][number]): string {
  const by = isForNamespace ? 'named by the namespace' : 'named by each Service';
  const listed = services.map(service => `  - \`${service.name}\`: because of ${service.because.join(', ')}`);
  return [`- \`${namespace}/${name}\` (${by}), for`, ...listed].join('\n');
}

function proofText({ decisions }: AmbientMigrationPlan): string {
  if (decisions.length === 0) {
    return 'Nothing: at every moment, every request of clients with a sidecar, of ambient clients and from outside behaves as before.';
  }
  const demanded = decisions.filter(({ isDemanded }) => isDemanded);
  const open = demanded.filter(({ isAccepted }) => !isAccepted).length;
  if (demanded.length === 0) return 'Only defaults that no configuration asks for; nothing must be accepted.';
  if (demanded.length === 1)
    return `One decision; ${open === 0 ? 'it is accepted' : 'it is not accepted yet (`--accept ID`)'}.`;
  const rest = open === 0 ? 'all of them are accepted' : `${open} of them are not accepted yet (\`--accept ID\`)`;
  return `${demanded.length} decisions; ${rest}.`;
}

const MOST_REQUESTS = 3;

function decisionText(decision: MigrationDecision): readonly string[] {
  const { id, message, differences, url, because, obstacle } = decision;
  const shown = differences
    .slice(0, MOST_REQUESTS)
    .flatMap(({ witness, before, after, when }) => [
      `  - \`${requestText(witness)}\`: before ${before}, after ${after} (${when.join('; ')})`,
    ]);
  const more = differences.length - MOST_REQUESTS;
  return [
    `- \`${id}\`${stateText(decision)}: ${message}${url === undefined ? '' : ` ([Istio](${url}))`}`,
    ...(obstacle === undefined ? [] : [`  - ${obstacle.severity} at ${placeText(obstacle)}; ${obstacle.fix}`]),
    ...(because.length === 0 ? [] : [`  - because of ${because.map(one => `\`${one}\``).join(', ')}`]),
    ...shown,
    ...(more > 0 ? [`  - and ${more} more`] : []),
    '',
  ];
}

/** The page of one stage: what it applies, what to run, what to look at, and the way back. */
export function stageGuide(plan: AmbientMigrationPlan, stage: MigrationStage): string {
  const { name, title, steps, back, commands, backCommands, checks } = stage;
  const byHand = name === '00-prepare' ? plan.needs.filter(({ state }) => state === 'by hand') : [];
  return [
    `# ${name}: ${title}`,
    '',
    '`manifests.yaml` holds all objects after this stage, for GitOps; `steps` holds what differs, in order.',
    '',
    ...section(
      '## By hand',
      byHand.map(need => `- **${need.name}**: ${need.about}`),
    ),
    '## Apply',
    '',
    ...(steps.length === 0 ? ['No object differs.', ''] : stepsText(steps, 'steps')),
    ...section('## Run', fenced(commands)),
    ...section('## Check', fenced(checks)),
    '## The way back',
    '',
    ...(back.length === 0 ? ['No object differs.', ''] : stepsText(back, 'back')),
    ...(backCommands.length === 0 ? [] : ['Then', '', ...fenced(backCommands), '']),
  ]
    .join('\n')
    .replace(/\n+$/, '\n');
}

function stepsText(steps: readonly PlanStep[], folder: string): readonly string[] {
  const lines = steps.flatMap(({ title, changes, waitFor, drops }, i) => {
    const number = String(i + 1).padStart(2, '0');
    const applies = changes.some(({ manifest }) => manifest !== undefined);
    const deletes = changes.some(({ action }) => action === 'delete');
    return [
      `${i + 1}. ${title}`,
      '',
      ...(applies ? [`   - \`kubectl apply -f ${folder}/${number}-apply.yaml\``] : []),
      ...(deletes ? [`   - \`kubectl delete -f ${folder}/${number}-delete.yaml\``] : []),
      ...changes.map(
        ({ action, resource, note }) => `   - ${action} ${refText(resource)}${note === undefined ? '' : `: ${note}`}`,
      ),
      ...drops.map(({ reason }) => `   - loses requests: ${reason}`),
      `   - wait for ${waitFor}`,
      '',
    ];
  });
  return lines;
}

function fenced(commands: readonly string[]): readonly string[] {
  return commands.length === 0 ? [] : ['```sh', ...commands, '```'];
}

function section(title: string, lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : [title, '', ...lines, ''];
}
