import { type ManifestObject, randomMesh } from './generate/mesh';
import { shrink } from './shrink';

const service: ManifestObject = {
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name: 'web', namespace: 'shop' },
  spec: { selector: { app: 'web' }, ports: [{ port: 80 }, { port: 81 }, { port: 82 }] },
};
const pods: ManifestObject = {
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'web', namespace: 'shop' },
  spec: { template: { metadata: { labels: { app: 'web', version: 'v1' } } } },
};
const namespace: ManifestObject = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop' } };
const other: ManifestObject = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'x', namespace: 'ops' } };
const request = { from: 'shop/web', to: 'http://web/admin?x=1', headers: { a: 'b' }, method: 'POST', ip: '10.0.0.1' };

const portsOf = (object: ManifestObject | undefined): unknown =>
  typeof object?.spec === 'object' && object.spec !== null && 'ports' in object.spec ? object.spec.ports : undefined;

describe('shrinking', () => {
  it('leaves what shows the difference, and what that needs', async () => {
    const objects = [other, pods, namespace, service];
    const smallest = await shrink(
      { objects, request },
      async ({ objects: some, request: { method } }) =>
        method === 'POST' && JSON.stringify(portsOf(some.find(({ kind }) => kind === 'Service')) ?? '').includes('81'),
    );
    expect(smallest.objects.map(({ kind }) => kind)).toEqual(['Deployment', 'Namespace', 'Service']);
    expect(smallest.objects.find(({ kind }) => kind === 'Service')?.spec).toEqual({
      selector: { app: 'web' },
      ports: [{ port: 81 }],
    });
    expect(smallest.request).toEqual({ from: 'shop/web', to: 'http://web/', method: 'POST', ip: '10.0.0.1' });
  });

  it('gives back a mesh that still shows it, whatever it is', async () => {
    for (const seed of [1, 2, 3]) {
      const { objects, requests } = randomMesh(seed);
      const [first] = requests;
      if (first === undefined) throw new Error('a mesh without requests');
      const wanted = objects.find(({ kind }) => kind === 'VirtualService');
      const shows = async ({ objects: some }: { readonly objects: readonly ManifestObject[] }) =>
        some.some(({ kind, metadata }) => kind === 'VirtualService' && metadata.name === wanted?.metadata.name);
      const smallest = await shrink({ objects, request: first }, shows);
      expect(await shows(smallest)).toBe(true);
      expect(smallest.objects.filter(({ kind }) => kind !== 'Namespace')).toHaveLength(1);
    }
  });
});
