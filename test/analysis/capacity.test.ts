import { blockedEviction } from '../../src/analysis/rules/blocked-eviction';
import { outlierDetectionEjectsAll } from '../../src/analysis/rules/outlier-detection-ejects-all';
import { outlierDetectionWithoutEffect } from '../../src/analysis/rules/outlier-detection-without-effect';
import { routeWeights } from '../../src/analysis/rules/route-weights';
import { serviceTargetPort } from '../../src/analysis/rules/service-target-port';
import { testRule } from '../../src/testing/test-rule';

const SERVICE = `
apiVersion: v1
kind: Service
metadata: { name: web, namespace: shop }
spec: { selector: { app: web }, ports: [{ name: http, port: 80, targetPort: http }] }
`;

const pods = (replicas: number, version = 'v1', kind = 'Deployment', ports = '{ name: http, containerPort: 8080 }') => `
---
apiVersion: apps/v1
kind: ${kind}
metadata: { name: web-${version}, namespace: shop }
spec:
  replicas: ${replicas}
  template:
    metadata: { labels: { app: web, version: ${version} } }
    spec: { containers: [{ name: app, ports: [${ports}] }] }
`;

const scaled = (min: number, max: number) => `
---
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: { name: web, namespace: shop }
spec: { scaleTargetRef: { kind: Deployment, name: web-v1 }, minReplicas: ${min}, maxReplicas: ${max} }
`;

const rule = (outlier: string, subsets = '') => `
---
apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata: { name: web, namespace: shop }
spec: { host: web, trafficPolicy: { outlierDetection: { consecutive5xxErrors: 5${outlier} } }, subsets: [${subsets}] }
`;

const FIELD = 'DestinationRule shop/web spec.trafficPolicy.outlierDetection';

testRule(outlierDetectionWithoutEffect, {
  valid: {
    'ten pods by default': SERVICE + pods(10) + rule(''),
    'three pods and a third of them': SERVICE + pods(3) + rule(', maxEjectionPercent: 34'),
    'pods of two versions together': SERVICE + pods(5) + pods(5, 'v2') + rule(''),
    'an autoscaler that keeps enough': SERVICE + pods(1) + scaled(10, 20) + rule(''),
    'pods whose number depends on the cluster': SERVICE + pods(1, 'v1', 'DaemonSet') + rule(''),
    'pods that are elsewhere': SERVICE + rule(''),
    'no outlier detection':
      SERVICE + pods(1) + rule('').replace(/outlierDetection: \{[^}]*\}/, 'tls: { mode: ISTIO_MUTUAL }'),
  },
  invalid: {
    'nine pods by default': {
      yaml: SERVICE + pods(9) + rule(''),
      expect: [`${FIELD}: 10% of 9 pods is less than one, so that no pod is ever ejected`],
    },
    'three pods and slightly less than a third of them': {
      yaml: SERVICE + pods(3) + rule(', maxEjectionPercent: 33'),
      expect: [`${FIELD}.maxEjectionPercent: 33% of 3 pods is less than one, so that no pod is ever ejected`],
    },
    'a percentage of 0, which means the default': {
      yaml: SERVICE + pods(5) + rule(', maxEjectionPercent: 0'),
      expect: [`${FIELD}: 10% of 5 pods is less than one, so that no pod is ever ejected`],
    },
    'an autoscaler that may go below': {
      yaml: SERVICE + pods(1) + scaled(2, 20) + rule(''),
      expect: [`${FIELD}: 10% of 2 to 20 pods is less than one, so that no pod is ejected while there are few`],
    },
    'subsets, each by itself': {
      yaml:
        SERVICE +
        pods(8) +
        pods(2, 'v2') +
        rule(
          ', maxEjectionPercent: 20',
          '{ name: v1, labels: { version: v1 } }, { name: v2, labels: { version: v2 } }',
        ),
      expect: [`${FIELD}.maxEjectionPercent: 20% of 2 pods is less than one, so that no pod is ever ejected`],
    },
  },
});

testRule(outlierDetectionEjectsAll, {
  valid: {
    'two pods': SERVICE + pods(2) + rule(', maxEjectionPercent: 100'),
    'one pod of which a half may go': SERVICE + pods(1) + rule(', maxEjectionPercent: 50'),
  },
  invalid: {
    'the only pod that an autoscaler keeps': {
      yaml: SERVICE + pods(3) + scaled(1, 5) + rule(', maxEjectionPercent: 100'),
      expect: [
        `${FIELD}.maxEjectionPercent: the only pod is ejected after a few errors, and then every request is answered with 503`,
      ],
    },
  },
});

const budget = (limit: string, selector = '{ matchLabels: { app: web } }') => `
---
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: { name: web, namespace: shop }
spec: { selector: ${selector}, ${limit} }
`;

testRule(blockedEviction, {
  valid: {
    'more pods than have to stay': SERVICE + pods(2) + budget('minAvailable: 1'),
    'one pod that may go': SERVICE + pods(1) + budget('maxUnavailable: 1'),
    'a share that leaves one': SERVICE + pods(4) + budget('minAvailable: 75%'),
    'no pods': SERVICE + budget('minAvailable: 1'),
    'other pods': SERVICE + pods(1) + budget('minAvailable: 1', '{ matchLabels: { app: other } }'),
  },
  invalid: {
    'none that may go': {
      yaml: SERVICE + pods(3) + budget('maxUnavailable: 0'),
      expect: [
        'PodDisruptionBudget shop/web spec.maxUnavailable: all 3 pods of "web-v1" must stay, so that no node that runs them can be drained',
      ],
    },
    'a share that is rounded up to all': {
      yaml:
        SERVICE +
        pods(3) +
        budget('minAvailable: 70%', '{ matchExpressions: [{ key: app, operator: In, values: [web] }] }'),
      expect: [
        'PodDisruptionBudget shop/web spec.minAvailable: all 3 pods of "web-v1" must stay, so that no node that runs them can be drained',
      ],
    },
    'the least of an autoscaler': {
      yaml: SERVICE + pods(3) + scaled(1, 5) + budget('minAvailable: 1'),
      expect: [
        'PodDisruptionBudget shop/web spec.minAvailable: the only pod of "web-v1" must stay, so that no node that runs it can be drained',
      ],
    },
  },
});

const route = (destinations: string) => `
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: web, namespace: shop }
spec: { hosts: [web], http: [{ route: [${destinations}] }] }
`;
const to = (subset: string, weight?: number) =>
  `{ destination: { host: web, subset: ${subset} }${weight === undefined ? '' : `, weight: ${weight}`} }`;

testRule(routeWeights, {
  valid: {
    'a sum of 100': route(`${to('a', 90)}, ${to('b', 10)}, ${to('c', 0)}`),
    'one destination without a weight': route(to('a')),
    'one destination with all': route(to('a', 100)),
    'several without weights, which validation refuses': route(`${to('a')}, ${to('b')}`),
  },
  invalid: {
    'a sum below': {
      yaml: route(`${to('a', 1)}, ${to('b', 2)}`),
      expect: ['VirtualService shop/web spec.http[0].route: the weights add up to 3, and mean 33.3%, 66.7%'],
    },
    'one destination that should get nothing': {
      yaml: route(to('a', 0)),
      expect: [
        'VirtualService shop/web spec.http[0].route[0].weight: the only destination gets all requests, whatever its weight of 0',
      ],
    },
  },
});

testRule(serviceTargetPort, {
  valid: {
    'a port by name': SERVICE + pods(1),
    'a port of one version of two': SERVICE + pods(1, 'v1', 'Deployment', '') + pods(1, 'v2'),
    'a port by number, which containers need not declare':
      SERVICE.replace('targetPort: http', 'targetPort: 9999') + pods(1),
    'pods that are elsewhere': SERVICE,
  },
  invalid: {
    'a name that no container has': {
      yaml: SERVICE + pods(1, 'v1', 'Deployment', '{ name: web, containerPort: 8080 }, { containerPort: 9090 }'),
      expect: [
        'Service shop/web spec.ports[0].targetPort: port 80 sends to port "http" of the pods, which no container has; they have "web"',
      ],
    },
  },
});
