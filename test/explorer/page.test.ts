// biome-ignore-all lint/performance/useDomNodeTextContent: what is seen is meant, not what is in the document
import { Buffer } from 'node:buffer';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Page } from 'playwright-core';
import { bundlePlayground } from '../../src/codegen/bundle-page';
import { objectLink } from '../../src/explorer/page/place';
import { askLink, formOf } from '../../src/explorer/page/request-form';
import type { PageData } from '../../src/explorer/page-data';
import { type PageSource, pageDataOf } from '../../src/explorer/page-data-of';
import { renderPage } from '../../src/explorer/render-page';
import { buildModel } from '../../src/model/mesh-model';
import { parseTexts } from '../../src/model/parse-manifests';
import { readTexts } from '../../src/model/read-manifests';
import { simulate } from '../../src/simulation/simulate';
import { manifestsOf, randomMesh } from '../oracle/generate/mesh';
import { FileBrowser, testInBrowser } from './browser';
import { bundledPage } from './bundled-page';
import { shop } from './meshes';

jest.setTimeout(180_000);

const DOCS = resolve(__dirname, '../../docs/explorer');
const inBrowser = testInBrowser();
const browser = new FileBrowser();
afterAll(() => browser.close());
afterEach(() => {
  expect(browser.complaints.splice(0)).toEqual([]);
});

const htmlOf = (data: PageData): string => renderPage(data, bundledPage());
const pageOf = (source: Omit<PageSource, 'title'> & { title?: string }): string =>
  htmlOf(pageDataOf({ title: 'Shop', ...source }));
const textOf = async (page: Page, selector: string): Promise<string> =>
  (await page.locator(selector).first().innerText()).replace(/\s+/g, ' ').trim();

/** Keeps a picture of the page: in docs/ where `UPDATE_SCREENSHOTS` says so, else only to see that it is small enough. */
async function keepPicture(page: Page, name: string): Promise<void> {
  const folder = process.env.UPDATE_SCREENSHOTS === undefined ? mkdtempSync(join(tmpdir(), 'picture-')) : DOCS;
  const path = join(folder, name);
  await page.screenshot({ path });
  expect(statSync(path).size).toBeLessThan(200 * 1024);
  if (folder !== DOCS) rmSync(folder, { recursive: true });
}

/** Fills in the form of the view of questions. The view before it also has a label with the word "caller", so only the form is looked in. */
async function ask(page: Page, caller: string, url: string): Promise<void> {
  const form = page.locator('.ask');
  await form.getByLabel('Caller').fill(caller);
  await form.getByLabel('URL').fill(url);
  await form.getByRole('button', { name: 'Ask', exact: true }).click();
}

inBrowser('shows the Notes App as a graph, and says of each box what it is', async () => {
  const page = await browser.open(pageOf({ title: 'Notes App', texts: readTexts([resolve(__dirname, '../../dist')]) }));
  await page.getByRole('link', { name: 'service notes-app/notes-app-backend' }).click();
  const about = page.getByRole('complementary', { name: 'About notes-app-backend' });
  await about.waitFor();
  expect(await about.innerText()).toMatch(/frontend all requests: http over mutual TLS, v1 90 %, v2 10 %/);
  await keepPicture(page, 'notes-app.png');
});

inBrowser('answers a request that is typed in, and leads from its reasons to the line of the object', async () => {
  const page = await browser.open(pageOf({ texts: [shop()] }));
  await page.getByRole('link', { name: 'Ask' }).click();
  await ask(page, 'shop/reports', 'http://cart/items');
  await page.locator('.verdict').waitFor();
  expect(await textOf(page, '.outcome')).toMatch(/^denied 403 /);
  expect(await textOf(page, '.copies')).toContain(
    'npx cdk8s-istio simulate dist --from shop/reports --to http://cart/items',
  );
  expect(await textOf(page, '.copies')).toContain("expect('dist').toDeny(");
  await page
    .getByRole('link', { name: /^AuthorizationPolicy shop\/cart spec/ })
    .first()
    .click();
  await page.locator('.source .marked').waitFor();
  expect(await page.getByRole('heading', { name: 'AuthorizationPolicy shop/cart' }).count()).toBe(1);
  expect(await textOf(page, '.source .marked')).toMatch(/rules|from|principals/);
});

inBrowser('says what is wrong with a request that is none', async () => {
  const page = await browser.open(pageOf({ texts: [shop()] }), '#ask?from=shop%2Fabsent&to=http%3A%2F%2Fcart%2F');
  await page.locator('.problem').waitFor();
  expect(await textOf(page, '.problem')).toContain('shop/absent');
  await page.goto(page.url().replace(/#.*/, '#ask?from=shop%2Fweb&to=http%3A%2F%2Fcart%2F&claims=%7B'));
  await page.getByText('The claims are no JSON object').waitFor();
});

inBrowser('opens a cell of the matrix: its classes, one request of each, and why it ends so', async () => {
  const page = await browser.open(pageOf({ texts: [shop()] }), '#matrix');
  await page.getByRole('link', { name: 'shop/web-v1 to cart.shop.svc.cluster.local:80: some requests' }).click();
  const cell = page.getByRole('region', { name: 'shop/web-v1 to cart.shop.svc.cluster.local:80' });
  await cell.waitFor();
  const classes = cell.locator('summary');
  expect((await classes.allInnerTexts()).sort()).toEqual([
    expect.stringMatching(/^does not pass not GET.*denied/),
    expect.stringMatching(/^passes GET mutual TLS/),
  ]);
  await classes.filter({ hasText: 'does not pass' }).click();
  await cell.locator('.verdict').first().waitFor();
  expect(await cell.innerText()).toMatch(/denied 403/);
});

inBrowser('colours what differs from the manifests of before, and asks both', async () => {
  const source = { texts: [shop({ weight: 50, callers: ['web', 'reports'] })], base: [shop()] };
  const page = await browser.open(pageOf({ title: 'Shop, as a pull request would make it', ...source }));
  expect(await page.locator('.edge.new').count()).toBe(1);
  expect(await page.locator('.edge.changed').count()).toBe(1);
  await keepPicture(page, 'difference.png');
  await page.getByRole('link', { name: 'Changes (2)' }).click();
  const [first, second] = await page.locator('main h3').allInnerTexts();
  expect([first, second]).toEqual(['newly allowed', 'shares']);
  await page.getByRole('link', { name: 'Ask one of them' }).first().click();
  await page.getByRole('region', { name: 'Before' }).waitFor();
  expect(await page.getByRole('region', { name: 'After' }).innerText()).toMatch(/routed/);
  expect(await page.getByRole('region', { name: 'Before' }).innerText()).toMatch(/denied 403/);
});

inBrowser('lists findings with a way to mend them, by object', async () => {
  const text = shop().text.replace('host: cart, subset: v2', 'host: cart, subset: v3');
  const page = await browser.open(pageOf({ texts: [{ name: 'shop.yaml', text }] }), '#findings');
  expect(await textOf(page, '.findings')).toMatch(/VirtualService shop\/cart .*error dangling-subset.*To mend it: /);
  await page.getByRole('link', { name: 'spec.http[0].route[1].destination.subset' }).click();
  await page.locator('.source .marked').waitFor();
  expect(await textOf(page, '.source .marked')).toContain('subset: v3');
});

inBrowser('can be used by the keyboard alone', async () => {
  const page = await browser.open(pageOf({ texts: [shop()] }));
  const press = async (key: string, until: () => Promise<boolean>): Promise<void> => {
    for (let i = 0; i < 60; i++) {
      if (await until()) return;
      await page.keyboard.press(key);
    }
    throw new Error(`${key} did not lead there`);
  };
  const isFocused = (name: string) => () =>
    page.evaluate(wanted => {
      const { activeElement } = document;
      return (activeElement?.getAttribute('aria-label') ?? activeElement?.textContent) === wanted;
    }, name);
  await press('Tab', isFocused('service shop/cart'));
  await page.keyboard.press('Enter');
  await page.getByRole('complementary', { name: 'About cart' }).waitFor();
  await press('Shift+Tab', isFocused('Ask'));
  await page.keyboard.press('Enter');
  await press('Tab', () => page.evaluate(() => (document.activeElement as HTMLInputElement | null)?.name === 'from'));
  await page.keyboard.type('shop/web');
  await page.keyboard.press('Tab');
  await page.keyboard.type('http://cart/');
  await page.keyboard.press('Enter');
  await page.locator('.verdict').waitFor();
  expect(await textOf(page, '.outcome')).toMatch(/^routed/);
});

inBrowser('tells what cannot be seen: names of links, tables and regions, and where one is', async () => {
  const page = await browser.open(pageOf({ texts: [shop()] }));
  for (const tab of ['graph', 'matrix', 'ask', 'findings', 'objects']) {
    await page.evaluate(hash => {
      location.hash = hash;
    }, `#${tab}`);
    await page.locator(`nav a[href="#${tab}"][aria-current="page"]`).waitFor();
    const nameless = await page.evaluate(() =>
      [...document.querySelectorAll('a, button, input, select, textarea')]
        .filter(element => {
          const label =
            element.getAttribute('aria-label') ?? element.closest('label')?.textContent ?? element.textContent;
          return (label ?? '').trim() === '';
        })
        .map(element => element.outerHTML),
    );
    expect([tab, nameless]).toEqual([tab, []]);
  }
});

const HOSTILE = '"><img src=x onerror=alert(1)></script><script>alert(2)</script>';

inBrowser('shows names that try to be HTML as they are', async () => {
  const text = shop()
    .text.replaceAll('app: reports', `app: reports, note: ${JSON.stringify(HOSTILE)}`)
    .replace(
      'kind: PeerAuthentication\nmetadata: { name: default',
      `kind: PeerAuthentication\nmetadata: { name: ${JSON.stringify(HOSTILE)}`,
    );
  const html = pageOf({ title: HOSTILE, texts: [{ name: `${HOSTILE}.yaml`, text }] });
  expect(html).not.toContain('<img');
  const page = await browser.open(html);
  for (const tab of ['graph', 'matrix', 'ask', 'findings', 'objects']) {
    await page.evaluate(hash => {
      location.hash = hash;
    }, `#${tab}`);
    await page.locator(`nav a[href="#${tab}"][aria-current="page"]`).waitFor();
  }
  await page.evaluate(
    hash => {
      location.hash = hash;
    },
    objectLink(`PeerAuthentication shop/${HOSTILE}`),
  );
  await page.getByRole('article').waitFor();
  expect(await page.locator('img, main script').count()).toBe(0);
  expect(await page.locator('h1').innerText()).toBe(HOSTILE);
  expect(await page.getByRole('article').innerText()).toContain(HOSTILE);
});

inBrowser('every answer that is shown is that of the library, for 500 random requests', async () => {
  let compared = 0;
  for (let seed = 1; compared < 500; seed++) {
    const { objects, requests } = randomMesh(seed, { requests: 50 });
    const texts = [{ name: 'mesh.yaml', text: manifestsOf(objects) }];
    const model = buildModel(parseTexts(texts));
    const page = await browser.open(pageOf({ texts }), '#ask');
    await page.locator('datalist#callers option').first().waitFor({ state: 'attached' });
    for (const request of requests) {
      const sent = { ...request, from: String(request.from) };
      const { outcome, status = '', reason, trace } = simulate(model, sent);
      const shown = await page.evaluate(
        async hash => {
          location.hash = '#ask';
          await new Promise(done => setTimeout(done));
          location.hash = hash;
          while (document.querySelector('.verdict') === null && document.querySelector('.problem') === null) {
            await new Promise(done => setTimeout(done));
          }
          const steps = [...document.querySelectorAll('.verdict > .trace > li > .stage')];
          return {
            outcome: document.querySelector('.verdict .outcome')?.textContent,
            stages: steps.map(step => step.textContent),
          };
        },
        askLink(formOf(sent)),
      );
      expect(shown).toEqual({
        outcome: `${outcome}${status === '' ? '' : ` ${status}`} ${reason}`,
        stages: trace.map(({ stage }) => stage),
      });
      compared++;
    }
    await page.context().close();
  }
  expect(compared).toBeGreaterThanOrEqual(500);
});

inBrowser('looks at manifests that are pasted into the playground, and says what is wrong with them', async () => {
  const page = await browser.open(bundlePlayground(), '', { selector: 'form.pasted' });
  await page.getByLabel('Manifests as YAML').fill('kind: [');
  await page.getByRole('button', { name: 'Look' }).click();
  expect(await page.getByRole('alert').innerText()).toContain('pasted.yaml');
  await page.getByLabel('Manifests as YAML').fill(shop().text);
  await page.getByRole('button', { name: 'Look' }).click();
  await page.getByRole('link', { name: 'service shop/cart' }).waitFor();
  await page.getByRole('link', { name: 'Ask', exact: true }).click();
  await ask(page, 'shop/web', 'http://cart/');
  await page.locator('.verdict').waitFor();
  expect(await textOf(page, '.outcome')).toMatch(/^routed/);
});

test('the file of 100 services stays below 900 KB', () => {
  const one = (i: number): string => shop().text.replaceAll('shop', `shop-${i}`).replaceAll('reports', `reports-${i}`);
  const text = Array.from({ length: 34 }, (_, i) => one(i)).join('\n---\n');
  const html = pageOf({ texts: [{ name: 'shop.yaml', text }] });
  expect(Buffer.byteLength(html)).toBeLessThan(900 * 1024);
});

test('the file holds the licences of what is bundled in it', () => {
  const html = pageOf({ texts: [shop()] });
  for (const name of ['preact', 're2js', 'js-yaml'])
    expect(html).toMatch(new RegExp(`\\n${name} \\d+\\.\\d+\\.\\d+ \\(`));
});
