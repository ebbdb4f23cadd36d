/**
 * One way to write the objects of the synthesis benchmark, chosen by argument: the program that `synth.ts` measures.
 *
 *     node synth-variant.js VARIANT OBJECTS PER-CHART OUTPUT-FOLDER
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { benchObject } from './virtual-service';

const [variant = '', objects = '0', perChart = '1', outdir = ''] = process.argv.slice(2);
const count = Number(objects);
const size = Number(perChart);

type Class = new (scope: object, id: string, props: object) => object;

if (variant === 'json') {
  mkdirSync(outdir, { recursive: true });
  const lines = Array.from({ length: count }, (_, i) => JSON.stringify(benchObject(i)));
  writeFileSync(join(outdir, 'app.json'), lines.join('\n'));
} else {
  // Loaded by need, so that each variant starts with its own dependencies only.
  const { ApiObject, App, Chart } = require('cdk8s') as typeof import('cdk8s');
  const makeApp = () => {
    if (variant.startsWith('plain')) return new App({ outdir });
    const { MeshApp } = require('../src/synth/mesh-app') as typeof import('../src/synth/mesh-app');
    const checked = variant.endsWith('checked');
    return new MeshApp({ outdir, validate: checked, analyze: checked });
  };
  type Add = (chart: InstanceType<typeof Chart>, i: number) => void;
  const typed = (classes: Readonly<Record<string, Class>>): Add => {
    return (chart, i) => {
      const { kind, metadata, spec } = benchObject(i);
      const Kind = classes[kind];
      if (Kind === undefined) throw new Error(`no class for ${kind}`);
      new Kind(chart, `o${i}`, { metadata, spec });
    };
  };
  const makeObject = (): Add => {
    if (variant === 'plain-import') return typed(require(process.env.STOCK_IMPORT ?? ''));
    if (variant === 'ours-l1') {
      const { ServiceEntry, VirtualService } =
        require('../imports/networking.istio.io') as typeof import('../imports/networking.istio.io');
      return typed({ ServiceEntry, VirtualService } as unknown as Record<string, Class>);
    }
    return (chart, i) => new ApiObject(chart, `o${i}`, benchObject(i));
  };

  const app = makeApp();
  const add = makeObject();
  for (let from = 0; from < count; from += size) {
    const chart = new Chart(app, `chart-${String(from / size).padStart(6, '0')}`);
    for (let i = from; i < Math.min(from + size, count); i++) add(chart, i);
  }
  app.synth();
}
