import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { analyze } from '../../src/analysis/analyze';
import { RULES } from '../../src/analysis/registry';
import { rulesNamed } from '../../src/cli/rules-named';
import { buildModel, type MeshModelOptions } from '../../src/model/mesh-model';
import { parseManifests } from '../../src/model/read-manifests';
import { simulate } from '../../src/simulation/simulate';
import {
  ambient,
  app,
  destinationRule,
  mesh,
  namespace,
  object,
  sidecars,
  virtualService,
  waypoint,
} from './rules/mesh-yaml';

const PAGES = join(__dirname, '../../docs/rules');
const SHOP = mesh(sidecars('shop'), app('web'), app('api'));
const BOTH = 'sidecar.istio.io/inject: "true"';

const peers = (mode: string, at = 'shop') =>
  object('security.istio.io/v1', 'PeerAuthentication', 'default', at, `{ mtls: { mode: ${mode} } }`);
const mutual = (host: string, at = 'shop') =>
  destinationRule(`{ host: "${host}", trafficPolicy: { tls: { mode: ISTIO_MUTUAL } } }`, 'mutual', at);
const pod = (labels: string, annotations = '', containers = '') => `
apiVersion: v1
kind: Pod
metadata: { name: web, namespace: shop, labels: { app: web, ${labels} }, annotations: { ${annotations} } }
spec: { containers: [{ name: app, image: app }${containers}] }`;
const NO_AUTO: MeshModelOptions = { meshConfig: { enableAutoMtls: false } };

/** Faults as Kiali has them, where the examples of the pages show another one of the rule. */
const FAULTS: { readonly [code: string]: readonly [rule: string, yaml: string, options?: MeshModelOptions] } = {
  KIA0204: [
    'shadowing-destination-rule',
    mesh(
      SHOP,
      mutual('*.local', 'istio-system'),
      destinationRule('{ host: web, trafficPolicy: { loadBalancer: { simple: RANDOM } } }'),
    ),
  ],
  KIA0401: ['tls-mode-mismatch', mesh(SHOP, peers('STRICT', 'istio-system')), NO_AUTO],
  KIA0501: ['tls-mode-mismatch', mesh(SHOP, peers('STRICT')), NO_AUTO],
  KIA0505: ['tls-mode-mismatch', mesh(SHOP, peers('DISABLE'), mutual('*.shop.svc.cluster.local'))],
  KIA0506: ['tls-mode-mismatch', mesh(SHOP, peers('DISABLE', 'istio-system'), mutual('*.local', 'istio-system'))],
  KIA1006: [
    'sidecar-without-workload',
    mesh(
      SHOP,
      object(
        'networking.istio.io/v1',
        'Sidecar',
        'default',
        'istio-system',
        '{ workloadSelector: { labels: { app: web } }, egress: [{ hosts: ["./*"] }] }',
      ),
    ),
  ],
  KIA1108: [
    'invalid-object',
    mesh(
      SHOP,
      virtualService(
        '{ hosts: [a.example], gateways: [edge.shop.svc.cluster.local], http: [{ route: [{ destination: { host: web } }] }] }',
      ),
    ),
  ],
  KIA1311: [
    'conflicting-injection-labels',
    mesh(namespace('shop'), app('web', { labels: `${BOTH}, istio.io/dataplane-mode: ambient` })),
  ],
  KIA1313: [
    'unknown-waypoint',
    mesh(ambient('shop'), app('web', { labels: 'istio.io/use-waypoint: other' }), waypoint()),
  ],
  KIA1314: ['conflicting-injection-labels', mesh(ambient('shop'), pod(BOTH, 'ambient.istio.io/redirection: enabled'))],
  KIA1315: [
    'conflicting-injection-labels',
    mesh(namespace('shop'), pod('istio.io/dataplane-mode: ambient', '', ', { name: istio-proxy, image: proxyv2 }')),
  ],
  KIA1503: [
    'refused-listener',
    object(
      'gateway.networking.k8s.io/v1',
      'Gateway',
      'public',
      'shop',
      '{ gatewayClassName: istio, listeners: [{ name: a, port: 80, protocol: HTTP }, { name: b, port: 80, protocol: HTTP }] }',
    ),
  ],
};

/** The wrong manifests of the page of a rule. */
function wrongOf(name: string): string {
  return /## Wrong\n\n```yaml\n([\s\S]*?)```/.exec(readFileSync(join(PAGES, `${name}.md`), 'utf8'))?.[1] ?? '';
}

const CODES = RULES.flatMap(({ name, equivalents }) =>
  equivalents.filter(code => code.startsWith('KIA')).map((code): [string, string] => [code, name]),
).sort();

test.each(CODES)('%s asks for %s, which finds it', (code, name) => {
  const asked = rulesNamed(code);
  expect(asked.map(rule => rule.name)).toContain(name);
  const [by, yaml, options] = FAULTS[code] ?? [name, wrongOf(name)];
  const found = analyze(buildModel(parseManifests(yaml, 'mesh.yaml'), options), { rules: asked });
  expect(found.map(({ rule }) => rule)).toContain(by);
});

test('the table of the codes of Kiali names the rules that have them, and why others have none', () => {
  const text = readFileSync(join(PAGES, 'README.md'), 'utf8');
  const rows = [...text.matchAll(/^\| (KIA\d{4}) \| .* \| (.*) \|$/gm)].map(
    ([, code = '', by = '']) => [code, by] as const,
  );
  const codes = rows.map(([code]) => code);
  expect(codes).toEqual([...new Set(codes)].sort());
  expect(codes).toHaveLength(72);
  for (const [code, by] of rows) {
    const named = [...by.matchAll(/\[([a-z-]+)\]\(\1\.md\)/g)].map(([, name]) => name);
    expect([code, named.sort()]).toEqual([
      code,
      CODES.filter(([own]) => own === code)
        .map(([, name]) => name)
        .sort(),
    ]);
    expect(by).not.toBe('');
  }
  expect(CODES.map(([code]) => code).filter(code => !codes.includes(code))).toEqual([]);
});

test.each<[what: string, yaml: string, options: MeshModelOptions]>([
  ['strict mutual TLS and clients that are not told', mesh(SHOP, peers('STRICT')), NO_AUTO],
  [
    'no mutual TLS and clients of a domain that are told',
    mesh(SHOP, peers('DISABLE'), mutual('*.shop.svc.cluster.local')),
    {},
  ],
])('no request gets through: %s', (_, yaml, options) => {
  const model = buildModel(parseManifests(yaml, 'mesh.yaml'), options);
  expect(simulate(model, { from: 'shop/api', to: 'http://web/' }).outcome).not.toBe('routed');
});

/** What is right, and near to what the rules above report. */
const RIGHT: { readonly [what: string]: readonly [rule: string, yaml: string, options?: MeshModelOptions] } = {
  'strict mutual TLS and clients that are told': [
    'tls-mode-mismatch',
    mesh(SHOP, peers('STRICT'), mutual('*.shop.svc.cluster.local')),
    NO_AUTO,
  ],
  'strict mutual TLS and clients that use it by themselves': ['tls-mode-mismatch', mesh(SHOP, peers('STRICT'))],
  'pods that accept both and clients that are not told': [
    'tls-mode-mismatch',
    mesh(SHOP, peers('PERMISSIVE')),
    NO_AUTO,
  ],
  'a rule for a domain that another one replaces': [
    'tls-mode-mismatch',
    mesh(
      SHOP,
      peers('DISABLE'),
      mutual('*.local', 'istio-system'),
      ...['web', 'api'].map(host => destinationRule(`{ host: ${host} }`, host)),
    ),
  ],
  'a Sidecar for pods of the root namespace': [
    'sidecar-without-workload',
    mesh(
      SHOP,
      app('web', { namespace: 'istio-system' }),
      object(
        'networking.istio.io/v1',
        'Sidecar',
        'default',
        'istio-system',
        '{ workloadSelector: { labels: { app: web } }, egress: [{ hosts: ["./*"] }] }',
      ),
    ),
  ],
  'pods of the ambient mesh that want no sidecar': [
    'conflicting-injection-labels',
    mesh(
      sidecars('shop'),
      app('web', { labels: 'sidecar.istio.io/inject: "false", istio.io/dataplane-mode: ambient' }),
    ),
  ],
  'a sidecar in a namespace of the ambient mesh': [
    'conflicting-injection-labels',
    mesh(ambient('shop'), app('web', { labels: BOTH })),
  ],
  'pods that go by no waypoint': [
    'unknown-waypoint',
    mesh(ambient('shop'), app('web', { labels: 'istio.io/use-waypoint: none' })),
  ],
  'a short name in a Sidecar, which the webhook refuses': [
    'unknown-sidecar-host',
    mesh(SHOP, object('networking.istio.io/v1', 'Sidecar', 'default', 'shop', '{ egress: [{ hosts: ["./web"] }] }')),
  ],
};

test.each(Object.entries(RIGHT))('nothing is said of %s', (_, [rule, yaml, options]) => {
  const found = analyze(buildModel(parseManifests(yaml, 'mesh.yaml'), options), { rules: rulesNamed(rule) });
  expect(found.map(({ message }) => message)).toEqual([]);
});
