import { effectiveMeshOf } from '../../../src/istio/effective-mesh';
import { gatewayApi } from '../../simulation/gateway-api/case-group';
import { authority } from '../../simulation/gateway-api/test-certificate';
import { meshOf, service } from '../../simulation/mesh-of';

const policy = (name: string, target: string, validation: string, metadata = '') =>
  gatewayApi('BackendTLSPolicy', `shop/${name}`, `{ targetRefs: [${target}], validation: ${validation} }`, metadata);
const API = '{ group: "", kind: Service, name: api }';
const CA = '{ hostname: api.example, caCertificateRefs: [{ group: "", kind: ConfigMap, name: ca }] }';

function policiesOf(...policies: readonly string[]) {
  const entry = `
apiVersion: networking.istio.io/v1
kind: ServiceEntry
metadata: { name: outside, namespace: shop }
spec: { hosts: [a.outside.example, b.outside.example], ports: [{ number: 443, name: tls, protocol: TLS }], resolution: DNS }
`;
  return effectiveMeshOf(meshOf([service('shop/api'), entry, authority('shop/ca'), ...policies])).gatewayApi
    .tlsPolicies;
}

const refusal = (...policies: readonly string[]) => policiesOf(...policies).targets.at(-1)?.refusal?.message;

describe('a BackendTLSPolicy', () => {
  test('is a DestinationRule for the host of its target', () => {
    const { rules, targets } = policiesOf(policy('tls', API, CA));
    expect(targets.map(target => target.refusal)).toEqual([undefined]);
    expect(rules.map(({ spec }) => spec)).toEqual([
      {
        host: 'api.shop.svc.cluster.local',
        trafficPolicy: { tls: { mode: 'SIMPLE', sni: 'api.example', credentialName: 'configmap://shop/ca' } },
      },
    ]);
  });

  test('takes each host of a ServiceEntry', () => {
    const { rules } = policiesOf(
      policy('tls', '{ group: networking.istio.io, kind: ServiceEntry, name: outside }', CA),
    );
    expect(rules.map(({ spec }) => spec.host)).toEqual(['a.outside.example', 'b.outside.example']);
  });

  test('holds for the port of its section', () => {
    const { rules } = policiesOf(policy('tls', '{ group: "", kind: Service, name: api, sectionName: http }', CA));
    expect(rules[0]?.spec.trafficPolicy?.portLevelSettings?.[0]).toMatchObject({
      port: { number: 80 },
      tls: { mode: 'SIMPLE' },
    });
  });

  test('checks further names of the certificate', () => {
    const names =
      '{ hostname: api.example, wellKnownCACertificates: System, subjectAltNames: [{ type: Hostname, hostname: a.example }, { type: URI, uri: "spiffe://a/b" }] }';
    const { rules } = policiesOf(policy('tls', API, names));
    expect(rules[0]?.spec.trafficPolicy?.tls).toEqual({
      mode: 'SIMPLE',
      sni: 'api.example',
      subjectAltNames: ['a.example', 'spiffe://a/b'],
    });
  });

  test.each([
    [
      'a target that is missing',
      policy('tls', '{ group: "", kind: Service, name: nowhere }', CA),
      'Service shop/nowhere does not exist',
    ],
    [
      'a target of another kind',
      policy('tls', '{ group: a.example, kind: Bucket, name: b }', CA),
      'Istio attaches the policy to Services and ServiceEntries, not to a Bucket of the group "a.example"',
    ],
    [
      'a section that is missing',
      policy('tls', '{ group: "", kind: Service, name: api, sectionName: grpc }', CA),
      'Service shop/api has no port with the name "grpc"',
    ],
    [
      'a ConfigMap that is missing',
      policy('tls', API, CA.replace('name: ca', 'name: gone')),
      'ConfigMap shop/gone does not exist',
    ],
    [
      'another kind than a ConfigMap',
      policy('tls', API, CA.replace('kind: ConfigMap', 'kind: Secret')),
      'Istio takes only a ConfigMap, and this is a Secret',
    ],
  ])('does not take %s', (_, written, message) => {
    expect(refusal(written)).toBe(message);
  });

  test('gives way to an older one of its target', () => {
    const older = policy('older', API, CA, 'creationTimestamp: "2020-01-01T00:00:00Z"');
    const younger = policy('a-younger', API, CA, 'creationTimestamp: "2024-01-01T00:00:00Z"');
    expect(refusal(younger, older)).toBe('BackendTLSPolicy shop/older of the same target is older');
  });
});
