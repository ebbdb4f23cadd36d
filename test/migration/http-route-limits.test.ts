import { effectiveMeshOf } from '../../src/istio/effective-mesh';
import { whatHttpRouteCannotSay } from '../../src/migration/http-route-limits';
import { meshRoutesOf } from '../../src/migration/mesh-routes';
import { buildModel } from '../../src/model/mesh-model';
import { parseManifests } from '../../src/model/read-manifests';

const MESH = `
apiVersion: v1
kind: Service
metadata: { name: web, namespace: shop }
spec: { selector: { app: web }, ports: [{ name: http, port: 80 }, { name: http-admin, port: 81 }, { name: tcp, port: 90 }] }
---
apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata: { name: web, namespace: shop }
spec: { host: web, subsets: [{ name: v1, labels: { version: v1 } }, { name: v2, labels: { version: v2 } }] }
---
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: part, namespace: shop }
spec: { http: [{ fault: { abort: { httpStatus: 500, percentage: { value: 1 } } }, route: [{ destination: { host: web } }] }] }
`;

const meshWith = (spec: string, istioVersion = '1.31.0') =>
  effectiveMeshOf(
    buildModel(
      parseManifests(
        `${MESH}---\napiVersion: networking.istio.io/v1\nkind: VirtualService\nmetadata: { name: web, namespace: shop }\nspec: ${spec}\n`,
        'mesh.yaml',
      ),
      { istioVersion },
    ),
  );

function limits(spec: string, istioVersion?: string): readonly string[] {
  const mesh = meshWith(spec, istioVersion);
  return mesh.virtualServices.flatMap(one =>
    whatHttpRouteCannotSay(mesh, one).map(({ resource, field, reason }) => `${resource.name} ${field}: ${reason}`),
  );
}

const ROUTE = 'route: [{ destination: { host: web } }]';

test.each([
  ['a prefix', `{ hosts: [web], http: [{ match: [{ uri: { prefix: /api } }], ${ROUTE} }] }`],
  ['a header that is there', `{ hosts: [web], http: [{ match: [{ headers: { x-a: {} } }], ${ROUTE} }] }`],
  [
    'shares of versions',
    '{ hosts: [web], http: [{ route: [{ destination: { host: web, subset: v1 }, weight: 90 }, { destination: { host: web, subset: v2 }, weight: 10 }] }] }',
  ],
  [
    'retries as Istio does them',
    `{ hosts: [web], http: [{ retries: { attempts: 3, perTryTimeout: 0.5s }, timeout: 1.5s, ${ROUTE} }] }`,
  ],
  [
    'a port',
    `{ hosts: [web], http: [{ match: [{ port: 80 }], ${ROUTE} }, { match: [{ port: 81 }], timeout: 1s, ${ROUTE} }] }`,
  ],
  [
    'a name of a match',
    `{ hosts: [web], http: [{ match: [{ name: m, statPrefix: s, ignoreUriCase: false, uri: { exact: / } }], ${ROUTE} }] }`,
  ],
  [
    'a mirror in its old form',
    `{ hosts: [web], http: [{ mirror: { host: web, subset: v2 }, mirrorPercentage: { value: 10 }, ${ROUTE} }] }`,
  ],
  [
    'what counts at a gateway',
    `{ hosts: [web], gateways: [mesh, edge], http: [{ match: [{ gateways: [edge] }], fault: { abort: { httpStatus: 500 } }, ${ROUTE} }, { ${ROUTE} }] }`,
  ],
  [
    'nothing for the mesh',
    `{ hosts: [web], gateways: [edge], http: [{ fault: { abort: { httpStatus: 500 } }, ${ROUTE} }] }`,
  ],
  [
    'connections to a port',
    '{ hosts: [web], tcp: [{ match: [{ port: 90 }], route: [{ destination: { host: web, subset: v1 } }] }] }',
  ],
])('an HTTPRoute says %s', (_what, spec) => {
  expect(limits(spec)).toEqual([]);
});

test.each<[string, string, string | readonly string[]]>([
  [
    'a fault',
    `{ hosts: [web], http: [{ fault: { abort: { httpStatus: 500 } }, ${ROUTE} }] }`,
    'web spec.http[0].fault: fault',
  ],
  [
    'a fault of a delegate',
    '{ hosts: [web], http: [{ delegate: { name: part } }] }',
    ['web spec.http[0].delegate: a delegate', 'part spec.http[0].fault: fault'],
  ],
  [
    'an answer',
    '{ hosts: [web], http: [{ directResponse: { status: 503 } }] }',
    'web spec.http[0].directResponse: directResponse',
  ],
  [
    'labels of clients',
    `{ hosts: [web], http: [{ match: [{ gateways: [edge] }, { sourceLabels: { app: a } }], ${ROUTE} }] }`,
    'web spec.http[0].match[1].sourceLabels: a condition on sourceLabels',
  ],
  [
    'headers that are not there',
    `{ hosts: [web], http: [{ match: [{ withoutHeaders: { x-a: {} } }], ${ROUTE} }] }`,
    'web spec.http[0].match[0].withoutHeaders: a condition on withoutHeaders',
  ],
  [
    'paths in any case',
    `{ hosts: [web], http: [{ match: [{ ignoreUriCase: true, uri: { exact: /a } }], ${ROUTE} }] }`,
    'web spec.http[0].match[0].ignoreUriCase: a condition on ignoreUriCase',
  ],
  [
    'the host as a header',
    `{ hosts: [web], http: [{ match: [{ headers: { ":authority": { exact: a } } }], ${ROUTE} }] }`,
    'web spec.http[0].match[0].headers: a condition on ":authority", which is no name of a header',
  ],
  [
    'a rewrite by expression',
    `{ hosts: [web], http: [{ rewrite: { uriRegexRewrite: { match: a, rewrite: b } }, ${ROUTE} }] }`,
    'web spec.http[0].rewrite: a rewrite by expression',
  ],
  [
    'a rewrite of a prefix',
    `{ hosts: [web], http: [{ match: [{ uri: { prefix: /api } }], rewrite: { uri: / }, ${ROUTE} }] }`,
    "web spec.http[0].rewrite: a rewrite of a prefix of the path; it joins what is left of the path in another way than Istio's own routes",
  ],
  [
    'a redirect of a prefix',
    '{ hosts: [web], http: [{ match: [{ uri: { prefix: /a } }], redirect: { prefixRewrite: /b } }] }',
    'web spec.http[0].redirect: a redirect that replaces a prefix of the path',
  ],
  [
    'a subset that no rule defines',
    '{ hosts: [web], http: [{ route: [{ destination: { host: web, subset: v9 } }] }] }',
    'web spec.http[0].route[0].destination: the subset "v9" of "web.shop.svc.cluster.local", which no DestinationRule defines',
  ],
  [
    'all hosts',
    `{ hosts: ["*"], http: [{ ${ROUTE} }] }`,
    'web spec.hosts[0]: the host "*", which is no single service',
  ],
  [
    'names of TLS',
    '{ hosts: [web], tls: [{ match: [{ sniHosts: [web] }], route: [{ destination: { host: web } }] }] }',
    'web spec.tls[0]: a route by the names of TLS',
  ],
  [
    'connections of some clients',
    '{ hosts: [web], tcp: [{ match: [{ port: 90, sourceLabels: { app: a } }], route: [{ destination: { host: web } }] }] }',
    'web spec.tcp[0].match[0].sourceLabels: a condition on sourceLabels of connections',
  ],
])('an HTTPRoute cannot say %s', (_what, spec, expected) => {
  expect(limits(spec)).toEqual([expected].flat());
});

test('what an older release does not read cannot be said for it', () => {
  expect(limits(`{ hosts: [web], http: [{ retries: { attempts: 3 }, ${ROUTE} }] }`, '1.24.1')).toEqual([
    'web spec.http[0].retries: retries, which Istio reads from 1.25 on, for 1.24.1',
  ]);
});

test('the routes for a port leave out what says where they count', () => {
  const mesh = meshWith(
    `{ hosts: [web], http: [{ match: [{ port: 80, uri: { exact: /a } }, { gateways: [edge], uri: { exact: /b } }], ${ROUTE} }, { match: [{ port: 81 }], timeout: 1.5s, ${ROUTE} }] }`,
  );
  const [virtualService] = mesh.virtualServices;
  if (virtualService === undefined) throw new Error('the mesh has no VirtualService');
  const routes = (port: number) => meshRoutesOf(virtualService, port, mesh.release).map(({ route }) => route);
  expect(routes(80)).toMatchObject([{ match: [{ uri: { exact: '/a' } }] }]);
  expect(routes(81)).toMatchObject([{ timeout: '1s500ms', match: undefined }]);
  expect(routes(90)).toEqual([]);
});
