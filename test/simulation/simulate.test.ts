import { meshOf, namespace, object, service } from './mesh-of';
import { BACKEND, policy, routes, SHOP, SUBSETS, verdict } from './shop';

describe('a request in a mesh of sidecars', () => {
  test('goes to all pods of a service that nothing routes, over mutual TLS', () => {
    const { outcome, destinations, route, assumptions } = verdict(SHOP);
    expect(outcome).toBe('routed');
    expect(route).toMatchObject({ name: 'default', retries: { attempts: 2 } });
    expect(destinations).toMatchObject([
      {
        host: BACKEND,
        port: 80,
        percent: 100,
        targets: [
          {
            workload: 'shop/backend-v1',
            mtls: true,
            mtlsMode: 'PERMISSIVE',
            principal: 'cluster.local/ns/shop/sa/web',
          },
          { workload: 'shop/backend-v2', mtls: true },
        ],
      },
    ]);
    expect(assumptions).toEqual([]);
  });

  test('is split by weight, and the shares need not add up to 100', () => {
    const split = `[{ timeout: 3s, route: [
      { destination: { host: backend, subset: v1 }, weight: 1 },
      { destination: { host: backend, subset: v2 }, weight: 3 },
      { destination: { host: backend, subset: v3 }, weight: 0 }] }]`;
    const { destinations, route } = verdict([...SHOP, SUBSETS, routes(split)]);
    expect(destinations.map(({ subset, percent }) => [subset, percent])).toEqual([
      ['v1', 25],
      ['v2', 75],
    ]);
    expect(route).toMatchObject({
      timeout: '3s',
      virtualService: 'VirtualService shop/backend',
      field: 'spec.http[0]',
    });
  });

  test('names the object and field that decided, and what was ruled out before', () => {
    const http = `[
      { match: [{ headers: { x-user: { exact: jane } } }], route: [{ destination: { host: backend, subset: v2 } }] },
      { match: [{ uri: { prefix: /api } }], route: [{ destination: { host: backend, subset: v1 } }] }]`;
    const { trace } = verdict([...SHOP, SUBSETS, routes(http)], { headers: { 'X-User': 'joe' } });
    expect(trace.find(({ stage }) => stage === 'route')).toMatchObject({
      resource: { kind: 'VirtualService', namespace: 'shop', name: 'backend' },
      field: 'spec.http[1].match[0]',
      ruledOut: [
        {
          resource: { kind: 'VirtualService', namespace: 'shop', name: 'backend' },
          field: 'spec.http[0].match[0].headers.x-user',
          reason: 'wants exact "jane"',
        },
      ],
    });
  });

  test('is lost where a route names a subset that no DestinationRule has', () => {
    const http = '[{ route: [{ destination: { host: backend, subset: v9 } }] }]';
    expect(verdict([...SHOP, SUBSETS, routes(http)])).toMatchObject({
      outcome: 'unavailable',
      status: 503,
      reason: `subset "v9" of ${BACKEND} is not defined; defined are "v1", "v2"`,
    });
  });

  test('is lost where no pod has the labels of the subset', () => {
    const rule = object(
      'DestinationRule',
      'shop/backend',
      `{ host: ${BACKEND}, subsets: [{ name: v3, labels: { version: v3 } }] }`,
    );
    const http = '[{ route: [{ destination: { host: backend, subset: v3 } }] }]';
    expect(verdict([...SHOP, rule, routes(http)])).toMatchObject({ outcome: 'unavailable', status: 503 });
  });

  test('is mixed where one destination takes it and the other does not', () => {
    const http = `[{ route: [
      { destination: { host: backend, subset: v1 }, weight: 50 },
      { destination: { host: backend, subset: v2 }, weight: 50 }] }]`;
    const deny = policy('{ selector: { matchLabels: { version: v2 } }, action: DENY, rules: [{}] }');
    const { outcome, destinations } = verdict([...SHOP, SUBSETS, routes(http), deny]);
    expect(outcome).toBe('mixed');
    expect(destinations.map(one => one.outcome)).toEqual(['routed', 'denied']);
  });

  test('reaches policies with the path and headers that the route made of it', () => {
    const http = `[{ match: [{ uri: { prefix: /api } }], rewrite: { uri: /v2 },
      headers: { request: { set: { x-team: shop } } }, route: [{ destination: { host: backend } }] }]`;
    const rules = `[{ to: [{ operation: { paths: [/v2/notes] } }], when: [{ key: 'request.headers[x-team]', values: [shop] }] }]`;
    const mesh = meshOf([...SHOP, routes(http), policy(`{ rules: ${rules} }`)]);
    expect(verdict(mesh, { to: 'http://backend/api/notes' })).toMatchObject({
      outcome: 'routed',
      route: { path: '/v2/notes' },
    });
    expect(verdict(mesh, { to: 'http://backend/v2/notes' }).outcome).toBe('no-route');
  });

  test('is denied by default once an ALLOW policy is there, with the rule that denies it', () => {
    const allow = policy('{ rules: [{ from: [{ source: { principals: [cluster.local/ns/shop/sa/other] } }] }] }');
    expect(verdict([...SHOP, allow])).toMatchObject({
      outcome: 'denied',
      status: 403,
      decidedBy: { resource: 'AuthorizationPolicy shop/policy' },
    });
  });

  test('is denied by a DENY policy although another one allows it', () => {
    const allow = policy('{ rules: [{}] }', 'allow');
    const deny = policy('{ action: DENY, rules: [{ to: [{ operation: { paths: [/api*] } }] }] }', 'deny');
    expect(verdict([...SHOP, allow, deny])).toMatchObject({
      outcome: 'denied',
      decidedBy: { resource: 'AuthorizationPolicy shop/deny', field: 'spec.rules[0]' },
    });
  });

  test('is up to the external authorizer that a CUSTOM policy names, unless its answer is given', () => {
    const custom = policy('{ action: CUSTOM, provider: { name: opa }, rules: [{}] }');
    const meshConfig = { extensionProviders: [{ name: 'opa', envoyExtAuthzGrpc: { service: 'opa', port: 9000 } }] };
    const mesh = meshOf([...SHOP, custom], { meshConfig });
    expect(verdict(mesh).outcome).toBe('up-to-provider');
    expect(verdict(mesh, { externalAuthorizers: { opa: 'deny' } }).outcome).toBe('denied');
    expect(verdict(mesh, { externalAuthorizers: { opa: 'allow' } }).outcome).toBe('routed');
  });

  test('fails where a client without sidecar meets STRICT', () => {
    const strict = object('PeerAuthentication', 'shop/default', '{ mtls: { mode: STRICT } }');
    const mesh = meshOf([...SHOP, strict, namespace('legacy', '{}'), service('legacy/batch')]);
    expect(verdict(mesh, { from: 'legacy/batch', to: `http://${BACKEND}/` })).toMatchObject({
      outcome: 'mtls-failure',
      decidedBy: { resource: 'PeerAuthentication shop/default', field: 'spec.mtls.mode' },
    });
    expect(verdict(mesh)).toMatchObject({
      outcome: 'routed',
      destinations: [{ targets: [{ mtlsMode: 'STRICT', mtls: true }, {}] }],
    });
  });

  test('fails where a DestinationRule turns mutual TLS off and the server wants it', () => {
    const strict = object('PeerAuthentication', 'shop/default', '{ mtls: { mode: STRICT } }');
    const off = object(
      'DestinationRule',
      'shop/backend',
      `{ host: ${BACKEND}, trafficPolicy: { tls: { mode: DISABLE } } }`,
    );
    const found = verdict([...SHOP, strict, off]);
    expect(found.outcome).toBe('mtls-failure');
    expect(found.trace.find(({ stage }) => stage === 'client TLS')).toMatchObject({
      resource: { kind: 'DestinationRule', namespace: 'shop', name: 'backend' },
      field: 'spec.trafficPolicy.tls.mode',
    });
  });

  test('is answered by a redirect, a direct response or a fault of the route', () => {
    const answered = (http: string) => verdict([...SHOP, routes(`[${http}]`)]);
    expect(answered('{ redirect: { authority: new.example.com, redirectCode: 302 } }')).toMatchObject({
      outcome: 'redirected',
      status: 302,
      location: 'http://new.example.com/api',
    });
    expect(answered('{ directResponse: { status: 418, body: { string: tea } } }')).toMatchObject({
      outcome: 'answered',
      status: 418,
      body: 'tea',
    });
    expect(
      answered(
        '{ fault: { abort: { httpStatus: 500, percentage: { value: 100 } } }, route: [{ destination: { host: backend } }] }',
      ),
    ).toMatchObject({ outcome: 'answered', status: 500 });
  });

  test('leaves the mesh for a host that it does not know, unless the outbound policy forbids it', () => {
    const to = 'http://api.example.com/';
    expect(verdict(SHOP, { to }).outcome).toBe('passed-through');
    const closed = object('Sidecar', 'shop/default', '{ outboundTrafficPolicy: { mode: REGISTRY_ONLY } }');
    expect(verdict([...SHOP, closed], { to })).toMatchObject({ outcome: 'blocked', status: 502 });
    const entry = object(
      'ServiceEntry',
      'shop/api',
      '{ hosts: [api.example.com], location: MESH_EXTERNAL, resolution: DNS, ports: [{ number: 80, name: http, protocol: HTTP }] }',
    );
    expect(verdict([...SHOP, closed, entry], { to })).toMatchObject({
      outcome: 'routed',
      destinations: [{ host: 'api.example.com' }],
    });
  });

  test('reaches by an ExternalName the service that it stands for, with the routes of that service', () => {
    const alias = `
apiVersion: v1
kind: Service
metadata: { name: notes, namespace: shop }
spec: { type: ExternalName, externalName: ${BACKEND} }
`;
    const http = '[{ route: [{ destination: { host: backend, subset: v2 } }] }]';
    expect(verdict([...SHOP, SUBSETS, alias, routes(http)], { to: 'http://notes/' })).toMatchObject({
      outcome: 'routed',
      destinations: [{ host: BACKEND, subset: 'v2' }],
    });
  });

  test('does not see what the Sidecar of its namespace does not import', () => {
    const sidecar = object('Sidecar', 'shop/default', '{ egress: [{ hosts: [./web.shop.svc.cluster.local] }] }');
    const http = '[{ redirect: { uri: /elsewhere } }]';
    expect(verdict([...SHOP, sidecar, routes(http)]).outcome).toBe('routed');
    expect(verdict([...SHOP, routes(http)]).outcome).toBe('redirected');
  });

  test('carries no identity to a workload whose port does not use mutual TLS', () => {
    const off = object(
      'PeerAuthentication',
      'shop/backend',
      '{ selector: { matchLabels: { app: backend } }, mtls: { mode: STRICT }, portLevelMtls: { 8080: { mode: DISABLE } } }',
    );
    const allow = policy('{ rules: [{ from: [{ source: { namespaces: [shop] } }] }] }');
    expect(verdict([...SHOP, off])).toMatchObject({
      outcome: 'routed',
      destinations: [{ targets: [{ mtls: false, mtlsMode: 'DISABLE' }, {}] }],
    });
    expect(verdict([...SHOP, off, allow]).outcome).toBe('denied');
  });

  test('is refused for a token that is not good, and known by one that is', () => {
    const authentication = object(
      'RequestAuthentication',
      'shop/jwt',
      '{ jwtRules: [{ issuer: https://idp, audiences: [notes] }] }',
    );
    const required = policy('{ rules: [{ from: [{ source: { requestPrincipals: ["https://idp/*"] } }] }] }');
    const mesh = meshOf([...SHOP, authentication, required]);
    expect(verdict(mesh)).toMatchObject({ outcome: 'denied', status: 403 });
    expect(verdict(mesh, { jwtClaims: { iss: 'https://idp', sub: 'jane', aud: 'notes' } }).outcome).toBe('routed');
    expect(verdict(mesh, { jwtClaims: { iss: 'https://other', sub: 'jane' } })).toMatchObject({
      outcome: 'unauthenticated',
      status: 401,
    });
    expect(verdict(mesh, { jwtClaims: { iss: 'https://idp', sub: 'jane', aud: 'mail' } })).toMatchObject({
      outcome: 'unauthenticated',
      status: 403,
    });
  });
});

describe('what the manifests leave open', () => {
  const first = routes('[{ route: [{ destination: { host: backend, subset: v1 } }] }]', 'a');
  const second = routes('[{ route: [{ destination: { host: backend, subset: v2 } }] }]', 'b');

  test('is told where the older of two VirtualServices wins and nothing says which is older', () => {
    const { destinations, assumptions } = verdict([...SHOP, SUBSETS, second, first]);
    expect(destinations.map(({ subset }) => subset)).toEqual(['v1']);
    expect(assumptions).toEqual([
      'VirtualService shop/a is taken to be older than VirtualService shop/b: neither carries a creationTimestamp, so their names decide',
    ]);
  });

  test('is not assumed where the objects carry their age', () => {
    const aged = (name: string, subset: string, day: number) =>
      routes(
        `[{ route: [{ destination: { host: backend, subset: ${subset} } }] }]`,
        name,
        `creationTimestamp: "2026-01-0${day}T00:00:00Z"`,
      );
    const { destinations, assumptions } = verdict([...SHOP, SUBSETS, aged('a', 'v1', 2), aged('b', 'v2', 1)]);
    expect(destinations.map(({ subset }) => subset)).toEqual(['v2']);
    expect(assumptions).toEqual([]);
  });

  test('is told where two PeerAuthentications of one scope compete', () => {
    const authentication = (name: string, mode: string) =>
      object('PeerAuthentication', `shop/${name}`, `{ mtls: { mode: ${mode} } }`);
    const run = (mode: string) =>
      verdict([...SHOP, authentication('a', 'STRICT'), authentication('b', mode)]).assumptions;
    expect(run('STRICT')).toEqual([]);
    expect(run('DISABLE')).toEqual([expect.stringContaining('PeerAuthentication shop/a is taken to be older')]);
  });

  test('is told where DestinationRules, Sidecars or services of one host compete', () => {
    const rule = (name: string, mode: string) =>
      object('DestinationRule', `shop/${name}`, `{ host: ${BACKEND}, trafficPolicy: { tls: { mode: ${mode} } } }`);
    const sidecar = (name: string) => object('Sidecar', `shop/${name}`, '{ egress: [{ hosts: ["./*"] }] }');
    const entry = (name: string) =>
      object(
        'ServiceEntry',
        `shop/${name}`,
        '{ hosts: [api.example.com], location: MESH_EXTERNAL, resolution: DNS, ports: [{ number: 80, name: http, protocol: HTTP }] }',
      );
    const older = (kind: string) => [
      expect.stringContaining(`${kind} shop/a is taken to be older than ${kind} shop/b`),
    ];
    const rules = [rule('b', 'DISABLE'), rule('a', 'ISTIO_MUTUAL')];
    expect(verdict([...SHOP, ...rules]).assumptions).toEqual(older('DestinationRule'));
    expect(verdict([...SHOP, sidecar('b'), sidecar('a')]).assumptions).toEqual(older('Sidecar'));
    const external = { to: 'http://api.example.com/' };
    expect(verdict([...SHOP, entry('b'), entry('a')], external).assumptions).toEqual(older('ServiceEntry'));
  });

  test('is told where a Namespace is missing, which would say whether its pods have a sidecar', () => {
    const { outcome, assumptions } = verdict([service('shop/web'), service('shop/backend')]);
    expect(outcome).toBe('routed');
    expect(assumptions).toContainEqual(expect.stringContaining('the Namespace "shop" is not among the manifests'));
  });

  test('is told where a service has no pods among the manifests', () => {
    const { outcome, assumptions } = verdict([namespace('shop'), service('shop/web'), service('shop/backend', [])]);
    expect(outcome).toBe('routed');
    expect(assumptions).toEqual([expect.stringContaining(`no pods of ${BACKEND} are among the manifests`)]);
  });

  test('makes the verdict unsupported where a policy asks for an address that the request does not give', () => {
    const office = policy('{ action: DENY, rules: [{ from: [{ source: { notIpBlocks: [10.0.0.0/8] } }] }] }');
    const mesh = meshOf([...SHOP, office]);
    expect(verdict(mesh)).toMatchObject({
      outcome: 'unsupported',
      unsupported: [{ resource: 'AuthorizationPolicy shop/policy', field: 'spec.rules[0].from[0].source.notIpBlocks' }],
    });
    expect(verdict(mesh, { ip: '10.1.2.3' }).outcome).toBe('routed');
    expect(verdict(mesh, { ip: '192.0.2.1' }).outcome).toBe('denied');
  });

  test('does not matter where the rule fails for another reason', () => {
    const office = policy(
      '{ action: DENY, rules: [{ from: [{ source: { ipBlocks: [10.0.0.0/8] } }], to: [{ operation: { methods: [DELETE] } }] }] }',
    );
    expect(verdict([...SHOP, office]).outcome).toBe('routed');
  });
});

describe('what is not modelled', () => {
  test('makes the verdict unsupported and is named', () => {
    const filter = `
apiVersion: networking.istio.io/v1alpha3
kind: EnvoyFilter
metadata: { name: limit, namespace: shop }
spec: { workloadSelector: { labels: { app: backend } }, configPatches: [{ applyTo: CLUSTER }] }
`;
    expect(verdict([...SHOP, filter])).toMatchObject({
      outcome: 'unsupported',
      destinations: [],
      unsupported: [{ resource: 'EnvoyFilter shop/limit', field: 'spec.configPatches' }],
    });
  });

  test('does not matter where the request never meets it', () => {
    const filter = `
apiVersion: networking.istio.io/v1alpha3
kind: EnvoyFilter
metadata: { name: limit, namespace: other }
spec: { configPatches: [{ applyTo: CLUSTER }] }
`;
    expect(verdict([...SHOP, filter]).outcome).toBe('routed');
  });

  test('includes annotations that keep traffic away from the proxy', () => {
    const pod = `
apiVersion: v1
kind: Pod
metadata: { name: odd, namespace: shop, labels: { app: backend }, annotations: { traffic.sidecar.istio.io/excludeInboundPorts: "8080" } }
spec: { containers: [{ name: app, image: app }] }
`;
    expect(verdict([...SHOP, pod]).unsupported).toMatchObject([{ resource: 'Pod shop/odd' }]);
  });

  test('includes expressions that RE2 refuses', () => {
    const http = '[{ match: [{ uri: { regex: "(?=x)" } }], route: [{ destination: { host: backend } }] }]';
    expect(verdict([...SHOP, routes(http)]).unsupported).toMatchObject([{ field: 'spec.http[0].match[0].uri.regex' }]);
  });
});

describe('a request that cannot be simulated', () => {
  test('is refused with the callers that there are', () => {
    expect(() => verdict(SHOP, { from: 'shop/wbe' })).toThrow(
      'Cannot simulate a request from "shop/wbe": wanted "internet" or a workload or service of the manifests, which hold "shop/backend-v1", "shop/backend-v2", "shop/web-v1"',
    );
  });

  test('is refused with the form of the URL that is wanted', () => {
    expect(() => verdict(SHOP, { to: 'not a url' })).toThrow('Cannot simulate a request to "not a url": wanted a URL');
    expect(() => verdict(SHOP, { to: 'ftp://backend/' })).toThrow(
      'Cannot simulate a request to "ftp://backend/": wanted a URL',
    );
    expect(() => verdict(SHOP, { to: 'tcp://backend' })).toThrow('a port for tcp');
  });
});
