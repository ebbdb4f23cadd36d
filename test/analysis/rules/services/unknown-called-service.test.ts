import { unknownCalledService } from '../../../../src/analysis/rules/services/unknown-called-service';
import { testRule } from '../../../../src/testing/test-rule';
import { app, mesh, namespace, object, sidecars } from '../mesh-yaml';

const calling = (value: string, more: readonly string[] = [], own = sidecars('shop')) =>
  mesh(own, app('api'), app('web', { env: `{ name: API, value: "${value}" }` }), ...more);

testRule(unknownCalledService, {
  valid: {
    'a Service': calling('http://api:80/'),
    'a pod of a headless Service': calling('http://db-0.db.shop.svc.cluster.local:80', [
      app('db').replace('spec: { selector', 'spec: { clusterIP: None, selector'),
    ]),
    'a namespace that the set does not define': calling('http://pay.billing.svc.cluster.local'),
    'a namespace without Services in the set': calling('http://pay.billing.svc.cluster.local', [namespace('billing')]),
    'a host outside of the cluster': calling('https://api.example.org/'),
    'a host that a ServiceEntry names': calling('http://pay.shop.svc.cluster.local', [
      object(
        'networking.istio.io/v1',
        'ServiceEntry',
        'pay',
        'shop',
        '{ hosts: [pay.shop.svc.cluster.local], ports: [{ number: 80, name: http, protocol: HTTP }], resolution: DNS }',
      ),
    ]),
  },
  invalid: {
    'a misspelt Service': {
      yaml: calling('http://apy:80/'),
      expect: [
        'Deployment shop/web spec.template.spec.containers[0].env[0].value: "apy" is called, but namespace "shop" has no Service "apy"; it has "api", "web"',
      ],
    },
    'a Service of another namespace': {
      yaml: calling('http://pay.billing.svc:80', [namespace('billing'), app('invoice', { namespace: 'billing' })]),
      expect: [
        'Deployment shop/web spec.template.spec.containers[0].env[0].value: "pay.billing.svc" is called, but namespace "billing" has no Service "pay"; it has "invoice"',
      ],
    },
  },
});
