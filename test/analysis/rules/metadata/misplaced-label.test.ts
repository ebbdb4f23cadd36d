import { misplacedLabel } from '../../../../src/analysis/rules/metadata/misplaced-label';
import { testRule } from '../../../../src/testing/test-rule';
import { controller, namespace, object } from './labels';

testRule(misplacedLabel, {
  valid: {
    'labels where they count':
      namespace('{ istio-injection: enabled, istio.io/use-waypoint: w }') +
      object('v1', 'Service', '{ istio.io/use-waypoint: w, istio.io/ingress-use-waypoint: "true" }') +
      object('networking.istio.io/v1', 'ServiceEntry', '{ istio.io/use-waypoint: w }'),
    'one set of labels on a controller and its pods': controller({
      labels: '{ sidecar.istio.io/inject: "false" }',
      podLabels: '{ sidecar.istio.io/inject: "false" }',
    }),
    'labels that a Gateway hands to its pods': object(
      'gateway.networking.k8s.io/v1',
      'Gateway',
      '{ istio.io/dataplane-mode: none, sidecar.istio.io/inject: "false" }',
    ),
    'a revision of a controller and its pods': controller({
      labels: '{ istio.io/rev: canary }',
      podLabels: '{ istio.io/rev: canary }',
    }),
    'the revision of the namespace as well':
      namespace('{ istio.io/rev: canary }') + controller({ labels: '{ istio.io/rev: canary }' }),
    'a revision of what charts of Istio install': controller({
      labels: '{ istio.io/rev: default, operator.istio.io/component: Cni }',
    }),
    'labels for any object': object('networking.istio.io/v1', 'VirtualService', '{ istio.io/rev: canary }'),
  },
  invalid: {
    'a label of pods on their CronJob': {
      yaml: `
apiVersion: batch/v1
kind: CronJob
metadata: { name: web, namespace: shop, labels: { sidecar.istio.io/inject: "false" } }
spec: { jobTemplate: { spec: { template: { metadata: { labels: { app: web } } } } } }
`,
      expect: [
        'CronJob shop/web metadata.labels["sidecar.istio.io/inject"]: label "sidecar.istio.io/inject: false" counts on Pod only, not on CronJob',
      ],
    },
    'the revision of a Deployment that does not reach its pods': {
      yaml: namespace('{ istio-injection: enabled }') + controller({ labels: '{ istio.io/rev: canary }' }),
      expect: [
        'Deployment shop/web metadata.labels["istio.io/rev"]: label "istio.io/rev: canary" counts on pods and namespaces, not on Deployment',
      ],
    },
    'a waypoint of a Deployment': {
      yaml: controller({ labels: '{ istio.io/use-waypoint: w }' }),
      expect: [
        'Deployment shop/web metadata.labels["istio.io/use-waypoint"]: label "istio.io/use-waypoint: w" counts on Pod, WorkloadEntry, Service, ServiceEntry, Namespace only, not on Deployment',
      ],
    },
    'labels of namespaces on pods, and of pods on namespaces': {
      yaml:
        namespace('{ sidecar.istio.io/inject: "true" }') + controller({ podLabels: '{ istio-injection: enabled }' }),
      expect: [
        'Namespace shop metadata.labels["sidecar.istio.io/inject"]: label "sidecar.istio.io/inject: true" counts on Pod only, not on Namespace',
        'Deployment shop/web spec.template.metadata.labels["istio-injection"]: label "istio-injection: enabled" counts on Namespace only, not on Pod',
      ],
    },
  },
});
