import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ConfigError } from '../values/config-error';

/** What runs in the browser, as `npm run build` bundles it. */
export interface PageAssets {
  /** The script of the page. */
  readonly script: string;
  readonly styles: string;
  /** The script of the engine: gzip in Base64. */
  readonly engine: string;
  /** The licences of the packages whose code is in the scripts. */
  readonly licences: string;
}

/** The assets in the folder of the explorer, which is beside that of the command line, wherever this is bundled into. */
export function loadPageAssets(): PageAssets {
  const path = join(__dirname, '../explorer/page-assets.json');
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as PageAssets;
  } catch (cause) {
    throw new ConfigError(
      `Cannot write a page of the mesh: wanted its scripts in "${path}", which npm run build writes`,
      {
        cause,
      },
    );
  }
}
