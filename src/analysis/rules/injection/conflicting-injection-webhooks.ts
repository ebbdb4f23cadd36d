import { type Labels, matchesSelector } from '../../../model/labels';
import type { Resource } from '../../../model/resource';
import type { LabelSelector } from '../../../model/shapes/kubernetes';
import type { Finding, Rule } from '../../rule';
import { quoted } from '../../wording';

type Configuration = Resource<'MutatingWebhookConfiguration'>;

interface Webhook {
  readonly configuration: Configuration;
  readonly name: string;
  readonly index: number;
  readonly namespaceSelector: LabelSelector | undefined;
  readonly objectSelector: LabelSelector | undefined;
}

const REVISION = 'istio.io/rev';
const INJECT = 'sidecar.istio.io/inject';

/** Two injectors want the same pods: the pod gets two proxies, or that of the wrong revision. */
export const conflictingInjectionWebhooks: Rule = {
  name: 'conflicting-injection-webhooks',
  severity: 'error',
  summary: 'At most one injection webhook may select a pod.',
  equivalents: ['IST0139'],
  istioAnalyzers: ['webhook.Analyzer'],

  check({ model }) {
    const findings: Finding[] = [];
    const webhooks = injectionWebhooks(model.all('MutatingWebhookConfiguration'));
    const revisions = new Set(webhooks.flatMap(revisionsOf));
    const reported = new Set<string>();
    for (const namespace of variants(
      [{}, { 'istio-injection': 'enabled' }, { 'istio-injection': 'disabled' }],
      revisions,
    )) {
      const candidates = webhooks.filter(webhook => matchesSelector(webhook.namespaceSelector, namespace));
      if (candidates.length < 2) continue;
      for (const pod of variants([{}, { [INJECT]: 'true' }, { [INJECT]: 'false' }], revisions)) {
        const matching = candidates.filter(webhook => matchesSelector(webhook.objectSelector, pod));
        if (matching.length < 2) continue;
        for (const webhook of matching) {
          const others = matching.filter(other => other !== webhook);
          const names = quoted(others.map(other => `${other.configuration.name}/${other.name}`));
          const key = `${webhook.configuration.name} ${webhook.index} ${names}`;
          if (reported.has(key)) continue;
          reported.add(key);
          findings.push({
            resource: webhook.configuration,
            field: model.istioParity ? undefined : `webhooks[${webhook.index}]`,
            problem: `pods are also selected by webhook ${names}`,
            fix: 'remove one of the webhooks, or let their selectors exclude each other',
            related: [...new Set(others.map(other => other.configuration))].filter(
              other => other !== webhook.configuration,
            ),
          });
        }
      }
    }
    return findings;
  },
};

/** The webhooks of the configurations that are about injection. */
function injectionWebhooks(configurations: readonly Configuration[]): Webhook[] {
  return configurations.flatMap(configuration => {
    const webhooks = (configuration.spec.webhooks ?? []).map(
      ({ name = '', namespaceSelector, objectSelector }, index) => ({
        configuration,
        name,
        index,
        namespaceSelector,
        objectSelector,
      }),
    );
    const isRelevant = webhooks.some(
      webhook => webhook.name.endsWith('istio.io') || revisionsOf(webhook).length > 0 || mentionsRevision(webhook),
    );
    return isRelevant || configuration.labels[REVISION] !== undefined ? webhooks : [];
  });
}

function mentionsRevision({ namespaceSelector, objectSelector }: Webhook): boolean {
  return [namespaceSelector, objectSelector].some(selector =>
    selector?.matchExpressions?.some(({ key }) => key === REVISION),
  );
}

function revisionsOf({ configuration, namespaceSelector, objectSelector }: Webhook): readonly string[] {
  const own = configuration.labels[REVISION];
  const selected = [namespaceSelector, objectSelector].flatMap(selector => [
    ...(selector?.matchLabels?.[REVISION] === undefined ? [] : [selector.matchLabels[REVISION]]),
    ...(selector?.matchExpressions ?? []).filter(({ key }) => key === REVISION).flatMap(({ values = [] }) => values),
  ]);
  return own === undefined ? selected : [own, ...selected];
}

/** Each of the label sets alone, and with each revision. */
function variants(bases: readonly Labels[], revisions: ReadonlySet<string>): Labels[] {
  return bases.flatMap(base => [base, ...[...revisions].map(revision => ({ ...base, [REVISION]: revision }))]);
}

/** The injection webhooks, for rules that look at where they lead. */
export const webhooksOf = injectionWebhooks;
