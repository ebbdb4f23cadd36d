import { externalControlPlaneAddress } from '../../../../src/analysis/rules/injection/external-control-plane-address';
import { testRule } from '../../../../src/testing/test-rule';

const webhooks = (name: string, config: string, kind = 'MutatingWebhookConfiguration') => `
apiVersion: admissionregistration.k8s.io/v1
kind: ${kind}
metadata: { name: ${name} }
webhooks: [{ name: rev.sidecar-injector.istio.io, clientConfig: ${config} }]`;
const url = (text: string) => webhooks('istio-sidecar-injector-external', `{ url: "${text}" }`);

testRule(externalControlPlaneAddress, {
  valid: {
    'a host name': url('https://istiod.example.org:15017/inject'),
    'a Service of the cluster': webhooks(
      'istio-sidecar-injector',
      '{ service: { name: istiod, namespace: istio-system } }',
    ),
    'a webhook that is none of Istio': webhooks('cert-manager', '{ url: "https://192.0.2.10/mutate" }'),
    'a name that only looks like an address': url('https://192.0.2.10.nip.io:15017/inject'),
  },
  invalid: {
    'an address': {
      yaml: url('https://192.0.2.10:15017/inject'),
      expect: [
        'MutatingWebhookConfiguration istio-sidecar-injector-external webhooks[0].clientConfig.url: webhook "rev.sidecar-injector.istio.io" calls the address "192.0.2.10", which changes with the load balancer',
      ],
    },
    'an address of IPv6': {
      yaml: url('https://[2001:db8::1]:15017/inject'),
      expect: [
        'MutatingWebhookConfiguration istio-sidecar-injector-external webhooks[0].clientConfig.url: webhook "rev.sidecar-injector.istio.io" calls the address "2001:db8::1", which changes with the load balancer',
      ],
    },
    'no place to call': {
      yaml: webhooks('istio-sidecar-injector', '{}'),
      expect: [
        'MutatingWebhookConfiguration istio-sidecar-injector webhooks[0].clientConfig: webhook "rev.sidecar-injector.istio.io" has neither a URL nor a Service to call',
      ],
    },
    'a URL that cannot be read': {
      yaml: url('https://istiod:port/inject'),
      expect: [
        'MutatingWebhookConfiguration istio-sidecar-injector-external webhooks[0].clientConfig.url: webhook "rev.sidecar-injector.istio.io" has the URL "https://istiod:port/inject", which cannot be read',
      ],
    },
    'a validating webhook': {
      yaml: webhooks(
        'istio-validator-istio-system',
        '{ url: "https://192.0.2.10:15017/validate" }',
        'ValidatingWebhookConfiguration',
      ),
      expect: [
        'ValidatingWebhookConfiguration istio-validator-istio-system webhooks[0].clientConfig.url: webhook "rev.sidecar-injector.istio.io" calls the address "192.0.2.10", which changes with the load balancer',
      ],
    },
  },
});
