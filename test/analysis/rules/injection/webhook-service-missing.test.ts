import { webhookServiceMissing } from '../../../../src/analysis/rules/injection/webhook-service-missing';
import { testRule } from '../../../../src/testing/test-rule';
import { app, mesh } from '../mesh-yaml';

const webhook = (service: string, name = 'namespace.sidecar-injector.istio.io') => `
apiVersion: admissionregistration.k8s.io/v1
kind: MutatingWebhookConfiguration
metadata: { name: injector }
webhooks: [{ name: ${name}, clientConfig: ${service}, namespaceSelector: { matchLabels: { istio-injection: enabled } } }]`;
const ISTIOD = `
apiVersion: v1
kind: Service
metadata: { name: istiod, namespace: istio-system }
spec: { selector: { app: istiod }, ports: [{ name: https, port: 443 }] }`;
const service = (name: string, at = 'istio-system') => `{ service: { name: ${name}, namespace: ${at} } }`;

testRule(webhookServiceMissing, {
  valid: {
    'a Service that is there': mesh(ISTIOD, webhook(service('istiod'))),
    'a URL': mesh(ISTIOD, webhook('{ url: "https://istiod.example.org/inject" }')),
    'a namespace of which no Service is in the set': webhook(service('istiod')),
    'a webhook that injects no sidecars': mesh(ISTIOD, webhook(service('other'), 'mutate.cert-manager.io')),
  },
  invalid: {
    'another name': {
      yaml: mesh(ISTIOD, webhook(service('istiod-canary'))),
      expect: [
        'MutatingWebhookConfiguration injector webhooks[0].clientConfig.service: Service "istio-system/istiod-canary" does not exist',
      ],
    },
    'the same name in another namespace': {
      yaml: mesh(ISTIOD, app('web', { namespace: 'istio' }), webhook(service('istiod', 'istio'))),
      expect: [
        'MutatingWebhookConfiguration injector webhooks[0].clientConfig.service: Service "istio/istiod" does not exist',
      ],
    },
    'what istioctl says where no Service is in the set': {
      yaml: webhook(service('istiod')),
      options: { istioParity: true },
      expect: ['MutatingWebhookConfiguration injector: Service "istio-system/istiod" does not exist'],
    },
  },
});
