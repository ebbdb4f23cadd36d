/** An IP address as its bits, most significant first in groups of 16. */
interface Address {
  readonly groups: readonly number[];
}

const IPV4 = /^(0|[1-9]\d{0,2})\.(0|[1-9]\d{0,2})\.(0|[1-9]\d{0,2})\.(0|[1-9]\d{0,2})$/;

/** Whether the text is an IPv4 address; as in Go, numbers have no zeros in front. */
export function isIpv4(text: string): boolean {
  return parseV4(text) !== undefined;
}

/** Whether the text is an IPv6 address without a zone. */
export function isIpv6(text: string): boolean {
  return text.includes(':') && isIpAddress(text);
}

/** Whether the text is an IPv4 or IPv6 address, without zone and prefix length. */
export function isIpAddress(text: string): boolean {
  return parseAddress(text) !== undefined;
}

/** Whether the text is a network such as `10.0.0.0/8`. */
export function isCidr(text: string): boolean {
  return text.includes('/') && parseRange(text) !== undefined;
}

/** Whether `address` lies in `range`, which is an address or a CIDR block. */
export function isInRange(address: string, range: string): boolean {
  const found = parseAddress(address);
  const parsed = parseRange(range);
  if (found === undefined || parsed === undefined || found.groups.length !== parsed.address.groups.length) return false;
  return parsed.address.groups.every((group, i) => {
    const mask = maskOf(parsed.prefix - 16 * i);
    return ((found.groups[i] ?? 0) & mask) === (group & mask);
  });
}

/** Whether two ranges, each an address or a CIDR block, have an address in common. */
export function rangesOverlap(a: string, b: string): boolean {
  const first = (range: string) => range.split('/')[0] ?? '';
  return isInRange(first(a), b) || isInRange(first(b), a);
}

/** Whether all addresses of `inner` lie in `outer`. */
export function rangeCovers(outer: string, inner: string): boolean {
  const bits = prefixLength(outer) ?? Number.POSITIVE_INFINITY;
  return bits <= (prefixLength(inner) ?? -1) && isInRange(inner.split('/')[0] ?? '', outer);
}

/** Number of leading bits that `range` fixes, or undefined when it is neither address nor CIDR block. */
export function prefixLength(range: string): number | undefined {
  return parseRange(range)?.prefix;
}

/** The first address of a range, and the one behind its last if there is one; none for a text that is no range. */
export function rangeEdges(range: string): readonly string[] {
  const parsed = parseRange(range);
  if (parsed === undefined) return [];
  const { address, prefix } = parsed;
  const first = address.groups.map((group, i) => group & maskOf(prefix - 16 * i));
  const beyond = address.groups.map((group, i) => group | (0xffff & ~maskOf(prefix - 16 * i)));
  for (let i = beyond.length - 1; i >= 0; i--) {
    const group = beyond[i] ?? 0;
    beyond[i] = group === 0xffff ? 0 : group + 1;
    if (group !== 0xffff) return [written(first), written(beyond)];
  }
  return [written(first)];
}

/** The bits of a group that a prefix fixes of which so many are left. */
function maskOf(left: number): number {
  if (left <= 0) return 0;
  return left >= 16 ? 0xffff : (0xffff << (16 - left)) & 0xffff;
}

function written(groups: readonly number[]): string {
  if (groups.length === 2) return groups.flatMap(group => [group >> 8, group & 0xff]).join('.');
  return groups.map(group => group.toString(16)).join(':');
}

function parseRange(range: string): { address: Address; prefix: number } | undefined {
  const slash = range.indexOf('/');
  const address = parseAddress(slash < 0 ? range : range.slice(0, slash));
  if (address === undefined) return undefined;
  const bits = address.groups.length * 16;
  if (slash < 0) return { address, prefix: bits };
  const prefix = range.slice(slash + 1);
  if (!/^(0|[1-9]\d{0,2})$/.test(prefix) || Number(prefix) > bits) return undefined;
  return { address, prefix: Number(prefix) };
}

function parseAddress(text: string): Address | undefined {
  const v4 = parseV4(text);
  if (v4 !== undefined) return { groups: v4 };
  if (!text.includes(':')) return undefined;
  const halves = text.split('::');
  if (halves.length > 2) return undefined;
  const [head = '', tail] = halves;
  const before = parseGroups(head, tail === undefined);
  const after = parseGroups(tail ?? '', true);
  if (before === undefined || after === undefined) return undefined;
  const gap = 8 - before.length - after.length;
  if (tail === undefined ? gap !== 0 : gap < 1) return undefined;
  return { groups: [...before, ...new Array<number>(gap).fill(0), ...after] };
}

/** Groups of 16 bits; those at the end of an address may be written as in IPv4. */
function parseGroups(text: string, last: boolean): number[] | undefined {
  if (text === '') return [];
  const parts = text.split(':');
  const v4 = last ? parseV4(parts.at(-1) ?? '') : undefined;
  if (v4 !== undefined) parts.pop();
  if (parts.some(part => !/^[0-9a-fA-F]{1,4}$/.test(part))) return undefined;
  return [...parts.map(part => Number.parseInt(part, 16)), ...(v4 ?? [])];
}

function parseV4(text: string): [number, number] | undefined {
  const match = IPV4.exec(text);
  if (match === null) return undefined;
  const [a = 0, b = 0, c = 0, d = 0] = match.slice(1).map(Number);
  return Math.max(a, b, c, d) > 255 ? undefined : [a * 256 + b, c * 256 + d];
}
