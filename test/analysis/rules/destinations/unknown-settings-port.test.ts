import { unknownSettingsPort } from '../../../../src/analysis/rules/destinations/unknown-settings-port';
import { testRule } from '../../../../src/testing/test-rule';
import { app, destinationRule, mesh, object } from '../mesh-yaml';

const settings = (port: number) =>
  `portLevelSettings: [{ port: { number: ${port} }, loadBalancer: { simple: RANDOM } }]`;
const rule = (port: number, host = 'web') => destinationRule(`{ host: ${host}, trafficPolicy: { ${settings(port)} } }`);

testRule(unknownSettingsPort, {
  valid: {
    'a port of the service': mesh(app('web'), rule(80)),
    'a service that is not in the set': rule(8080),
    'a wildcard': mesh(app('web'), rule(8080, '"*.shop.svc.cluster.local"')),
    'a port that another object adds to the host': mesh(
      ...[80, 443].map(port =>
        object(
          'networking.istio.io/v1',
          'ServiceEntry',
          `bank-${port}`,
          'shop',
          `{ hosts: [bank.example.com], ports: [{ number: ${port}, name: http-${port}, protocol: HTTP }], resolution: DNS }`,
        ),
      ),
      rule(443, 'bank.example.com'),
    ),
  },
  invalid: {
    'the port of the pods': {
      yaml: mesh(app('web'), rule(8080)),
      expect: [
        'DestinationRule shop/rule spec.trafficPolicy.portLevelSettings[0].port.number: "web.shop.svc.cluster.local" has no port 8080, so that the settings have no effect; it has 80',
      ],
    },
    'a port of a subset': {
      yaml: mesh(
        app('web'),
        destinationRule(
          `{ host: web, subsets: [{ name: v1, labels: { app: web }, trafficPolicy: { ${settings(81)} } }] }`,
        ),
      ),
      expect: [
        'DestinationRule shop/rule spec.subsets[0].trafficPolicy.portLevelSettings[0].port.number: "web.shop.svc.cluster.local" has no port 81, so that the settings have no effect; it has 80',
      ],
    },
  },
});
