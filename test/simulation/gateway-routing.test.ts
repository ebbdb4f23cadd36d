import { EffectiveMesh } from '../../src/istio/effective-mesh';
import { RequestFacts } from '../../src/requests/request-facts';
import { factsOf } from '../requests/facts-of';
import { meshOf, object } from './mesh-of';
import { routeAtGateway } from './route-call';

const PROXY = {
  type: 'gateway' as const,
  namespace: 'edge',
  labels: { istio: 'ingress' },
  ips: [],
  dnsDomain: 'edge.svc.cluster.local',
};
const gateway = (fullName: string, ...servers: string[]) =>
  object('Gateway', fullName, `{ selector: { istio: ingress }, servers: [${servers.join(', ')}] }`);
const server = (port: number, protocol: string, hosts: string, tls = '') =>
  `{ port: { number: ${port}, name: p-${port}, protocol: ${protocol} }, hosts: ${hosts}${tls === '' ? '' : `, tls: ${tls}`} }`;
const routes = (fullName: string, hosts: string, gateways: string, rest: string) =>
  object('VirtualService', fullName, `{ hosts: ${hosts}, gateways: ${gateways}, ${rest} }`);
const answer = (name: string) => `http: [{ directResponse: { status: 200, body: { string: ${name} } } }]`;

interface Call {
  readonly host?: string;
  readonly path?: string;
  readonly tls?: 'tls' | 'mtls';
  readonly serverName?: string;
  readonly tcp?: true;
}

/** What a gateway does with a call: the body of its answer, the destination, or why it fails. */
function route(
  yaml: readonly string[],
  port: number,
  { host = 'a.example.com', path = '/', tls, serverName = host, tcp }: Call = {},
) {
  const mesh = new EffectiveMesh(meshOf(yaml));
  const scheme = tls === undefined ? 'http' : 'https';
  const facts = tcp === true ? RequestFacts.ofConnection() : factsOf({ authority: host, path, scheme });
  const call = { facts, port, tls: tls ?? ('plaintext' as const), ...(tls === undefined ? {} : { serverName }) };
  const routing = routeAtGateway(mesh, PROXY, call);
  if (routing.kind === 'failure') return routing.reason;
  if (routing.kind === 'connection') return routing.clusters[0]?.cluster.host;
  return routing.kind === 'http' && routing.action.kind === 'direct-response' ? routing.action.body : routing.kind;
}

describe('the plaintext servers of a port', () => {
  const http = gateway('a/http', server(80, 'HTTP', '["*.example.com"]'));

  test('share their routes, and answer 404 for other hosts', () => {
    const yaml = [
      http,
      gateway('b/http', server(80, 'HTTP', '[b.example.com]')),
      routes('a/one', '[a.example.com]', '[a/http]', answer('one')),
      routes('a/two', '[b.example.com]', '[b/http]', answer('two')),
    ];
    expect(route(yaml, 80)).toBe('one');
    expect(route(yaml, 80, { host: 'b.example.com:80' })).toBe('two');
    expect(route(yaml, 80, { host: 'c.example.com' })).toBe('no-virtual-host');
    expect(route(yaml, 81)).toBe('no-listener');
    expect(route(yaml, 80, { tls: 'tls' })).toBe('protocol-error');
    expect(route(yaml, 80, { tcp: true })).toBe('protocol-error');
    expect(route([http], 80)).toBe('no-route');
  });

  test('try the routes that take everything last, whichever VirtualService is older', () => {
    const yaml = [
      http,
      routes('a/a', '[a.example.com]', '[a/http]', answer('wide')),
      routes(
        'a/b',
        '[a.example.com]',
        '[a/http]',
        'http: [{ match: [{ uri: { prefix: /api } }], directResponse: { status: 200, body: { string: narrow } } }]',
      ),
    ];
    expect(route(yaml, 80, { path: '/api' })).toBe('narrow');
    expect(route(yaml, 80)).toBe('wide');
  });

  test('are not merged where one of them is TCP: the first has the port', () => {
    const tcp = (name: string) => gateway(name, server(80, 'TCP', '[a.example.com]'));
    const attached = (name: string) =>
      routes('a/tcp', '["*"]', `[${name}]`, 'tcp: [{ route: [{ destination: { host: db } }] }]');
    expect(route([tcp('alpha/gw'), tcp('beta/gw'), attached('alpha/gw')], 80, { tcp: true })).toBe(
      'db.a.svc.cluster.local',
    );
    expect(route([tcp('alpha/gw'), tcp('beta/gw'), attached('beta/gw')], 80, { tcp: true })).toBe('no-listener');
    expect(route([tcp('alpha/gw'), gateway('beta/http', server(80, 'HTTP', '["*"]'))], 80)).toBe('no-listener');
  });

  test('send to HTTPS what one of them redirects, also without a VirtualService', () => {
    const redirect = gateway('b/redirect', server(80, 'HTTP', '[a.example.com]', '{ httpsRedirect: true }'));
    const yaml = [http, redirect, routes('a/one', '[a.example.com, b.example.com]', '[a/http]', answer('one'))];
    expect(route(yaml, 80)).toBe('https-redirect');
    expect(route(yaml, 80, { host: 'b.example.com' })).toBe('one');
    expect(route([redirect], 80)).toBe('https-redirect');
  });

  test('take routes only from the namespaces that their hosts name', () => {
    const limited = gateway('a/http', server(80, 'HTTP', '["shop/*.example.com", "./own.example.com"]'));
    const attached = (namespace: string, host: string) =>
      routes(`${namespace}/one`, `[${host}]`, '[a/http]', answer(namespace));
    expect(route([limited, attached('shop', 'a.example.com')], 80)).toBe('shop');
    expect(route([limited, attached('other', 'a.example.com')], 80)).toBe('no-route');
    expect(route([limited, attached('a', 'own.example.com')], 80, { host: 'own.example.com' })).toBe('a');
  });
});

describe('the TLS servers of a port', () => {
  const simple = '{ mode: SIMPLE, credentialName: x }';
  const yaml = [
    gateway(
      'a/tls',
      server(443, 'HTTPS', '[a.example.com]', simple),
      server(443, 'HTTPS', '["*.example.com"]', '{ mode: MUTUAL, credentialName: x }'),
    ),
    routes('a/one', '[a.example.com]', '[a/tls]', answer('one')),
    routes('a/two', '["*.example.com"]', '[a/tls]', answer('two')),
  ];

  test('are chosen by name, the exact one first, and route only their own hosts', () => {
    expect(route(yaml, 443, { tls: 'tls' })).toBe('one');
    expect(route(yaml, 443, { tls: 'mtls', host: 'b.example.com' })).toBe('two');
    expect(route(yaml, 443, { tls: 'tls', serverName: 'a.example.com', host: 'b.example.com' })).toBe(
      'no-virtual-host',
    );
    expect(route(yaml, 443, { tls: 'tls', host: 'other.org' })).toBe('no-filter-chain');
  });

  test('want TLS, and a client certificate where they say so', () => {
    expect(route(yaml, 443)).toBe('no-filter-chain');
    expect(route([gateway('a/tls', server(443, 'HTTPS', '["*"]', simple))], 443)).toBe('tls-required');
    expect(route(yaml, 443, { tls: 'tls', host: 'b.example.com' })).toBe('client-certificate-required');
  });

  test('are left out where an earlier one has one of their hosts', () => {
    const twice = [
      gateway('a/tls', server(443, 'HTTPS', '[a.example.com]', simple)),
      gateway('b/tls', server(443, 'HTTPS', '[b.example.com, a.example.com]', simple)),
      routes('a/b', '[b.example.com]', '[b/tls]', answer('b')),
    ];
    expect(route(twice, 443, { tls: 'tls', host: 'b.example.com' })).toBe('no-filter-chain');
  });

  test('pass TLS through by the names of the "tls" blocks', () => {
    const passthrough = [
      gateway('a/tls', server(443, 'TLS', '["*.example.com"]', '{ mode: PASSTHROUGH }')),
      routes(
        'a/one',
        '["*.example.com"]',
        '[a/tls]',
        'tls: [{ match: [{ sniHosts: [a.example.com] }], route: [{ destination: { host: one } }] }, { match: [{ sniHosts: ["*.example.com"] }], route: [{ destination: { host: two } }] }]',
      ),
    ];
    expect(route(passthrough, 443, { tls: 'tls' })).toBe('one.a.svc.cluster.local');
    expect(route(passthrough, 443, { tls: 'tls', host: 'b.example.com' })).toBe('two.a.svc.cluster.local');
  });
});
