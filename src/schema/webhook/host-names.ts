import { isIpAddress as isAddress, isCidr, isIpv6 } from '../../values/ip-range';

const LABEL_CHARACTERS = /^[-a-zA-Z0-9]+$/;

/** A DNS label of at most 63 characters; Istio tolerates capitals. */
export function isDnsLabel(text: string): boolean {
  return text.length <= 63 && !text.startsWith('-') && !text.endsWith('-') && LABEL_CHARACTERS.test(text);
}

/** Why a text is no domain name; `undefined` if it is one. A trailing dot is allowed. */
export function domainProblem(text: string): string | undefined {
  return sizeProblem(text) ?? labelsProblem(text);
}

/** Why a text is no domain name with an optional wildcard in its first label (`*`, `*.com`, `*-x.com`). */
export function wildcardDomainProblem(text: string): string | undefined {
  const problem = sizeProblem(text);
  if (problem !== undefined) return problem;
  const dot = text.indexOf('.');
  const first = dot < 0 ? text : text.slice(0, dot);
  if (!isWildcardLabel(first)) return `its label ${JSON.stringify(first)} is invalid`;
  return dot < 0 ? undefined : labelsProblem(text.slice(dot + 1));
}

/** A DNS label, or `*`, or a label after `*` or `*-`. */
function isWildcardLabel(text: string): boolean {
  if (!text.startsWith('*')) return isDnsLabel(text);
  return text === '*' || (text.length <= 63 && isDnsLabel(text.slice(text.startsWith('*-') ? 2 : 1)));
}

/** Like a wildcard domain; a host for SNI may also be a cluster name such as `outbound_.80_._.e2e.foo.mesh`. */
export function gatewayHostProblem(text: string, sni: boolean): string | undefined {
  if (sni && text.startsWith('outbound_.') && /outbound_.([0-8].*).*/.test(text)) return sizeProblem(text);
  return wildcardDomainProblem(text);
}

/** Whether a text has a wildcard that is not a whole first label, such as `*foo.com`. */
export function hasPartialWildcard(host: string): boolean {
  return host.includes('*') && host.length !== 1 && !host.startsWith('*.');
}

/** An address; for Go a zone is part of one of IPv6. */
export function isIpAddress(text: string): boolean {
  const [, address, zone] = /^([^%]*)%(.+)$/s.exec(text) ?? [];
  return address === undefined || zone === undefined ? isAddress(text) : isIpv6(address);
}

/** An address, or a network such as `10.0.0.0/8`. */
export function isIpOrCidr(text: string): boolean {
  return text.includes('/') ? isCidr(text) : isIpAddress(text);
}

/** Why a text is no path of a Unix domain socket; names that begin with `@` are abstract. */
export function socketProblem(path: string): string | undefined {
  if (path === '') return 'it is empty';
  if (path.startsWith('@')) return undefined;
  return path.startsWith('/') && !path.endsWith('/') ? undefined : 'it is not an absolute path of a file';
}

function sizeProblem(text: string): string | undefined {
  if (text === '') return 'it is empty';
  return text.length > 255 ? `it has ${text.length} characters, at most 255 are allowed` : undefined;
}

function labelsProblem(text: string): string | undefined {
  const labels = text.split('.');
  const last = labels.at(-1) ?? '';
  if (/^[-+]?[0-9]+$/.test(last)) return `its last label ${JSON.stringify(last)} is a number`;
  for (const [i, label] of labels.entries()) {
    if (i === labels.length - 1 && label === '') return undefined;
    if (!isDnsLabel(label)) return `its label ${JSON.stringify(label)} is invalid`;
  }
  return undefined;
}
