import { effectiveMeshOf } from '../../../src/istio/effective-mesh';
import { buildModel } from '../../../src/model/mesh-model';
import { parseManifests } from '../../../src/model/read-manifests';

const seenIn = (yaml: string) => effectiveMeshOf(buildModel(parseManifests(yaml, 'mesh.yaml'))).seen;

const service = (annotations: string) => `
---
apiVersion: v1
kind: Service
metadata: { name: web, namespace: shop, annotations: ${annotations} }
spec: { ports: [{ name: http, port: 80 }] }
`;

const entry = (name: string, namespace: string, hosts: string, more = '') => `
---
apiVersion: networking.istio.io/v1
kind: ServiceEntry
metadata: { name: ${name}, namespace: ${namespace} }
spec: { hosts: ${hosts}, ports: [{ name: http, number: 80, protocol: HTTP }], resolution: DNS${more} }
`;

const HOST = 'web.shop.svc.cluster.local';

describe('services', () => {
  test('are seen only where they are exported to', () => {
    const seen = seenIn(service('{ networking.istio.io/exportTo: "., bank" }'));
    expect(seen.from('shop', HOST)?.host).toBe(HOST);
    expect(seen.from('bank', HOST)?.host).toBe(HOST);
    expect(seen.from('other', HOST)).toBeUndefined();
    expect(seen.fromAny(['other', 'bank'], HOST)?.host).toBe(HOST);
    expect(seen.unknownTo(['other', 'bank', 'more'], HOST)).toEqual(['other', 'more']);
  });

  test('with a wildcard cover the names below, the longest first', () => {
    const seen = seenIn(entry('e', 'shop', '["*.example.com", "*.api.example.com", exact.example.com]'));
    expect(seen.from('bank', 'a.api.example.com')?.host).toBe('*.api.example.com');
    expect(seen.from('bank', 'a.example.com')?.host).toBe('*.example.com');
    expect(seen.from('bank', 'exact.example.com')?.host).toBe('exact.example.com');
    expect(seen.from('bank', 'example.com')).toBeUndefined();
  });

  test('of one host are those of the own namespace before others', () => {
    const seen = seenIn(entry('a', 'shop', '[api.example.com]') + entry('b', 'bank', '[api.example.com]'));
    expect(seen.from('bank', 'api.example.com')?.resource.namespace).toBe('bank');
    expect(seen.from('shop', 'api.example.com')?.resource.namespace).toBe('shop');
  });

  test('of one host are a Kubernetes Service before an older ServiceEntry of another namespace', () => {
    const older = entry('a', 'bank', `[${HOST}]`).replace(
      'name: a,',
      'name: a, creationTimestamp: "2020-01-01T00:00:00Z",',
    );
    const seen = seenIn(older + service('{}, creationTimestamp: "2021-01-01T00:00:00Z"'));
    expect(seen.named(HOST).map(({ resource }) => resource.kind)).toEqual(['ServiceEntry', 'Service']);
    expect(seen.from('other', HOST)?.resource.kind).toBe('Service');
    expect(seen.from('bank', HOST)?.resource.kind).toBe('ServiceEntry');
  });

  test('of one host are the oldest of those that other namespaces have', () => {
    const at = (name: string, namespace: string, year: number) =>
      entry(name, namespace, '[api.example.com]').replace(
        `name: ${name},`,
        `name: ${name}, creationTimestamp: "${year}-01-01T00:00:00Z",`,
      );
    const from = (yaml: string) => seenIn(yaml).from('other', 'api.example.com')?.resource.namespace;
    expect(from(at('a', 'shop', 2021) + at('b', 'bank', 2020))).toBe('bank');
    expect(from(at('a', 'shop', 2020) + at('b', 'bank', 2021))).toBe('shop');
  });

  test('of one host are those that are exported by name before older ones for everybody', () => {
    const seen = seenIn(
      entry('a', 'bank', '[api.example.com]') + entry('b', 'shop', '[api.example.com]', ', exportTo: [other]'),
    );
    expect(seen.from('other', 'api.example.com')?.resource.namespace).toBe('shop');
    expect(seen.from('third', 'api.example.com')?.resource.namespace).toBe('bank');
  });
});
