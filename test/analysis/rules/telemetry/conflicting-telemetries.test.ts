import { conflictingTelemetries } from '../../../../src/analysis/rules/telemetry/conflicting-telemetries';
import { testRule } from '../../../../src/testing/test-rule';
import { app, mesh, object, sidecars } from '../mesh-yaml';

const telemetry = (name: string, spec: string, at = 'shop', created = '') =>
  object('telemetry.istio.io/v1', 'Telemetry', name, at, `{ ${spec}accessLogging: [{ disabled: true }] }`).replace(
    `namespace: ${at}`,
    `namespace: ${at}${created === '' ? '' : `, creationTimestamp: "${created}"`}`,
  );
const WEB = 'selector: { matchLabels: { app: web } }, ';
const MESH = mesh(sidecars('shop'), app('web', { labels: 'tier: front' }), app('api'));
const POD = `
apiVersion: v1
kind: Pod
metadata: { name: web, namespace: shop, labels: { app: web } }
spec: { containers: [{ name: istio-proxy, image: proxyv2 }] }`;

testRule(conflictingTelemetries, {
  valid: {
    'one for the pods and one for the namespace': mesh(MESH, telemetry('a', WEB), telemetry('b', '')),
    'one for each of several pods': mesh(MESH, telemetry('a', WEB), telemetry('b', WEB.replace('web', 'api'))),
    'the same labels in another namespace': mesh(MESH, telemetry('a', WEB), telemetry('b', WEB, 'team')),
    'labels of no pod': mesh(
      MESH,
      telemetry('a', WEB.replace('web', 'none')),
      telemetry('b', WEB.replace('web', 'none')),
    ),
    'one that names a gateway': mesh(
      MESH,
      telemetry('a', WEB),
      telemetry('b', 'targetRefs: [{ group: gateway.networking.k8s.io, kind: Gateway, name: public }], '),
    ),
  },
  invalid: {
    'the same labels': {
      yaml: mesh(MESH, telemetry('a', WEB), telemetry('b', WEB)),
      expect: ['Telemetry shop/b spec.selector.matchLabels: the pods of "web" are also selected by Telemetry "a"'],
    },
    'different labels of the same pods': {
      yaml: mesh(MESH, telemetry('a', WEB), telemetry('b', 'selector: { matchLabels: { tier: front } }, ')),
      expect: ['Telemetry shop/b spec.selector.matchLabels: the pods of "web" are also selected by Telemetry "a"'],
    },
    'the younger one, whatever its name': {
      yaml: mesh(
        MESH,
        telemetry('a', WEB, 'shop', '2026-02-01T00:00:00Z'),
        telemetry('b', WEB, 'shop', '2026-01-01T00:00:00Z'),
      ),
      expect: ['Telemetry shop/a spec.selector.matchLabels: the pods of "web" are also selected by Telemetry "b"'],
    },
    'what istioctl says, of each': {
      yaml: mesh(MESH, telemetry('a', WEB), telemetry('b', WEB), POD),
      options: { istioParity: true },
      expect: [
        'Telemetry shop/a: the pods of "web" are also selected by Telemetry "b"',
        'Telemetry shop/b: the pods of "web" are also selected by Telemetry "a"',
      ],
    },
  },
});
