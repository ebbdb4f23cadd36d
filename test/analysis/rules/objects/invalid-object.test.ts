import { invalidObject } from '../../../../src/analysis/rules/objects/invalid-object';
import { testRule } from '../../../../src/testing/test-rule';

const meshConfig = (text: string) => `
apiVersion: v1
kind: ConfigMap
metadata: { name: istio, namespace: istio-system }
data: { mesh: ${JSON.stringify(text)} }
`;

const release = (config: string) => `
apiVersion: helm.toolkit.fluxcd.io/v2
kind: HelmRelease
metadata: { name: istiod, namespace: istio-system }
spec:
  interval: 1h
  chart: { spec: { chart: istiod, sourceRef: { kind: HelmRepository, name: istio } } }
  values: { meshConfig: ${config} }
`;

testRule(invalidObject, {
  valid: {
    'fields of the mesh configuration, by either name': meshConfig('accessLogFile: /dev/stdout\nconnect_timeout: 5s\n'),
    'a Deployment that the API server takes': `
apiVersion: apps/v1
kind: Deployment
metadata: { name: web, namespace: shop }
spec:
  selector: { matchLabels: { app: web } }
  template: { metadata: { labels: { app: web } }, spec: { containers: [{ name: app, image: app }] } }
`,
  },
  invalid: {
    'a field of the mesh configuration that istiod passes over': {
      yaml: meshConfig('acessLogFile: /dev/stdout\n'),
      expect: [
        'ConfigMap istio-system/istio data.mesh.acessLogFile: istiod passes over "acessLogFile", which is not a field of the mesh configuration',
      ],
    },
    'a value of the mesh configuration that istiod cannot read': {
      yaml: release('{ connectTimeout: zz7 }'),
      expect: [
        'HelmRelease istio-system/istiod spec.values.meshConfig.connectTimeout: connectTimeout: Invalid value: "zz7": must be a duration',
      ],
    },
    'a field of pods that there is not': {
      yaml: `
apiVersion: batch/v1
kind: Job
metadata: { name: web, namespace: shop }
spec: { template: { spec: { restartPolicy: Never, container: [] } } }
`,
      expect: [
        'Job shop/web spec.template.spec.container: spec.template.spec.container: unknown field "spec.template.spec.container", did you mean "containers"?',
        'Job shop/web spec.template.spec.containers: spec.template.spec.containers: Required value',
      ],
    },
  },
});
