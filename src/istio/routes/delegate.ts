import type { HttpMatch, HttpRoute, StringMatch } from '../../model/shapes/traffic';

/**
 * The routes that take the place of a root entry with `delegate`: each route of the delegate with the root's
 * conditions and defaults laid under its own. A route whose conditions contradict the root's disappears.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#Delegate
 */
export function mergeDelegate(root: HttpRoute, delegate: readonly HttpRoute[]): readonly (HttpRoute | undefined)[] {
  return delegate.map(route => mergeRoute(root, route));
}

function mergeRoute(root: HttpRoute, route: HttpRoute): HttpRoute | undefined {
  const match = mergeDelegateMatches(root.match, route.match);
  if (match === undefined) return undefined;
  const { delegate: _, redirect: _redirect, route: _route, match: _match, name: rootName, ...defaults } = root;
  const { mirrors, ...own } = route;
  const inherited = mirrors === undefined || mirrors.length === 0 ? {} : { mirrors };
  const name = [rootName, route.name].filter(part => part !== undefined && part !== '').join('-');
  return {
    ...defaults,
    ...own,
    ...inherited,
    ...(match.length === 0 ? {} : { match }),
    ...(name === '' ? {} : { name }),
  };
}

/** The conditions of root and delegate joined, or undefined when some condition of the delegate can never be met. */
export function mergeDelegateMatches(
  root: readonly HttpMatch[] = [],
  delegate: readonly HttpMatch[] = [],
): readonly HttpMatch[] | undefined {
  if (root.length === 0) return delegate;
  if (delegate.length === 0) return root;
  const merged: HttpMatch[] = [];
  for (const leaf of delegate) {
    const fitting = root.filter(match => !delegateConflicts(match, leaf));
    if (fitting.length === 0) return undefined;
    merged.push(...fitting.map(match => joinMatches(match, leaf)));
  }
  return merged;
}

function joinMatches(root: HttpMatch, leaf: HttpMatch): HttpMatch {
  const name = [root.name, leaf.name].filter(part => part !== undefined && part !== '').join('-');
  const { name: _root, ...under } = root;
  const { name: _leaf, ...over } = leaf;
  return {
    ...under,
    ...over,
    ...united('headers', root, leaf),
    ...united('withoutHeaders', root, leaf),
    ...united('queryParams', root, leaf),
    ...united('sourceLabels', root, leaf),
    ...(leaf.gateways === undefined || leaf.gateways.length === 0
      ? root.gateways === undefined
        ? {}
        : { gateways: root.gateways }
      : { gateways: leaf.gateways }),
    ...(name === '' ? {} : { name }),
  };
}

function united<K extends 'headers' | 'withoutHeaders' | 'queryParams' | 'sourceLabels'>(
  field: K,
  root: HttpMatch,
  leaf: HttpMatch,
): { [P in K]?: HttpMatch[K] } {
  if (root[field] === undefined && leaf[field] === undefined) return {};
  return { [field]: { ...root[field], ...leaf[field] } } as { [P in K]?: HttpMatch[K] };
}

/** Whether a condition of the delegate contradicts one of the root, as istiod sees it. */
export function delegateConflicts(root: HttpMatch, leaf: HttpMatch): boolean {
  if ((root.ignoreUriCase ?? false) !== (leaf.ignoreUriCase ?? false)) return true;
  if ((['uri', 'scheme', 'method', 'authority'] as const).some(field => textsConflict(root[field], leaf[field]))) {
    return true;
  }
  if ((['headers', 'withoutHeaders', 'queryParams'] as const).some(field => mapsConflict(root[field], leaf[field]))) {
    return true;
  }
  if ((root.port ?? 0) > 0 && (leaf.port ?? 0) > 0 && root.port !== leaf.port) return true;
  if ((root.sourceNamespace ?? '') !== '' && root.sourceNamespace !== leaf.sourceNamespace) return true;
  for (const [label, value] of Object.entries(root.sourceLabels ?? {})) {
    const own = leaf.sourceLabels?.[label];
    if (own !== undefined && own !== value) return true;
  }
  const { gateways = [] } = root;
  return gateways.length > 0 && (leaf.gateways ?? []).some(gateway => !gateways.includes(gateway));
}

function mapsConflict(
  root: { readonly [name: string]: unknown } | undefined,
  leaf: { readonly [name: string]: unknown } | undefined,
): boolean {
  if (root === undefined || leaf === undefined) return false;
  return Object.keys(root).some(
    key =>
      Object.hasOwn(leaf, key) && textsConflict((root[key] ?? {}) as StringMatch, (leaf[key] ?? {}) as StringMatch),
  );
}

function textsConflict(root: StringMatch | undefined, leaf: StringMatch | undefined): boolean {
  if (root === undefined || leaf === undefined) return false;
  if (root.regex !== undefined || leaf.regex !== undefined) return true;
  if (root.exact !== undefined) return leaf.exact !== root.exact;
  if (root.prefix !== undefined) return !(leaf.prefix ?? leaf.exact ?? '').startsWith(root.prefix);
  return true;
}
