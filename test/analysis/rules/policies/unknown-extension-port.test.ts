import { unknownExtensionPort } from '../../../../src/analysis/rules/policies/unknown-extension-port';
import { testRule } from '../../../../src/testing/test-rule';
import { app, GATEWAY_PODS, mesh, object, sidecars } from '../mesh-yaml';

const plugin = (match: string, kind = 'WasmPlugin', at = 'shop') =>
  object('extensions.istio.io/v1alpha1', kind, 'x', at, `{ match: [${match}] }`);
const SHOP = mesh(sidecars('shop'), app('web'));

testRule(unknownExtensionPort, {
  valid: {
    'a port of the pods': mesh(SHOP, plugin('{ mode: SERVER, ports: [{ number: 8080 }] }')),
    'a port that the pods call': mesh(SHOP, plugin('{ mode: CLIENT, ports: [{ number: 80 }] }')),
    'both sides': mesh(SHOP, plugin('{ ports: [{ number: 80 }] }')),
    'a port of gateways': mesh(
      GATEWAY_PODS,
      plugin('{ mode: SERVER, ports: [{ number: 8443 }] }', 'WasmPlugin', 'edge'),
    ),
    'pods that are not in the set': plugin('{ mode: SERVER, ports: [{ number: 80 }] }'),
  },
  invalid: {
    'the port of the Service': {
      yaml: mesh(SHOP, plugin('{ mode: SERVER, ports: [{ number: 8080 }, { number: 80 }] }', 'TrafficExtension')),
      expect: [
        'TrafficExtension shop/x spec.match[0].ports[1].number: port 80 is that of Service "web", which sends it to port 8080 of the pods: the plugin does not run',
      ],
    },
    'a port of nobody': {
      yaml: mesh(SHOP, plugin('{ mode: SERVER, ports: [{ number: 9999 }] }')),
      expect: [
        'WasmPlugin shop/x spec.match[0].ports[0].number: no pod of "web" declares port 9999; declared are 8080',
      ],
    },
  },
});
