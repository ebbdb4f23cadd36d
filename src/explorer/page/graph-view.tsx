import { useMemo, useState } from 'preact/hooks';
import type { Graph, GraphEdge, GraphNode, Matrix } from '../page-data';
import { hashOf, objectLink, type Place } from './place';

/** Who calls whom as boxes and arrows: what passes, how it is secured and how it is shared. */
export function GraphView({
  graph,
  matrix,
  place,
  isCompared,
}: {
  readonly graph: Graph;
  readonly matrix: Matrix;
  readonly place: Place;
  readonly isCompared: boolean;
}) {
  const { node: chosen = '', namespace = '', caller = '', show = '' } = place.values;
  const byId = useMemo(() => new Map(graph.nodes.map(node => [node.id, node])), [graph]);
  const edges = graph.edges.filter(edge => isShown(edge, byId, { namespace, caller, show }));
  const ends = new Set(edges.flatMap(({ from, to }) => [from, to]));
  const isFiltered = namespace !== '' || caller !== '' || show === 'changes';
  const nodes = graph.nodes.filter(
    ({ id, namespace: own, change }) =>
      !isFiltered ||
      ends.has(id) ||
      (namespace !== '' && own === namespace) ||
      (show === 'changes' && change !== undefined),
  );
  const refused = show === 'denied' && caller !== '' ? refusedBy(caller, matrix, byId) : [];
  const go = (values: Place['values']): void => {
    location.hash = hashOf('graph', { ...place.values, ...values });
  };
  const found = byId.get(chosen);
  const [left, top, width, height] =
    isFiltered && nodes.length > 0 ? boundsOf(nodes) : [0, 0, graph.width, graph.height];
  // Beside the picture stand the details of what is chosen, but on narrow windows below it.
  const details = found !== undefined && innerWidth > 960 ? 400 : 0;
  const fitting = Math.max(SMALLEST, Math.min(1, (innerWidth - 60 - details) / width));
  const [factor, setFactor] = useState(1);
  const zoom = fitting * factor;
  return (
    <div class="graph">
      <p class="filters">
        <Choice
          label="Namespace"
          value={namespace}
          options={graph.frames.map(frame => frame.namespace)}
          choose={value => go({ namespace: value })}
        />
        <Choice
          label="Caller"
          value={caller}
          options={graph.nodes.filter(({ callers }) => callers.length > 0).map(({ id }) => id)}
          choose={value => go({ caller: value })}
        />
        <label>
          <input
            type="checkbox"
            checked={show === 'denied'}
            disabled={caller === ''}
            onChange={event => go({ show: event.currentTarget.checked ? 'denied' : '' })}
          />{' '}
          what is denied to the caller
        </label>
        {isCompared ? (
          <label>
            <input
              type="checkbox"
              checked={show === 'changes'}
              onChange={event => go({ show: event.currentTarget.checked ? 'changes' : '' })}
            />{' '}
            changes only
          </label>
        ) : null}
        <span class="zoom">
          <button type="button" aria-label="smaller" onClick={() => setFactor(factor / 1.25)}>
            −
          </button>
          <button type="button" aria-label="larger" onClick={() => setFactor(factor * 1.25)}>
            +
          </button>
        </span>
      </p>
      <div class="split">
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard */}
        <section class="scroll picture" aria-label="Graph of the mesh" tabIndex={0}>
          <svg width={width * zoom} height={height * zoom} viewBox={`${left} ${top} ${width} ${height}`}>
            <title>{`${nodes.length} boxes and ${edges.length} arrows`}</title>
            <defs>
              <marker
                id="arrow"
                viewBox="0 0 8 8"
                refX="7"
                refY="4"
                markerWidth="7"
                markerHeight="7"
                markerUnits="userSpaceOnUse"
                orient="auto"
              >
                <path d="M0 0 8 4 0 8z" class="head" />
              </marker>
            </defs>
            {graph.frames
              .filter(frame => namespace === '' || frame.namespace === namespace)
              .map(({ namespace: name, x, y, width, height }) => (
                <g key={name} class="frame">
                  <rect x={x - width / 2} y={y - height / 2} width={width} height={height} rx="6" />
                  <text x={x - width / 2 + 6} y={y - height / 2 - 5}>
                    {name}
                  </text>
                </g>
              ))}
            {edges.map(edge => (
              <Arrow
                key={`${edge.from}|${edge.to}|${edge.protocol}`}
                edge={edge}
                isFaint={chosen !== '' && edge.from !== chosen && edge.to !== chosen}
              />
            ))}
            {refused.map(([from, to]) => (
              <path key={`${from.id} ${to.id}`} class="refused" d={`M${from.x} ${from.y}L${to.x} ${to.y}`} />
            ))}
            {nodes.map(node => (
              <Box
                key={node.id}
                node={node}
                isChosen={node.id === chosen}
                link={hashOf('graph', { ...place.values, node: node.id })}
              />
            ))}
          </svg>
        </section>
        {found === undefined ? null : <Details node={found} edges={graph.edges} byId={byId} />}
      </div>
    </div>
  );
}

/** Smaller than this nobody can read it. */
const SMALLEST = 0.55;

/** What is around the boxes that are shown. */
function boundsOf(nodes: readonly GraphNode[]): readonly [left: number, top: number, width: number, height: number] {
  const left = Math.min(...nodes.map(({ x, width }) => x - width / 2)) - 40;
  const top = Math.min(...nodes.map(({ y, height }) => y - height / 2)) - 40;
  const right = Math.max(...nodes.map(({ x, width }) => x + width / 2)) + 40;
  const bottom = Math.max(...nodes.map(({ y, height }) => y + height / 2)) + 40;
  return [left, top, right - left, bottom - top];
}

function Choice({
  label,
  value,
  options,
  choose,
}: {
  readonly label: string;
  readonly value: string;
  readonly options: readonly string[];
  readonly choose: (value: string) => void;
}) {
  return (
    <label>
      {label}{' '}
      <select value={value} onChange={event => choose(event.currentTarget.value)}>
        <option value="">all</option>
        {options.map(option => (
          <option key={option} value={option}>
            {option}
          </option>
        ))}
      </select>
    </label>
  );
}

function isShown(
  { from, to, change }: GraphEdge,
  byId: ReadonlyMap<string, GraphNode>,
  { namespace, caller, show }: { readonly namespace: string; readonly caller: string; readonly show: string },
): boolean {
  if (namespace !== '' && byId.get(from)?.namespace !== namespace && byId.get(to)?.namespace !== namespace)
    return false;
  if (caller !== '' && from !== caller) return false;
  return show !== 'changes' || change !== undefined;
}

/** The boxes that a caller may send nothing to. */
function refusedBy(
  caller: string,
  { callers, rows }: Matrix,
  byId: ReadonlyMap<string, GraphNode>,
): readonly (readonly [GraphNode, GraphNode])[] {
  const from = byId.get(caller);
  if (from === undefined) return [];
  const own = new Set(from.callers.map(name => callers.indexOf(name)));
  return rows.flatMap(({ node = '', groups }) => {
    const to = byId.get(node);
    const asked = groups.filter(group => group.from.some(i => own.has(i)));
    if (to === undefined || to === from || asked.length === 0 || asked.some(({ allowed }) => allowed)) return [];
    return [[from, to] as const];
  });
}

function Arrow({ edge, isFaint }: { readonly edge: GraphEdge; readonly isFaint: boolean }) {
  const { points, label: middle, protocol, locked, shares, change = '' } = edge;
  const text = [protocol, shares, change].filter(part => part !== '').join(' · ');
  return (
    <g class={`edge ${change} ${isFaint ? 'faint' : ''}`}>
      <title>{edgeText(edge)}</title>
      <path d={curveThrough(points)} marker-end="url(#arrow)" />
      <text x={middle[0]} y={middle[1] - 4} text-anchor="middle">
        {text}
      </text>
      {locked ? <Lock x={middle[0] - text.length * 2.8 - 10} y={middle[1] - 12} /> : null}
    </g>
  );
}

function Lock({ x, y }: { readonly x: number; readonly y: number }) {
  return (
    <path class="lock" transform={`translate(${x} ${y})`} d="M1.5 4V2.5a2 2 0 0 1 4 0V4M0 4h7v5H0z">
      <title>mutual TLS</title>
    </path>
  );
}

/** A smooth line through all points. */
function curveThrough(points: GraphEdge['points']): string {
  const [first, ...rest] = points;
  if (first === undefined) return '';
  const last = rest.at(-1) ?? first;
  const between = rest.slice(0, -1).map(([x, y], i) => {
    const [nextX, nextY] = rest[i + 1] ?? last;
    return `Q${x} ${y} ${(x + nextX) / 2} ${(y + nextY) / 2}`;
  });
  return `M${first[0]} ${first[1]}${between.join('')}L${last[0]} ${last[1]}`;
}

function Box({
  node,
  isChosen,
  link,
}: {
  readonly node: GraphNode;
  readonly isChosen: boolean;
  readonly link: string;
}) {
  const { kind, label, namespace, notes, x, y, width, height, change = '' } = node;
  const words = `${kind} ${namespace === '' ? label : `${namespace}/${label}`}${change === '' ? '' : `, ${change}`}`;
  const top = y - height / 2;
  return (
    <a href={link} aria-label={words} aria-current={isChosen} class={`box ${kind} ${change}`}>
      <rect x={x - width / 2} y={top} width={width} height={height} rx={kind === 'outside' ? height / 2 : 4} />
      <text x={x} y={top + 18} text-anchor="middle">
        {label}
      </text>
      {notes.map((note, i) => (
        <text key={note} class="note" x={x} y={top + 18 + 16 * (i + 1)} text-anchor="middle">
          {note}
        </text>
      ))}
    </a>
  );
}

function edgeText({ protocol, locked, shares, requests, change }: GraphEdge): string {
  const secured = locked ? ' over mutual TLS' : ' without mutual TLS';
  return `${requests.join('; ')}: ${protocol}${secured}${shares === '' ? '' : `, ${shares}`}${change === undefined ? '' : ` (${change})`}`;
}

/** What is to be said of a box: who calls it, and whom it calls. */
function Details({
  node,
  edges,
  byId,
}: {
  readonly node: GraphNode;
  readonly edges: readonly GraphEdge[];
  readonly byId: ReadonlyMap<string, GraphNode>;
}) {
  const { id, kind, label, namespace, object, callers, change } = node;
  const list = (heading: string, own: readonly GraphEdge[], otherOf: (edge: GraphEdge) => string) => (
    <>
      <h4>{heading}</h4>
      {own.length === 0 ? <p>nobody</p> : null}
      <ul>
        {own.map(edge => (
          <li key={`${edge.from}${edge.to}${edge.protocol}`} class={edge.change}>
            <a href={hashOf('graph', { node: otherOf(edge) })}>{byId.get(otherOf(edge))?.label}</a> {edgeText(edge)}
          </li>
        ))}
      </ul>
    </>
  );
  return (
    <aside aria-label={`About ${label}`}>
      <h3>
        {label} <small>{[kind, namespace, change].filter(part => part !== undefined && part !== '').join(', ')}</small>
      </h3>
      {object === undefined ? null : (
        <p>
          <a href={objectLink(object)}>{object}</a>
        </p>
      )}
      {callers.length === 0 ? null : (
        <p>
          Ask as{' '}
          {callers.map(name => (
            <a key={name} href={hashOf('ask', { from: name })}>
              {name}{' '}
            </a>
          ))}
        </p>
      )}
      {list(
        'Called by',
        edges.filter(({ to }) => to === id),
        ({ from }) => from,
      )}
      {list(
        'Calls',
        edges.filter(({ from }) => from === id),
        ({ to }) => to,
      )}
    </aside>
  );
}
