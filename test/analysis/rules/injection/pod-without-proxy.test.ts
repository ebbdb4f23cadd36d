import { analyze } from '../../../../src/analysis/analyze';
import { podWithoutProxy } from '../../../../src/analysis/rules/injection/pod-without-proxy';
import { buildModel } from '../../../../src/model/mesh-model';
import { parseManifests } from '../../../../src/model/read-manifests';
import { testRule } from '../../../../src/testing/test-rule';
import { mesh, namespace, sidecars } from '../mesh-yaml';

const pod = (metadata = '', spec = 'containers: [{ name: app, image: app }]') => `
apiVersion: v1
kind: Pod
metadata: { name: web, namespace: shop${metadata} }
spec: { ${spec} }`;
const PARITY = { options: { istioParity: true } };
const PROXY = '{ name: istio-proxy, image: docker.io/istio/proxyv2:1.31.4 }';

testRule(podWithoutProxy, {
  valid: {
    'a pod with the proxy': mesh(sidecars('shop'), pod('', `containers: [{ name: app, image: app }, ${PROXY}]`)),
    'a proxy that starts before the application': mesh(
      sidecars('shop'),
      pod('', `initContainers: [${PROXY}], containers: [{ name: app, image: app }]`),
    ),
    'a pod that stays outside by a label': mesh(
      sidecars('shop'),
      pod(', labels: { sidecar.istio.io/inject: "false" }'),
    ),
    'a pod that stays outside by an annotation': mesh(
      sidecars('shop'),
      pod(', annotations: { sidecar.istio.io/inject: "False" }'),
    ),
    'a pod in the network of its node': mesh(
      sidecars('shop'),
      pod('', 'hostNetwork: true, containers: [{ name: app, image: app }]'),
    ),
    'a pod of the ambient mesh': mesh(
      namespace('shop', 'istio-injection: enabled, istio.io/dataplane-mode: ambient'),
      pod(),
    ),
    'a namespace that is not injected': mesh(namespace('shop'), pod()),
    'a namespace that is not in the set': pod(),
  },
  invalid: {
    'a pod of an injected namespace': {
      yaml: mesh(sidecars('shop'), pod()),
      ...PARITY,
      expect: ['Pod shop/web: pod "shop/web" runs without the proxy'],
    },
    'a proxy whose image is not known yet': {
      yaml: mesh(sidecars('shop'), pod('', 'containers: [{ name: istio-proxy }]')),
      ...PARITY,
      expect: ['Pod shop/web: pod "shop/web" runs without the proxy'],
    },
  },
});

test('it is told in parity with istioctl alone, since manifests show pods before injection', () => {
  const found = (istioParity: boolean) =>
    analyze(buildModel(parseManifests(mesh(sidecars('shop'), pod()), 'mesh.yaml'), { istioParity }))
      .map(({ rule }) => rule)
      .filter(rule => rule === 'pod-without-proxy');
  expect(found(false)).toEqual([]);
  expect(found(true)).toEqual(['pod-without-proxy']);
});
