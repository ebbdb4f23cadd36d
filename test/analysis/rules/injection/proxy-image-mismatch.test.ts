import { proxyImageMismatch } from '../../../../src/analysis/rules/injection/proxy-image-mismatch';
import { testRule } from '../../../../src/testing/test-rule';
import { mesh, namespace, sidecars } from '../mesh-yaml';

const injector = (global: string, revision = '') => `
apiVersion: v1
kind: ConfigMap
metadata: { name: istio-sidecar-injector${revision}, namespace: istio-system }
data: { values: '{ "global": ${global} }' }`;
const pod = (image: string, metadata = '') => `
apiVersion: v1
kind: Pod
metadata: { name: web, namespace: shop${metadata} }
spec: { containers: [{ name: istio-proxy, image: "${image}" }] }`;
const GLOBAL = '{ "hub": "docker.io/istio", "tag": "1.31.4", "proxy": { "image": "proxyv2" } }';
const set = (image: string, metadata = '', labels = 'istio-injection: enabled') =>
  mesh(namespace('shop', labels), injector(GLOBAL), pod(image, metadata));
const PARITY = { options: { istioParity: true } };

testRule(proxyImageMismatch, {
  valid: {
    'the image of the injector': set('docker.io/istio/proxyv2:1.31.4'),
    'an image that the pod chooses': set(
      'example.org/proxy:1',
      ', annotations: { sidecar.istio.io/proxyImage: "example.org/proxy:1" }',
    ),
    'a namespace without injection': set('docker.io/istio/proxyv2:1.29.0', '', ''),
    'a revision whose injector is not in the set': set('docker.io/istio/proxyv2:1.29.0', '', 'istio.io/rev: canary'),
    'the variant that the pod asks for': set(
      'docker.io/istio/proxyv2:1.31.4-distroless',
      `, annotations: { proxy.istio.io/config: "image: { imageType: distroless }" }`,
    ),
    'an image with its registry': mesh(
      sidecars('shop'),
      injector('{ "proxy": { "image": "example.org/proxyv2:1" } }'),
      pod('example.org/proxyv2:1'),
    ),
  },
  invalid: {
    'an older image': {
      yaml: set('docker.io/istio/proxyv2:1.29.0'),
      ...PARITY,
      expect: ['Namespace shop: pods "web" have another proxy image than "docker.io/istio/proxyv2:1.31.4"'],
    },
    'another variant': {
      yaml: set('docker.io/istio/proxyv2:1.31.4-debug'),
      ...PARITY,
      expect: ['Namespace shop: pods "web" have another proxy image than "docker.io/istio/proxyv2:1.31.4"'],
    },
    'the injector of a revision': {
      yaml: mesh(
        namespace('shop', 'istio.io/rev: canary'),
        injector(GLOBAL.replace('1.31.4', '1.32.0'), '-canary'),
        pod('docker.io/istio/proxyv2:1.31.4'),
      ),
      ...PARITY,
      expect: ['Namespace shop: pods "web" have another proxy image than "docker.io/istio/proxyv2:1.32.0"'],
    },
  },
});
