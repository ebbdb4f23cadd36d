import { analyze } from '../../../../src/analysis/analyze';
import { invalidObject } from '../../../../src/analysis/rules/objects/invalid-object';
import { buildModel } from '../../../../src/model/mesh-model';
import { parseManifests } from '../../../../src/model/read-manifests';
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
    // Validation refuses it: there is no image.
    'a Deployment that says what matters to Istio': `
apiVersion: apps/v1
kind: Deployment
metadata: { name: web, namespace: shop }
spec:
  selector: { matchLabels: { app: web } }
  template: { metadata: { labels: { app: web } }, spec: { containers: [{ name: app }] } }
`,
  },
  invalid: {
    'a mesh configuration that is no YAML': {
      yaml: meshConfig('accessLogFile: [a], b: c: d\n'),
      expect: [
        'ConfigMap istio-system/istio data.mesh: the mesh configuration cannot be read: it is no mapping in YAML',
      ],
    },
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

test('advice of the webhook that is right for any such object is no warning', () => {
  const findings = (istioParity: boolean) =>
    analyze(
      buildModel(
        parseManifests(
          `
apiVersion: security.istio.io/v1
kind: AuthorizationPolicy
metadata: { name: web, namespace: shop }
spec: { action: DENY, rules: [{ to: [{ operation: { methods: [POST] } }] }] }
---
apiVersion: networking.istio.io/v1alpha3
kind: EnvoyFilter
metadata: { name: web, namespace: shop }
spec: { priority: 1, configPatches: [{ applyTo: CLUSTER, patch: { operation: MERGE, value: { name: a } } }] }
`,
          'mesh.yaml',
        ),
        { istioParity },
      ),
      { rules: [invalidObject] },
    ).map(({ severity, resource }) => `${severity} ${resource.kind}`);
  expect(findings(false)).toEqual(['info AuthorizationPolicy', 'info EnvoyFilter']);
  expect(findings(true)).toEqual(['warning AuthorizationPolicy', 'warning EnvoyFilter']);
});
