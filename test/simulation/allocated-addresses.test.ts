import { buildModel } from '../../src/model/mesh-model';
import { parseManifests } from '../../src/model/read-manifests';
import { simulate } from '../../src/simulation/simulate';
import { namespace, object, service } from './mesh-of';

const WAYPOINT = `
apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: { name: waypoint, namespace: shop }
spec: { gatewayClassName: istio-waypoint, listeners: [{ name: mesh, port: 15008, protocol: HBONE }] }
`;

/** What an ambient pod gets that calls a host outside, at whose waypoint everything is denied. */
function outcomeWith(spec: string, labels = ''): string {
  const entry = object(
    'ServiceEntry',
    'shop/bank',
    `{ hosts: [bank.example.com], ports: [{ number: 80, name: http, protocol: HTTP }], ${spec} }`,
  );
  const documents = [
    namespace('shop', '{ istio.io/dataplane-mode: ambient, istio.io/use-waypoint: waypoint }'),
    service('shop/web'),
    WAYPOINT,
    entry.replace('name: bank,', `name: bank, labels: { ${labels} },`),
    object(
      'AuthorizationPolicy',
      'shop/deny',
      '{ targetRefs: [{ group: networking.istio.io, kind: ServiceEntry, name: bank }], action: DENY, rules: [{}] }',
    ),
  ];
  const model = buildModel(documents.flatMap((text, i) => parseManifests(text, `part ${i}`)));
  return simulate(model, { from: 'shop/web', to: 'http://bank.example.com/' }).outcome;
}

test.each([
  ['a host without addresses passes its waypoint', 'resolution: DNS', '', 'denied'],
  [
    'a label leaves it without one',
    'resolution: DNS',
    'networking.istio.io/enable-autoallocate-ip: "false"',
    'passed-through',
  ],
  ['a host that keeps the address that is dialled gets none', 'resolution: NONE', '', 'passed-through'],
])('%s', (_, spec, labels, outcome) => {
  expect(outcomeWith(spec, labels)).toBe(outcome);
});
