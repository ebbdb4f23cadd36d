import { runProgram } from './fixtures/run-program';

jest.setTimeout(60_000);

/** What a program that uses the library prints when nobody catches its error. */
function errorOf(program: string): { status: number | null; lines: readonly string[] } {
  const { status, stderr } = runProgram(
    `import { Mesh, MeshApp, MeshNamespace } from 'cdk8s-istio';\nconst app = new MeshApp();\n${program}\n`,
  );
  return { status, lines: stderr.trim().split('\n') };
}

test('an error about a property is a sentence and the line of the app', () => {
  const { status, lines } = errorOf("const mesh = new Mesh(app, 'mesh');\nnew MeshNamespace(mesh, 'Shop');");
  expect(status).toBe(1);
  expect(lines[0]).toMatch(/^Cannot use "Shop" as name of a namespace at mesh\/Shop: wanted /);
  expect(lines).toHaveLength(2);
});

test('an error of constructs about the app is a sentence and the line of the app', () => {
  const { status, lines } = errorOf("new Mesh(app, 'mesh');\nnew Mesh(app, 'mesh');");
  expect(status).toBe(1);
  expect(lines[0]).toBe("There is already a Construct with name 'mesh' in MeshApp");
  expect(lines).toHaveLength(2);
});

test('an error of a program is printed as it comes', () => {
  const { status, lines } = errorOf("throw new TypeError('broken');");
  expect(status).toBe(1);
  expect(lines[0]).toBe('TypeError: broken');
  expect(lines[1]).toMatch(/^\s+at .*main\.ts:3/);
});

test('what a part has refused is told before what ends the program', () => {
  const { status, lines } = errorOf(
    "app.part(() => new Mesh(app, 'mesh', { trustDomain: '-' }));\nthrow new TypeError('broken');",
  );
  expect(status).toBe(1);
  expect(lines[0]).toMatch(/^Cannot use "-" as trust domain at mesh: /);
  expect(lines[1]).toMatch(/^\s+at /);
  expect(lines[3]).toBe('TypeError: broken');
});

test('a program that ends without a synth is told what its parts refuse, and fails', () => {
  const { status, lines } = errorOf("app.part(() => new Mesh(app, 'mesh', { trustDomain: '-' }));");
  expect(status).toBe(1);
  expect(lines[0]).toMatch(/^Cannot use "-" as trust domain at mesh: /);
  expect(lines).toHaveLength(2);
});

test('a program that needs what a part failed to give is told of the part alone', () => {
  const { status, lines } = errorOf(
    "const mesh = app.part(() => new Mesh(app, 'mesh', { trustDomain: '-' }));\nnew MeshNamespace(mesh(), 'shop');",
  );
  expect(status).toBe(1);
  expect(lines[0]).toMatch(/^Cannot use "-" as trust domain at mesh: /);
  expect(lines).toHaveLength(2);
});
