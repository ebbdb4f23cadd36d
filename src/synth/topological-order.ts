/** An edge of an order: node `before` comes out ahead of node `after`. */
export type Edge = readonly [before: number, after: number];

/** The order of the nodes, or one cycle that forbids it, as a list of nodes in which each waits for the next. */
export type OrderResult = { readonly order: readonly number[] } | { readonly cycle: readonly number[] };

/**
 * Orders the nodes 0 to `size` - 1 so that every edge points forward; among the nodes that could come next, the
 * lowest number does. The result depends on the edges as a set only, never on their order.
 *
 * Nodes from `size` to `size + helpers` - 1 take part in the edges but are left out of the result: they bundle edges
 * (n objects that wait for m others need n + m edges through a helper, not n * m).
 *
 * Takes O((nodes + edges) log nodes).
 */
export function topologicalOrder(size: number, edges: readonly Edge[], helpers = 0): OrderResult {
  const total = size + helpers;
  const waitsFor = new Int32Array(total);
  const firstOut = new Int32Array(total + 1);
  for (const [before, after] of edges) {
    firstOut[before + 1] = (firstOut[before + 1] ?? 0) + 1;
    waitsFor[after] = (waitsFor[after] ?? 0) + 1;
  }
  for (let i = 0; i < total; i++) firstOut[i + 1] = (firstOut[i + 1] ?? 0) + (firstOut[i] ?? 0);
  const outs = new Int32Array(edges.length);
  const next = firstOut.slice();
  for (const [before, after] of edges) {
    const slot = next[before] ?? 0;
    outs[slot] = after;
    next[before] = slot + 1;
  }

  const order: number[] = [];
  const ready = new MinHeap();
  const readyHelpers: number[] = [];
  const release = (node: number) => {
    if (node < size) ready.push(node);
    else readyHelpers.push(node);
  };
  for (let node = 0; node < total; node++) if (waitsFor[node] === 0) release(node);
  let done = 0;
  for (let node = readyHelpers.pop() ?? ready.pop(); node !== undefined; node = readyHelpers.pop() ?? ready.pop()) {
    done++;
    if (node < size) order.push(node);
    for (let slot = firstOut[node] ?? 0; slot < (firstOut[node + 1] ?? 0); slot++) {
      const after = outs[slot] ?? 0;
      const left = (waitsFor[after] ?? 0) - 1;
      waitsFor[after] = left;
      if (left === 0) release(after);
    }
  }
  return done === total ? { order } : { cycle: findCycle(waitsFor, edges) };
}

/** Walks back along edges between the nodes that never got free; each of them waits for another such node. */
function findCycle(waitsFor: Int32Array, edges: readonly Edge[]): readonly number[] {
  const stuck = (node: number) => (waitsFor[node] ?? 0) > 0;
  const blockedBy = new Map<number, number>();
  for (const [before, after] of edges) if (stuck(before) && stuck(after)) blockedBy.set(after, before);
  const path: number[] = [];
  const position = new Map<number, number>();
  let node = blockedBy.keys().next().value;
  while (node !== undefined && !position.has(node)) {
    position.set(node, path.length);
    path.push(node);
    node = blockedBy.get(node);
  }
  return path.slice(position.get(node ?? -1) ?? 0);
}

class MinHeap {
  private readonly items: number[] = [];

  public push(item: number): void {
    let at = this.items.push(item) - 1;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (this.at(parent) <= item) break;
      this.items[at] = this.at(parent);
      at = parent;
    }
    this.items[at] = item;
  }

  public pop(): number | undefined {
    const top = this.items[0];
    const last = this.items.pop();
    if (last === undefined || this.items.length === 0) return top;
    let at = 0;
    for (;;) {
      let child = 2 * at + 1;
      if (child >= this.items.length) break;
      if (child + 1 < this.items.length && this.at(child + 1) < this.at(child)) child++;
      if (this.at(child) >= last) break;
      this.items[at] = this.at(child);
      at = child;
    }
    this.items[at] = last;
    return top;
  }

  private at(index: number): number {
    return this.items[index] ?? 0;
  }
}
