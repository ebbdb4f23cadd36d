import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { type Browser, chromium, type Page } from 'playwright-core';

/** The browser that is there: `CHROMIUM`, or one on the path. */
export function chromiumPath(): string | undefined {
  const { CHROMIUM, PATH = '' } = process.env;
  if (CHROMIUM !== undefined && CHROMIUM !== '') return CHROMIUM;
  const names = ['chromium', 'chromium-browser', 'google-chrome'];
  return PATH.split(delimiter)
    .flatMap(folder => names.map(name => join(folder, name)))
    .find(path => existsSync(path));
}

/** `test` where there is a browser; else the tests are skipped, and it is said why. */
export function testInBrowser(): jest.It {
  if (chromiumPath() !== undefined) return test;
  process.stderr.write('explorer: no Chromium on the PATH and none in CHROMIUM, so nothing is tested in a browser\n');
  return test.skip;
}

/** A browser whose pages are files, and which notes what a page must not do: errors, and requests to a network. */
export class FileBrowser {
  readonly #folder = mkdtempSync(join(tmpdir(), 'pages-'));
  readonly complaints: string[] = [];
  #browser: Browser | undefined;
  #files = 0;

  /** Opens a page of this HTML at a place of it. */
  public async open(html: string, hash = '', { selector = 'main' } = {}): Promise<Page> {
    this.#browser ??= await chromium.launch({ executablePath: chromiumPath() ?? '', args: ['--no-sandbox'] });
    const file = join(this.#folder, `page-${this.#files++}.html`);
    writeFileSync(file, html);
    const context = await this.#browser.newContext({ viewport: { width: 1280, height: 800 } });
    const page = await context.newPage();
    page.on('console', message => {
      if (message.type() === 'error' || message.type() === 'warning') this.complaints.push(message.text());
    });
    page.on('pageerror', error => this.complaints.push(error.message));
    page.on('dialog', dialog => {
      this.complaints.push(`dialog: ${dialog.message()}`);
      void dialog.dismiss();
    });
    page.on('request', request => {
      if (!/^(file|blob|data):/.test(request.url())) this.complaints.push(`request to ${request.url()}`);
    });
    await page.goto(`file://${file}${hash}`);
    await page.waitForSelector(selector);
    return page;
  }

  public async close(): Promise<void> {
    await this.#browser?.close();
    rmSync(this.#folder, { recursive: true, force: true });
  }
}
