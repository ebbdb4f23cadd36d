import { replacedTrafficPolicy } from '../../../../src/analysis/rules/destinations/replaced-traffic-policy';
import { buildModel } from '../../../../src/model/mesh-model';
import { parseManifests } from '../../../../src/model/read-manifests';
import { simulate } from '../../../../src/simulation/simulate';
import { testRule } from '../../../../src/testing/test-rule';
import { app, destinationRule, mesh, object, sidecars } from '../mesh-yaml';

const top = (settings: string, ofPort: string) =>
  destinationRule(
    `{ host: api, trafficPolicy: { ${settings}, portLevelSettings: [{ port: { number: 80 }, ${ofPort} }] } }`,
  );
const lost = (field: string, names: string, are = 'are') => [
  `DestinationRule shop/rule ${field}.portLevelSettings[0]: portLevelSettings of port 80 replace the settings for all ports, whose ${names} ${are} lost for it`,
];
const RANDOM = 'loadBalancer: { simple: RANDOM }';
const POOL = 'connectionPool: { tcp: { maxConnections: 5 } }';
const OUTLIER = 'outlierDetection: { consecutive5xxErrors: 3 }';

testRule(replacedTrafficPolicy, {
  valid: {
    'an entry that repeats everything': top(`${POOL}, ${OUTLIER}`, `${RANDOM}, ${POOL}, ${OUTLIER}`),
    'settings of a subset, which are added to those of the host': destinationRule(
      `{ host: api, trafficPolicy: { ${POOL} }, subsets: [{ name: v1, trafficPolicy: { ${RANDOM} } }] }`,
    ),
    'mutual TLS of the mesh, which clients read all the same': top('tls: { mode: ISTIO_MUTUAL }', RANDOM),
    'entries alone': destinationRule(
      `{ host: api, trafficPolicy: { portLevelSettings: [{ port: { number: 80 }, ${RANDOM} }] } }`,
    ),
  },
  invalid: {
    'settings that the entry does not repeat': {
      yaml: top(`${POOL}, ${OUTLIER}`, RANDOM),
      expect: lost('spec.trafficPolicy', '"connectionPool", "outlierDetection"'),
    },
    'TLS that the entry does not repeat': {
      yaml: top('tls: { mode: SIMPLE }', RANDOM),
      expect: lost('spec.trafficPolicy', '"tls"', 'is'),
    },
    'settings of the host, under an entry of a subset': {
      yaml: destinationRule(
        `{ host: api, trafficPolicy: { ${OUTLIER} }, subsets: [{ name: v1, trafficPolicy: { portLevelSettings: [{ port: { number: 80 }, ${RANDOM} }] } }] }`,
      ),
      expect: lost('spec.subsets[0].trafficPolicy', '"outlierDetection"', 'is'),
    },
  },
});

test('TLS that an entry does not repeat is gone for its port', () => {
  const entry = object(
    'networking.istio.io/v1',
    'ServiceEntry',
    'ext',
    'shop',
    '{ hosts: [ext.example.com], ports: [{ number: 80, name: http, protocol: HTTP }], resolution: DNS }',
  );
  const trace = (rule: string) => {
    const set = mesh(sidecars('shop'), app('web'), entry, rule.replace('host: api', 'host: ext.example.com'));
    const verdict = simulate(buildModel(parseManifests(set, 'mesh.yaml')), {
      from: 'shop/web',
      to: 'http://ext.example.com/',
    });
    return verdict.trace.map(({ message }) => message).join();
  };
  expect(trace(top('tls: { mode: SIMPLE }', 'tls: { mode: SIMPLE }'))).toContain('says SIMPLE');
  expect(trace(top('tls: { mode: SIMPLE }', RANDOM))).not.toContain('says SIMPLE');
});
