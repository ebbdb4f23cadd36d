import { bundlePage } from '../../src/codegen/bundle-page';
import type { PageAssets } from '../../src/explorer/page-assets';

let bundled: PageAssets | undefined;

/** What runs in the browser, bundled once for all tests of a file. */
export function bundledPage(): PageAssets {
  bundled ??= bundlePage();
  return bundled;
}
