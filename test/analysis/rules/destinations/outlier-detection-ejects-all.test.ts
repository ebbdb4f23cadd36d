import { outlierDetectionEjectsAll } from '../../../../src/analysis/rules/destinations/outlier-detection-ejects-all';
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

testRule(outlierDetectionEjectsAll, {
  valid: {
    'two pods': SERVICE + pods(2) + rule(', maxEjectionPercent: 100'),
    'one pod of which a half may go': SERVICE + pods(1) + rule(', maxEjectionPercent: 50'),
  },
  invalid: {
    'the only pod that an autoscaler keeps': {
      yaml: SERVICE + pods(3) + scaled(1, 5) + rule(', maxEjectionPercent: 100'),
      expect: [
        `${FIELD}.maxEjectionPercent: the only pod is ejected after a few errors, and then every request gets 503`,
      ],
    },
  },
});
