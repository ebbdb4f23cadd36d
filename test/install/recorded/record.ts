/**
 * Renders the recorded plans again, by the charts and by istioctl of the release that the oracle is built of:
 *
 *     (cd test/oracle && go build -o bin/render-charts ./charts)
 *     npx tsx test/install/recorded/record.ts test/oracle/bin/render-charts
 */
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import {
  digestOf,
  gatewayInput,
  inputOf,
  RECORDED_PLANS,
  type Recorded,
  type RecordedGateways,
  type RecordedPlan,
  recordedPlan,
} from './plans';

type Json = { readonly [key: string]: unknown };
interface Rendered {
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly labels?: { readonly [label: string]: string };
  };
}

/** Labels that tell who has written an object. */
const OWNERS =
  /^(operator\.istio\.io\/|install\.operator\.istio\.io\/|helm\.sh\/chart$|release$|app\.kubernetes\.io\/(managed-by|instance|version|name|part-of)$)/;

function nameOf({ kind, metadata }: Rendered): string {
  return `${kind} ${metadata.namespace ?? '-'} ${metadata.name}`;
}

/** An object as plain data: without the labels of owners, and with texts that hold YAML or JSON as what they hold. */
function plain(value: unknown, key = ''): unknown {
  if (typeof value === 'string' && /\n|^\{/.test(value)) {
    try {
      return plain(parse(value), key);
    } catch {
      return value;
    }
  }
  if (Array.isArray(value)) return value.map(entry => plain(entry));
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).filter(([name]) => key !== 'labels' || !OWNERS.test(name));
  return Object.fromEntries(entries.map(([name, entry]) => [name, plain(entry, name)]));
}

function* differencesOf(a: unknown, b: unknown, path: string): Iterable<string> {
  if (JSON.stringify(a) === JSON.stringify(b)) return;
  const both = [a, b];
  if (both.every(each => typeof each === 'object' && each !== null && !Array.isArray(each))) {
    const [left, right] = both as [Json, Json];
    for (const key of [...new Set([...Object.keys(left), ...Object.keys(right)])].sort()) {
      yield* differencesOf(left[key], right[key], `${path}.${key}`);
    }
  } else if (both.every(Array.isArray) && (a as unknown[]).length === (b as unknown[]).length) {
    for (const [i, entry] of (a as unknown[]).entries())
      yield* differencesOf(entry, (b as unknown[])[i], `${path}[${i}]`);
  } else {
    const text = (each: unknown) => (each === undefined ? 'absent' : JSON.stringify(each).slice(0, 120));
    yield `${path}: ${text(a)} -> ${text(b)}`;
  }
}

type Side = readonly { readonly of: string; readonly object: Rendered }[];

function rendered(input: object): { readonly helm: Side; readonly istioctl: Side } {
  const [program = ''] = process.argv.slice(2);
  return JSON.parse(execFileSync(program, { input: JSON.stringify(input), maxBuffer: 1e9 }).toString());
}

/** Where objects of the first list and those of the same name in the second differ. */
function differencesBetween(some: readonly Rendered[], others: readonly Rendered[]): readonly string[] {
  const byName = new Map(others.map(object => [nameOf(object), object]));
  return some.flatMap(object => {
    const other = byName.get(nameOf(object));
    return other === undefined ? [] : [...differencesOf(plain(object), plain(other), nameOf(object))];
  });
}

function namesOf(side: Side) {
  return side.map(({ object, of }) => ({ object: nameOf(object), of })).sort((a, b) => (a.object < b.object ? -1 : 1));
}

function write(file: string, recorded: object): void {
  writeFileSync(join(__dirname, file), `${JSON.stringify(recorded, undefined, 1)}\n`);
}

const plans: { [name: string]: Recorded } = {};
for (const name of Object.keys(RECORDED_PLANS) as RecordedPlan[]) {
  const input = inputOf(recordedPlan(name));
  const { helm, istioctl } = rendered(input);
  const objects = (side: Side) => side.map(({ object }) => object);
  const differences = differencesBetween(objects(helm), objects(istioctl));
  plans[name] = { digest: digestOf(input), helm: namesOf(helm), istioctl: namesOf(istioctl), differences };
}
write('rendered.json', plans);

const { components, deployed } = gatewayInput();
const byChart = rendered({ components, operators: [] }).helm.map(({ object }) => object);
const ours = deployed as Rendered[];
const without = (some: readonly Rendered[], others: readonly Rendered[]) => {
  const known = new Set(others.map(nameOf));
  return some.map(nameOf).filter(name => !known.has(name));
};
write('gateways.json', {
  digest: digestOf({ components, deployed }),
  onlyByChart: without(byChart, ours),
  onlyDeployed: without(ours, byChart),
  differences: differencesBetween(byChart, ours),
} satisfies RecordedGateways);
