import { meshOf, namespace, object } from './mesh-of';
import { BACKEND, policy, SHOP, stages, verdict } from './shop';

describe('a request from the internet', () => {
  const gateway = object(
    'Gateway',
    'edge/shop',
    `{ selector: { istio: ingress }, servers: [
      { port: { number: 80, name: http, protocol: HTTP }, hosts: [shop.example.com], tls: { httpsRedirect: true } },
      { port: { number: 443, name: https, protocol: HTTPS }, hosts: [shop.example.com], tls: { mode: SIMPLE, credentialName: shop } }] }`,
  );
  const pods = `
apiVersion: apps/v1
kind: Deployment
metadata: { name: ingress, namespace: edge }
spec:
  template:
    metadata: { labels: { istio: ingress } }
    spec: { serviceAccountName: ingress, containers: [{ name: istio-proxy, image: auto }] }
---
apiVersion: v1
kind: Service
metadata: { name: ingress, namespace: edge }
spec:
  selector: { istio: ingress }
  ports: [{ name: http, port: 80, targetPort: 8080 }, { name: https, port: 443, targetPort: 8443 }]
`;
  const attached = object(
    'VirtualService',
    'shop/shop',
    `{ hosts: [shop.example.com], gateways: [edge/shop], http: [{ match: [{ uri: { prefix: /api } }], route: [{ destination: { host: ${BACKEND} } }] }] }`,
  );
  const edge = meshOf([...SHOP, namespace('edge'), pods, gateway, attached]);
  const from = { from: 'internet' };

  test('is routed by the gateway and arrives as the gateway', () => {
    const found = verdict(edge, { ...from, to: 'https://shop.example.com/api' });
    expect(found).toMatchObject({
      outcome: 'routed',
      destinations: [{ targets: [{ principal: 'cluster.local/ns/edge/sa/ingress', mtls: true }, {}] }],
    });
    expect(stages(found).slice(0, 3)).toEqual(['gateway', 'server', 'authorization']);
  });

  test('is sent to HTTPS, misses a route, or finds no host', () => {
    expect(verdict(edge, { ...from, to: 'http://shop.example.com/api' })).toMatchObject({
      outcome: 'redirected',
      status: 301,
      location: 'https://shop.example.com/api',
    });
    expect(verdict(edge, { ...from, to: 'https://shop.example.com/other' })).toMatchObject({
      outcome: 'no-route',
      status: 404,
    });
    expect(verdict(edge, { ...from, to: 'https://other.example.com/' }).outcome).toBe('no-listener');
    expect(verdict(edge, { ...from, to: 'http://other.example.com/' })).toMatchObject({
      outcome: 'no-route',
      status: 404,
    });
  });

  test('loses its token at the gateway, unless the token is forwarded', () => {
    const at = (where: string, forward: boolean) =>
      object(
        'RequestAuthentication',
        `${where}/jwt`,
        `{ jwtRules: [{ issuer: https://idp, forwardOriginalToken: ${forward} }] }`,
      );
    const required = policy('{ rules: [{ from: [{ source: { requestPrincipals: ["*"] } }] }] }');
    const run = (forward: boolean) =>
      verdict([...SHOP, namespace('edge'), pods, gateway, attached, at('edge', forward), at('shop', false), required], {
        ...from,
        to: 'https://shop.example.com/api',
        jwtClaims: { iss: 'https://idp', sub: 'jane' },
      }).outcome;
    expect(run(false)).toBe('denied');
    expect(run(true)).toBe('routed');
  });

  test('is refused by a policy of the gateway before its routes are looked at', () => {
    const deny = object(
      'AuthorizationPolicy',
      'edge/deny',
      '{ action: DENY, rules: [{ to: [{ operation: { hosts: [shop.example.com] } }] }] }',
    );
    const mesh = meshOf([...SHOP, namespace('edge'), pods, gateway, attached, deny]);
    expect(verdict(mesh, { ...from, to: 'http://shop.example.com/' })).toMatchObject({
      outcome: 'denied',
      status: 403,
    });
  });

  test('is told when the pods of the gateway are not among the manifests', () => {
    const { outcome, assumptions } = verdict([...SHOP, gateway, attached], {
      ...from,
      to: 'https://shop.example.com/api',
    });
    expect(outcome).toBe('routed');
    expect(assumptions).toEqual([expect.stringContaining('the pods of the gateway are not among the manifests')]);
  });

  test('is told when two VirtualServices have a route for it, but not when only one has', () => {
    const other = (path: string) =>
      object(
        'VirtualService',
        'shop/a',
        `{ hosts: [shop.example.com], gateways: [edge/shop], http: [{ match: [{ uri: { prefix: ${path} } }], redirect: { uri: / } }] }`,
      );
    const run = (path: string) =>
      verdict([...SHOP, namespace('edge'), pods, gateway, attached, other(path)], {
        ...from,
        to: 'https://shop.example.com/api/notes',
      });
    expect(run('/other')).toMatchObject({ outcome: 'routed', assumptions: [] });
    expect(run('/api')).toMatchObject({
      outcome: 'redirected',
      assumptions: [expect.stringContaining('VirtualService shop/a is taken to be older')],
    });
  });

  test('is unsupported where a gateway of another kind might serve it', () => {
    const ingress = `
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: { name: other, namespace: shop }
spec: { rules: [] }
`;
    const mesh = meshOf([...SHOP, namespace('edge'), pods, gateway, attached, ingress]);
    expect(verdict(mesh, { ...from, to: 'https://shop.example.com/api' }).outcome).toBe('routed');
    expect(verdict(mesh, { ...from, to: 'https://other.example.com/' }).outcome).toBe('unsupported');
  });

  test('finds no gateway in a mesh without one', () => {
    expect(verdict(SHOP, { ...from, to: 'http://shop.example.com/' }).outcome).toBe('no-listener');
  });
});

describe('a request through an egress gateway', () => {
  const egress = [
    namespace('edge'),
    `
apiVersion: apps/v1
kind: Deployment
metadata: { name: egress, namespace: edge }
spec:
  template:
    metadata: { labels: { istio: egress } }
    spec: { serviceAccountName: egress, containers: [{ name: istio-proxy, image: auto }] }
---
apiVersion: v1
kind: Service
metadata: { name: egress, namespace: edge }
spec: { selector: { istio: egress }, ports: [{ name: https, port: 443, targetPort: 443 }] }
`,
    object(
      'Gateway',
      'shop/egress',
      '{ selector: { istio: egress }, servers: [{ port: { number: 443, name: tls, protocol: HTTPS }, hosts: ["*"], tls: { mode: ISTIO_MUTUAL } }] }',
    ),
    object(
      'DestinationRule',
      'shop/egress',
      '{ host: egress.edge.svc.cluster.local, trafficPolicy: { tls: { mode: ISTIO_MUTUAL, sni: api.example.com } } }',
    ),
    object(
      'ServiceEntry',
      'shop/api',
      '{ hosts: [api.example.com], location: MESH_EXTERNAL, resolution: DNS, ports: [{ number: 80, name: http, protocol: HTTP }] }',
    ),
    object(
      'VirtualService',
      'shop/api',
      `{ hosts: [api.example.com], gateways: [mesh, egress], http: [
        { match: [{ gateways: [mesh], port: 80 }], route: [{ destination: { host: egress.edge.svc.cluster.local, port: { number: 443 } } }] },
        { match: [{ gateways: [egress], port: 443 }], route: [{ destination: { host: api.example.com, port: { number: 80 } } }] }] }`,
    ),
  ];

  test('is followed to where the gateway sends it', () => {
    expect(verdict([...SHOP, ...egress], { to: 'http://api.example.com/' })).toMatchObject({
      outcome: 'routed',
      destinations: [
        {
          host: 'egress.edge.svc.cluster.local',
          targets: [{ workload: 'edge/egress', mtls: true, onward: [{ host: 'api.example.com', outcome: 'routed' }] }],
        },
      ],
    });
  });

  test('is refused by a policy of that gateway which knows who calls', () => {
    const deny = object(
      'AuthorizationPolicy',
      'edge/deny',
      '{ action: DENY, rules: [{ from: [{ source: { principals: ["*/ns/shop/sa/web"] } }] }] }',
    );
    expect(verdict([...SHOP, ...egress, deny], { to: 'http://api.example.com/' }).outcome).toBe('denied');
  });
});
