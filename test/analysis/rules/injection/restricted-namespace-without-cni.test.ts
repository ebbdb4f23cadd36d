import { restrictedNamespaceWithoutCni } from '../../../../src/analysis/rules/injection/restricted-namespace-without-cni';
import { testRule } from '../../../../src/testing/test-rule';
import { app, GATEWAY_PODS, mesh, namespace, object } from '../mesh-yaml';

const operator = (spec: string) => object('install.istio.io/v1alpha1', 'IstioOperator', 'istio', 'istio-system', spec);
const shop = (level: string, more = 'istio-injection: enabled') =>
  namespace('shop', `${more}, pod-security.kubernetes.io/enforce: ${level}`);
const MINIMAL = operator('{ profile: minimal }');

testRule(restrictedNamespaceWithoutCni, {
  valid: {
    'the CNI plugin': mesh(
      operator('{ profile: minimal, components: { cni: { enabled: true } } }'),
      shop('restricted'),
      app('web'),
    ),
    'a level that admits all': mesh(MINIMAL, shop('privileged'), app('web')),
    'a level that only warns': mesh(
      MINIMAL,
      namespace('shop', 'istio-injection: enabled, pod-security.kubernetes.io/warn: restricted'),
      app('web'),
    ),
    'pods without a sidecar': mesh(
      MINIMAL,
      shop('restricted'),
      app('web', { labels: 'sidecar.istio.io/inject: "false"' }),
    ),
    'the ambient mesh': mesh(MINIMAL, shop('restricted', 'istio.io/dataplane-mode: ambient'), app('web')),
    'a gateway, which has no init container': mesh(
      MINIMAL,
      GATEWAY_PODS.replace('name: edge }', 'name: edge, labels: { pod-security.kubernetes.io/enforce: restricted } }'),
    ),
    'no installation in the set': mesh(shop('restricted'), app('web')),
  },
  invalid: {
    'the level restricted': {
      yaml: mesh(MINIMAL, shop('restricted'), app('web')),
      expect: [
        'Namespace shop metadata.labels["pod-security.kubernetes.io/enforce"]: pod security "restricted" refuses the pods of "web", whose init container needs NET_ADMIN and NET_RAW',
      ],
    },
    'the level baseline': {
      yaml: mesh(MINIMAL, shop('baseline'), app('web')),
      expect: [
        'Namespace shop metadata.labels["pod-security.kubernetes.io/enforce"]: pod security "baseline" refuses the pods of "web", whose init container needs NET_ADMIN and NET_RAW',
      ],
    },
    'one pod that asks for a sidecar': {
      yaml: mesh(MINIMAL, shop('restricted', 'team: a'), app('web', { labels: 'sidecar.istio.io/inject: "true"' })),
      expect: [
        'Namespace shop metadata.labels["pod-security.kubernetes.io/enforce"]: pod security "restricted" refuses the pods of "web", whose init container needs NET_ADMIN and NET_RAW',
      ],
    },
  },
});
