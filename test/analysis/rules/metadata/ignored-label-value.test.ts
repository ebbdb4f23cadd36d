import { ignoredLabelValue } from '../../../../src/analysis/rules/metadata/ignored-label-value';
import { buildModel } from '../../../../src/model/mesh-model';
import { parseManifests } from '../../../../src/model/read-manifests';
import { testRule } from '../../../../src/testing/test-rule';
import { controller, namespace, object } from './labels';

testRule(ignoredLabelValue, {
  valid: {
    'the values that the injectors know': namespace('{ istio-injection: disabled }') + namespace('{}', 'a'),
    'both modes of the data plane':
      namespace('{ istio.io/dataplane-mode: none }') +
      controller({ podLabels: '{ istio.io/dataplane-mode: ambient }' }),
    'truth values as Go reads them': object('v1', 'Service', '{ istio.io/ingress-use-waypoint: "True" }'),
    'a value on an object where the label does not count': object('v1', 'Service', '{ istio-injection: "yes" }'),
    'labels of others': namespace('{ example.com/injection: "true" }'),
  },
  invalid: {
    'another word for enabled': {
      yaml: namespace('{ istio-injection: "true" }'),
      expect: [
        'Namespace shop metadata.labels["istio-injection"]: label "istio-injection" has the value "true", wanted "enabled" or "disabled"; pods of the namespace get no sidecar',
      ],
    },
    'another letter case': {
      yaml: namespace('{ istio.io/dataplane-mode: Ambient }'),
      expect: [
        'Namespace shop metadata.labels["istio.io/dataplane-mode"]: label "istio.io/dataplane-mode" has the value "Ambient", wanted "ambient" or "none"; it asks for nothing',
      ],
    },
    'a value on pods of any controller': {
      yaml: controller({ podLabels: '{ sidecar.istio.io/inject: "yes" }' }, 'StatefulSet'),
      expect: [
        'StatefulSet shop/web spec.template.metadata.labels["sidecar.istio.io/inject"]: label "sidecar.istio.io/inject" has the value "yes", wanted "true" or "false"; the namespace decides, as without the label',
      ],
    },
    'what a waypoint is for, and addresses': {
      yaml:
        object('gateway.networking.k8s.io/v1', 'Gateway', '{ istio.io/waypoint-for: services }') +
        object('networking.istio.io/v1', 'ServiceEntry', '{ networking.istio.io/enable-autoallocate-ip: "no" }'),
      expect: [
        'Gateway shop/web metadata.labels["istio.io/waypoint-for"]: label "istio.io/waypoint-for" has the value "services", wanted "service", "workload", "all" or "none"; the waypoint takes no traffic',
        'ServiceEntry shop/web metadata.labels["networking.istio.io/enable-autoallocate-ip"]: label "networking.istio.io/enable-autoallocate-ip" has the value "no", wanted "true" or "false"; addresses are allocated, as without the label',
      ],
    },
  },
});

test.each([
  ['istio-injection: "true"', 'none'],
  ['istio-injection: enabled', 'sidecar'],
  ['istio.io/dataplane-mode: Ambient', 'none'],
  ['istio.io/dataplane-mode: ambient', 'ambient'],
])('pods of a namespace with %s are in data plane %s', (label, dataPlane) => {
  const model = buildModel(parseManifests(namespace(`{ ${label} }`) + controller({}), 'mesh.yaml'));
  expect(model.workloads.all.map(workload => workload.dataPlane)).toEqual([dataPlane]);
});
