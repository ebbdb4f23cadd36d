import { blockedEviction } from '../../../../src/analysis/rules/injection/blocked-eviction';
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
