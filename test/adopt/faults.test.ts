import { adopt } from '../../src/api/adopt';
import { parseManifests } from '../../src/model/read-manifests';
import { adopted, object, SHOP, sourceOf, to } from './adopted';

test('faults of the manifests are accepted where they are, so that the app can be written', () => {
  const adoption = adopted(
    object('VirtualService', '{ hosts: [cart], http: [{ route: [{ destination: { host: cart, subset: v9 } }] }] }'),
  );
  expect(adoption.findings.map(({ rule }) => rule)).toContain('dangling-subset');
  expect(sourceOf(adoption)).toContain("'dangling-subset', 'Already so in the adopted manifests");
});

describe('faults with one remedy', () => {
  const yaml = `${object(
    'DestinationRule',
    '{ host: cart, subsets: [{ name: v1, labels: { version: v1 } }, { name: v7, labels: { version: v7 } }] }',
  )}${object('VirtualService', `{ hosts: [cart], http: [{ route: [${to('v2')}] }] }`)}`;

  test('are mended where that is asked for, each one told', () => {
    const { mended, written, diff } = adopt(parseManifests(`${SHOP}---${yaml}`, 'shop.yaml'), { mend: true });
    expect(mended).toEqual([
      'DestinationRule shop/cart: subset "v7", which no pods have and no route names, is gone',
      'DestinationRule shop/cart: subset "v2", which a route names, is defined by the label version',
    ]);
    const rule = written.find(({ kind }) => kind === 'DestinationRule');
    expect(rule?.spec).toMatchObject({ subsets: [{ name: 'v1' }, { name: 'v2', labels: { version: 'v2' } }] });
    expect(diff.differences).toEqual([]);
  });

  test('are taken over where it is not', () => {
    const { mended, written } = adopted(yaml);
    expect(mended).toEqual([]);
    const rule = written.find(({ kind }) => kind === 'DestinationRule');
    expect(rule?.spec).toMatchObject({ subsets: [{ name: 'v1' }, { name: 'v7' }] });
  });
});

test('objects that the API server names have a variable, so that what is wrong with them can be accepted', () => {
  const { files, diff } = adopted('{ apiVersion: batch/v1, kind: Job, metadata: { generateName: move- }, spec: {} }');
  expect(sourceOf({ files } as ReturnType<typeof adopt>)).toMatch(
    /const (\w+) = new ApiObject\([^;]*;\n\n?\1\.addJsonPatch\(JsonPatch\.remove\('\/metadata\/name'\)\);/,
  );
  expect(diff.differences).toEqual([]);
});
