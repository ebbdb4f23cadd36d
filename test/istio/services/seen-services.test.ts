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
});
