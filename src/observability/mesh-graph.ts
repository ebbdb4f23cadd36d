import type { AccessGrant } from '../mesh/access-grants';
import { addTo } from '../values/multimap';
import { byText } from '../values/order';

/** A service, gateway or group of them in a picture. */
export interface GraphNode {
  /** `namespace/name`. */
  readonly label: string;
  readonly namespace: string;
  /** What is written in the box, line by line. */
  readonly lines: readonly string[];
  readonly shape: 'service' | 'gateway' | 'outside';
}

/** Who calls whom. */
export interface GraphEdge {
  readonly from: string;
  readonly to: string;
  readonly text: string;
}

/** A mesh as boxes and arrows. */
export interface MeshGraph {
  readonly nodes: readonly GraphNode[];
  readonly edges: readonly GraphEdge[];
}

/** Boxes that still fit on a page. */
const MOST_BOXES = 25;

/** Names that are spelled out in one box. */
const MOST_NAMES = 6;

/** A picture and what it shows. */
export interface Picture {
  readonly title: string;
  readonly mermaid: string;
}

/**
 * The mesh as pictures in Mermaid. Up to 25 services are one picture with all calls. Larger meshes begin with their
 * namespaces, and each namespace has a picture of its own, where services with the same callers and callees share a
 * box and those of other namespaces appear as their namespace.
 */
export function drawMesh(graph: MeshGraph): readonly Picture[] {
  if (graph.nodes.length <= MOST_BOXES) return [{ title: 'All calls', mermaid: toMermaid(graph, true) }];
  const namespaces = [...new Set(graph.nodes.map(({ namespace }) => namespace))].sort();
  const byNamespace = namespaces.map(namespace => ({
    title: `Namespace \`${namespace}\``,
    mermaid: toMermaid(groupAlike(within(graph, namespace)), false),
  }));
  if (namespaces.length === 1) return byNamespace;
  return [{ title: 'Namespaces', mermaid: toMermaid(namespacesOf(graph), true) }, ...byNamespace];
}

/** The text of an edge: what may pass, short. */
export function edgeText({ ports, methods, paths }: AccessGrant): string {
  const shown = (paths ?? []).slice(0, 2).join(' ');
  const more = (paths?.length ?? 0) > 2 ? ' …' : '';
  return [ports.map(port => port.split('/')[0]).join(', '), (methods ?? []).join(' '), `${shown}${more}`]
    .filter(part => part !== '')
    .join(' ');
}

function namespacesOf({ nodes, edges }: MeshGraph): MeshGraph {
  const sizes = new Map<string, number>();
  for (const { namespace } of nodes) sizes.set(namespace, (sizes.get(namespace) ?? 0) + 1);
  const home = new Map(nodes.map(({ label, namespace }) => [label, namespace]));
  const counts = new Map<string, number>();
  for (const { from, to } of edges) {
    const key = `${home.get(from)} ${home.get(to)}`;
    if (home.get(from) !== home.get(to)) counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return {
    nodes: [...sizes].sort(byText(([name]) => name)).map(([namespace, size]) => ({
      label: namespace,
      namespace: '',
      lines: [namespace, `${size} ${size === 1 ? 'member' : 'members'}`],
      shape: 'service',
    })),
    edges: [...counts].sort(byText(([name]) => name)).map(([key, count]) => {
      const [from = '', to = ''] = key.split(' ');
      return { from, to, text: `${count} ${count === 1 ? 'call' : 'calls'}` };
    }),
  };
}

/** The services of a namespace, with the namespaces that call them and that they call as one box each. */
function within({ nodes, edges }: MeshGraph, namespace: string): MeshGraph {
  const home = new Map(nodes.map(node => [node.label, node.namespace]));
  const outside = new Set<string>();
  const ends = (label: string) => {
    const other = home.get(label) ?? '';
    if (other === namespace) return label;
    outside.add(other);
    return other;
  };
  const kept = new Map<string, GraphEdge>();
  for (const edge of edges) {
    if (home.get(edge.from) !== namespace && home.get(edge.to) !== namespace) continue;
    const [from, to] = [ends(edge.from), ends(edge.to)];
    kept.set(`${from} ${to}`, { from, to, text: '' });
  }
  return {
    nodes: [
      ...nodes.filter(node => node.namespace === namespace),
      ...[...outside]
        .sort()
        .map((name): GraphNode => ({ label: name, namespace: '', lines: [name], shape: 'outside' })),
    ],
    edges: [...kept.values()],
  };
}

/** Services with the same callers and the same callees in one box. */
function groupAlike({ nodes, edges }: MeshGraph): MeshGraph {
  const neighbours = new Map<string, { readonly from: string[]; readonly to: string[] }>();
  for (const { label } of nodes) neighbours.set(label, { from: [], to: [] });
  for (const { from, to } of edges) {
    neighbours.get(from)?.to.push(to);
    neighbours.get(to)?.from.push(from);
  }
  const groups = new Map<string, GraphNode[]>();
  for (const node of nodes) {
    const { from = [], to = [] } = neighbours.get(node.label) ?? {};
    const key = JSON.stringify([node.namespace, node.shape, from.sort(), to.sort()]);
    const alone = node.shape === 'outside' ? `${key} ${node.label}` : key;
    addTo(groups, alone, node);
  }
  const leader = new Map<string, string>();
  const merged = [...groups.values()].map((members): GraphNode => {
    const [first] = members;
    for (const member of members) leader.set(member.label, first?.label ?? member.label);
    const names = members.map(({ lines }) => lines[0] ?? '').sort();
    const hidden = names.length - MOST_NAMES;
    return {
      label: first?.label ?? '',
      namespace: first?.namespace ?? '',
      shape: first?.shape ?? 'service',
      lines: hidden > 0 ? [...names.slice(0, MOST_NAMES), `and ${hidden} more`] : names,
    };
  });
  const kept = new Map<string, GraphEdge>();
  for (const edge of edges) {
    const [from, to] = [leader.get(edge.from) ?? edge.from, leader.get(edge.to) ?? edge.to];
    kept.set(`${from} ${to}`, { from, to, text: '' });
  }
  return { nodes: merged, edges: [...kept.values()] };
}

function toMermaid({ nodes, edges }: MeshGraph, texts: boolean): string {
  const sorted = [...nodes].sort(byText(({ label }) => label));
  const ids = new Map(sorted.map((node, i) => [node.label, `n${i}`]));
  const box = ({ label, lines, shape }: GraphNode) => {
    const text = `"${lines.map(line => line.replaceAll('"', '#quot;')).join('<br>')}"`;
    const [open, close] = shape === 'gateway' ? ['{{', '}}'] : shape === 'outside' ? ['([', '])'] : ['[', ']'];
    return `${ids.get(label)}${open}${text}${close}`;
  };
  const namespaces = [...new Set(sorted.map(({ namespace }) => namespace))].sort();
  const boxes = namespaces.flatMap((namespace, i) => {
    const own = sorted.filter(node => node.namespace === namespace).map(box);
    if (namespace === '') return own.map(line => `  ${line}`);
    return [`  subgraph s${i}["${namespace}"]`, ...own.map(line => `    ${line}`), '  end'];
  });
  const arrows = edges
    .filter(({ from, to }) => ids.has(from) && ids.has(to))
    .map(({ from, to, text }) => {
      const label = texts && text !== '' ? `|"${text.replaceAll('"', '#quot;')}"|` : '';
      return `  ${ids.get(from)} -->${label} ${ids.get(to)}`;
    });
  return ['flowchart LR', ...boxes, ...[...new Set(arrows)].sort(), ''].join('\n');
}
