import { adopt } from '../../src/api/adopt';
import { parseManifests } from '../../src/model/read-manifests';
import { adopted, object, SUBSETS, sourceOf, to } from './adopted';

test('the output of kubectl get is taken over as its author wrote it', () => {
  const { objects, written, leftOut } = adopted(`
apiVersion: v1
kind: List
items:
  - apiVersion: v1
    kind: Service
    metadata:
      name: db
      namespace: shop
      uid: 1a
      resourceVersion: '7'
      creationTimestamp: '2024-01-01T00:00:00Z'
      managedFields: [{ manager: kubectl }]
      annotations: { kubectl.kubernetes.io/last-applied-configuration: '{}' }
    spec: { clusterIP: 10.0.0.9, clusterIPs: [10.0.0.9], selector: { app: db }, ports: [{ port: 3306, name: mysql }] }
    status: { loadBalancer: {} }
  - apiVersion: v1
    kind: Pod
    metadata: { name: web-1, namespace: shop, uid: 2b, ownerReferences: [{ kind: ReplicaSet, name: web, controller: true }] }
    spec: { containers: [] }
  - apiVersion: v1
    kind: Secret
    metadata: { name: tls, namespace: shop }
    data: { key: c2VjcmV0 }
`);
  expect(written.find(({ kind, metadata }) => kind === 'Service' && metadata.name === 'db')).toEqual({
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: 'db', namespace: 'shop' },
    spec: { selector: { app: 'db' }, ports: [{ port: 3306, name: 'mysql' }] },
  });
  expect(leftOut).toEqual([
    'Pod shop/web-1: ReplicaSet "web" makes it',
    'Secret shop/tls: Secrets do not belong into source code',
  ]);
  expect(JSON.stringify(written)).not.toContain('c2VjcmV0');
  expect(objects.map(({ name }) => name)).not.toContain('Secret shop/tls');
});

test('what only the API server and programs in Go write is left out of templates and namespaces', () => {
  const adoption = adopt(
    parseManifests(
      `
apiVersion: v1
kind: Namespace
metadata: { name: shop, labels: { kubernetes.io/metadata.name: shop } }
---
apiVersion: v1
kind: Namespace
metadata: { name: other, labels: { kubernetes.io/metadata.name: shop } }
---
apiVersion: batch/v1
kind: CronJob
metadata: { name: clean, namespace: shop, creationTimestamp: null }
spec:
  jobTemplate:
    metadata: { creationTimestamp: null, labels: { a: b } }
    spec: { template: { metadata: { creationTimestamp: null }, spec: { volumes: null } } }
`,
      'live.yaml',
    ),
  );
  const [other, shop] = adoption.written;
  expect([other?.metadata.labels, shop?.metadata.labels]).toEqual([
    { 'kubernetes.io/metadata.name': 'shop' },
    undefined,
  ]);
  const source = sourceOf(adoption);
  expect(source).toContain('template: { metadata: {}, spec: { volumes: null } }');
  expect(source).not.toContain('creationTimestamp');
});

test('the age of objects decides between them as before', () => {
  const rule = (name: string, created: string, subset: string) =>
    object(
      'VirtualService',
      `{ hosts: [cart], http: [{ route: [${to(subset)}] }] }`,
      `name: ${name}, creationTimestamp: '${created}'`,
    );
  const { diff } = adopted(
    `${SUBSETS}${rule('a', '2024-02-01T00:00:00Z', 'v1')}${rule('b', '2024-01-01T00:00:00Z', 'v2')}`,
  );
  expect(diff.differences).toEqual([]);
});
