import { adopt } from '../../src/api/adopt';
import { parseManifests } from '../../src/model/read-manifests';
import { adopted, GATEWAY, object, SHOP, service, sourceOf } from './adopted';

test('workloads and everything else stay the same text', () => {
  const { objects } = adopted(`${GATEWAY}
apiVersion: example.com/v1
kind: Widget
metadata: { name: w, namespace: shop }
spec: { code: data, value: it's, empty: {}, list: [], 'odd key': 'a "quote"', long: "${'x'.repeat(130)}", lines: "a\\nb" }
`);
  const others = objects.filter(({ isOfMesh }) => !isOfMesh);
  expect(others).toHaveLength(8);
  expect(others.filter(({ text }) => text !== 'same')).toEqual([]);
});

test('objects without a namespace are created in the given one', () => {
  const yaml = SHOP.replaceAll(', namespace: shop', '').replace('name: shop,', 'name: bank,');
  const { objects, diff } = adopt(parseManifests(yaml, 'bank.yaml'), { namespace: 'bank' });
  expect(objects.map(({ name }) => name)).toContain('Deployment bank/web-v1');
  expect(diff.differences).toEqual([]);
});

test('names in the manifests never are names of the program', () => {
  const names = ['accept', 'new', 'mesh', 'add-shop'];
  const routes = (name: string) =>
    `{ hosts: [${name}], http: [{ timeout: 3s, route: [{ destination: { host: ${name} } }] }] }`;
  const all = names.map(name => service(name) + object('VirtualService', routes(name), `name: ${name}`));
  const source = sourceOf(adopted(all.join('')));
  for (const line of [
    'const shopAccept =',
    'const shopNew =',
    'const shopMesh =',
    'const addShop =',
    'addShopObjects(mesh);',
  ]) {
    expect(source).toContain(line);
  }
});

test('keys and values of any text are written as they are', () => {
  const data = { ['__proto__']: 'y', constructor: 'z', '': 'empty', code: 'import', odd: "`${'\u2028\u0000\\🚀" };
  const { files, written } = adopted(
    JSON.stringify({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'odd' }, data }),
  );
  const source = sourceOf({ files } as ReturnType<typeof adopt>);
  const [, literal] = /kind: 'ConfigMap',[\s\S]*?\n {2}data: (\{[\s\S]*?\n? *\}),\n/.exec(source) ?? [];
  expect(JSON.stringify(new Function(`return ${literal}`)())).toBe(JSON.stringify(data));
  expect(Object.entries(written.find(({ kind }) => kind === 'ConfigMap')?.data ?? {}).sort()).toEqual(
    Object.entries(data).sort(),
  );
});

test('a field called "code" is data like any other', () => {
  const { files, diff } = adopt(
    parseManifests(service('web').replaceAll('{ app: web', '{ code: variable, name: web'), 'web.yaml'),
  );
  const source = files.map(({ text }) => text).join('\n');
  expect(source).toMatch(/MeshService\.existing\(mesh, 'web', \{[^;]*selector: \{ code: 'variable', name: 'web' \}/);
  expect(diff.differences).toEqual([]);
});
