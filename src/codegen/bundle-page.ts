import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { gzipSync } from 'node:zlib';
import { buildSync } from 'esbuild';
import type { PageAssets } from '../explorer/page-assets';
import { renderHtml } from '../explorer/render-page';

const EXPLORER = resolve(__dirname, '../explorer');

/** Bundles what runs in the browser: the page itself, and the engine, which lies packed in it. */
export function bundlePage(): PageAssets {
  const page = bundle({ entry: join(EXPLORER, 'page/main.tsx') });
  const engine = bundle({ entry: join(EXPLORER, 'engine.ts'), globalName: 'cdk8sIstioEngine' });
  return {
    script: page.text,
    styles: readFileSync(join(EXPLORER, 'page/styles.css'), 'utf8'),
    engine: gzipSync(engine.text, { level: 9 }).toString('base64'),
    licences: licencesOf([...page.packages, ...engine.packages]),
  };
}

/** The playground: a page into which manifests are pasted, with all of the library that it needs. */
export function bundlePlayground(): string {
  const { text, packages } = bundle({ entry: join(EXPLORER, 'page/playground.tsx') });
  const styles = readFileSync(join(EXPLORER, 'page/styles.css'), 'utf8');
  return renderHtml({ title: 'Playground', styles, script: text, licences: licencesOf(packages) });
}

function bundle({ entry, globalName }: { readonly entry: string; readonly globalName?: string }): {
  readonly text: string;
  readonly packages: readonly string[];
} {
  const { outputFiles, metafile } = buildSync({
    entryPoints: [entry],
    bundle: true,
    minify: true,
    write: false,
    metafile: true,
    format: 'iife',
    platform: 'browser',
    target: 'es2022',
    charset: 'ascii',
    legalComments: 'none',
    logLevel: 'error',
    jsx: 'automatic',
    jsxImportSource: 'preact',
    alias: { 'node:crypto': join(EXPLORER, 'page/no-certificates.ts') },
    ...(globalName === undefined ? {} : { globalName }),
  });
  const found = Object.keys(metafile.inputs).flatMap(
    path => /node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(path)?.[1] ?? [],
  );
  return { text: outputFiles[0]?.text ?? '', packages: [...new Set(found)] };
}

/** The licences of all packages whose code is in the page, in full. */
function licencesOf(packages: readonly string[]): string {
  return [...new Set(packages)]
    .sort()
    .map(name => {
      const folder = join(resolve(__dirname, '../..'), 'node_modules', name);
      const { version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as {
        readonly version: string;
        readonly license: string;
      };
      return `${name} ${version} (${license})\n\n${readFileSync(join(folder, 'LICENSE'), 'utf8').trim()}`;
    })
    .join('\n\n');
}

/** Writes the assets beside the explorer, where it looks for them, or the playground into a file. */
function main(target = EXPLORER): void {
  if (target.endsWith('.html')) {
    writeFileSync(target, bundlePlayground());
    return;
  }
  mkdirSync(target, { recursive: true });
  writeFileSync(join(target, 'page-assets.json'), `${JSON.stringify(bundlePage())}\n`);
}

if (require.main === module) main(process.argv[2]);
