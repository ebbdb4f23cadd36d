/** Whether the host is a wildcard: a leading `*` that stands for any text before the rest. */
export function isWildcard(host: string): boolean {
  return host.startsWith('*');
}

/** Whether some name fits both hosts. A leading star stands for any text, so `*.foo.com` does not overlap `foo.com`. */
export function hostsOverlap(a: string, b: string): boolean {
  if (a === b) return true;
  if (isWildcard(a) && isWildcard(b)) {
    const [long, short] = a.length > b.length ? [a, b] : [b, a];
    return long.slice(1).endsWith(short.slice(1));
  }
  if (isWildcard(a)) return b.endsWith(a.slice(1));
  return isWildcard(b) && a.endsWith(b.slice(1));
}

/** Whether every name that fits `inner` also fits `outer`. */
export function hostCovers(outer: string, inner: string): boolean {
  if (outer === inner) return true;
  return isWildcard(outer) && inner.replace(/^\*/, '').endsWith(outer.slice(1));
}

/** One of the hosts that a pattern covers, such as `any.example.com` for `*.example.com`. */
export function sampleHost(pattern: string): string {
  return isWildcard(pattern) ? `any${pattern.slice(1)}` : pattern;
}
