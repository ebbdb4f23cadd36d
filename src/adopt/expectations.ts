import type { MeshModel } from '../model/mesh-model';
import { matrixOf } from '../proof/access-matrix';
import { checkAlways, checkNever, checkOnlyCallers } from '../testing/check-all';
import { matrix } from '../testing/matrix';
import { meshOf } from '../testing/mesh-under-test';
import type { MatrixEntry } from '../values/matrix-entry';
import { compareText } from '../values/order';
import { LIBRARY, literal } from './code';
import { printValue } from './print-code';
import type { ProgramFile } from './program';
import type { DeclaredService, Scene } from './scene';

/** Services above this number are covered by the matrix alone. */
const MOST_SERVICES = 60;

/**
 * A test file that holds what the mesh does today: who may send what to whom, and what must stay so of all requests.
 * Each expectation is checked on `model`, which is what the program writes, before it is written.
 */
export function characterization(model: MeshModel, scene: Scene): readonly ProgramFile[] {
  const mesh = meshOf(model);
  const entries = matrixOf(model);
  const services = [...scene.services.values()]
    .sort((a, b) => compareText(a.known.host, b.known.host))
    .slice(0, MOST_SERVICES);
  const hidden = services.filter(one => holds(() => checkNever(mesh, { from: 'internet', to: nameOf(one) })));
  const guarded = services.flatMap(service => {
    const callers = callersOf(service, entries);
    if (callers === undefined) return [];
    const all = hidden.includes(service) ? callers : [...callers, 'internet'];
    return holds(() => checkOnlyCallers(mesh, nameOf(service), all)) ? [[nameOf(service), all]] : [];
  });
  const passing = services.flatMap(service => {
    const request = requestTo(service, entries);
    return request !== undefined && holds(() => checkAlways(mesh, request)) ? [request] : [];
  });
  const tests = [
    ...loop('nothing from outside gets to services that are not exposed', 'to', hidden.map(nameOf), [
      "expectMesh(mesh).never({ from: 'internet', to });",
    ]),
    ...loop(
      'only these callers get to services that policies guard',
      '[service, callers]',
      guarded,
      ['expectMesh(mesh).onlyCallers(service, callers);'],
      '[service: string, callers: string[]][]',
    ),
    ...loop('all requests of these callers are taken', 'request', passing, [
      'expectMesh(mesh).always(request).toRoute();',
    ]),
  ];
  const { istioVersion } = model;
  const text = [
    "import assert from 'node:assert/strict';",
    "import { readFileSync } from 'node:fs';",
    "import { test } from 'node:test';",
    `import { ${tests.length > 0 ? 'expectMesh, ' : ''}matrix, meshOf } from '${LIBRARY}/testing';`,
    '',
    '// Writes dist.',
    "import './src/main.ts';",
    '',
    `const mesh = meshOf('dist', { istioVersion: ${printValue(literal(istioVersion))} });`,
    '',
    "test('who may send what to whom is as it was', () => {",
    "  assert.equal(matrix(mesh), readFileSync('matrix.txt', 'utf8').trimEnd());",
    '});',
    ...tests,
    '',
  ].join('\n');
  return [
    { path: 'mesh.test.ts', text },
    { path: 'matrix.txt', text: `${matrix(mesh)}\n` },
  ];
}

/** A test that expects the same of each entry of a list. */
function loop(
  name: string,
  entry: string,
  list: readonly unknown[],
  body: readonly string[],
  type?: string,
): readonly string[] {
  if (list.length === 0) return [];
  const listed = `const all${type === undefined ? '' : `: ${type}`} = ${printValue(literal(list), 1, type === undefined ? 14 : 16 + type.length)};`;
  return [
    '',
    `test(${printValue(literal(name))}, () => {`,
    `  ${listed}`,
    `  for (const ${entry} of all) {`,
    ...body.map(line => `    ${line}`),
    '  }',
    '});',
  ];
}

function nameOf({ known }: DeclaredService): string {
  return `${known.namespace}/${known.resource.name}`;
}

const WORKLOAD = /^[^/ ]+\/[^/ ]+$/;

/** The workloads that get through to a service; nothing where others do too. */
function callersOf({ known }: DeclaredService, entries: readonly MatrixEntry[]): readonly string[] | undefined {
  const from = entries.filter(({ to }) => to.startsWith(`${known.host}:`)).flatMap(entry => entry.from);
  if (from.some(name => name.startsWith('anyone'))) return undefined;
  return [...new Set(from.filter(name => WORKLOAD.test(name)))].sort();
}

/** All requests of one caller to one port that get through, where there are such. */
function requestTo({ known, ports }: DeclaredService, entries: readonly MatrixEntry[]) {
  for (const { from, to, allowed, requests } of entries) {
    const port = ports.find(({ number }) => to === `${known.host}:${number}`);
    const caller = from.find(name => WORKLOAD.test(name));
    if (port === undefined || caller === undefined || !allowed || requests[0] !== 'all requests') continue;
    return { from: caller, to: `${port.http ? 'http' : 'tcp'}://${to}` };
  }
  return undefined;
}

/** What cannot be asked, such as of a Service without pods, is no expectation. */
function holds(check: () => { readonly pass: boolean }): boolean {
  try {
    return check().pass;
  } catch {
    return false;
  }
}
