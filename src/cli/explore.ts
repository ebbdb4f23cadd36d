import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { loadPageAssets, type PageAssets } from '../explorer/page-assets';
import { pageDataOf } from '../explorer/page-data-of';
import { renderPage } from '../explorer/render-page';
import { readTexts } from '../model/read-manifests';
import type { Verb } from './verb';

const USAGE = `usage: cdk8s-istio explore FILE|DIR|- ... [options]

Writes one HTML file in which the mesh can be looked at: who calls whom, what becomes of a request and why, what is
wrong, and every object with what Istio makes of it. It opens with a double click and loads nothing from elsewhere.

  --base OLD               compare with the manifests OLD: what is new, gone and changed is coloured
  --out FILE               the file that is written (default: mesh.html)
  --title TEXT             the heading of the page (default: Mesh)
  --istio-version VERSION  the release of Istio that runs (default: the one that is installed)
  --namespace NAME         where objects without a namespace are created (default: default)

exit code: 0; 2 the manifests cannot be read
`;

const OPTIONS = {
  base: { type: 'string' },
  out: { type: 'string' },
  title: { type: 'string' },
  'istio-version': { type: 'string' },
  namespace: { type: 'string', short: 'n' },
  help: { type: 'boolean', short: 'h' },
} as const;

/** Writes a page in which a mesh can be looked at. */
export const verb: Verb = args => explore(args, loadPageAssets);

/** @param assets What runs in the browser. */
export function explore(args: readonly string[], assets: () => PageAssets): number {
  const { values, positionals } = parseArgs({ args: [...args], options: OPTIONS, allowPositionals: true });
  if (values.help === true) {
    process.stdout.write(USAGE);
    return 0;
  }
  if (positionals.length === 0) {
    process.stderr.write(`cdk8s-istio explore: wanted files or folders, got none\n\n${USAGE}`);
    return 2;
  }
  const { base, out = 'mesh.html', title = 'Mesh' } = values;
  const data = pageDataOf({
    title,
    texts: readTexts(positionals),
    base: base === undefined ? undefined : readTexts([base]),
    istioVersion: values['istio-version'],
    defaultNamespace: values.namespace,
  });
  writeFileSync(out, renderPage(data, assets()));
  process.stderr.write(`cdk8s-istio: wrote ${out}\n`);
  return 0;
}
