/**
 * Measures what the proof of declared calls adds to a checked synth, and how long the difference of two meshes takes.
 *
 *     npx tsx bench/proof.ts [--sizes 125,250,500] [--calls 3] [--rounds 3]
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { Authorization, Mesh, MeshApp, MeshNamespace, MeshService, MutualTls, PathMatch } from '../src';
import { buildModel } from '../src/model/mesh-model';
import { diffMeshes } from '../src/proof/diff-meshes';
import { meshOf } from './large-mesh';

const { values: options } = parseArgs({
  options: {
    sizes: { type: 'string', default: '125,250,500' },
    calls: { type: 'string', default: '3' },
    rounds: { type: 'string', default: '3' },
  },
});
const sizes = options.sizes.split(',').map(Number);
const callsEach = Number(options.calls);
const rounds = Number(options.rounds);
const SERVICES_PER_NAMESPACE = 25;
/** Objects that one service of the large mesh consists of. */
const OBJECTS_PER_SERVICE = 8;

/** An app of so many services, each of which calls some others; a third of the calls is narrowed to paths. */
function appOf(services: number, outdir: string, proof: boolean): MeshApp {
  const app = new MeshApp({ outdir, proof });
  const mesh = new Mesh(app, 'mesh');
  const namespaces = Array.from(
    { length: Math.ceil(services / SERVICES_PER_NAMESPACE) },
    (_, i) => new MeshNamespace(mesh, `team-${i}`),
  );
  const all = Array.from({ length: services }, (_, i) => {
    const namespace = namespaces[Math.floor(i / SERVICES_PER_NAMESPACE)];
    if (namespace === undefined) throw new Error(`no namespace for service ${i}`);
    const ports = [{ port: 8080, protocol: 'http' }] as const;
    return new MeshService(mesh, `service-${i}`, { namespace, ports, versions: { v1: { image: 'app:1' } } });
  });
  for (const [i, caller] of all.entries()) {
    for (let n = 1; n <= callsEach; n++) {
      const callee = all[(i * 7 + n * 13 + 1) % services];
      if (callee === undefined || callee === caller) continue;
      caller.calls(callee, n % 3 === 0 ? { methods: ['GET'], paths: [PathMatch.prefix('/api')] } : {});
    }
  }
  new MutualTls(mesh, 'mtls');
  new Authorization(mesh, 'authorization');
  return app;
}

/** CPU time, which other programs on the machine disturb the least. */
function milliseconds(run: () => void): number {
  const start = process.cpuUsage();
  run();
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1000;
}

let folders = 0;
const folder = () => join(outdir, String(folders++));

const outdir = mkdtempSync(join(tmpdir(), 'bench-proof-'));
try {
  appOf(25, folder(), true).synth();
  console.log('| services | calls | checked synth, ms | with the proof, ms | ratio |\n|---:|---:|---:|---:|---:|');
  for (const size of sizes) {
    const times = [false, true].map(proof =>
      Math.min(...Array.from({ length: rounds }, () => milliseconds(() => appOf(size, folder(), proof).synth()))),
    );
    const [without = 0, proven = 0] = times;
    const ratio = (proven / without).toFixed(2);
    console.log(`| ${size} | ${size * callsEach} | ${without.toFixed(0)} | ${proven.toFixed(0)} | ${ratio} |`);
  }
  console.log('\n| services | objects | difference of three objects, ms | differences |\n|---:|---:|---:|---:|');
  for (const size of sizes) {
    const objects = meshOf(size * OBJECTS_PER_SERVICE);
    const [old, changed] = [buildModel(objects), buildModel(objects.map(changedObject))];
    let found = 0;
    const time = milliseconds(() => {
      found = diffMeshes(old, changed).differences.length;
    });
    console.log(`| ${size} | ${objects.length} | ${time.toFixed(0)} | ${found} |`);
  }
} finally {
  rmSync(outdir, { recursive: true, force: true });
}

/** Three objects get another spec: a route, a policy and a load-balancing setting. */
function changedObject(located: ReturnType<typeof meshOf>[number]): ReturnType<typeof meshOf>[number] {
  const { manifest } = located;
  const { kind, metadata } = manifest;
  const text = JSON.stringify(manifest.spec);
  const changed = (
    {
      'VirtualService service-7': () => text.replace('"/beta"', '"/preview"'),
      'AuthorizationPolicy service-11': () => text.replace('"GET"', '"POST"'),
      'DestinationRule service-13': () =>
        text.replace('"v2","labels":{"version":"v2"}', '"v2","labels":{"version":"v1"}'),
    } as Record<string, () => string>
  )[`${kind} ${metadata?.name}`];
  return changed === undefined ? located : { ...located, manifest: { ...manifest, spec: JSON.parse(changed()) } };
}
