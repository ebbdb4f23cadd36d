import { loadPageAssets } from '../explorer/page-assets';
import { pageDataOf } from '../explorer/page-data-of';
import { renderPage } from '../explorer/render-page';
import { NAMESPACE_OPTION, PATHS, READ_OPTIONS, readOptionsOf, readTextsOf } from './read-objects';
import { defineVerb } from './verb';
import { writeOutput } from './write-output';

/** Writes a page in which a mesh can be looked at. */
export const verb = defineVerb({
  name: 'explore',
  arguments: PATHS,
  about: `Writes one HTML file that shows the mesh: who may call whom, what happens to a request and why, findings, and every
object with its effect. The file needs no server and loads nothing.`,
  options: {
    base: {
      type: 'string',
      value: 'OLD',
      help: 'compare with the manifests OLD: what is new, gone and changed is coloured',
    },
    out: { type: 'string', value: 'FILE', help: 'the file that is written (default: mesh.html)' },
    title: { type: 'string', value: 'TEXT', help: 'the heading of the page (default: Mesh)' },
    'istio-version': {
      type: 'string',
      value: 'VERSION',
      help: 'the release of Istio that runs (default: the one that is installed)',
    },
    namespace: NAMESPACE_OPTION,
    ...READ_OPTIONS,
  },
  exit: '0; 2 the manifests cannot be read',
  run({ values, paths }) {
    const { base, out = 'mesh.html', title = 'Mesh', namespace } = values;
    const data = pageDataOf({
      title,
      texts: readTextsOf(paths, values),
      base: base === undefined ? undefined : readTextsOf([base], values),
      istioVersion: values['istio-version'],
      defaultNamespace: namespace,
      reading: readOptionsOf(values),
    });
    writeOutput(out, renderPage(data, loadPageAssets()));
    process.stderr.write(`cdk8s-istio: wrote ${out}\n`);
    return 0;
  },
});
