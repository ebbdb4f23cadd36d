/**
 * One way to write the objects of the synthesis benchmark, chosen by argument: the program that `synth.ts` measures.
 *
 *     node synth-variant.js VARIANT OBJECTS PER-CHART OUTPUT-FOLDER
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { virtualService } from './virtual-service';

const [variant = '', objects = '0', perChart = '1', outdir = ''] = process.argv.slice(2);
const count = Number(objects);
const size = Number(perChart);

type Spec = ConstructorParameters<typeof import('../imports/networking.istio.io').VirtualService>[2]['spec'];

if (variant === 'json') {
  mkdirSync(outdir, { recursive: true });
  const lines = Array.from({ length: count }, (_, i) => JSON.stringify(virtualService(i)));
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
  const makeObject = (): ((chart: InstanceType<typeof Chart>, i: number) => void) => {
    if (variant === 'plain-import') {
      const { VirtualService } = require(process.env.STOCK_IMPORT ?? '');
      return (chart, i) => new VirtualService(chart, `o${i}`, virtualService(i));
    }
    if (variant === 'ours-l1') {
      const { VirtualService } =
        require('../imports/networking.istio.io') as typeof import('../imports/networking.istio.io');
      return (chart, i) => {
        const { metadata, spec } = virtualService(i);
        new VirtualService(chart, `o${i}`, { metadata, spec: spec as unknown as Spec });
      };
    }
    return (chart, i) => new ApiObject(chart, `o${i}`, virtualService(i));
  };

  const app = makeApp();
  const add = makeObject();
  for (let from = 0; from < count; from += size) {
    const chart = new Chart(app, `chart-${String(from / size).padStart(6, '0')}`);
    for (let i = from; i < Math.min(from + size, count); i++) add(chart, i);
  }
  app.synth();
}
