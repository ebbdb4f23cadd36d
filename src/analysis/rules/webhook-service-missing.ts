import type { Rule } from '../rule';
import { webhooksOf } from './conflicting-injection-webhooks';

/** The injector that a webhook calls does not exist: pods are refused, or start without a proxy. */
export const webhookServiceMissing: Rule = {
  name: 'webhook-service-missing',
  severity: 'error',
  summary: 'The Service that an injection webhook calls must exist.',
  reads: ['MutatingWebhookConfiguration', 'Service'],
  equivalents: ['IST0139'],
  istioAnalyzers: ['webhook.Analyzer'],

  *check(mesh) {
    const namespaces = new Set(mesh.all('Service').map(service => service.namespace));
    for (const { configuration: resource, index } of webhooksOf(mesh.all('MutatingWebhookConfiguration'))) {
      const { namespace = '', name = '' } = resource.spec.webhooks?.[index]?.clientConfig?.service ?? {};
      if (name === '' || mesh.find('Service', namespace, name) !== undefined) continue;
      // The Services of a namespace of which the set holds nothing come from elsewhere.
      if (!mesh.istioParity && !namespaces.has(namespace)) continue;
      yield {
        resource,
        field: mesh.istioParity ? undefined : `webhooks[${index}].clientConfig.service`,
        problem: `Service "${namespace}/${name}" does not exist`,
        fix: 'correct the Service, or install the control plane that the webhook belongs to',
      };
    }
  },
};
