import { serviceEntryAddressesRequired } from '../../../../src/analysis/rules/services/service-entry-addresses-required';
import { testRule } from '../../../../src/testing/test-rule';
import { hostsOf } from '../behaviour';
import { app, mesh, object, sidecars } from '../mesh-yaml';

const entry = (port: string, more = '', status = '') =>
  `${object('networking.istio.io/v1', 'ServiceEntry', 'db', 'shop', `{ hosts: [db.example.org], ports: [${port}], resolution: DNS${more} }`)}${status}`;
const TCP = '{ number: 5432, name: tcp-db, protocol: TCP }';
const istio = (metadata: string, env = '{}') =>
  object(
    'install.istio.io/v1alpha1',
    'IstioOperator',
    'istio',
    'istio-system',
    `{ meshConfig: { defaultConfig: { proxyMetadata: ${metadata} } }, values: { pilot: { env: ${env} } } }`,
  );
const CAPTURE = '{ ISTIO_META_DNS_CAPTURE: "true" }';

testRule(serviceEntryAddressesRequired, {
  valid: {
    addresses: entry(TCP, ', addresses: [192.0.2.10]'),
    'an address that istiod has assigned': entry(TCP, '', '\nstatus: { addresses: [{ value: 240.240.0.1 }] }'),
    'a protocol that tells hosts apart': entry(
      '{ number: 443, name: tls, protocol: TLS }, { number: 80, name: http, protocol: HTTP }',
    ),
    'captured DNS, since istiod assigns addresses by itself': mesh(istio(CAPTURE), entry(TCP)),
    'captured DNS with proxies that assign them, before': {
      yaml: mesh(istio('{ ISTIO_META_DNS_CAPTURE: "true", ISTIO_META_DNS_AUTO_ALLOCATE: "true" }'), entry(TCP)),
      options: { istioVersion: '1.24' },
    },
  },
  invalid: {
    TCP: {
      yaml: entry(TCP),
      expect: [
        'ServiceEntry shop/db spec.ports[0].name: port 5432 "tcp-db" is TCP, and without addresses it catches what is sent to any host on that port',
      ],
    },
    'no protocol, beside one that tells hosts apart': {
      yaml: entry('{ number: 443, name: tls, protocol: TLS }, { number: 9000, name: raw }'),
      expect: [
        'ServiceEntry shop/db spec.ports[1].name: port 9000 "raw" is TCP, and without addresses it catches what is sent to any host on that port',
      ],
    },
    'captured DNS before addresses were assigned': {
      yaml: mesh(istio(CAPTURE), entry(TCP)),
      options: { istioVersion: '1.24' },
      expect: [
        'ServiceEntry shop/db spec.ports[0].name: port 5432 "tcp-db" is TCP, and without addresses it catches what is sent to any host on that port',
      ],
    },
    'captured DNS where istiod is told not to assign': {
      yaml: mesh(istio(CAPTURE, '{ PILOT_ENABLE_IP_AUTOALLOCATE: "false" }'), entry(TCP)),
      expect: [
        'ServiceEntry shop/db spec.ports[0].name: port 5432 "tcp-db" is TCP, and without addresses it catches what is sent to any host on that port',
      ],
    },
    'captured DNS, as istioctl sees it': {
      yaml: mesh(istio(CAPTURE), entry(TCP)),
      options: { istioParity: true },
      expect: [
        'ServiceEntry shop/db spec.ports[0].name: port 5432 "tcp-db" is TCP, and without addresses it catches what is sent to any host on that port',
      ],
    },
  },
});

test('the entry takes what is sent to another host on the port', () => {
  const set = (more: string) => mesh(sidecars('shop'), app('web'), entry(TCP, more));
  const call = { from: 'shop/web', to: 'tcp://203.0.113.9:5432' };
  expect(hostsOf(set(''), call)).toEqual(['db.example.org']);
  expect(hostsOf(set(', addresses: [192.0.2.10]'), call)).not.toEqual(['db.example.org']);
});
