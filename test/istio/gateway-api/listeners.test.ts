import { effectiveMeshOf } from '../../../src/istio/effective-mesh';
import { listenerConditions } from '../../../src/istio/gateway-api/listeners';
import { gateway } from '../../simulation/gateway-api/case-group';
import { certificate, password } from '../../simulation/gateway-api/test-certificate';
import { meshOf } from '../../simulation/mesh-of';

/** The conditions of the last listener of a Gateway that are false, with their reasons. */
function faultsOf(listeners: string, istioVersion = '1.31', more = ''): readonly string[] {
  const mesh = [
    certificate('edge/good'),
    password('edge/bad'),
    certificate('other/good'),
    gateway('edge/public', listeners, more),
  ];
  const last = effectiveMeshOf(meshOf(mesh, { istioVersion })).gatewayApi.listeners.at(-1);
  if (last === undefined) throw new Error('The mesh has no listener');
  return listenerConditions(last)
    .filter(({ status }) => !status)
    .map(({ type, reason }) => `${type} ${reason}`);
}

const https = (reference: string) =>
  `[{ name: a, port: 443, protocol: HTTPS, tls: { certificateRefs: [${reference}] } }]`;

describe('a listener', () => {
  test.each([
    ['is good for HTTP', '[{ name: a, port: 80, protocol: HTTP }]', []],
    ['is good with a certificate', https('{ name: good }'), []],
    ['is good with one of two certificates', https('{ name: bad }, { name: good }'), []],
    ['takes a Secret that is not in the set as being there', https('{ name: unknown }'), []],
    [
      'wants a certificate in the Secret',
      https('{ name: bad }'),
      ['ResolvedRefs InvalidCertificateRef', 'Programmed Invalid'],
    ],
    [
      'wants a Secret',
      https('{ kind: ConfigMap, name: good }'),
      ['ResolvedRefs InvalidCertificateRef', 'Programmed Invalid'],
    ],
    [
      'wants a grant for another namespace',
      https('{ name: good, namespace: other }'),
      ['ResolvedRefs RefNotPermitted', 'Programmed Invalid'],
    ],
    [
      'wants "tls" for HTTPS',
      '[{ name: a, port: 443, protocol: HTTPS }]',
      ['Accepted UnsupportedProtocol', 'Programmed Invalid'],
    ],
    [
      'does not take UDP',
      '[{ name: a, port: 53, protocol: UDP }]',
      ['Accepted UnsupportedProtocol', 'Programmed Invalid'],
    ],
    [
      'does not take protocols in small letters',
      '[{ name: a, port: 80, protocol: http }]',
      ['Accepted UnsupportedProtocol', 'Programmed Invalid'],
    ],
    [
      'does not take HBONE',
      '[{ name: a, port: 15008, protocol: HBONE }]',
      ['Accepted UnsupportedProtocol', 'Programmed Invalid'],
    ],
    [
      'gives way to an earlier one of its host',
      '[{ name: a, port: 80, protocol: HTTP }, { name: b, port: 80, protocol: HTTP }]',
      ['Accepted HostnameConflict', 'Programmed Invalid'],
    ],
    [
      'gives way to an earlier one of another protocol',
      '[{ name: a, port: 80, protocol: HTTP }, { name: b, port: 80, protocol: TCP }]',
      ['Accepted ProtocolConflict', 'Programmed Invalid'],
    ],
    [
      'shares its port with other hosts',
      '[{ name: a, port: 80, protocol: HTTP }, { name: b, port: 80, protocol: HTTP, hostname: b.example }]',
      [],
    ],
  ])('%s', (_, listeners, faults) => {
    expect(faultsOf(listeners)).toEqual(faults);
  });

  test('for TCP is taken since 1.31', () => {
    const tcp = '[{ name: a, port: 9000, protocol: TCP }]';
    expect(faultsOf(tcp)).toEqual([]);
    expect(faultsOf(tcp, '1.30')).toEqual(['Accepted UnsupportedProtocol', 'Programmed Invalid']);
  });

  test('in conflict counts before 1.31', () => {
    expect(faultsOf('[{ name: a, port: 80, protocol: HTTP }, { name: b, port: 80, protocol: HTTP }]', '1.30')).toEqual(
      [],
    );
  });
});

describe('the server that istiod makes of a listener', () => {
  const serverOf = (listeners: string, more = '') => {
    const mesh = effectiveMeshOf(
      meshOf([certificate('edge/good'), certificate('edge/two'), gateway('edge/public', listeners, more)]),
    );
    return mesh.gatewayConfigs[0]?.servers[0]?.server;
  };

  test('has the certificate', () => {
    expect(serverOf(https('{ name: good }'))?.tls).toEqual({
      mode: 'SIMPLE',
      credentialName: 'kubernetes-gateway://edge/good',
    });
  });

  test('has both certificates', () => {
    expect(serverOf(https('{ name: good }, { name: two }'))?.tls).toEqual({
      mode: 'SIMPLE',
      credentialNames: ['kubernetes-gateway://edge/good', 'kubernetes-gateway://edge/two'],
    });
  });

  test('wants the certificate of a client where the Gateway validates it', () => {
    const tls =
      ', tls: { frontend: { default: { validation: { caCertificateRefs: [{ group: "", kind: ConfigMap, name: ca }] } } } }';
    expect(serverOf(https('{ name: good }'), tls)?.tls?.mode).toBe('MUTUAL');
  });

  test('wants one only on the port that is validated', () => {
    const tls =
      ', tls: { frontend: { perPort: [{ port: 8443, tls: { validation: { caCertificateRefs: [{ group: "", kind: ConfigMap, name: ca }] } } }] } }';
    expect(serverOf(https('{ name: good }'), tls)?.tls?.mode).toBe('SIMPLE');
  });

  test('may do without the certificate of a client', () => {
    const tls =
      ', tls: { frontend: { default: { validation: { mode: AllowInsecureFallback, caCertificateRefs: [{ group: "", kind: ConfigMap, name: ca }] } } } }';
    expect(serverOf(https('{ name: good }'), tls)?.tls?.mode).toBe('OPTIONAL_MUTUAL');
  });

  test('is open to the namespaces that a selector chooses', () => {
    const mesh = ['shop', 'other'].map(
      name =>
        `{ apiVersion: v1, kind: Namespace, metadata: { name: ${name}, labels: { public: "${name === 'shop'}" } } }`,
    );
    const allowed = 'allowedRoutes: { namespaces: { from: Selector, selector: { matchLabels: { public: "true" } } } }';
    const listeners = `[{ name: a, port: 80, protocol: HTTP, hostname: a.example, ${allowed} }]`;
    const { gatewayConfigs } = effectiveMeshOf(meshOf([...mesh, gateway('edge/public', listeners)]));
    expect(gatewayConfigs[0]?.servers[0]?.server.hosts).toEqual(['shop/a.example']);
  });
});
