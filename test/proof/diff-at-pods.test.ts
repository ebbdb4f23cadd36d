import { type DiffOptions, diffMeshes } from '../../src/proof/diff-meshes';
import { meshOf, namespace, object, service } from '../simulation/mesh-of';

const HOST = 'backend.shop.svc.cluster.local';
const BASE = [namespace('shop'), service('shop/web'), service('shop/backend', ['v1', 'v2'])];
const SUBSETS = object(
  'DestinationRule',
  'shop/backend',
  `{ host: ${HOST}, subsets: [{ name: v1, labels: { version: v1 } }, { name: v2, labels: { version: v2 } }] }`,
);
const versionService = (version: string) => `
apiVersion: v1
kind: Service
metadata: { name: backend-${version}, namespace: shop }
spec: { selector: { app: backend, version: ${version} }, ports: [{ name: http, port: 80, targetPort: 8080 }] }
`;
const routes = (v1: string, v2: string, weight: number, more = '') =>
  object(
    'VirtualService',
    'shop/backend',
    `{ hosts: [${HOST}], http: [{ ${more} route: [{ destination: ${v1}, weight: ${weight} }, { destination: ${v2}, weight: ${100 - weight} }] }] }`,
  );
const BY_SUBSET = [...BASE, SUBSETS, routes('{ host: backend, subset: v1 }', '{ host: backend, subset: v2 }', 90)];
const byService = (weight: number, more = '') => [
  ...BASE,
  SUBSETS,
  versionService('v1'),
  versionService('v2'),
  routes('{ host: backend-v1 }', '{ host: backend-v2 }', weight, more),
];
const kindsOf = (before: readonly string[], after: readonly string[], options: DiffOptions) => [
  ...new Set(
    diffMeshes(meshOf(before), meshOf(after), options)
      .differences.filter(({ kind }) => kind !== 'host-new')
      .map(({ kind }) => kind),
  ),
];

describe('the difference of two meshes by pods', () => {
  test('does not tell a subset from a Service of the same pods', () => {
    expect(kindsOf(BY_SUBSET, byService(90), {})).toEqual(['destination']);
    expect(kindsOf(BY_SUBSET, byService(90), { destinations: 'pods' })).toEqual([]);
  });

  test('tells other pods and other shares', () => {
    expect(kindsOf(BY_SUBSET, byService(80), { destinations: 'pods' })).toEqual(['shares']);
    expect(kindsOf(BY_SUBSET, byService(100), { destinations: 'pods' })).toEqual(['destination']);
  });

  test('tells what routes do on the way, whichever proxy does it', () => {
    const timed = byService(90, 'timeout: 3s, headers: { request: { set: { x-a: b } } },');
    expect(kindsOf(BY_SUBSET, timed, { destinations: 'pods' })).toEqual(['timeout', 'headers']);
    const ambient = [
      namespace('shop', '{ istio.io/dataplane-mode: ambient, istio.io/use-waypoint: waypoint }'),
      ...timed.slice(1),
      `
apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: { name: waypoint, namespace: shop }
spec: { gatewayClassName: istio-waypoint, listeners: [{ name: mesh, port: 15008, protocol: HBONE }] }
`,
    ];
    const { differences } = diffMeshes(meshOf(timed), meshOf(ambient), {
      destinations: 'pods',
      clients: ({ dataPlane }) => (dataPlane === 'sidecar' ? 'ambient' : dataPlane),
    });
    const ofWeb = differences.filter(({ kind, from }) => kind !== 'host-new' && from.includes('shop/web-v1'));
    expect(ofWeb).toEqual([]);
  });

  test('takes what leaves the mesh for the host that it is sent to', () => {
    const entry = object(
      'ServiceEntry',
      'shop/api',
      '{ hosts: [api.example.com], ports: [{ number: 80, name: http, protocol: HTTP }] }',
    );
    const ambient = [namespace('shop', '{ istio.io/dataplane-mode: ambient }'), ...BASE.slice(1), entry];
    const found = diffMeshes(meshOf([...BASE, entry]), meshOf(ambient), { destinations: 'pods' });
    const toApi = found.differences.filter(({ to }) => to === 'api.example.com:80');
    // Its retries are those of sidecars.
    expect(toApi.map(({ kind }) => kind)).toEqual(['retries']);
  });
});

describe('clients of another kind', () => {
  const ambient = [namespace('shop', '{ istio.io/dataplane-mode: ambient }'), ...BY_SUBSET.slice(1)];

  test('are those that have not been restarted yet, while servers are as the manifests say', () => {
    const asSidecars = kindsOf(BY_SUBSET, ambient, {
      destinations: 'pods',
      clients: ({ dataPlane }) => (dataPlane === 'ambient' ? 'sidecar' : dataPlane),
    });
    expect(asSidecars).toEqual([]);
    // Without a waypoint, nothing follows the route.
    expect(kindsOf(BY_SUBSET, ambient, { destinations: 'pods' })).toEqual(['destination', 'retries']);
  });
});

test('what is refused otherwise is a refusal, and no other answer', () => {
  const deny = object('AuthorizationPolicy', 'shop/none', '{}');
  const scope = object(
    'Sidecar',
    'shop/default',
    '{ egress: [{ hosts: ["istio-system/*"] }], outboundTrafficPolicy: { mode: REGISTRY_ONLY } }',
  );
  expect(kindsOf([...BASE, deny], [...BASE, scope], {})).toContain('refusal');
  const moved = object('VirtualService', 'shop/backend', `{ hosts: [${HOST}], http: [{ redirect: { uri: /moved } }] }`);
  expect(kindsOf([...BASE, deny], [...BASE, deny, moved], {})).toContain('answer');
});
