import { conflictingAuthorizers } from '../../../../src/analysis/rules/authorization/conflicting-authorizers';
import { testRule } from '../../../../src/testing/test-rule';
import { answer } from '../behaviour';
import { ambient, app, mesh, object, policy, sidecars, waypoint } from '../mesh-yaml';

const custom = (name: string, provider: string, more = 'selector: { matchLabels: { app: web } }', at = 'shop') =>
  policy(
    `{ action: CUSTOM, provider: { name: ${provider} }, ${more}, rules: [{ to: [{ operation: { paths: [/${name}] } }] }] }`,
    name,
    at,
  );
const MESH = mesh(sidecars('shop'), app('web'), app('api'));
const PROVIDERS = ['opa', 'oauth2'].map(
  name => `{ name: ${name}, envoyExtAuthzGrpc: { service: ${name}.auth.svc.cluster.local, port: 9000 } }`,
);
const istiod = (allowed: boolean) =>
  object(
    'install.istio.io/v1alpha1',
    'IstioOperator',
    'istio',
    'istio-system',
    `{ meshConfig: { extensionProviders: [${PROVIDERS}] },
       values: { pilot: { env: { PILOT_ENABLE_MULTIPLE_CUSTOM_AUTHZ_PROVIDERS: "${allowed}" } } } }`,
  );
const TWO = [custom('a', 'opa'), custom('b', 'oauth2')];

testRule(conflictingAuthorizers, {
  valid: {
    'one provider for all': mesh(MESH, custom('a', 'opa'), custom('b', 'opa')),
    'providers of different pods': mesh(
      MESH,
      custom('a', 'opa'),
      custom('b', 'oauth2', 'selector: { matchLabels: { app: api } }'),
    ),
    'a control plane that asks several': mesh(MESH, istiod(true), ...TWO),
    'a provider beside policies without one': mesh(MESH, custom('a', 'opa'), policy('{ action: DENY, rules: [{}] }')),
  },
  invalid: {
    'one of the pods and one of the whole namespace': {
      yaml: mesh(MESH, custom('a', 'opa'), custom('b', 'oauth2', 'rules: [{}]').replace('rules: [{}], ', '')),
      expect: [
        'AuthorizationPolicy shop/b spec.provider.name: "shop/web" would ask "oauth2", "opa"; unless istiod is told to allow several, it denies what their rules match',
      ],
    },
    'one of the mesh': {
      yaml: mesh(MESH, custom('a', 'opa'), custom('b', 'oauth2', '', 'istio-system').replace(', , ', ', ')),
      expect: [
        'AuthorizationPolicy shop/a spec.provider.name: "shop/web" would ask "oauth2", "opa"; unless istiod is told to allow several, it denies what their rules match',
      ],
    },
    'a control plane that is told not to': {
      yaml: mesh(MESH, istiod(false), ...TWO),
      expect: [
        'AuthorizationPolicy shop/b spec.provider.name: "shop/web" would ask "oauth2", "opa"; unless istiod is told to allow several, it denies what their rules match',
      ],
    },
    'policies of one waypoint': {
      yaml: mesh(
        ambient('shop', 'istio.io/use-waypoint: waypoint'),
        app('web'),
        waypoint(),
        ...['opa', 'oauth2'].map((provider, i) =>
          custom(`p${i}`, provider, 'targetRefs: [{ group: "", kind: Service, name: web }]'),
        ),
      ),
      expect: [
        'AuthorizationPolicy shop/p1 spec.provider.name: "shop/waypoint, the waypoint of web.shop.svc.cluster.local" would ask "oauth2", "opa"; unless istiod is told to allow several, it denies what their rules match',
      ],
    },
  },
});

test('what their rules match is denied, and nothing else', () => {
  const call = (path: string) => ({ from: 'shop/api', to: `http://web${path}` });
  expect(answer(mesh(MESH, istiod(false), ...TWO), call('/a'))).toBe('denied by AuthorizationPolicy shop/a');
  expect(answer(mesh(MESH, istiod(false), ...TWO), call('/other'))).toBe('routed');
  expect(answer(mesh(MESH, istiod(true), ...TWO), call('/a'))).toBe('up-to-provider by AuthorizationPolicy shop/a');
});
