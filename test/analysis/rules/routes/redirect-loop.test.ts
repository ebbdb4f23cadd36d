import { redirectLoop } from '../../../../src/analysis/rules/routes/redirect-loop';
import { buildModel } from '../../../../src/model/mesh-model';
import { parseManifests } from '../../../../src/model/read-manifests';
import { simulate } from '../../../../src/simulation/simulate';
import { testRule } from '../../../../src/testing/test-rule';
import { answer } from '../behaviour';
import { app, GATEWAY_PODS, gateway, mesh, sidecars, virtualService } from '../mesh-yaml';

const CERTIFICATE = 'service.beta.kubernetes.io/aws-load-balancer-ssl-cert: "arn:aws:acm:eu-west-1:1:certificate/1"';
const pods = (ports: string, annotations = CERTIFICATE) =>
  mesh(
    GATEWAY_PODS.replace(
      'metadata: { name: ingress, namespace: edge }\nspec:\n  type',
      `metadata: { name: ingress, namespace: edge, annotations: { ${annotations} } }\nspec:\n  type`,
    ).replace(/ {2}ports: \[.*\]/, `  ports: [${ports}]`),
  );
const REDIRECT =
  '{ port: { number: 80, name: http, protocol: HTTP }, hosts: [shop.example.org], tls: { httpsRedirect: true } }';
const HTTPS_TO_80 = '{ name: http2, port: 80, targetPort: 8080 }, { name: https, port: 443, targetPort: 8080 }';

const routes = (http: string, gateways = 'mesh', hosts = 'api') =>
  mesh(app('api'), virtualService(`{ hosts: [${hosts}], gateways: [${gateways}], http: [${http}] }`));
const atEdge = (http: string, servers: string, hosts = 'shop.example.org') =>
  mesh(GATEWAY_PODS, gateway(servers), routes(http, 'edge', hosts));
const HTTP = '{ port: { number: 80, name: http, protocol: HTTP }, hosts: ["*"] }';
const HTTPS =
  '{ port: { number: 443, name: https, protocol: HTTPS }, hosts: ["*"], tls: { mode: SIMPLE, credentialName: c } }';
const again = (i: number) => [
  `VirtualService shop/routes spec.http[${i}].redirect: the address that the answer names matches the rule again, so that clients are redirected for ever`,
];

testRule(redirectLoop, {
  valid: {
    'a redirect to a path that the rule does not match': routes(
      '{ match: [{ uri: { exact: / } }], redirect: { uri: /login } }',
    ),
    'a redirect to a path that an earlier rule takes': routes(
      '{ match: [{ uri: { prefix: /login } }], route: [{ destination: { host: api } }] }, { redirect: { uri: /login } }',
    ),
    'a redirect to another host': routes('{ redirect: { authority: other.example.com } }'),
    'a redirect to one of several hosts, from the others': atEdge(
      '{ match: [{ authority: { exact: example.org } }], redirect: { authority: www.example.org } }',
      HTTP,
      'example.org, www.example.org',
    ),
    'a redirect of requests without TLS': atEdge('{ redirect: { scheme: https } }', HTTP),
    'a redirect of the port without TLS': atEdge(
      '{ match: [{ port: 80 }], redirect: { scheme: https } }',
      `${HTTP}, ${HTTPS}`,
    ),
    'a redirect of the scheme http': atEdge(
      '{ match: [{ scheme: { exact: http } }], redirect: { scheme: https } }',
      `${HTTP}, ${HTTPS}`,
    ),
    'a redirect to another port': routes('{ redirect: { port: 8443 } }'),
    'a redirect of what is sent': routes('{ match: [{ method: { exact: POST } }], redirect: { redirectCode: 303 } }'),
    'a load balancer that leaves TLS alone': mesh(pods(HTTPS_TO_80, 'team: edge'), gateway(REDIRECT)),
    'TLS that goes to another port of the gateway': mesh(
      pods('{ name: http2, port: 80, targetPort: 8080 }, { name: https, port: 443, targetPort: 8443 }'),
      gateway(REDIRECT),
    ),
    'a server without a redirect': mesh(pods(HTTPS_TO_80), gateway()),
    'a Gateway of other pods': mesh(pods(HTTPS_TO_80), gateway(REDIRECT).replace('istio: ingress', 'istio: other')),
  },
  invalid: {
    'a path that the rule matches': {
      yaml: routes('{ match: [{ uri: { prefix: / } }], redirect: { uri: /login } }'),
      expect: again(0),
    },
    'a path behind rules for others': {
      yaml: routes(
        '{ match: [{ uri: { prefix: /api } }], route: [{ destination: { host: api } }] }, { redirect: { uri: "/login?next=1" } }',
      ),
      expect: again(1),
    },
    'the host itself': {
      yaml: atEdge('{ redirect: { authority: www.example.org } }', HTTP, 'example.org, www.example.org'),
      expect: again(0),
    },
    'https of requests with TLS': {
      yaml: atEdge('{ redirect: { scheme: https } }', `${HTTP}, ${HTTPS}`),
      expect: again(0),
    },
    'what is repeated with its method': {
      yaml: routes('{ match: [{ method: { exact: POST } }], redirect: { uri: /new, redirectCode: 308 } }'),
      expect: again(0),
    },
    'both ports lead to the one that redirects': {
      yaml: mesh(pods(HTTPS_TO_80), gateway(REDIRECT)),
      expect: [
        'Gateway shop/edge spec.servers[0].tls.httpsRedirect: the load balancer of Service "edge/ingress" terminates TLS (service.beta.kubernetes.io/aws-load-balancer-ssl-cert), so that HTTPS clients are redirected for ever',
      ],
    },
    'a port that is HTTPS by its name': {
      yaml: mesh(
        pods('{ name: http2, port: 80, targetPort: 8080 }, { name: https-main, port: 8443, targetPort: 8080 }'),
        gateway(REDIRECT),
      ),
      expect: [
        'Gateway shop/edge spec.servers[0].tls.httpsRedirect: the load balancer of Service "edge/ingress" terminates TLS (service.beta.kubernetes.io/aws-load-balancer-ssl-cert), so that HTTPS clients are redirected for ever',
      ],
    },
    'the annotation of another cloud': {
      yaml: mesh(
        pods(HTTPS_TO_80, 'service.beta.kubernetes.io/do-loadbalancer-certificate-id: "1"'),
        gateway(REDIRECT),
      ),
      expect: [
        'Gateway shop/edge spec.servers[0].tls.httpsRedirect: the load balancer of Service "edge/ingress" terminates TLS (service.beta.kubernetes.io/do-loadbalancer-certificate-id), so that HTTPS clients are redirected for ever',
      ],
    },
  },
});

test('what arrives in plaintext is sent to HTTPS', () => {
  const routes = virtualService(
    '{ hosts: [shop.example.org], gateways: [edge], http: [{ route: [{ destination: { host: web } }] }] }',
  );
  const set = mesh(pods(HTTPS_TO_80), gateway(REDIRECT), app('web'), routes);
  expect(answer(set, { from: 'internet', to: 'http://shop.example.org/' })).toBe('redirected');
});

test('the next request gets the same answer', () => {
  const set = routes('{ match: [{ uri: { prefix: / } }], redirect: { uri: /login } }');
  const model = buildModel(parseManifests(mesh(sidecars('shop'), app('web'), set), 'mesh.yaml'));
  const ask = (to: string) => simulate(model, { from: 'shop/web', to });
  const first = ask('http://api/any');
  expect(first.location).toBe('http://api/login');
  expect(ask(first.location ?? '').location).toBe(first.location);
});
