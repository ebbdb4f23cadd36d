import { unreadHelmValue } from '../../../../src/analysis/rules/install/unread-helm-value';
import { testRule } from '../../../../src/testing/test-rule';
import { mesh } from '../mesh-yaml';

const release = (chart: string, values: string, source = 'istio') => `
---
apiVersion: helm.toolkit.fluxcd.io/v2
kind: HelmRelease
metadata: { name: web, namespace: platform }
spec:
  chart: { spec: { chart: ${chart}, sourceRef: { kind: HelmRepository, name: ${source} } } }
  values: ${values}
`;

const application = (helm: string) => `
---
apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: { name: istiod, namespace: argocd }
spec: { source: { chart: istiod, repoURL: https://example.org/charts, targetRevision: 1.31.4, helm: ${helm} } }
`;

const k3s = (values: string) => `
---
apiVersion: helm.cattle.io/v1
kind: HelmChart
metadata: { name: istiod, namespace: kube-system }
spec: { chart: istio/istiod, valuesContent: ${JSON.stringify(values)}, set: { pilot.traceSampling: "1" } }
`;

const operator = (values: string) => `
---
apiVersion: install.istio.io/v1alpha1
kind: IstioOperator
metadata: { name: istio, namespace: istio-system }
spec: { values: ${values} }
`;

testRule(unreadHelmValue, {
  valid: {
    'values of istiod at the root and below its name': release(
      'istiod',
      '{ autoscaleMin: 2, pilot: { autoscaleMax: 3, env: { ANY: "1" } }, meshConfig: { anything: 1 } }',
    ),
    'values that some charts read, shared by all': release('cni', '{ global: { meshID: a, hub: b } }'),
    'values of ztunnel at the root and below global': release(
      'ztunnel',
      '{ logLevel: a, global: { network: b, xdsAddress: c } }',
    ),
    'values of cni that its chart reads': release(
      'cni',
      '{ resourceQuotas: { enabled: true }, cni: { chained: false } }',
    ),
    'values that the gateway chart permits': release(
      'gateway',
      '{ service: { ports: [] }, runAsRoot: true, labels: { a: b } }',
    ),
    'a chart of the same name that is not of Istio': release('gateway', '{ replicas: 3 }', 'example'),
    'profiles and platforms that there are': mesh(
      release('istiod', '{ profile: ambient, platform: openshift, global: { platform: k3d } }'),
      release('cni', '{ profile: compatibility-version-1.29 }'),
      operator('{ global: { platform: gke } }').replace('spec: {', 'spec: { profile: minimal,'),
      operator('{}').replace('spec: {', 'spec: { profile: ./mine.yaml,'),
    ),
    'resources of Kubernetes, and what only looks like them': release(
      'istiod',
      '{ resources: { requests: { cpu: 1 }, limits: {} }, global: { waypoint: { resources: { claims: [] } } }, podAnnotations: { resources: { a: b } } }',
    ),
    'fields of an IstioOperator': operator('{}').replace(
      'spec: {',
      'spec: { hub: a, components: { pilot: { enabled: true, k8s: { hpaSpec: { minReplicas: 2 }, resources: { requests: { cpu: 1 } } } }, ingressGateways: [{ name: a, label: { b: c }, k8s: { service: { ports: [] }, overlays: [{ kind: x }] } }] },',
    ),
    'values of all charts in an IstioOperator': operator(
      '{ cni: { excludeNamespaces: [a] }, ztunnel: { logLevel: a }, pilot: { traceSampling: 1 }, gateways: { istio-ingressgateway: { type: NodePort } } }',
    ),
  },
  invalid: {
    'words that charts look up': {
      yaml: mesh(
        release('istiod', '{ profile: default, global: { platform: eks } }'),
        operator('{}').replace('spec: {', 'spec: { profile: defualt,'),
      ),
      expect: [
        'HelmRelease platform/web spec.values.profile: the chart "istiod" knows no profile "default" and fails; there are "ambient", "demo", "preview", "remote", "stable"',
        'HelmRelease platform/web spec.values.global.platform: the chart "istiod" knows no platform "eks" and fails; there are "gke", "k3d", "k3s", "microk8s", "minikube", "openshift"',
        'IstioOperator istio-system/istio spec.profile: istioctl knows no profile "defualt" and fails; there are "ambient", "default", "demo", "empty", "minimal", "openshift", "openshift-ambient", "preview" and 2 more',
      ],
    },
    'parts of resources that there are not': {
      yaml: release('istiod', '{ global: { proxy: { resources: { request: { cpu: 1 } } } } }'),
      expect: [
        'HelmRelease platform/web spec.values.global.proxy.resources.request: there is nothing like "global.proxy.resources.request" in Kubernetes, so that the setting is lost or the pods are refused',
      ],
    },
    'fields that no IstioOperator has': {
      yaml: operator('{}').replace(
        'spec: {',
        'spec: { components: { pilott: {}, ingressGateways: [{ k8s: { hpaSpec: { minReplica: 2 } } }] },',
      ),
      expect: [
        'IstioOperator istio-system/istio spec.components.pilott: istioctl refuses the IstioOperator: there is no field "components.pilott"',
        'IstioOperator istio-system/istio spec.components.ingressGateways[0].k8s.hpaSpec.minReplica: istioctl refuses the IstioOperator: there is no field "components.ingressGateways[0].k8s.hpaSpec.minReplica"',
      ],
    },

    'a value in the wrong place, another letter case, and a similar one': {
      yaml: release('istiod', '{ global: { meshConfig: {} }, meshconfig: {}, pilot: { autoScaleMin: 3 } }'),
      expect: [
        'HelmRelease platform/web spec.values.global.meshConfig: the chart "istiod" does not read the value "global.meshConfig"',
        'HelmRelease platform/web spec.values.meshconfig: the chart "istiod" does not read the value "meshconfig"',
        'HelmRelease platform/web spec.values.pilot.autoScaleMin: the chart "istiod" does not read the value "pilot.autoScaleMin"',
      ],
    },
    'values that the chart for gateways refuses, and one that it does not read': {
      yaml: release('gateway', '{ replicas: 3, service: { typ: ClusterIP } }'),
      expect: [
        'HelmRelease platform/web spec.values.replicas: the chart "gateway" refuses the value "replicas"',
        'HelmRelease platform/web spec.values.service.typ: the chart "gateway" does not read the value "service.typ"',
      ],
    },
    'defaults of the chart that no template reads': {
      yaml: release('cni', '{ repair: { hub: a, enabled: true }, rollingMaxUnavailable: 1 }'),
      expect: [
        'HelmRelease platform/web spec.values.repair.hub: the chart "cni" does not read the value "repair.hub"',
        'HelmRelease platform/web spec.values.rollingMaxUnavailable: the chart "cni" does not read the value "rollingMaxUnavailable"',
      ],
    },
    'values of an Application, as an object, as a text and one by one': {
      yaml:
        application('{ valuesObject: { pilot: { replicas: 2 } } }') +
        application('{ values: "pilot: { trace_sampling: 1 }" }').replace('name: istiod', 'name: b') +
        application('{ parameters: [{ name: pilot.cpu.average, value: "80" }] }').replace('name: istiod', 'name: c'),
      expect: [
        'Application argocd/istiod spec.source.helm.valuesObject.pilot.replicas: the chart "istiod" does not read the value "pilot.replicas"',
        'Application argocd/b spec.source.helm.values.pilot.trace_sampling: the chart "istiod" does not read the value "pilot.trace_sampling"',
        'Application argocd/c spec.source.helm.values.pilot.cpu.average: the chart "istiod" does not read the value "pilot.cpu.average"',
      ],
    },
    'values of a HelmChart of k3s': {
      yaml: k3s('telemetry: { v2: { prometheus: { enable: true } } }'),
      expect: [
        'HelmChart kube-system/istiod spec.valuesContent: the chart "istiod" does not read the value "telemetry.v2.prometheus.enable"',
      ],
    },
    'values of the gateways of an IstioOperator': {
      yaml: operator(
        '{ gateways: { securityContext: {}, istio-ingressgateway: { autoscaleEnabld: true, type: LoadBalancer, cpu: { targetAverageUtilization: 80 } }, istio-egresgateway: {} } }',
      ),
      expect: ['gateways.istio-ingressgateway.autoscaleEnabld', 'gateways.istio-egresgateway'].map(
        name =>
          `IstioOperator istio-system/istio spec.values.${name}: an installation by istioctl does not read the value "${name}"`,
      ),
    },
    'values of an IstioOperator': {
      yaml: operator('{ pilot: { autoscaleMn: 2 } }'),
      expect: [
        'IstioOperator istio-system/istio spec.values.pilot.autoscaleMn: an installation by istioctl does not read the value "pilot.autoscaleMn"',
      ],
    },
  },
});
