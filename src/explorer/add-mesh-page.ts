import type { IConstruct } from 'constructs';
import { emitDocument } from '../text/emit-yaml';
import { assumedObjectsOf } from '../tree/assumed-object';
import { meshDefaultsOf } from '../tree/mesh-defaults';
import { addOutputFile, type SynthOutput } from '../tree/output-file';

/**
 * Writes a page beside the manifests in which the mesh can be looked at: one HTML file with the graph of who calls whom,
 * the matrix of all requests, answers to requests that are typed in, findings, and every object.
 *
 * It is made of the manifests in the same step. The file has a few hundred KB and changes with every change of the
 * manifests, so that it is better kept out of git. Only `MeshApp` writes it.
 *
 * @param scope any construct of the app, such as its `Mesh`
 * @param options.path path in the output folder; `mesh.html` by default
 * @param options.title the heading of the page; `Mesh` by default
 * @throws ConfigError if the path is taken or leaves the output folder
 * @example
 * addMeshPage(mesh);
 */
export function addMeshPage(
  scope: IConstruct,
  {
    path = 'mesh.html',
    title = 'Mesh',
  }: {
    /** Path in the output folder. @default "mesh.html" */
    readonly path?: string;
    /** The heading of the page. @default "Mesh" */
    readonly title?: string;
  } = {},
): void {
  addOutputFile(scope, path, output => renderMeshPage(scope, title, output));
}

function renderMeshPage(scope: IConstruct, title: string, { files, mesh }: SynthOutput): string {
  // Loaded here, so that an app starts without what judges it.
  const { loadPageAssets } = require('./page-assets') as typeof import('./page-assets');
  const { pageDataOf } = require('./page-data-of') as typeof import('./page-data-of');
  const { renderPage } = require('./render-page') as typeof import('./render-page');
  const { clusterDomain, ...defaults } = meshDefaultsOf(scope.node.root) ?? {};
  const texts = files.map(({ path: name, objects }) => ({
    name,
    text: objects.map(({ manifest }) => emitDocument(manifest)).join('---\n'),
  }));
  const data = pageDataOf({
    title,
    texts,
    istioVersion: mesh.model.istioVersion,
    model: {
      assumed: assumedObjectsOf(scope.node.root),
      defaults,
      ...(clusterDomain === undefined ? {} : { clusterDomain }),
    },
  });
  return renderPage(data, loadPageAssets());
}
