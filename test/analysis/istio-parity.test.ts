import { analyze } from '../../src/analysis/analyze';
import { RULES } from '../../src/analysis/registry';
import { buildModel } from '../../src/model/mesh-model';
import { parseManifests } from '../../src/model/read-manifests';

const MESH = `
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: web, namespace: shop }
spec:
  hosts: [web]
  http:
    - route: [{ destination: { host: web }, weight: 90 }, { destination: { host: web }, weight: 20 }]
      retries: { attempts: 2, retryOn: 5xx }
---
apiVersion: v1
kind: Service
metadata: { name: web, namespace: shop }
spec: { ports: [{ name: web, port: 80 }] }
`;

const rulesThatSpeak = (istioParity: boolean) =>
  analyze(buildModel(parseManifests(MESH, 'mesh.yaml'), { istioParity })).map(({ rule }) => rule);

test('in parity with istioctl only rules speak that istioctl has', () => {
  expect(rulesThatSpeak(true)).toEqual(['service-port-name']);
  expect(rulesThatSpeak(false)).toEqual(
    expect.arrayContaining(['service-port-name', 'route-weights', 'unsafe-retries', 'repeated-route-destination']),
  );
});

test('a rule that stands for an analyzer of istioctl has the code of a message of istioctl', () => {
  const without = RULES.filter(
    ({ istioAnalyzers, equivalents }) =>
      istioAnalyzers !== undefined && !equivalents.some(code => code.startsWith('IST')),
  );
  expect(without.map(({ name }) => name)).toEqual([]);
});
