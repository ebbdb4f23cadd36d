import { selectorWithoutWorkload } from '../../../../src/analysis/rules/policies/selector-without-workload';
import { testRule } from '../../../../src/testing/test-rule';
import { answer } from '../behaviour';
import { ambient, app, mesh, namespace, object, sidecars } from '../mesh-yaml';

const KINDS: readonly (readonly [apiVersion: string, kind: string, spec: string, field: string])[] = [
  [
    'security.istio.io/v1',
    'RequestAuthentication',
    'selector: { matchLabels: { app: wbe } }',
    'spec.selector.matchLabels',
  ],
  [
    'networking.istio.io/v1alpha3',
    'EnvoyFilter',
    'workloadSelector: { labels: { app: wbe } }',
    'spec.workloadSelector.labels',
  ],
  [
    'extensions.istio.io/v1alpha1',
    'WasmPlugin',
    'selector: { matchLabels: { app: wbe } }',
    'spec.selector.matchLabels',
  ],
  [
    'extensions.istio.io/v1alpha1',
    'TrafficExtension',
    'selector: { matchLabels: { app: wbe } }',
    'spec.selector.matchLabels',
  ],
  [
    'networking.istio.io/v1beta1',
    'ProxyConfig',
    'selector: { matchLabels: { app: wbe } }',
    'spec.selector.matchLabels',
  ],
  [
    'networking.istio.io/v1',
    'DestinationRule',
    'host: api, workloadSelector: { matchLabels: { app: wbe } }',
    'spec.workloadSelector.matchLabels',
  ],
  [
    'networking.istio.io/v1',
    'ServiceEntry',
    'hosts: [vm.internal], workloadSelector: { labels: { app: wbe } }',
    'spec.workloadSelector.labels',
  ],
];
const of = (kind: string, labels: string) => {
  const [apiVersion = '', , spec = ''] = KINDS.find(([, name]) => name === kind) ?? [];
  return object(apiVersion, kind, 'x', 'shop', `{ ${spec.replace('app: wbe', labels)} }`);
};
const strict = object(
  'security.istio.io/v1',
  'PeerAuthentication',
  'x',
  'shop',
  '{ selector: { matchLabels: { app: web } }, mtls: { mode: STRICT } }',
);

testRule(selectorWithoutWorkload, {
  valid: {
    'selectors of pods with a sidecar': mesh(
      sidecars('shop'),
      app('web'),
      ...KINDS.map(([, kind]) => of(kind, 'app: web')),
    ),
    'a selector of a virtual machine': mesh(
      sidecars('shop'),
      app('web'),
      object('networking.istio.io/v1', 'WorkloadEntry', 'vm', 'shop', '{ address: 10.1.1.1, labels: { app: vm } }'),
      of('ServiceEntry', 'app: vm'),
    ),
    'objects without a selector': mesh(
      sidecars('shop'),
      app('web'),
      object('networking.istio.io/v1', 'DestinationRule', 'x', 'shop', '{ host: web }'),
    ),
    'pods of another namespace, from the root namespace': mesh(
      sidecars('shop'),
      app('web'),
      of('RequestAuthentication', 'app: web').replace('namespace: shop', 'namespace: istio-system'),
    ),
    'a namespace whose pods are elsewhere': mesh(sidecars('shop'), ...KINDS.map(([, kind]) => of(kind, 'app: wbe'))),
    'a PeerAuthentication of pods in the ambient mesh': mesh(ambient('shop'), app('web'), strict),
  },
  invalid: {
    ...Object.fromEntries(
      KINDS.map(([, kind, , field]) => [
        `labels that no pod has, in a ${kind}`,
        {
          yaml: mesh(sidecars('shop'), app('web'), of(kind, 'app: wbe')),
          expect: [
            `${kind} shop/x ${field}: no pod of namespace "shop" has the labels "app=wbe"; its pods have "app=web"`,
          ],
        },
      ]),
    ),
    'pods of other namespaces, in a kind that selects those of the root namespace alone': {
      yaml: mesh(
        sidecars('shop'),
        app('web'),
        object(
          'telemetry.istio.io/v1',
          'Telemetry',
          'x',
          'istio-system',
          '{ selector: { matchLabels: { app: web } }, accessLogging: [{ disabled: true }] }',
        ),
      ),
      expect: [
        'Telemetry istio-system/x spec.selector.matchLabels: in the root namespace a Telemetry with a selector counts for pods of that namespace alone, and not for those of namespace "shop" that it selects',
      ],
    },
    'a PeerAuthentication of pods outside the mesh': {
      yaml: mesh(namespace('shop'), app('web'), strict),
      expect: [
        'PeerAuthentication shop/x spec.selector.matchLabels: the pods of "web" have no proxy that enforces this PeerAuthentication',
      ],
    },
    'a DestinationRule for clients in the ambient mesh': {
      yaml: mesh(ambient('shop'), app('web'), of('DestinationRule', 'app: web')),
      expect: [
        'DestinationRule shop/x spec.workloadSelector.matchLabels: the pods of "web" have no sidecar, and ztunnel does not support a DestinationRule',
      ],
    },
  },
});

test('pods outside the mesh take plaintext whatever is said of them', () => {
  const caller = mesh(namespace('plain'), app('curl', { namespace: 'plain' }));
  const request = { from: 'plain/curl', to: 'http://web.shop/' };
  expect(answer(mesh(namespace('shop'), app('web'), strict, caller), request)).toBe('routed');
  expect(answer(mesh(sidecars('shop'), app('web'), strict, caller), request)).toMatch(/^mtls-failure/);
});
