import type { Finding, Rule } from '../../rule';
import { webhooksOf } from './conflicting-injection-webhooks';

/** The injector that a webhook calls does not exist: pods are refused, or start without a proxy. */
export const webhookServiceMissing: Rule = {
  name: 'webhook-service-missing',
  severity: 'error',
  summary: 'The Service that an injection webhook calls must exist.',
  equivalents: ['IST0139'],
  istioAnalyzers: ['webhook.Analyzer'],

  check({ model }) {
    const findings: Finding[] = [];
    const namespaces = new Set(model.all('Service').map(service => service.namespace));
    for (const { configuration: resource, index } of webhooksOf(model.all('MutatingWebhookConfiguration'))) {
      const { namespace = '', name = '' } = resource.spec.webhooks?.[index]?.clientConfig?.service ?? {};
      if (name === '' || model.find('Service', namespace, name) !== undefined) continue;
      // The Services of a namespace of which the set holds nothing come from elsewhere.
      if (!model.istioParity && !namespaces.has(namespace)) continue;
      findings.push({
        resource,
        field: model.istioParity ? undefined : `webhooks[${index}].clientConfig.service`,
        problem: `Service "${namespace}/${name}" does not exist`,
        fix: 'correct the Service, or install the control plane that the webhook belongs to',
      });
    }
    return findings;
  },
};
