import { pageDataOf } from '../../src/explorer/page-data-of';
import { buildModel } from '../../src/model/mesh-model';
import { parseTexts } from '../../src/model/parse-manifests';
import { matrixOf } from '../../src/proof/access-matrix';
import { shop } from './meshes';

const data = pageDataOf({ title: 'Shop', texts: [shop()] });

test('an arrow stands for what passes, with its lock, protocol and shares', () => {
  const { edges } = data.graph;
  expect(
    edges.map(({ from, to, protocol, locked, requests, shares }) => [from, to, protocol, locked, requests, shares]),
  ).toEqual([['shop/web', 'shop/cart', 'http', true, ['GET'], 'v1 90 %, v2 10 %']]);
});

test('a box stands for a service with its versions, whether anybody may call it or not', () => {
  expect(data.graph.nodes.map(({ id, kind, notes }) => [id, kind, notes])).toEqual([
    ['shop/cart', 'service', ['v1', 'v2']],
    ['shop/reports', 'service', ['v1']],
    ['shop/web', 'service', ['v1']],
  ]);
});

test('boxes do not overlap, and lie in the frame of their namespace', () => {
  const [frame] = data.graph.frames;
  for (const [i, a] of data.graph.nodes.entries()) {
    expect(Math.abs(a.x - (frame?.x ?? 0)) * 2).toBeLessThanOrEqual(frame?.width ?? 0);
    expect(Math.abs(a.y - (frame?.y ?? 0)) * 2).toBeLessThanOrEqual(frame?.height ?? 0);
    for (const b of data.graph.nodes.slice(i + 1)) {
      const apart = Math.abs(a.x - b.x) * 2 >= a.width + b.width || Math.abs(a.y - b.y) * 2 >= a.height + b.height;
      expect({ a: a.id, b: b.id, apart }).toEqual({ a: a.id, b: b.id, apart: true });
    }
  }
});

test('the matrix says of each caller what the list of access says', () => {
  const model = buildModel(parseTexts([shop()]));
  const { callers, rows } = data.matrix;
  for (const { from, to, allowed, requests, ending } of matrixOf(model, { denied: true })) {
    const row = rows.find(one => one.to === to);
    for (const name of from.filter(one => callers.includes(one))) {
      const groups =
        row?.groups.filter(group => group.from.includes(callers.indexOf(name)) && group.ending === ending) ?? [];
      expect([name, to, groups.every(group => group.allowed === allowed)]).toEqual([name, to, true]);
      expect(groups.map(group => (group.requests === '' ? 'all requests' : group.requests)).sort()).toEqual(requests);
    }
  }
});

test('findings come with the object and a way to mend it', () => {
  const broken = shop().text.replace('host: cart, subset: v2', 'host: cart, subset: v3');
  const { findings } = pageDataOf({ title: 'Shop', texts: [{ name: 'shop.yaml', text: broken }] });
  expect(findings).toContainEqual(
    expect.objectContaining({
      rule: 'dangling-subset',
      object: 'VirtualService shop/cart',
      severity: 'error',
      fix: expect.any(String),
    }),
  );
});

describe('compared with another mesh', () => {
  const compared = pageDataOf({
    title: 'Shop',
    texts: [shop({ weight: 50, callers: ['web', 'reports'] })],
    base: [shop()],
  });

  test('arrows are new, changed or gone', () => {
    const changes = (page: typeof compared) => page.graph.edges.map(({ from, to, change }) => [from, to, change]);
    expect(changes(compared)).toEqual([
      ['shop/reports', 'shop/cart', 'new'],
      ['shop/web', 'shop/cart', 'changed'],
    ]);
    const reversed = pageDataOf({ title: '', texts: [shop()], base: [shop({ callers: ['web', 'reports'] })] });
    expect(changes(reversed)).toEqual([
      ['shop/web', 'shop/cart', undefined],
      ['shop/reports', 'shop/cart', 'gone'],
    ]);
  });

  test('what is newly allowed comes first', () => {
    const { differences = [] } = compared.comparison ?? {};
    expect(differences.map(({ kind, from }) => [kind, from])).toEqual([
      ['newly-allowed', ['shop/reports-v1']],
      ['shares', ['shop/web-v1']],
    ]);
  });

  test('requests that end otherwise are marked in the matrix, with those of before beside them', () => {
    const { callers, rows } = compared.matrix;
    const row = rows.find(({ to }) => to === 'cart.shop.svc.cluster.local:80');
    const own = row?.groups.filter(({ from }) => from.includes(callers.indexOf('shop/reports-v1'))) ?? [];
    expect(own.filter(({ allowed }) => allowed).map(({ requests, change }) => [requests, change])).toEqual([
      ['GET', 'new'],
    ]);
    expect(own.some(({ change, allowed }) => change === 'gone' && !allowed)).toBe(true);
  });

  test('objects that are not the same are named', () => {
    expect(compared.comparison?.objects).toEqual({
      'AuthorizationPolicy shop/cart': 'changed',
      'VirtualService shop/cart': 'changed',
    });
  });
});
