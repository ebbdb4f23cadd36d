import { analyze } from '../../../../src/analysis/analyze';
import { externalNamePort } from '../../../../src/analysis/rules/services/external-name-port';
import { buildModel } from '../../../../src/model/mesh-model';
import { parseManifests } from '../../../../src/model/read-manifests';
import { testRule } from '../../../../src/testing/test-rule';
import { answer } from '../behaviour';
import { app, mesh, sidecars } from '../mesh-yaml';

const alias = (ports: string) => `
apiVersion: v1
kind: Service
metadata: { name: files, namespace: shop }
spec: { type: ExternalName, externalName: files.example.com, ports: [${ports}] }`;
const TCP = '{ name: files, port: 4443 }';

testRule(externalNamePort, {
  valid: {
    'a port that says what it speaks': alias(
      '{ name: http-files, port: 80 }, { name: x, port: 443, appProtocol: tls }',
    ),
    'an alias without ports': alias(''),
  },
  invalid: {
    'a port without a protocol, in parity with istioctl': {
      yaml: alias(TCP),
      options: { istioParity: true },
      expect: [
        'Service shop/files spec.ports[0].port: port 4443 "files" is taken as TCP, and catches what is sent to any host on that port',
      ],
    },
  },
});

test('an alias has no listener, so that nothing is said of it otherwise', () => {
  const set = mesh(sidecars('shop'), app('web'), alias(TCP));
  expect(analyze(buildModel(parseManifests(set, 'mesh.yaml'))).map(({ rule }) => rule)).not.toContain(
    'external-name-port',
  );
  expect(answer(set, { from: 'shop/web', to: 'https://other.example.net:4443/' })).toBe('passed-through');
});
