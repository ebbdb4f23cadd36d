import { simulate } from '../../../src/simulation/simulate';
import type { Verdict } from '../../../src/simulation/verdict';
import { meshOf } from '../mesh-of';
import { gateway, gatewayApi, OPEN, PUBLIC, route, SHOP } from './case-group';
import { password } from './test-certificate';

const RULES = '[{ backendRefs: [{ name: api, port: 80 }] }]';

const ask = (mesh: readonly string[], to: string, from = 'internet', istioVersion = '1.31'): Verdict =>
  simulate(meshOf(mesh, { istioVersion }), {
    from,
    to,
    ...(from === 'internet' ? { gateway: 'edge/public-istio' } : {}),
  });

/** What a trace says of objects that did not decide. */
const ruledOut = ({ trace }: Verdict): readonly string[] =>
  trace.flatMap(step =>
    step.ruledOut.map(
      ({ resource: { kind, namespace, name }, field, reason }) => `${kind} ${namespace}/${name} ${field}: ${reason}`,
    ),
  );

describe('a trace', () => {
  test('names the route, its rule and match, and the filters', () => {
    const rules = `[{ matches: [{ path: { value: /a } }], filters: [
      { type: RequestHeaderModifier, requestHeaderModifier: { set: [{ name: x-a, value: b }] } },
      { type: URLRewrite, urlRewrite: { hostname: inner.example } },
      { type: RequestMirror, requestMirror: { backendRef: { name: new, port: 80 } } }
    ], backendRefs: [{ name: api, port: 80 }] }]`;
    const { trace } = ask([...SHOP, PUBLIC, route('api', rules)], 'http://shop.example/a');
    const said = trace
      .filter(({ stage }) => ['route', 'filter'].includes(stage))
      .map(({ resource, field, message }) => `${resource?.kind} ${field}: ${message}`);
    expect(said).toEqual([
      'HTTPRoute spec.rules[0].matches[0]: HTTPRoute shop/api takes the request by route "shop.api.0"',
      'HTTPRoute spec.rules[0].filters[0]: RequestHeaderModifier changes headers of the request',
      'HTTPRoute spec.rules[0].filters[1]: URLRewrite changes where the request goes',
      'HTTPRoute spec.rules[0].filters[2]: RequestMirror sends a copy of the request',
    ]);
  });

  test('says which part of a match does not hold', () => {
    const rules =
      '[{ matches: [{ path: { value: /a }, headers: [{ name: x-a, value: b }] }], backendRefs: [{ name: api, port: 80 }] }]';
    const verdict = ask([...SHOP, PUBLIC, route('api', rules)], 'http://shop.example/a');
    expect(ruledOut(verdict)).toEqual(['HTTPRoute shop/api spec.rules[0].matches[0].headers[0]: wants exact "b"']);
  });

  test('says why routes are not attached to the gateway', () => {
    const mesh = [
      ...SHOP,
      gateway('edge/public', '[{ name: http, port: 80, protocol: HTTP, hostname: shop.example }]'),
      route('outside', RULES, ', hostnames: [shop.example]'),
      gatewayApi(
        'HTTPRoute',
        'edge/other',
        `{ parentRefs: [{ name: public }], hostnames: [other.example], rules: ${RULES} }`,
      ),
      gatewayApi(
        'HTTPRoute',
        'edge/section',
        `{ parentRefs: [{ name: public, sectionName: https }], rules: ${RULES} }`,
      ),
      gatewayApi('TCPRoute', 'edge/tcp', `{ parentRefs: [{ name: public }], rules: ${RULES} }`),
      gatewayApi('UDPRoute', 'edge/udp', `{ parentRefs: [{ name: public }], rules: ${RULES} }`),
      gatewayApi(
        'HTTPRoute',
        'edge/filter',
        '{ parentRefs: [{ name: public }], rules: [{ filters: [{ type: ExtensionRef, extensionRef: { group: a.example, kind: B, name: c } }] }] }',
      ),
    ];
    expect(ruledOut(ask(mesh, 'http://shop.example/'))).toEqual([
      'HTTPRoute shop/outside spec.parentRefs[0]: allowedRoutes of the listener "http" do not admit the namespace "shop"',
      'HTTPRoute edge/other spec.parentRefs[0]: the listener "http" is for "shop.example", which does not overlap with "other.example"',
      'HTTPRoute edge/section spec.parentRefs[0]: the listener is "http", not "https"',
      'HTTPRoute edge/filter spec.rules[0].filters[0]: Istio does not know the filter ExtensionRef here',
      'TCPRoute edge/tcp spec.parentRefs[0]: the listener "http" for HTTP takes only HTTPRoute and GRPCRoute',
      'UDPRoute edge/udp kind: Istio does not read UDPRoutes',
    ]);
  });

  test('says why a listener takes no connections', () => {
    const tls = '{ name: https, port: 443, protocol: HTTPS, tls: { certificateRefs: [{ name: wrong }] } }';
    const mesh = [...SHOP, password('edge/wrong'), gateway('edge/public', `[${OPEN}, ${tls}]`)];
    const verdict = ask(mesh, 'https://shop.example/');
    expect(verdict.outcome).toBe('no-listener');
    expect(ruledOut(verdict)).toContain(
      'Gateway edge/public spec.listeners[1].tls.certificateRefs[0]: Secret edge/wrong has no keys "tls.crt" and "tls.key"',
    );
  });

  test('assumes a certificate that is not among the manifests', () => {
    const tls =
      '{ name: https, port: 443, protocol: HTTPS, tls: { certificateRefs: [{ name: cert }] }, allowedRoutes: { namespaces: { from: All } } }';
    const verdict = ask([...SHOP, gateway('edge/public', `[${tls}]`), route('api', RULES)], 'https://shop.example/');
    expect(verdict.outcome).toBe('routed');
    expect(verdict.assumptions).toContain(
      'Secret edge/cert, which holds the certificate of Gateway edge/public, is not among the manifests: it is taken to exist',
    );
  });

  test('says why routes of a service do not hold', () => {
    const parent = (name: string, more: string, rules = RULES, kind = 'HTTPRoute') =>
      gatewayApi(kind, `shop/${name}`, `{ parentRefs: [{ kind: Service, name: api${more} }], rules: ${rules} }`);
    const mesh = [
      ...SHOP,
      parent('no-group', ''),
      parent(
        'filter',
        ', group: ""',
        '[{ filters: [{ type: ExtensionRef, extensionRef: { group: a.example, kind: B, name: c } }] }]',
      ),
      parent('udp', ', group: ""', RULES, 'UDPRoute'),
    ];
    expect(ruledOut(ask(mesh, 'http://api/', 'shop/web'))).toEqual([
      'HTTPRoute shop/no-group spec.parentRefs[0]: Istio attaches routes to no Service of the group "gateway.networking.k8s.io"; a Service has the group "", which must be written',
      'HTTPRoute shop/filter spec.rules[0].filters[0]: Istio does not know the filter ExtensionRef here',
      'UDPRoute shop/udp kind: Istio does not read UDPRoutes',
    ]);
  });

  test('says why a TCPRoute does not hold before the release that reads it', () => {
    const tcp = gatewayApi(
      'TCPRoute',
      'shop/db',
      '{ parentRefs: [{ group: "", kind: Service, name: db }], rules: [{ backendRefs: [{ name: vault, port: 443 }] }] }',
    );
    expect(ruledOut(ask([...SHOP, tcp], 'tcp://db:5432', 'shop/web', '1.30'))).toEqual([
      'TCPRoute shop/db kind: before 1.31, Istio reads TCPRoutes only with PILOT_ENABLE_ALPHA_GATEWAY_API=true',
    ]);
  });
});

describe('a request from the internet without gateway', () => {
  test('comes in through the Gateway that has its host', () => {
    const verdict = simulate(meshOf([...SHOP, PUBLIC, route('api', RULES)], { istioVersion: '1.31' }), {
      from: 'internet',
      to: 'http://shop.example/',
    });
    expect(verdict.outcome).toBe('routed');
    expect(verdict.unsupported).toEqual([]);
  });

  test('is not simulated where only a Gateway of another controller could take it', () => {
    const other = PUBLIC.replace('gatewayClassName: istio', 'gatewayClassName: nginx');
    const verdict = simulate(meshOf([...SHOP, other, route('api', RULES)]), {
      from: 'internet',
      to: 'http://shop.example/',
    });
    expect(verdict.outcome).toBe('unsupported');
    expect(verdict.unsupported).toMatchObject([{ resource: 'Gateway edge/public', field: 'spec.gatewayClassName' }]);
  });
});
