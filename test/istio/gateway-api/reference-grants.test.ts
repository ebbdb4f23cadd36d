import { ReferenceGrants } from '../../../src/istio/gateway-api/reference-grants';
import { gatewayApi } from '../../simulation/gateway-api/case-group';
import { meshOf } from '../../simulation/mesh-of';

const GROUP = 'gateway.networking.k8s.io';

function grants(...specs: readonly string[]): ReferenceGrants {
  const model = meshOf(specs.map((spec, i) => gatewayApi('ReferenceGrant', `lender/grant-${i}`, spec)));
  return new ReferenceGrants(model.all('ReferenceGrant'));
}

const route = { kind: 'HTTPRoute', namespace: 'shop' };
const service = { group: '', kind: 'Service', namespace: 'lender', name: 'api' };
const from = (kind: string, namespace = 'shop', group = GROUP) =>
  `from: [{ group: ${group}, kind: ${kind}, namespace: ${namespace} }]`;

describe('a reference to another namespace', () => {
  test.each([
    [
      'is permitted by who refers to what',
      `{ ${from('HTTPRoute')}, to: [{ group: "", kind: Service, name: api }] }`,
      true,
    ],
    ['is permitted by the kind alone', `{ ${from('HTTPRoute')}, to: [{ group: "", kind: Service }] }`, true],
    ['is permitted with an empty name', `{ ${from('HTTPRoute')}, to: [{ group: "", kind: Service, name: "" }] }`, true],
    [
      'is not permitted for another name',
      `{ ${from('HTTPRoute')}, to: [{ group: "", kind: Service, name: web }] }`,
      false,
    ],
    ['is not permitted to another kind', `{ ${from('HTTPRoute')}, to: [{ group: "", kind: Secret }] }`, false],
    ['is not permitted from another kind', `{ ${from('GRPCRoute')}, to: [{ group: "", kind: Service }] }`, false],
    [
      'is not permitted from another namespace',
      `{ ${from('HTTPRoute', 'other')}, to: [{ group: "", kind: Service }] }`,
      false,
    ],
    [
      'is not permitted from another group',
      `{ ${from('HTTPRoute', 'shop', 'example.com')}, to: [{ group: "", kind: Service }] }`,
      false,
    ],
    [
      'is not permitted from a kind that Istio does not read',
      `{ ${from('UDPRoute')}, to: [{ group: "", kind: Service }] }`,
      false,
    ],
  ])('%s', (_, spec, permitted) => {
    expect(grants(spec).permits(route, service)).toBe(permitted);
  });

  test('is permitted by any of several grants', () => {
    const held = grants(
      `{ ${from('HTTPRoute')}, to: [{ group: "", kind: Service, name: web }] }`,
      `{ ${from('HTTPRoute')}, to: [{ group: "", kind: Service, name: api }] }`,
    );
    expect(held.permits(route, service)).toBe(true);
  });
});

test('a reference within one namespace needs no grant', () => {
  expect(grants().permits({ ...route, namespace: 'lender' }, service)).toBe(true);
});
