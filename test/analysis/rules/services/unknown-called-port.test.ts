import { unknownCalledPort } from '../../../../src/analysis/rules/services/unknown-called-port';
import { testRule } from '../../../../src/testing/test-rule';
import { answer } from '../behaviour';
import { app, mesh, sidecars } from '../mesh-yaml';

const calling = (value: string, more: readonly string[] = []) =>
  mesh(sidecars('shop'), app('api'), app('web', { env: `{ name: API, value: "${value}" }` }), ...more);
const headless = app('db', { ports: '{ name: tcp, port: 5432 }' }).replace(
  'spec: { selector',
  'spec: { clusterIP: None, selector',
);

testRule(unknownCalledPort, {
  valid: {
    'a port of the Service': calling('http://api:80/'),
    'a port that is not written': calling('https://api/'),
    'a headless Service, which leads to the pods': calling('http://db:9999', [headless]),
    'a Service that is not in the set': calling('http://other:8080'),
    'a host outside of the cluster': calling('http://api.example.org:8080'),
    'a text that is no address': calling('api:latest'),
  },
  invalid: {
    'the port of the pods': {
      yaml: calling('http://api:8080/v1'),
      expect: [
        'Deployment shop/web spec.template.spec.containers[0].env[0].value: "api" is called on port 8080, but Service "shop/api" has 80',
      ],
    },
    'the full name': {
      yaml: calling('http://api.shop.svc.cluster.local:8080'),
      expect: [
        'Deployment shop/web spec.template.spec.containers[0].env[0].value: "api.shop.svc.cluster.local" is called on port 8080, but Service "shop/api" has 80',
      ],
    },
  },
});

test('nothing answers there', () => {
  const call = (port: number) => answer(calling('http://api:80'), { from: 'shop/web', to: `http://api:${port}/` });
  expect(call(80)).toBe('routed');
  expect(call(8080)).toBe('unavailable');
});
