import { outlierDetectionWithoutEffect } from '../../../../src/analysis/rules/destinations/outlier-detection-without-effect';
import { testRule } from '../../../../src/testing/test-rule';

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
