import { buildModel } from '../../src/model/mesh-model';
import { callsOf } from '../../src/model/workload-calls';
import type { Manifest } from '../../src/values/manifest';

/** The addresses that a pod with this container calls, as `HOST:PORT`. */
function calls(container: object, others: readonly Manifest[] = []): string[] {
  const pod: Manifest = {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'web', namespace: 'shop' },
    spec: { containers: [{ name: 'app', ...container }] },
  };
  const mesh = buildModel([pod, ...others].map(manifest => ({ manifest, origin: {} })));
  return mesh.workloads.all.flatMap(workload =>
    callsOf(workload, mesh).map(({ host, port }) => `${host}:${port ?? ''}`),
  );
}

const variable = (name: string, value: string) => calls({ env: [{ name, value }] });

const ledger: Manifest = {
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name: 'ledger', namespace: 'bank' },
  spec: {},
};

test.each([
  ['a URL', 'http://ledger.bank.svc.cluster.local:8080/v1', ['ledger.bank.svc.cluster.local:8080']],
  ['a URL with a user', 'postgres://app:secret@db:5432/orders', ['db.shop.svc.cluster.local:5432']],
  ['a URL of two schemes', 'jdbc:mysql://db:3306/orders', ['db.shop.svc.cluster.local:3306']],
  ['several URLs', 'http://a.example.com,https://b.example.com', ['a.example.com:', 'b.example.com:']],
  [
    'host and port',
    'kafka-0:9092,kafka-1:9092',
    ['kafka-0.shop.svc.cluster.local:9092', 'kafka-1.shop.svc.cluster.local:9092'],
  ],
  ['the form name.namespace.svc', 'http://ledger.bank.svc', ['ledger.bank.svc.cluster.local:']],
  ['a word', 'ledger', []],
  ['a time', '12:30', []],
  ['an image', 'registry.example.com/app:1.0', []],
  ['a path', 'file:///etc/app.yaml', []],
])('%s in a variable', (_, value, expected) => {
  expect(variable('SETTING', value)).toEqual(expected);
});

test('a word is a host in a variable whose name says so', () => {
  expect(variable('LEDGER_HOST', 'ledger')).toEqual(['ledger.shop.svc.cluster.local:']);
  expect(variable('DB_NAME', 'ledger')).toEqual([]);
});

test('name.namespace is a Service if there is one, and else the name of a host', () => {
  expect(calls({ args: ['http://ledger.bank'] }, [ledger])).toEqual(['ledger.bank.svc.cluster.local:']);
  expect(calls({ args: ['http://example.com'] }, [ledger])).toEqual(['example.com:']);
});

test('arguments are looked at word by word', () => {
  expect(calls({ command: ['sh', '-c', 'curl http://a.example.com/x'], args: ['--to=b.example.com:443'] })).toEqual([
    'a.example.com:',
    'b.example.com:443',
  ]);
});

test('each address is named once', () => {
  expect(calls({ args: ['http://a:1', 'http://a:1'], env: [{ name: 'A_URL', value: 'http://a:1' }] })).toHaveLength(1);
});

test('long values cost no time', () => {
  const before = process.cpuUsage().user;
  expect(variable('CERTIFICATE', 'a'.repeat(300_000))).toEqual([]);
  expect(variable('CERTIFICATE', 'a@'.repeat(150_000))).toEqual([]);
  variable('CERTIFICATE', `http://${'a@'.repeat(150_000)}`);
  expect((process.cpuUsage().user - before) / 1000).toBeLessThan(1000);
});

describe('a ConfigMap that is mounted', () => {
  const inFile = (text: string) => {
    const settings: Manifest = {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'settings', namespace: 'shop' },
      data: { 'nginx.conf': text },
    };
    const pod: Manifest = {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: 'web', namespace: 'shop' },
      spec: { containers: [{ name: 'app' }], volumes: [{ name: 'settings', configMap: { name: 'settings' } }] },
    };
    const mesh = buildModel([pod, settings, ledger].map(manifest => ({ manifest, origin: {} })));
    return mesh.workloads.all.flatMap(workload =>
      callsOf(workload, mesh).map(({ host, port, resource, field }) => `${host}:${port} ${resource.kind} ${field}`),
    );
  };

  test('tells of the Services in its URLs', () => {
    expect(inFile('location / {\n  proxy_pass http://ledger.bank:8080; # http://other.bank\n}')).toEqual([
      'ledger.bank.svc.cluster.local:8080 ConfigMap data["nginx.conf"]',
    ]);
  });

  test.each([
    '# http://ledger.bank:8080',
    '  // http://ledger.bank:8080',
    'http://www.example.com/manual',
    'ledger.bank:1',
  ])('says nothing by "%s"', text => expect(inFile(text)).toEqual([]));
});
