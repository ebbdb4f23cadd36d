import { object, service } from '../simulation/mesh-of';
import { INGRESS, planOf, SHOP } from './meshes';

const HOST = 'backend.shop.svc.cluster.local';
const SUBSETS = object(
  'DestinationRule',
  'shop/backend',
  `{ host: backend, trafficPolicy: { connectionPool: { tcp: { maxConnections: 9 } } }, subsets: [{ name: v1, labels: { version: v1 } }, { name: v2, labels: { version: v2 }, trafficPolicy: { loadBalancer: { simple: RANDOM } } }] }`,
);
const routes = (spec: string, name = 'shop/backend') => object('VirtualService', name, spec);
const SPLIT =
  'route: [{ destination: { host: backend, subset: v1 }, weight: 80 }, { destination: { host: backend, subset: v2 }, weight: 20 }]';

const versionService = (name: string) => service(name).split('---')[0] ?? '';

describe('routes of the mesh', () => {
  test('become HTTPRoutes that name a Service for each version, with the policy of its subset', () => {
    const plan = planOf([
      ...SHOP,
      SUBSETS,
      routes(
        `{ hosts: [backend], http: [{ match: [{ uri: { prefix: /beta/ }, headers: { x-user: { regex: "a.*" } } }], route: [{ destination: { host: backend, subset: v2 } }], timeout: 3s }, { ${SPLIT}, headers: { request: { set: { x-route: split } } } }] }`,
      ),
    ]);
    expect(plan.ids).toEqual([]);
    expect(plan.after('10-dual', 'VirtualService', 'backend')).toBeUndefined();
    expect(plan.after('10-dual', 'HTTPRoute', 'backend')?.spec).toMatchObject({ parentRefs: [{ name: 'backend' }] });
    expect(plan.after('10-dual', 'Service', 'backend-v2')).toMatchObject({
      metadata: { labels: { 'istio.io/use-waypoint': 'waypoint' } },
      spec: { selector: { app: 'backend', version: 'v2' } },
    });
    expect(plan.after('10-dual', 'DestinationRule', 'backend-v2')?.spec).toEqual({
      host: `backend-v2.shop.svc.cluster.local`,
      trafficPolicy: { connectionPool: { tcp: { maxConnections: 9 } }, loadBalancer: { simple: 'RANDOM' } },
    });
  });

  test('stay for gateways where they are for both', () => {
    const both = routes(`{ hosts: ["${HOST}"], gateways: [mesh, main], http: [{ ${SPLIT} }] }`);
    const plan = planOf([...SHOP, ...INGRESS, SUBSETS, both]);
    expect(plan.ids).toEqual([]);
    expect(plan.after('90-clean-up', 'VirtualService', 'backend')?.spec).toMatchObject({ gateways: ['main'] });
    expect(plan.after('90-clean-up', 'HTTPRoute', 'backend')).toBeDefined();
  });

  test('that an HTTPRoute cannot say stay as they are, and are named', () => {
    const plan = planOf([
      ...SHOP,
      routes(
        '{ hosts: [backend], http: [{ fault: { abort: { httpStatus: 503, percentage: { value: 50 } } }, route: [{ destination: { host: backend } }] }] }',
      ),
    ]);
    expect(plan.ids).toEqual(['virtual-service-at-waypoint:shop/backend']);
    expect(plan.after('90-clean-up', 'VirtualService', 'backend')).toBeDefined();
    expect(plan.after('90-clean-up', 'HTTPRoute', 'backend')).toBeUndefined();
  });

  test('name Services of other namespaces with a grant', () => {
    const elsewhere = routes(
      '{ hosts: [backend], http: [{ match: [{ uri: { exact: /old } }], route: [{ destination: { host: old.legacy.svc.cluster.local } }] }, { route: [{ destination: { host: backend } }] }] }',
    );
    const plan = planOf([
      ...SHOP,
      elsewhere,
      'apiVersion: v1\nkind: Namespace\nmetadata: { name: legacy, labels: { istio-injection: enabled } }',
      service('legacy/old'),
    ]);
    expect(plan.ids).toEqual([]);
    expect(plan.after('10-dual', 'ReferenceGrant', 'httproutes-of-shop')).toMatchObject({
      metadata: { namespace: 'legacy' },
      spec: { from: [{ kind: 'HTTPRoute', namespace: 'shop' }] },
    });
  });

  test('of what is not HTTP become TCPRoutes', () => {
    const tcp = '[{ name: tcp-db, port: 3306, targetPort: 3306 }]';
    const plan = planOf([
      ...SHOP,
      service('shop/db', ['v1', 'v2'], tcp),
      object(
        'DestinationRule',
        'shop/db',
        '{ host: db, subsets: [{ name: v1, labels: { version: v1 } }, { name: v2, labels: { version: v2 } }] }',
      ),
      routes(
        '{ hosts: [db], tcp: [{ route: [{ destination: { host: db, subset: v1 }, weight: 90 }, { destination: { host: db, subset: v2 }, weight: 10 }] }] }',
        'shop/db',
      ),
    ]);
    expect(plan.ids).toEqual([]);
    expect(plan.after('10-dual', 'TCPRoute', 'db-3306')?.spec).toMatchObject({
      parentRefs: [{ name: 'db', port: 3306 }],
      rules: [
        {
          backendRefs: [
            { name: 'db-v1', weight: 90 },
            { name: 'db-v2', weight: 10 },
          ],
        },
      ],
    });
  });

  test('take no name that another object has', () => {
    const other = `
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: { name: backend, namespace: shop }
spec: { parentRefs: [{ name: edge }], rules: [{ backendRefs: [{ name: docs, port: 80 }] }] }
`;
    const plan = planOf([
      ...SHOP,
      SUBSETS,
      versionService('shop/backend-v1'),
      other,
      routes(`{ hosts: [backend], http: [{ ${SPLIT} }] }`),
    ]);
    expect(plan.ids).toEqual([]);
    expect(plan.after('90-clean-up', 'HTTPRoute', 'backend')?.spec).toMatchObject({ parentRefs: [{ name: 'edge' }] });
    expect(plan.after('90-clean-up', 'HTTPRoute', 'backend-ambient')?.spec).toMatchObject({
      rules: [{ backendRefs: [{ name: 'backend-v1-ambient' }, { name: 'backend-v2' }] }],
    });
  });
});
