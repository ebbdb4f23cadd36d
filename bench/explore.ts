import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { bundlePage } from '../src/codegen/bundle-page';
import { pageDataOf } from '../src/explorer/page-data-of';
import { renderPage } from '../src/explorer/render-page';
import { emitDocument } from '../src/text/emit-yaml';
import { chromiumPath } from '../test/explorer/browser';
import { meshOf } from './large-mesh';

/** How long a page takes to be written, to be painted first, and to answer a request: npx tsx bench/explore.ts */
async function main(services: number): Promise<void> {
  const objects = meshOf(services * 8 + Math.ceil(services / 25) * 4);
  const text = objects.map(({ manifest }) => emitDocument(manifest)).join('---\n');
  const start = performance.now();
  const html = renderPage(pageDataOf({ title: 'Bench', texts: [{ name: 'mesh.yaml', text }] }), bundlePage());
  const written = performance.now() - start;
  const folder = mkdtempSync(join(tmpdir(), 'explore-'));
  writeFileSync(join(folder, 'mesh.html'), html);
  const browser = await chromium.launch({ executablePath: chromiumPath() ?? '', args: ['--no-sandbox'] });
  const page = await browser.newPage();
  const paints: number[] = [];
  const pictures: number[] = [];
  for (let i = 0; i < 5; i++) {
    await page.goto('about:blank');
    await page.goto(`file://${folder}/mesh.html`);
    await page.locator('svg .box').first().waitFor();
    const [first = 0, picture = 0] = (await page.evaluate(
      '[performance.getEntriesByName("first-contentful-paint")[0].startTime, performance.now()]',
    )) as number[];
    paints.push(first);
    pictures.push(picture);
  }
  await page.goto(`file://${folder}/mesh.html#ask`);
  await page.locator('datalist#callers option').first().waitFor({ state: 'attached' });
  const answers = (await page.evaluate(ASK)) as number[];
  await browser.close();
  rmSync(folder, { recursive: true });
  const kilobytes = Math.round(html.length / 1024);
  process.stdout.write(
    `${services} services: ${kilobytes} KB, written in ${ms(written)}; first paint ${ms(median(paints))}, graph ${ms(median(pictures))}, answer ${ms(median(answers))}, slowest of ${answers.length} ${ms(Math.max(...answers))}\n`,
  );
}

/** Runs in the page: from the question to the answer in the document, for requests between many services. */
const ASK = `(async () => {
  const times = [];
  for (let i = 0; i < 60; i++) {
    location.hash = '#ask';
    await new Promise(done => setTimeout(done, 20));
    const start = performance.now();
    location.hash = '#ask?from=team-0/service-' + (i % 20) + '-v1&to=' + encodeURIComponent('http://service-' + ((i + 7) % 25) + ':8080/');
    while (document.querySelector('.verdict, .problem') === null) await new Promise(done => setTimeout(done));
    times.push(performance.now() - start);
  }
  return times.slice(10);
})()`;

function median(times: readonly number[]): number {
  return [...times].sort((a, b) => a - b)[Math.floor(times.length / 2)] ?? 0;
}

function ms(time: number): string {
  return `${Math.round(time)} ms`;
}

void main(Number(process.argv[2] ?? 100));
