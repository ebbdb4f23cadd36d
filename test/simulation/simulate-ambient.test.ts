import { meshOf, namespace, object, service } from './mesh-of';
import { BACKEND, policy, routes, verdict } from './shop';

describe('a request in the ambient mesh', () => {
  const ambient = '{ istio.io/dataplane-mode: ambient }';
  const mesh = [namespace('shop', ambient), service('shop/web'), service('shop/backend', ['v1', 'v2'])];
  const waypoint = `
apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: { name: waypoint, namespace: shop }
spec: { gatewayClassName: istio-waypoint, listeners: [{ name: mesh, port: 15008, protocol: HBONE }] }
`;
  const guarded = [
    namespace('shop', '{ istio.io/dataplane-mode: ambient, istio.io/use-waypoint: waypoint }'),
    service('shop/web'),
    service('shop/backend', ['v1', 'v2']),
    waypoint,
  ];
  const moved = routes('[{ redirect: { uri: /moved } }]');

  test('goes over HBONE, and no route touches it without a waypoint', () => {
    const found = verdict([...mesh, moved]);
    expect(found).toMatchObject({
      outcome: 'routed',
      destinations: [{ targets: [{ mtls: true, principal: 'cluster.local/ns/shop/sa/web' }, {}] }],
    });
    expect(found.route).toBeUndefined();
  });

  test('meets at ztunnel only what policies say of connections', () => {
    const l7 = policy('{ rules: [{ to: [{ operation: { methods: [GET] } }] }] }');
    const l4 = policy('{ rules: [{ from: [{ source: { principals: [cluster.local/ns/shop/sa/web] } }] }] }');
    expect(verdict([...mesh, l4]).outcome).toBe('routed');
    expect(verdict([...mesh, l7]).outcome).toBe('denied');
  });

  test('is refused by ztunnel where a client outside the mesh meets STRICT', () => {
    const strict = object('PeerAuthentication', 'shop/default', '{ mtls: { mode: STRICT } }');
    const all = meshOf([...mesh, strict, namespace('legacy', '{}'), service('legacy/batch')]);
    expect(verdict(all, { from: 'legacy/batch', to: `http://${BACKEND}/` }).outcome).toBe('mtls-failure');
  });

  test('is routed and checked by the waypoint, and arrives as the waypoint', () => {
    expect(verdict([...guarded, moved]).outcome).toBe('redirected');
    const l7 = policy(
      '{ targetRefs: [{ kind: Service, group: "", name: backend }], rules: [{ to: [{ operation: { paths: [/api] } }] }] }',
    );
    expect(verdict([...guarded, l7])).toMatchObject({
      outcome: 'routed',
      destinations: [{ targets: [{ principal: 'cluster.local/ns/shop/sa/waypoint' }, {}] }],
    });
    expect(verdict([...guarded, l7], { to: 'http://backend/admin' })).toMatchObject({ outcome: 'denied', status: 403 });
  });

  test('is denied by a policy at ztunnel that knows the client but not the waypoint', () => {
    const l4 = policy(
      '{ selector: { matchLabels: { app: backend } }, rules: [{ from: [{ source: { principals: [cluster.local/ns/shop/sa/web] } }] }] }',
    );
    expect(verdict([...guarded, l4]).outcome).toBe('denied');
  });
});
