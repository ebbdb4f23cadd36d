import { analyze } from '../../../../src/analysis/analyze';
import { injectionWithoutControlPlane } from '../../../../src/analysis/rules/injection/injection-without-control-plane';
import { buildModel } from '../../../../src/model/mesh-model';
import { parseManifests } from '../../../../src/model/read-manifests';
import { testRule } from '../../../../src/testing/test-rule';

const namespace = (label: string) => `
apiVersion: v1
kind: Namespace
metadata: { name: shop, labels: { ${label} } }
---`;

const sail = (name: string, spec: string) => `
apiVersion: sailoperator.io/v1
kind: Istio
metadata: { name: ${name} }
spec: { ${spec} }
---`;

const operator = `
apiVersion: install.istio.io/v1alpha1
kind: IstioOperator
metadata: { name: istio, namespace: istio-system }
spec: { revision: canary }
---`;

const ENABLED = namespace('istio-injection: enabled');

testRule(injectionWithoutControlPlane, {
  valid: {
    'the default revision': ENABLED + sail('default', 'version: v1.30.3'),
    'the revision of a version':
      namespace('istio.io/rev: default-v1-30-3') +
      sail('default', 'version: v1.30.3, updateStrategy: { type: RevisionBased }'),
    'a tag':
      namespace('istio.io/rev: stable') +
      sail('default', 'version: v1.30.3') +
      '\napiVersion: sailoperator.io/v1\nkind: IstioRevisionTag\nmetadata: { name: stable }\n---',
    'a control plane that is not in the set': ENABLED,
  },
  invalid: {
    'the default where only a version is installed': {
      yaml: ENABLED + sail('default', 'version: v1.30.3, updateStrategy: { type: RevisionBased }'),
      expect: [
        'Namespace shop metadata.labels["istio-injection"]: "istio-injection: enabled" means the control plane without a revision or the tag "default"; installed are "default-v1-30-3"',
      ],
    },
    'a revision that is not installed': {
      yaml: namespace('istio.io/rev: blue') + sail('green', ''),
      expect: [
        'Namespace shop metadata.labels["istio.io/rev"]: no control plane has the revision or tag "blue"; installed are "green"',
      ],
    },
  },
});

test('warns only where istioctl may have made the revision the default', () => {
  const found = analyze(buildModel(parseManifests(ENABLED + operator, 'mesh.yaml')), {
    rules: [injectionWithoutControlPlane],
  });
  expect(found.map(({ severity }) => severity)).toEqual(['warning']);
});
