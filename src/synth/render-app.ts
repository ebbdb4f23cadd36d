import type { App, Chart } from 'cdk8s';
import { isClusterScoped } from '../model/kind-scope';
import { declaringPathOf } from '../tree/declared-by';
import { whileRendering } from '../tree/rendering';
import { ConfigError } from '../values/config-error';
import { type AppTree, readAppTree } from './app-tree';
import { nameChartFiles } from './chart-files';
import { orderObjects } from './order-objects';
import type { Problems } from './problems';
import { relateCharts } from './relate-charts';
import { renderObject } from './render-object';
import type { RenderedObject } from './rendered-object';

/** The objects of one chart in the order of apply. */
export interface RenderedChart {
  readonly chart: Chart;
  /** Path of the chart in the output folder, without extension. */
  readonly path: string;
  readonly objects: readonly RenderedObject[];
}

/**
 * Runs the validations of all constructs once, then renders every object of the app once, chart by chart in the order
 * of apply. Charts come out one at a time, so that the caller decides how much of the app is in memory.
 *
 * @param problems takes validations that fail and objects that cannot be rendered, which are then left out
 * @throws ConfigError if the dependencies have a cycle; without `problems` also at the first of them
 */
export function renderApp(app: App, problems?: Problems): Generator<RenderedChart> {
  return whileRendering(app, () => renderCharts(app, problems));
}

function* renderCharts(app: App, problems: Problems | undefined): Generator<RenderedChart> {
  validateConstructs(app, problems);
  const tree = readAppTree(app);
  const { between, inside } = relateCharts(tree);
  const { paths, order } = nameChartFiles(tree, between, app.outputFileExtension);
  for (const position of order) {
    const node = tree.charts[position];
    if (node === undefined) continue;
    const rendered = node.objects.flatMap(object => {
      const constructPath = declaringPathOf(object);
      try {
        const manifest = withoutInheritedNamespace(renderObject(object, app.resolvers), node.chart.namespace);
        return [{ object, manifest, constructPath }];
      } catch (error) {
        if (problems === undefined || !(error instanceof ConfigError)) throw error;
        problems.addUnrendered(error, constructPath);
        return [];
      }
    });
    yield {
      chart: node.chart,
      path: paths[position] ?? '',
      // The places are those of all objects.
      objects:
        rendered.length < node.objects.length
          ? rendered
          : orderObjects(rendered, inside.get(position) ?? [], tree.places),
    };
  }
}

/** The charts of an app in the order of apply. */
export function orderedCharts(app: App): readonly Chart[] {
  const tree: AppTree = readAppTree(app);
  const { order } = nameChartFiles(tree, relateCharts(tree).between, app.outputFileExtension);
  return order.flatMap(position => tree.charts[position]?.chart ?? []);
}

function validateConstructs(app: App, problems: Problems | undefined): void {
  const errors = app.node.findAll().flatMap(({ node }) =>
    node.validate().map(text => {
      problems?.addInvalid(node.path, text);
      return `[${node.path}] ${text}`;
    }),
  );
  if (errors.length === 0 || problems !== undefined) return;
  throw new ConfigError(`Validation failed with the following errors:\n  ${errors.join('\n  ')}`);
}

/** cdk8s gives the namespace of a chart to all of its objects, those too that live outside of namespaces. */
function withoutInheritedNamespace(
  manifest: RenderedObject['manifest'],
  inherited: string | undefined,
): RenderedObject['manifest'] {
  if (inherited === undefined || manifest.metadata?.namespace !== inherited) return manifest;
  const slash = manifest.apiVersion.indexOf('/');
  const group = slash < 0 ? '' : manifest.apiVersion.slice(0, slash);
  if (!isClusterScoped(group, manifest.kind)) return manifest;
  const { namespace: _, ...metadata } = manifest.metadata;
  return { ...manifest, metadata };
}
