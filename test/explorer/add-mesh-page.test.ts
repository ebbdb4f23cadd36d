import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { addMeshPage } from '../../src/explorer/add-mesh-page';
import { Engine } from '../../src/explorer/engine';
import type { PageData } from '../../src/explorer/page-data';
import { MeshApp } from '../../src/synth/mesh-app';
import { declareMesh } from '../mesh/declare';
import { bundledPage } from './bundled-page';

jest.mock('../../src/explorer/page-assets', () => ({ loadPageAssets: () => bundledPage() }));

function synth(): { readonly html: string; readonly files: (name: string) => string } {
  const outdir = mkdtempSync(join(tmpdir(), 'mesh-page-'));
  try {
    const app = new MeshApp({ outdir });
    const { mesh, service } = declareMesh({ trustDomain: 'shop.example' }, {}, app);
    const [web, cart] = [service('web'), service('cart')];
    web.calls(cart);
    addMeshPage(mesh, { title: 'Shop' });
    app.synth();
    const html = readFileSync(join(outdir, 'mesh.html'), 'utf8');
    const kept = new Map<string, string>();
    const data = dataOf(html);
    for (const { name } of data.texts) kept.set(name, readFileSync(join(outdir, name), 'utf8'));
    return { html, files: name => kept.get(name) ?? '' };
  } finally {
    rmSync(outdir, { recursive: true, force: true });
  }
}

function dataOf(html: string): PageData {
  const [, packed = ''] = /<script type="text\/plain" id="data">([^<]*)</.exec(html) ?? [];
  return JSON.parse(gunzipSync(Buffer.from(packed, 'base64')).toString()) as PageData;
}

test('an app writes the page with its manifests, as they are in its files', () => {
  const { html, files } = synth();
  const data = dataOf(html);
  expect(data.title).toBe('Shop');
  expect(data.graph.edges.map(({ from, to }) => `${from} ${to}`)).toContain('anyone in the mesh shop/cart');
  expect(data.texts.length).toBeGreaterThan(1);
  for (const { name, text } of data.texts) expect(text).toBe(files(name));
});

test('the page knows what the app assumes', () => {
  const { texts, options } = dataOf(synth().html);
  const identity = new Engine(texts, options).about('Deployment shop/web-v1').find(({ about }) => about === 'identity');
  expect(identity?.lines).toEqual([{ text: 'shop.example/ns/shop/sa/web' }]);
});

test('two synths of one app write the same page', () => {
  expect(synth().html).toBe(synth().html);
});
