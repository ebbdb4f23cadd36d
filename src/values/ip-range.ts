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
  let left = parsed.prefix;
  for (const [i, group] of parsed.address.groups.entries()) {
    if (left <= 0) return true;
    const bits = Math.min(left, 16);
    const mask = (0xffff << (16 - bits)) & 0xffff;
    if (((found.groups[i] ?? 0) & mask) !== (group & mask)) return false;
    left -= bits;
  }
  return true;
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
