import { effectiveMeshOf } from '../../../src/istio/effective-mesh';
import { parentStatuses } from '../../../src/istio/gateway-api/route-status';
import { gateway, gatewayApi, SHOP } from '../../simulation/gateway-api/case-group';
import { meshOf } from '../../simulation/mesh-of';

const open = 'allowedRoutes: { namespaces: { from: All } }';
const MESH = [
  ...SHOP,
  gateway(
    'edge/public',
    `[
      { name: own, port: 80, protocol: HTTP, hostname: own.example },
      { name: open, port: 80, protocol: HTTP, hostname: "*.open.example", ${open} },
      { name: tcp, port: 9000, protocol: TCP, ${open} }
    ]`,
  ),
  gatewayApi(
    'Gateway',
    'shop/waypoint',
    '{ gatewayClassName: istio-waypoint, listeners: [{ name: mesh, port: 15008, protocol: HBONE }] }',
  ),
  gatewayApi(
    'Gateway',
    'shop/nginx',
    '{ gatewayClassName: nginx, listeners: [{ name: http, port: 80, protocol: HTTP }] }',
  ),
];

const BACKEND = '{ name: api, port: 80 }';

/** What istiod says of the only parent of a route: `Accepted ResolvedRefs`, each with its reason where it is false. */
function statusOf(spec: string, kind = 'HTTPRoute', istioVersion = '1.31'): string {
  const { gatewayApi: read } = effectiveMeshOf(
    meshOf([...MESH, gatewayApi(kind, 'shop/route', spec)], { istioVersion }),
  );
  const [route] = read.routes;
  if (route === undefined) return 'not read';
  const [status] = parentStatuses(route);
  if (status === undefined) return 'no parents';
  if (status.parents.length === 0) return read.whyUnread('shop', status.reference).reason;
  return [status.denial?.reason ?? 'Accepted', status.refusal?.reason ?? 'ResolvedRefs'].join(' ');
}

const at = (parent: string, hostnames: string, backend = BACKEND) =>
  `{ parentRefs: [${parent}], hostnames: ${hostnames}, rules: [{ backendRefs: [${backend}] }] }`;
const PUBLIC = '{ name: public, namespace: edge }';

describe('the status of a route', () => {
  test.each([
    ['is good where one listener takes it', at(PUBLIC, '[a.open.example]'), 'Accepted ResolvedRefs'],
    [
      'names the namespace',
      at('{ name: public, namespace: edge, sectionName: own }', '[own.example]'),
      'NotAllowedByListeners ResolvedRefs',
    ],
    [
      'names the hostnames',
      at('{ name: public, namespace: edge, sectionName: open }', '[b.example]'),
      'NoMatchingListenerHostname ResolvedRefs',
    ],
    [
      'names the kind',
      at('{ name: public, namespace: edge, sectionName: tcp }', '[]'),
      'NotAllowedByListeners ResolvedRefs',
    ],
    [
      'names the section',
      at('{ name: public, namespace: edge, sectionName: nobody }', '[a.open.example]'),
      'NoMatchingParent ResolvedRefs',
    ],
    [
      'names the port',
      at('{ name: public, namespace: edge, port: 81 }', '[a.open.example]'),
      'NoMatchingParent ResolvedRefs',
    ],
    ['names the reason that tells most', at(PUBLIC, '[own.example]'), 'NotAllowedByListeners ResolvedRefs'],
    [
      'names a backend that is missing',
      at(PUBLIC, '[a.open.example]', '{ name: nowhere, port: 80 }'),
      'Accepted BackendNotFound',
    ],
    [
      'names a backend that is not granted',
      at(PUBLIC, '[a.open.example]', '{ name: client, namespace: other, port: 80 }'),
      'Accepted RefNotPermitted',
    ],
    [
      'names a backend of a kind that is not known',
      at(PUBLIC, '[a.open.example]', '{ group: a.example, kind: B, name: c }'),
      'Accepted InvalidKind',
    ],
    [
      'asks for no grant for a parent of the mesh',
      at('{ group: "", kind: Service, name: api }', '[]', '{ name: client, namespace: other, port: 80 }'),
      'Accepted ResolvedRefs',
    ],
    [
      'names a service that is missing',
      at('{ group: "", kind: Service, name: nowhere }', '[]'),
      'NoMatchingParent ResolvedRefs',
    ],
    [
      'names a ServiceEntry that is missing',
      at('{ group: networking.istio.io, kind: ServiceEntry, name: nowhere }', '[]'),
      'NoMatchingParent ResolvedRefs',
    ],
    [
      'names a filter that is not known',
      `{ parentRefs: [${PUBLIC}], rules: [{ filters: [{ type: ExternalAuth }], backendRefs: [${BACKEND}] }] }`,
      'Accepted InvalidFilter',
    ],
  ])('%s', (_, spec, status) => {
    expect(statusOf(spec)).toBe(status);
  });
});

describe('istiod writes no status for', () => {
  test.each([
    ['a Gateway that is missing', '{ name: nowhere }', 'Gateway shop/nowhere does not exist'],
    [
      'a Gateway of another controller',
      '{ name: nginx }',
      'Gateway shop/nginx has the class "nginx", which is not one of Istio',
    ],
    [
      'a waypoint',
      '{ name: waypoint }',
      'Gateway shop/waypoint is a waypoint, which follows the routes of Services, not its own',
    ],
    [
      'a ListenerSet that is missing',
      '{ kind: ListenerSet, name: nowhere }',
      'ListenerSet shop/nowhere does not exist',
    ],
    [
      'a Service without its group',
      '{ kind: Service, name: api }',
      'Istio attaches routes to no Service of the group "gateway.networking.k8s.io"; a Service has the group "", which must be written',
    ],
  ])('%s', (_, parent, reason) => {
    expect(statusOf(at(parent, '[]'))).toBe(reason);
  });

  test('a TCPRoute before 1.31', () => {
    const spec = `{ parentRefs: [${PUBLIC}], rules: [{ backendRefs: [${BACKEND}] }] }`;
    expect(statusOf(spec, 'TCPRoute', '1.30')).toBe('not read');
    expect(statusOf(spec, 'TCPRoute')).toBe('Accepted ResolvedRefs');
  });
});
