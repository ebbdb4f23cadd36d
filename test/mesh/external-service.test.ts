import { ExternalService, type ExternalServiceProps } from '../../src/mesh/external-service';
import { MeshNamespace } from '../../src/mesh/mesh-namespace';
import { expectClean } from '../expect-clean';
import { declareMesh, find } from './declare';

const TLS = [{ port: 443, protocol: 'tls' }] as const;
const HTTP = [{ port: 80, protocol: 'http' }] as const;

function external(props: Partial<ExternalServiceProps> = {}) {
  const declared = declareMesh();
  const service = new ExternalService(declared.mesh, 'stripe', { hosts: ['api.stripe.com'], ports: TLS, ...props });
  return { ...declared, external: service };
}

test('a host outside of the mesh is looked up by DNS and seen everywhere', () => {
  const { app } = external();
  const { metadata, spec } = find(app, 'ServiceEntry', 'stripe');
  expect(metadata.namespace).toBe('istio-system');
  expect(spec).toEqual({
    hosts: ['api.stripe.com'],
    location: 'MESH_EXTERNAL',
    resolution: 'DNS',
    ports: [{ name: 'tls', number: 443, protocol: 'TLS' }],
  });
  expectClean(app);
});

test.each<[string, Partial<ExternalServiceProps>, object]>([
  [
    'addresses',
    { endpoints: [{ address: '203.0.113.7' }] },
    { resolution: 'STATIC', endpoints: [{ address: '203.0.113.7' }] },
  ],
  [
    'another name',
    { endpoints: [{ address: 'eu.stripe.com' }] },
    { resolution: 'DNS', endpoints: [{ address: 'eu.stripe.com' }] },
  ],
  ['a wildcard', { hosts: ['*.stripe.com'] }, { resolution: 'NONE', hosts: ['*.stripe.com'] }],
])('%s decide how the address is found', (_case, props, expected) => {
  const { app } = external(props);
  expect(find(app, 'ServiceEntry', 'stripe').spec).toMatchObject(expected);
  expectClean(app);
});

test('the proxy begins TLS for a port of plain HTTP', () => {
  const { app } = external({ ports: HTTP, tlsOrigination: {} });
  expect(find(app, 'ServiceEntry', 'stripe').spec.ports).toEqual([
    { name: 'http', number: 80, protocol: 'HTTP', targetPort: 443 },
  ]);
  expect(find(app, 'DestinationRule', 'stripe').spec).toEqual({
    host: 'api.stripe.com',
    trafficPolicy: {
      portLevelSettings: [
        {
          port: { number: 80 },
          tls: { mode: 'SIMPLE', sni: 'api.stripe.com', subjectAltNames: ['api.stripe.com'] },
        },
      ],
    },
  });
  expectClean(app);
});

test('it shows a certificate of its own where one is given', () => {
  const { app } = external({
    ports: HTTP,
    tlsOrigination: { clientCredential: 'client-tls', subjectAltNames: ['x.y'] },
  });
  const [{ tls }] = find(app, 'DestinationRule', 'stripe').spec.trafficPolicy.portLevelSettings;
  expect(tls).toEqual({
    mode: 'MUTUAL',
    sni: 'api.stripe.com',
    subjectAltNames: ['x.y'],
    credentialName: 'client-tls',
  });
  expectClean(app);
});

test('it is called like any service, on its ports', () => {
  const { external: stripe, service } = external();
  const payments = service('payments');
  payments.calls(stripe, { ports: [443] });
  expect(stripe.calls.map(({ caller, ports }) => [caller.label, ports.map(({ port }) => port)])).toEqual([
    ['shop/payments', [443]],
  ]);
  expect(() => payments.calls(stripe, { ports: [80] })).toThrow(
    'Cannot use port "80" of "api.stripe.com" at mesh/stripe: declared are "tls 443"',
  );
  expect(() => payments.calls(stripe, { methods: ['GET'] })).toThrow('wanted ports alone');
});

test('a caller in a namespace that does not see it is refused', () => {
  const declared = declareMesh();
  const { app, mesh, namespace } = declared;
  const other = new MeshNamespace(mesh, 'other');
  const props = { hosts: ['api.stripe.com'], ports: TLS, namespace: other, visibleIn: [other] };
  const stripe = new ExternalService(mesh, 'stripe', props);
  expect(find(app, 'ServiceEntry', 'stripe').spec.exportTo).toEqual(['other']);
  expect(() => declared.service('payments', { namespace }).calls(stripe)).toThrow(
    'Cannot call "api.stripe.com" from "shop/payments" at mesh/payments: wanted visibleIn of mesh/stripe to hold its namespace, got other',
  );
});

test.each<[string, Partial<ExternalServiceProps>, string]>([
  ['no host', { hosts: [] }, 'wanted at least one host, got none'],
  ['a host of the cluster', { hosts: ['a.b.svc.cluster.local'] }, 'outside of the cluster domain "cluster.local"'],
  ['a host in capitals', { hosts: ['API.stripe.com'] }, 'wanted DNS names in lower case'],
  ['an address as host', { hosts: ['https://api.stripe.com'] }, 'wanted DNS names in lower case'],
  ['a UDP port', { ports: [{ port: 53, protocol: 'udp' }] }, 'wanted ports that are not UDP, got 53'],
  ['TLS on a port of TLS', { tlsOrigination: {} }, 'wanted one HTTP port to begin TLS for, got 0'],
  [
    'TLS for a wildcard',
    { hosts: ['*.a.com'], ports: HTTP, tlsOrigination: {} },
    'without wildcards for tlsOrigination',
  ],
  ['no endpoint', { endpoints: [] }, 'wanted at least one endpoint, got none'],
  ['endpoints of a wildcard', { hosts: ['*.a.com'], endpoints: [{ address: '1.2.3.4' }] }, 'beside endpoints'],
  [
    'mixed endpoints',
    { endpoints: [{ address: '1.2.3.4' }, { address: 'a.com' }] },
    'wanted endpoints that are all IP addresses or all DNS names, got both',
  ],
])('%s is refused', (_case, props, message) => {
  expect(() => external(props)).toThrow(message);
});

test('a host is declared once', () => {
  const { mesh } = external();
  expect(() => new ExternalService(mesh, 'again', { hosts: ['api.stripe.com'], ports: TLS })).toThrow(
    'Cannot declare external service "api.stripe.com" at mesh/again: mesh/stripe declares it already',
  );
});
