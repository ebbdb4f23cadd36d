import type { MeshModel } from '../../src/model/mesh-model';
import { diffMeshes } from '../../src/proof/diff-meshes';
import type { SimulationRequest } from '../../src/simulation/request';
import { simulate } from '../../src/simulation/simulate';
import { meshOf, namespace, object, service } from './mesh-of';

interface Connections {
  readonly [setting: string]: unknown;
}

/** A gateway with these settings before two services; one wants a header with an underscore. */
function edge(own?: Connections, ofMesh?: Connections, normalization = 'BASE'): MeshModel {
  const annotation =
    own === undefined
      ? ''
      : `, annotations: { proxy.istio.io/config: '${JSON.stringify({ connectionSettings: own })}' }`;
  const pods = `
apiVersion: apps/v1
kind: Deployment
metadata: { name: ingress, namespace: edge }
spec:
  template:
    metadata: { labels: { istio: ingress }${annotation} }
    spec: { serviceAccountName: ingress, containers: [{ name: istio-proxy, image: auto }] }
---
apiVersion: v1
kind: Service
metadata: { name: ingress, namespace: edge }
spec: { selector: { istio: ingress }, ports: [{ name: http, port: 80, targetPort: 8080 }] }
`;
  return meshOf(
    [
      namespace('shop'),
      namespace('edge'),
      service('shop/web'),
      service('shop/api'),
      pods,
      object(
        'Gateway',
        'edge/shop',
        '{ selector: { istio: ingress }, servers: [{ port: { number: 80, name: http, protocol: HTTP }, hosts: ["*"] }] }',
      ),
      object(
        'VirtualService',
        'shop/shop',
        `{ hosts: ["*"], gateways: [edge/shop], http: [
          { match: [{ headers: { x_team: { exact: "red" } } }], route: [{ destination: { host: web } }] },
          { match: [{ uri: { prefix: /api/ } }], route: [{ destination: { host: api } }] },
          { route: [{ destination: { host: web } }] }] }`,
      ),
    ],
    {
      meshConfig: {
        pathNormalization: { normalization },
        ...(ofMesh === undefined ? {} : { defaultConfig: { connectionSettings: ofMesh } }),
      },
    },
  );
}

function answer(mesh: MeshModel, path: string, more: Partial<SimulationRequest> = {}): string {
  const { outcome, status, location, destinations, route } = simulate(mesh, {
    from: 'internet',
    to: `http://shop.example.com${path}`,
    ...more,
  });
  const hosts = destinations.map(({ host }) => host.split('.')[0]);
  return [outcome, status, location, ...hosts, route?.path].filter(one => one !== undefined).join(' ');
}

const EDGE = { profile: 'EDGE' };
const TEAM = { headers: { X_Team: 'red' } };
const GRPC = { method: 'POST', headers: { 'content-type': 'application/grpc+proto' } };

describe('a gateway with the profile EDGE', () => {
  test.each<[what: string, path: string, more: Partial<SimulationRequest>, now: string, before: string]>([
    ['plain requests', '/api/a', {}, 'routed api', 'routed api'],
    ['doubled slashes', '//api//a?next=//b', {}, 'routed api /api/a?next=//b', 'routed web'],
    ['an escaped slash', '/api%2Fa//b?c=%2F', {}, 'redirected 307 /api/a/b?c=%2F', 'routed web'],
    ['an escaped backslash', '/api/..%5cb', {}, 'redirected 307 /b', 'routed api'],
    ['an escaped slash in gRPC', '/api%2fa', GRPC, 'answered 400', 'routed web'],
    ['an escaped slash in the query only', '/api/a?b=%2F', {}, 'routed api', 'routed api'],
    ['a header with an underscore', '/api/a', TEAM, 'answered 400', 'routed web'],
  ])('takes %s as Envoy does at the edge', (_, path, more, now, before) => {
    expect(answer(edge(EDGE), path, more)).toBe(now);
    expect(answer(edge(undefined, EDGE), path, more)).toBe(now);
    expect(answer(edge(), path, more)).toBe(before);
  });

  test('keeps what is set beside the profile', () => {
    const settings = { httpMergeSlashes: false, httpPathWithEscapedSlashesAction: 'UNESCAPE_AND_FORWARD' };
    const mesh = edge({ ...EDGE, ...settings, httpHeadersWithUnderscoresAction: 'HEADERS_WITH_UNDERSCORES_ALLOW' });
    expect(answer(mesh, '//api/a')).toBe('routed web');
    expect(answer(mesh, '/api%2Fa')).toBe('routed api /api/a');
    expect(answer(mesh, '/api/a', TEAM)).toBe('routed web');
  });

  test('is told by its pods as a whole, or else by the mesh', () => {
    expect(answer(edge({ httpIdleTimeout: '1h' }, EDGE), '/api/a', TEAM)).toBe('routed web');
    expect(answer(edge({ profile: 'SIDECAR' }, EDGE), '//api/a')).toBe('routed web');
  });

  test('leaves sidecars as they are', () => {
    const { outcome, destinations } = simulate(edge(undefined, EDGE), {
      from: 'shop/web',
      to: 'http://api//a%2Fb',
      ...TEAM,
    });
    expect([outcome, destinations[0]?.host]).toEqual(['routed', 'api.shop.svc.cluster.local']);
  });
});

test('single settings reject, drop and forward', () => {
  expect(answer(edge({ httpPathWithEscapedSlashesAction: 'REJECT_REQUEST' }), '/api%5Ca')).toBe('answered 400');
  expect(
    answer(edge({ httpHeadersWithUnderscoresAction: 'HEADERS_WITH_UNDERSCORES_DROP_HEADER' }), '/api/a', TEAM),
  ).toBe('routed api');
  expect(answer(edge({ httpMergeSlashes: true }), '//api//a')).toBe('routed api /api/a');
});

test.each([
  [{ profile: 'EDGE' }, 'DECODE_AND_MERGE_SLASHES', 'unsupported'],
  [{ httpPathWithEscapedSlashesAction: 'UNESCAPE_AND_FORWARD' }, 'DECODE_AND_MERGE_SLASHES', 'routed api'],
  [{ httpMergeSlashes: false }, 'MERGE_SLASHES', 'unsupported'],
  [{ profile: 'EDGE' }, 'MERGE_SLASHES', 'routed api'],
])('what %j takes back of %s is not modelled', (settings, normalization, expected) => {
  expect(answer(edge(settings, undefined, normalization), '/api/a')).toBe(expected);
});

test('the proof finds what the profile changes, and leaves open what merging makes of paths', () => {
  const { differences, open } = diffMeshes(edge(), edge(EDGE));
  const ofInternet = differences.filter(({ from }) => from.includes('internet'));
  const shown = ofInternet.map(
    ({ requests, after }) => `${after}: ${requests.includes('x_team = "red"') ? 'header' : 'path'}`,
  );
  expect(new Set(shown)).toEqual(new Set(['answered (400): header', 'answered (400): path', 'redirected (307): path']));
  expect(open.every(({ requests }) => requests.includes('//'))).toBe(true);
  expect(open).not.toEqual([]);
});
