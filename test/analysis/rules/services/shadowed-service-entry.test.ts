import { shadowedServiceEntry } from '../../../../src/analysis/rules/services/shadowed-service-entry';
import { testRule } from '../../../../src/testing/test-rule';
import { answer } from '../behaviour';
import { app, mesh, object, sidecars } from '../mesh-yaml';

const entry = (name: string, at: string, host: string, more = '') =>
  object(
    'networking.istio.io/v1',
    'ServiceEntry',
    name,
    at,
    `{ hosts: [${host}], location: MESH_INTERNAL, resolution: STATIC, ports: [{ number: 9999, name: http, protocol: HTTP }], endpoints: [{ address: 10.9.9.9 }]${more} }`,
  );
const API = 'api.shop.svc.cluster.local';
const SHOP = mesh(sidecars('shop'), app('api'), app('web'));
const TOOLS = mesh(sidecars('tools'), app('cli', { namespace: 'tools' }));

testRule(shadowedServiceEntry, {
  valid: {
    'a host of its own': mesh(SHOP, entry('api', 'tools', 'api.tools.internal')),
    'a host that only its own namespace sees': mesh(SHOP, TOOLS, entry('api', 'tools', API, ', exportTo: [.]')),
    'a wildcard that covers the Service': mesh(SHOP, entry('all', 'tools', '"*.shop.svc.cluster.local"')),
  },
  invalid: {
    'the host of a Service': {
      yaml: mesh(SHOP, entry('api', 'tools', API)),
      expect: [
        `ServiceEntry tools/api spec.hosts[0]: for clients in namespace "shop" "${API}" is Service "shop/api", without this entry: port 9999 does not exist for them`,
      ],
    },
    'the host of a ServiceEntry of another namespace': {
      yaml: mesh(SHOP, entry('a', 'tools', 'vm.internal'), entry('b', 'lab', 'vm.internal')),
      expect: [
        `ServiceEntry tools/a spec.hosts[0]: for clients in namespace "shop" "vm.internal" is ServiceEntry "lab/b", without this entry`,
      ],
    },
  },
});

test('the further port does not exist for other namespaces, and does for its own', () => {
  const set = mesh(SHOP, TOOLS, entry('api', 'tools', API));
  const to = `http://${API}:9999/`;
  expect(answer(set, { from: 'shop/web', to })).not.toBe('routed');
  expect(answer(set, { from: 'tools/cli', to })).toBe('routed');
});
