import fc from 'fast-check';
import { buildModel } from '../../src/model/mesh-model';
import { identityKey } from '../../src/plan/differences';
import { planChanges } from '../../src/plan/plan-changes';
import type { LocatedManifest, Manifest } from '../../src/values/manifest';

const HOST = 'reviews.shop.svc.cluster.local';
const NOW = new Date('2026-01-01T00:00:00Z');

const object = (apiVersion: string, kind: string, name: string, spec: unknown): Manifest => ({
  apiVersion,
  kind,
  metadata: { name, namespace: 'shop' },
  spec,
});

const located = (manifests: readonly Manifest[]): LocatedManifest[] =>
  manifests.map(manifest => ({ manifest, origin: {} }));

const deployment = (version: string) =>
  object('apps/v1', 'Deployment', `reviews-${version}`, {
    selector: { matchLabels: { app: 'reviews', version } },
    template: { metadata: { labels: { app: 'reviews', version } }, spec: { containers: [{ name: 'app' }] } },
  });

/** A mesh without errors: some versions, some of them routed, some ports, some demands. */
const mesh = fc
  .record({
    versions: fc.shuffledSubarray(['v1', 'v2', 'v3'], { minLength: 1 }),
    routed: fc.nat(2),
    ports: fc.shuffledSubarray([80, 81, 82], { minLength: 1 }),
    routedPort: fc.nat(2),
    mode: fc.constantFrom('STRICT', 'PERMISSIVE', 'DISABLE', undefined),
    allowed: fc.option(fc.shuffledSubarray(['web', 'app', 'jobs'])),
    exposed: fc.shuffledSubarray(['a.example.com', 'b.example.com']),
  })
  .map(({ versions, routed, ports, routedPort, mode, allowed, exposed }) => {
    const subset = versions[routed % versions.length];
    const port = { number: ports[routedPort % ports.length] };
    const route = [{ route: [{ destination: { host: HOST, subset, port } }] }];
    return [
      ...versions.map(deployment),
      object('v1', 'Service', 'reviews', {
        selector: { app: 'reviews' },
        ports: ports.map(number => ({ name: `http-${number}`, port: number, targetPort: 8080 })),
      }),
      object('networking.istio.io/v1', 'DestinationRule', 'reviews', {
        host: HOST,
        subsets: versions.map(name => ({ name, labels: { version: name } })),
      }),
      object('networking.istio.io/v1', 'VirtualService', 'reviews', { hosts: [HOST], http: route }),
      ...(mode === undefined
        ? []
        : [object('security.istio.io/v1', 'PeerAuthentication', 'default', { mtls: { mode } })]),
      ...(allowed === null
        ? []
        : [
            object('security.istio.io/v1', 'AuthorizationPolicy', 'callers', {
              rules: allowed.map(namespace => ({ from: [{ source: { namespaces: [namespace] } }] })),
            }),
          ]),
      ...(exposed.length === 0
        ? []
        : [
            object('networking.istio.io/v1', 'Gateway', 'public', {
              selector: { istio: 'ingressgateway' },
              servers: [{ port: { number: 80, name: 'http', protocol: 'HTTP' }, hosts: exposed }],
            }),
            object('networking.istio.io/v1', 'VirtualService', 'public', {
              hosts: exposed,
              gateways: ['shop/public'],
              http: route,
            }),
          ]),
    ];
  });

function applied(before: readonly Manifest[], after: readonly Manifest[]) {
  const { steps } = planChanges(located(before), located(after), { now: NOW });
  const key = (manifest: Manifest) => {
    const [resource] = buildModel(located([manifest])).resources;
    return resource === undefined ? '' : identityKey(resource);
  };
  const state = new Map(before.map(manifest => [key(manifest), manifest]));
  for (const { changes } of steps) {
    for (const { action, apiVersion, resource, manifest } of changes) {
      const { kind, name, namespace } = resource;
      const id = key({ apiVersion, kind, metadata: { name, ...(namespace === undefined ? {} : { namespace }) } });
      expect(state.has(id)).toBe(action !== 'create');
      if (manifest === undefined) state.delete(id);
      else state.set(id, manifest);
    }
  }
  return { steps, state, goal: new Map(after.map(manifest => [key(manifest), manifest])) };
}

test('the steps of a plan lead from the old set to the new one', () => {
  fc.assert(
    fc.property(mesh, mesh, (before, after) => {
      const { state, goal } = applied(before, after);
      expect(new Map([...state].sort())).toEqual(new Map([...goal].sort()));
    }),
    { numRuns: 20 },
  );
});

test('no step between two meshes without errors drops what the new one lets through', () => {
  fc.assert(
    fc.property(mesh, mesh, (before, after) => {
      const drops = applied(before, after).steps.flatMap(step => step.drops);
      expect(drops.filter(({ isIntended }) => isIntended !== true)).toEqual([]);
    }),
    { numRuns: 20 },
  );
});

test('a plan from a set to itself is empty, and that from nothing creates all of it once', () => {
  fc.assert(
    fc.property(mesh, set => {
      expect(applied(set, [...set].reverse()).steps).toEqual([]);
      const changes = applied([], set).steps.flatMap(step => step.changes);
      expect(changes.filter(({ isInterim }) => !isInterim)).toHaveLength(set.length);
    }),
    { numRuns: 20 },
  );
});
