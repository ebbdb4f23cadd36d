import { Engine } from '../../src/explorer/engine';
import { pageDataOf } from '../../src/explorer/page-data-of';
import { shop } from './meshes';

const { texts, options, matrix } = pageDataOf({ title: 'Shop', texts: [shop()] });
const engine = new Engine(texts, options);

test('the example of each class ends as the matrix says, also where a stranger sends it', () => {
  let asked = 0;
  for (const { groups } of matrix.rows) {
    for (const { witness, allowed, from } of groups) {
      for (const caller of witness === undefined ? [] : from) {
        const { outcome } = engine.ask({ ...witness, from: matrix.callers[caller] ?? '', to: witness?.to ?? '' });
        expect([matrix.callers[caller], witness?.to, outcome === 'routed' || outcome === 'passed-through']).toEqual([
          matrix.callers[caller],
          witness?.to,
          allowed,
        ]);
        asked++;
      }
    }
  }
  expect(asked).toBeGreaterThan(20);
  expect(matrix.callers).toContain('a pod without proxy');
});

test('the objects are listed with their lines', () => {
  const lines = (texts[0]?.text ?? '').split('\n');
  expect(engine.objects.length).toBe(13);
  for (const { name, text, line = 0 } of engine.objects) {
    const [kind = ''] = name.split(' ');
    expect([text, lines.slice(line - 1, line + 2).join()]).toEqual([0, expect.stringContaining(`kind: ${kind}`)]);
  }
});

test('a field is found in its line', () => {
  const line = engine.lineOf('VirtualService shop/cart', 'spec.http[0].route[1].weight') ?? 0;
  expect((texts[0]?.text ?? '').split('\n')[line - 1]).toContain('weight: 10');
});

test('how Istio interprets an object is told', () => {
  const said = (object: string) =>
    Object.fromEntries(engine.about(object).map(({ about, lines }) => [about, lines.map(({ text }) => text)]));
  expect(said('Deployment shop/cart-v1')).toMatchObject({
    'data plane': ['sidecar'],
    identity: ['cluster.local/ns/shop/sa/cart'],
    'mutual TLS that it accepts': ['port 8080: STRICT'],
    'policies in force': ['AuthorizationPolicy shop/cart', 'AuthorizationPolicy shop/nobody'],
    services: ['Service shop/cart'],
  });
  expect(said('Deployment shop/web-v1')['routes of its proxy']).toEqual([
    expect.stringContaining('cart.shop.svc.cluster.local:80'),
  ]);
  expect(said('Service shop/cart')).toMatchObject({
    pods: ['shop/cart-v1', 'shop/cart-v2'],
    routes: ['VirtualService shop/cart'],
    'traffic policy': ['DestinationRule shop/cart'],
  });
  expect(said('AuthorizationPolicy shop/cart')).toEqual({ 'in force at': ['shop/cart-v1', 'shop/cart-v2'] });
  expect(engine.about('Service shop/absent')).toEqual([]);
});

test('a caller that there is not is refused in words', () => {
  expect(() => engine.ask({ from: 'shop/absent', to: 'http://cart/' })).toThrow('shop/absent');
});
