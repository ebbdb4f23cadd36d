import { serviceEntryWithoutEndpoints } from '../../../../src/analysis/rules/services/service-entry-without-endpoints';
import { testRule } from '../../../../src/testing/test-rule';
import { answer } from '../behaviour';
import { app, mesh, object, sidecars } from '../mesh-yaml';

const entry = (more: string) =>
  object(
    'networking.istio.io/v1',
    'ServiceEntry',
    'ledger',
    'shop',
    `{ hosts: [ledger.example.com], ports: [{ number: 80, name: http, protocol: HTTP }], ${more} }`,
  );
const NOWHERE =
  'ServiceEntry shop/ledger spec.resolution: it has neither endpoints nor a workloadSelector: every request gets 503';

testRule(serviceEntryWithoutEndpoints, {
  valid: {
    endpoints: entry('resolution: STATIC, endpoints: [{ address: 192.0.2.1 }]'),
    'pods that it selects': entry('resolution: STATIC, workloadSelector: { labels: { app: ledger } }'),
    'a name that is looked up': entry('resolution: DNS'),
    'the address that is dialled': entry('resolution: NONE'),
    'no resolution, which is none': entry('location: MESH_EXTERNAL'),
  },
  invalid: {
    'nothing to send to': { yaml: entry('resolution: STATIC'), expect: [NOWHERE] },
    'addresses, which are what clients dial': {
      yaml: entry('resolution: STATIC, addresses: [192.0.2.1]'),
      expect: [NOWHERE],
    },
  },
});

test('requests are answered with 503', () => {
  const set = mesh(sidecars('shop'), app('web'), entry('resolution: STATIC'));
  expect(answer(set, { from: 'shop/web', to: 'http://ledger.example.com/' })).not.toBe('routed');
});
