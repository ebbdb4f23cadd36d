import { identify } from '../../src/model/identities';
import type { LocatedManifest, Manifest } from '../../src/values/manifest';

const object = (kind: string, name: string, namespace?: string, apiVersion = 'v1'): LocatedManifest => ({
  manifest: { apiVersion, kind, metadata: { name, ...(namespace === undefined ? {} : { namespace }) } } as Manifest,
  origin: {},
});

const read = (manifests: readonly LocatedManifest[], assumed: readonly LocatedManifest[] = [], withoutSystem = false) =>
  identify(manifests, assumed, 'default', withoutSystem);

const positions = ({ resources }: ReturnType<typeof read>) => resources.map(({ position }) => position);

describe('identify', () => {
  it('counts the last of several objects with one identity, at its own place, and says which each replaces', () => {
    const found = read([
      object('Service', 'web', 'shop'),
      object('Service', 'api', 'shop'),
      object('Service', 'web', 'shop'),
      object('Service', 'web', 'shop'),
    ]);
    expect(positions(found)).toEqual([1, 3]);
    expect(found.replaced.map(({ resource, by }) => [resource.position, by.position])).toEqual([
      [0, 2],
      [2, 3],
    ]);
    expect(found.identities.find('Service', 'shop', 'web')?.position).toBe(3);
  });

  it('tells apart kinds, groups, namespaces and names', () => {
    const found = read([
      object('Service', 'web', 'shop'),
      object('Service', 'web', 'shop', 'serving.knative.dev/v1'),
      object('Service', 'web', 'stock'),
      object('ConfigMap', 'web', 'shop'),
      object('Gateway', 'web', 'shop', 'networking.istio.io/v1'),
      object('Gateway', 'web', 'shop', 'gateway.networking.k8s.io/v1'),
    ]);
    expect(positions(found)).toEqual([0, 1, 2, 3, 4, 5]);
    expect(found.replaced).toEqual([]);
    expect(found.identities.find('Gateway', 'shop', 'web')?.position).toBe(4);
    expect(found.identities.find('KubernetesGateway', 'shop', 'web')?.position).toBe(5);
  });

  it('takes versions of one kind for the same object', () => {
    const found = read([
      object('Gateway', 'web', 'shop', 'networking.istio.io/v1beta1'),
      object('Gateway', 'web', 'shop', 'networking.istio.io/v1'),
    ]);
    expect(positions(found)).toEqual([1]);
  });

  it('completes the namespace, but not that of an object of the cluster', () => {
    const found = read([
      object('Service', 'web'),
      object('Service', 'web', 'default'),
      object('Namespace', 'shop', 'x'),
    ]);
    expect(positions(found)).toEqual([1, 2]);
    expect(found.identities.find('Namespace', '', 'shop')?.position).toBe(2);
  });

  it('lets objects with generated names stand beside each other', () => {
    const job = { apiVersion: 'batch/v1', kind: 'Job', metadata: { generateName: 'load-' } } as unknown as Manifest;
    const found = read([
      { manifest: job, origin: {} },
      { manifest: job, origin: {} },
    ]);
    expect(positions(found)).toEqual([0, 1]);
  });

  it('takes what is assumed only where the set has nothing of that identity', () => {
    const found = read(
      [object('Service', 'web', 'shop')],
      [object('Service', 'web', 'shop'), object('Service', 'api', 'shop'), object('Service', 'api', 'shop')],
    );
    expect(positions(found)).toEqual([0, 2]);
    expect(found.resources.map(({ assumed }) => assumed)).toEqual([false, true]);
    expect(found.replaced).toEqual([]);
  });

  it('leaves out the namespaces of Kubernetes itself when asked to', () => {
    const set = [
      object('Service', 'dns', 'kube-system'),
      object('Namespace', 'kube-public'),
      object('Service', 'web', 'shop'),
    ];
    expect(positions(read(set, [], true))).toEqual([2]);
    expect(positions(read(set))).toEqual([0, 1, 2]);
  });
});
