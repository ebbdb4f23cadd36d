import { misplacedWaypointLabel } from '../../../../src/analysis/rules/ambient/misplaced-waypoint-label';
import { testRule } from '../../../../src/testing/test-rule';
import { answer } from '../behaviour';
import { ambient, app, mesh, policy, waypoint } from '../mesh-yaml';

const labelled = (kind: string, label: string) => `
apiVersion: apps/v1
kind: ${kind}
metadata: { name: api, namespace: shop, labels: { ${label} } }
spec: { template: { metadata: { labels: { app: api } }, spec: { containers: [{ name: app, image: app }] } } }`;
const says = (kind: string, label: string) =>
  `${kind} shop/api metadata.labels["${label}"]: label "${label}" of a ${kind} counts for nothing: Istio reads it from namespaces, Services, ServiceEntries and pods`;

testRule(misplacedWaypointLabel, {
  valid: {
    'labels of a namespace, a Service and pods': mesh(
      ambient('shop', 'istio.io/use-waypoint: waypoint'),
      waypoint('shop', 'istio.io/waypoint-for: all'),
      app('api', { labels: 'istio.io/use-waypoint: waypoint', serviceLabels: 'istio.io/use-waypoint: none' }),
    ),
    'other labels of a Deployment': labelled('Deployment', 'app: api'),
  },
  invalid: {
    ...Object.fromEntries(
      ['Deployment', 'StatefulSet', 'DaemonSet'].map(kind => [
        `the label of a ${kind}`,
        { yaml: labelled(kind, 'istio.io/use-waypoint: waypoint'), expect: [says(kind, 'istio.io/use-waypoint')] },
      ]),
    ),
    'the label for gateways on a Deployment': {
      yaml: labelled('Deployment', 'istio.io/ingress-use-waypoint: "true"'),
      expect: [says('Deployment', 'istio.io/ingress-use-waypoint')],
    },
    'what a waypoint is for, on a namespace': {
      yaml: ambient('shop', 'istio.io/waypoint-for: all'),
      expect: [
        'Namespace shop metadata.labels["istio.io/waypoint-for"]: label "istio.io/waypoint-for" of a Namespace counts for nothing: Istio reads it from the Gateway of a waypoint and its class',
      ],
    },
  },
});

test('the label of a Deployment sends nothing to the waypoint', () => {
  const denied = policy('{ targetRefs: [{ group: "", kind: Service, name: api }], action: DENY, rules: [{}] }');
  const call = { from: 'shop/web', to: 'http://api.shop/' };
  const set = (labels: string) => mesh(ambient('shop', labels), waypoint(), app('web'), app('api'), denied);
  const onDeployment = set('').replace(
    'metadata: { name: api, namespace: shop }',
    'metadata: { name: api, namespace: shop, labels: { istio.io/use-waypoint: waypoint } }',
  );
  expect(answer(onDeployment, call)).toBe('routed');
  expect(answer(set('istio.io/use-waypoint: waypoint'), call)).toBe('denied by AuthorizationPolicy shop/policy');
});
