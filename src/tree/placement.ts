import type { ApiObject, Chart } from 'cdk8s';
import type { IConstruct } from 'constructs';

const PLACED = Symbol.for('cdk8s-istio.placed-objects');

interface Placing {
  [PLACED]?: Map<ApiObject, () => Chart | undefined>;
}

/**
 * Lets `chartOf` decide, whenever the app is rendered, which chart `object` is written to; `undefined` is the chart that
 * it is defined in. The object itself stays where it is, and with it its patches, metadata and dependencies.
 *
 * @param chartOf may only read; the chart that it names must exist by then, and be made known by `writePlaced`
 */
export function placeAtRendering(object: ApiObject, chartOf: () => Chart | undefined): void {
  const root = object.node.root as Placing;
  root[PLACED] = (root[PLACED] ?? new Map<ApiObject, () => Chart | undefined>()).set(object, chartOf);
  writePlaced(object.chart);
}

/**
 * Lets a chart write what is placed in it, and not what is placed elsewhere, also where an App of cdk8s renders it chart
 * by chart.
 */
export function writePlaced(chart: Chart): void {
  if (Object.hasOwn(chart, 'toJson')) return;
  const defined = chart.toJson.bind(chart);
  chart.toJson = () => {
    const placement = new Placement(chart.node.root);
    const away = placement.leaving(chart).map(identityOf);
    const here = placement.entering(chart).map(object => object.toJson());
    return [...defined().filter(json => !away.includes(identityOf(json))), ...here];
  };
}

/** Which objects of an app are written to another chart than the one they are defined in, as things stand. */
export class Placement {
  private readonly moved = new Map<IConstruct, Chart>();
  private readonly entered = new Map<IConstruct, ApiObject[]>();

  public constructor(root: IConstruct) {
    for (const [object, chartOf] of (root as Placing)[PLACED] ?? []) {
      const chart = chartOf();
      const removed = object.node.scope?.node.tryFindChild(object.node.id) !== object;
      if (chart === undefined || chart === object.chart || removed) continue;
      this.moved.set(object, chart);
      const here = this.entered.get(chart);
      if (here === undefined) this.entered.set(chart, [object]);
      else here.push(object);
    }
  }

  /** The objects that are written to `chart` though they are defined elsewhere. */
  public entering(chart: IConstruct): readonly ApiObject[] {
    return this.entered.get(chart) ?? [];
  }

  /** The objects that are defined in `chart` and written elsewhere. */
  public leaving(chart: Chart): readonly ApiObject[] {
    return [...this.entered.values()].flat().filter(object => object.chart === chart);
  }

  /** The children of a construct as they are written: a placed object is a child of its chart. */
  public childrenOf(construct: IConstruct): readonly IConstruct[] {
    const { children } = construct.node;
    if (this.moved.size === 0) return children;
    return [...children.filter(child => !this.moved.has(child)), ...this.entering(construct)];
  }

  /** A construct and all below it, as they are written. */
  public allBelow(construct: IConstruct): readonly IConstruct[] {
    return [construct, ...this.childrenOf(construct).flatMap(child => this.allBelow(child))];
  }
}

function identityOf({ kind, metadata }: { readonly kind: string; readonly metadata: object }): string {
  const { namespace, name } = metadata as { readonly namespace?: string; readonly name?: string };
  return `${kind} ${namespace} ${name}`;
}
