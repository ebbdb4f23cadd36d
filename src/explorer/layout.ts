import type { PlainEdge, PlainNode } from './graph';
import type { Change, Graph, GraphEdge, GraphFrame, GraphNode } from './page-data';

/** A graph that is to be drawn, with how its parts differ from another one. */
export interface UnplacedGraph {
  readonly nodes: readonly (PlainNode & { readonly change?: Change })[];
  readonly edges: readonly (PlainEdge & { readonly change?: Change })[];
}

/** Measures in pixels of a text of 13 pixels. */
const LETTER = 7.4;
const LINE = 16;
const PADDING = 12;

/** Gives boxes and arrows their places: callers on the left, the namespaces in frames. */
export function placeGraph({ nodes, edges }: UnplacedGraph): Graph {
  const { Graph: LayoutGraph, layout } = require('@dagrejs/dagre') as Dagre;
  const graph = new LayoutGraph({ compound: true, multigraph: true });
  graph.setGraph({ rankdir: 'LR', nodesep: 14, ranksep: 36, edgesep: 8, marginx: 16, marginy: 24 });
  graph.setDefaultEdgeLabel(() => ({}));
  const namespaces = [...new Set(nodes.map(({ namespace }) => namespace))].filter(name => name !== '').sort();
  for (const namespace of namespaces) graph.setNode(frameId(namespace), { width: 0, height: 0 });
  for (const node of nodes) {
    graph.setNode(node.id, { ...sizeOf(node) });
    if (node.namespace !== '') graph.setParent(node.id, frameId(node.namespace));
  }
  for (const edge of edges) graph.setEdge(edge.from, edge.to, labelSizeOf(edge), edge.protocol);
  layout(graph);
  const whole = graph.graph() as { readonly width?: number; readonly height?: number };
  return {
    width: Math.ceil(whole.width ?? 0),
    height: Math.ceil(whole.height ?? 0),
    frames: namespaces.map((namespace): GraphFrame => ({ namespace, ...placeOf(graph.node(frameId(namespace))) })),
    nodes: nodes.map((node): GraphNode => ({ ...node, ...placeOf(graph.node(node.id)) })),
    edges: edges.map((edge): GraphEdge => {
      const { points = [], x, y } = (graph.edge(edge.from, edge.to, edge.protocol) ?? {}) as Partial<PlacedEdge>;
      const middle = points[Math.floor(points.length / 2)] ?? { x: 0, y: 0 };
      return { ...edge, points: points.map(wholePoint), label: wholePoint({ x: x ?? middle.x, y: y ?? middle.y }) };
    }),
  };
}

type Dagre = typeof import('@dagrejs/dagre', { with: { 'resolution-mode': 'import' }});

interface Point {
  readonly x: number;
  readonly y: number;
}

/** What stands at an arrow: its protocol, a lock, and shares. */
function labelSizeOf({ protocol, shares, change }: UnplacedGraph['edges'][number]): {
  width: number;
  height: number;
  labelpos: 'c';
} {
  return { width: (protocol.length + shares.length + (change?.length ?? 0) + 6) * 6, height: LINE, labelpos: 'c' };
}

function wholePoint({ x, y }: Point): readonly [x: number, y: number] {
  return [Math.round(x), Math.round(y)];
}

interface PlacedEdge extends Point {
  readonly points: readonly Point[];
}

interface Place extends Point {
  readonly width: number;
  readonly height: number;
}

function placeOf(place: unknown): Place {
  const { x, y, width, height } = place as Partial<Place>;
  const whole = (value = 0): number => Math.round(value);
  return { x: whole(x), y: whole(y), width: whole(width), height: whole(height) };
}

function sizeOf({ label, notes }: PlainNode): { readonly width: number; readonly height: number } {
  const longest = Math.max(label.length, ...notes.map(note => note.length), 6);
  return { width: Math.ceil(longest * LETTER) + 2 * PADDING, height: (1 + notes.length) * LINE + PADDING };
}

/** No node has this name: those of boxes hold a slash or a blank. */
function frameId(namespace: string): string {
  return `namespace:${namespace}`;
}
