import { ambientWithoutZtunnel } from '../../../../src/analysis/rules/ambient/ambient-without-ztunnel';
import { testRule } from '../../../../src/testing/test-rule';
import { ambient, mesh, namespace, object, sidecars } from '../mesh-yaml';

const operator = (profile: string, values = '{}') =>
  object(
    'install.istio.io/v1alpha1',
    'IstioOperator',
    'istio',
    'istio-system',
    `{ profile: ${profile}, values: ${values} }`,
  );
const chart = (name: string) => `
apiVersion: helm.toolkit.fluxcd.io/v2
kind: HelmRelease
metadata: { name: ${name}, namespace: istio-system }
spec: { chart: { spec: { chart: ${name}, version: 1.31.4, sourceRef: { kind: HelmRepository, name: istio } } } }`;

testRule(ambientWithoutZtunnel, {
  valid: {
    'the profile with ztunnel': mesh(operator('ambient'), ambient('shop')),
    'the chart of ztunnel': mesh(chart('istiod'), chart('ztunnel'), ambient('shop')),
    'no installation in the set': ambient('shop'),
    'a namespace of sidecars': mesh(operator('default'), sidecars('shop')),
    'a namespace that has sidecars rather': mesh(
      operator('minimal'),
      namespace('shop', 'istio.io/dataplane-mode: ambient, istio-injection: enabled'),
    ),
    'a namespace that leaves the ambient mesh': mesh(
      operator('default'),
      namespace('shop', 'istio.io/dataplane-mode: none'),
    ),
  },
  invalid: {
    'each namespace': {
      yaml: mesh(chart('istiod'), ambient('shop'), ambient('team')),
      expect: [
        'Namespace shop metadata.labels["istio.io/dataplane-mode"]: its pods do not join the mesh: the installation has no ztunnel',
        'Namespace team metadata.labels["istio.io/dataplane-mode"]: its pods do not join the mesh: the installation has no ztunnel',
      ],
    },
  },
});
