import { unenforcedTarget } from '../../../../src/analysis/rules/policies/unenforced-target';
import { testRule } from '../../../../src/testing/test-rule';
import { answer } from '../behaviour';
import { ambient, app, GATEWAY_PODS, mesh, namespace, object, policy, sidecars, waypoint } from '../mesh-yaml';

const READ_ONLY = 'rules: [{ to: [{ operation: { methods: [GET] } }] }]';
const onService = (name = 'api') =>
  policy(`{ targetRefs: [{ group: "", kind: Service, name: ${name} }], ${READ_ONLY} }`);
const USES = 'istio.io/use-waypoint: waypoint';
const nothing = 'AuthorizationPolicy shop/policy spec.targetRefs[0]: nothing enforces the policy for this target:';

const CROSS_NAMESPACE = (listener: string) =>
  mesh(
    ambient('infra'),
    waypoint('infra', '', listener),
    ambient('shop', `${USES}, istio.io/use-waypoint-namespace: infra`),
    app('api'),
    onService(),
  );
const FOR_WORKLOADS = mesh(
  ambient('shop', USES),
  waypoint('shop', 'istio.io/waypoint-for: workload'),
  app('api'),
  onService(),
);
const SIDECARS = mesh(sidecars('shop'), app('api'), onService());
const GUARDED = mesh(ambient('shop', USES), waypoint(), app('api'), app('web'), onService());

testRule(unenforcedTarget, {
  valid: {
    'a Gateway of Istio by its group, which the webhook refuses': mesh(
      GATEWAY_PODS,
      app('api'),
      policy(`{ targetRefs: [{ group: networking.istio.io, kind: Gateway, name: edge }], ${READ_ONLY} }`),
    ),
    'a Service with a waypoint': GUARDED,
    'a Service whose waypoint of another namespace admits all': CROSS_NAMESPACE(
      ', allowedRoutes: { namespaces: { from: All } }',
    ),
    'a Gateway of the namespace': mesh(
      sidecars('shop'),
      app('api'),
      object(
        'gateway.networking.k8s.io/v1',
        'Gateway',
        'pub',
        'shop',
        '{ gatewayClassName: istio, listeners: [{ name: http, port: 80, protocol: HTTP }] }',
      ),
      policy(`{ targetRefs: [{ group: gateway.networking.k8s.io, kind: Gateway, name: pub }], ${READ_ONLY} }`),
    ),
    'a Service whose waypoint is not in the set': mesh(ambient('shop', USES), app('api'), onService()),
    'a namespace of which the set holds only policies': onService('elsewhere'),
    'the class of waypoints in the root namespace': {
      yaml: mesh(
        ambient('shop', USES),
        waypoint(),
        app('api'),
        policy(
          `{ targetRefs: [{ group: gateway.networking.k8s.io, kind: GatewayClass, name: istio-waypoint }], ${READ_ONLY} }`,
          'all',
          'istio-system',
        ),
      ),
    },
  },
  invalid: {
    'a Service without a waypoint': {
      yaml: mesh(ambient('shop'), app('api'), onService()),
      expect: [`${nothing} Service "api" uses no waypoint`],
    },
    'a Service of sidecars': { yaml: SIDECARS, expect: [`${nothing} Service "api" uses no waypoint`] },
    'a Service that opts out of the waypoint of its namespace': {
      yaml: mesh(
        ambient('shop', USES),
        waypoint(),
        app('api', { serviceLabels: 'istio.io/use-waypoint: none' }),
        onService(),
      ),
      expect: [`${nothing} Service "api" uses no waypoint`],
    },
    'a waypoint of another namespace that admits its own only': {
      yaml: CROSS_NAMESPACE(''),
      expect: [`${nothing} Gateway infra/waypoint does not admit the namespace "shop" by allowedRoutes`],
    },
    'a waypoint for workloads': {
      yaml: FOR_WORKLOADS,
      expect: [`${nothing} Gateway shop/waypoint is a waypoint for "workload"`],
    },
    'a Service that is misspelt': {
      yaml: mesh(ambient('shop', USES), waypoint(), app('api'), onService('apii')),
      expect: [`${nothing} there is no Service "apii" in namespace "shop"`],
    },
    'a Gateway of another namespace, for tokens and telemetry as well': {
      yaml: mesh(
        namespace('infra'),
        object(
          'gateway.networking.k8s.io/v1',
          'Gateway',
          'pub',
          'infra',
          '{ gatewayClassName: istio, listeners: [{ name: http, port: 80, protocol: HTTP }] }',
        ),
        ambient('shop'),
        app('api'),
        object(
          'security.istio.io/v1',
          'RequestAuthentication',
          'jwt',
          'shop',
          '{ targetRefs: [{ group: gateway.networking.k8s.io, kind: Gateway, name: pub }], jwtRules: [{ issuer: i }] }',
        ),
        object(
          'telemetry.istio.io/v1',
          'Telemetry',
          'log',
          'shop',
          '{ targetRefs: [{ group: gateway.networking.k8s.io, kind: Gateway, name: pub }], accessLogging: [{ providers: [{ name: envoy }] }] }',
        ),
      ),
      expect: [
        'RequestAuthentication shop/jwt spec.targetRefs[0]: nothing enforces the policy for this target: there is no Gateway "pub" of the Gateway API in namespace "shop"',
        'Telemetry shop/log spec.targetRefs[0]: nothing enforces the policy for this target: there is no Gateway "pub" of the Gateway API in namespace "shop"',
      ],
    },
    'the class of waypoints outside the root namespace': {
      yaml: mesh(
        ambient('shop', USES),
        waypoint(),
        app('api'),
        policy(
          `{ targetRefs: [{ group: gateway.networking.k8s.io, kind: GatewayClass, name: istio-waypoint }], ${READ_ONLY} }`,
        ),
      ),
      expect: [`${nothing} a GatewayClass counts only in the root namespace "istio-system"`],
    },
  },
});

test('a policy whose target nothing guards is not enforced, and one that is guarded is', () => {
  const post = { from: 'shop/web', to: 'http://api.shop/', method: 'POST' };
  expect(answer(mesh(SIDECARS, app('web')), post)).toBe('routed');
  expect(answer(mesh(FOR_WORKLOADS, app('web')), post)).toBe('routed');
  expect(answer(mesh(CROSS_NAMESPACE(''), app('web')), post)).toBe('routed');
  expect(answer(GUARDED, post)).toBe('denied by AuthorizationPolicy shop/policy');
});

test('a policy for the class of waypoints counts in the root namespace only', () => {
  const ofClass = (namespace: string) =>
    policy(
      '{ targetRefs: [{ group: gateway.networking.k8s.io, kind: GatewayClass, name: istio-waypoint }], action: DENY, rules: [{}] }',
      'class',
      namespace,
    );
  const set = (at: string) => mesh(ambient('shop', USES), waypoint(), app('api'), app('web'), ofClass(at));
  const call = { from: 'shop/web', to: 'http://api.shop/' };
  expect(answer(set('istio-system'), call)).toBe('denied by AuthorizationPolicy istio-system/class');
  expect(answer(set('shop'), call)).toBe('routed');
});
