import type { Claims } from '../../requests/jwt-claim';
import { claimTexts } from '../../requests/jwt-claim';

/** Whether a text fits a value of a policy: exact, `prefix*`, `*suffix`, or `*` for any that is not empty. */
export function fitsValue(text: string, value: string): boolean {
  if (value === '*') return text !== '';
  if (value.endsWith('*')) return text.startsWith(value.slice(0, -1));
  if (value.startsWith('*')) return text.endsWith(value.slice(1));
  return text === value;
}

/** Whether a namespace of a policy, in which a star may stand anywhere, is the one in the peer's identity. */
export function fitsNamespace(principal: string, value: string): boolean {
  return glob(`[\\s\\S]*/ns/${escapeGlob(value, '[\\s\\S]*')}/[\\s\\S]*`).test(principal);
}

/** Whether a trust domain of a policy, in which a star stands for anything but a slash, is that of the peer. */
export function fitsTrustDomain(principal: string, value: string): boolean {
  return glob(`${escapeGlob(value, '[^/]*')}/[\\s\\S]*`).test(principal);
}

const globs = new Map<string, RegExp>();

function glob(source: string): RegExp {
  let expression = globs.get(source);
  if (expression === undefined) {
    expression = new RegExp(`^${source}$`);
    globs.set(source, expression);
  }
  return expression;
}

function escapeGlob(value: string, any: string): string {
  return value
    .split('*')
    .map(part => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
    .join(any);
}

/** Whether a service account of a policy (`NS/SA`, or `SA` of the policy's namespace) is that of the peer. */
export function fitsServiceAccount(principal: string, value: string, policyNamespace: string): boolean {
  const [namespace = '', account = ''] = value.includes('/') ? value.split('/', 2) : [policyNamespace, value];
  const segments = principal.split('/');
  return segments.length === 5 && segments[2] === namespace && segments[4] === account;
}

/** Whether an accepted token fits a request principal of a policy, `issuer/subject` with one star. */
export function fitsRequestPrincipal(claims: Claims | undefined, value: string): boolean {
  const issuer = textOf(claims, 'iss');
  if (issuer === undefined) return false;
  const subject = textOf(claims, 'sub') ?? '';
  if (value === '*') return issuer !== '' && subject !== '';
  const slash = value.lastIndexOf('/');
  if (slash >= 0) {
    const wantedIssuer = value.slice(0, slash);
    const wantedSubject = value.slice(slash + 1);
    // The star of a prefix belongs to the subject, that of a suffix to the issuer.
    return (
      (value.startsWith('*') ? fitsValue(issuer, wantedIssuer) : issuer === wantedIssuer) &&
      (value.endsWith('*') ? fitsValue(subject, wantedSubject) : subject === wantedSubject)
    );
  }
  if (value.endsWith('*')) return issuer.startsWith(value.slice(0, -1));
  if (value.startsWith('*')) return issuer !== '' && subject.endsWith(value.slice(1));
  return issuer === value && subject === '';
}

/** The texts of a claim; those of space-delimited claims are split at blanks. */
export function claimValues(
  claims: Claims | undefined,
  path: readonly string[],
  spaceDelimited: ReadonlySet<string>,
): readonly string[] {
  const texts = claimTexts(claims, path);
  const [name = ''] = path;
  return path.length === 1 && spaceDelimited.has(name) ? texts.flatMap(text => text.split(' ')) : texts;
}

function textOf(claims: Claims | undefined, name: string): string | undefined {
  const value = claims?.[name];
  return typeof value === 'string' ? value : undefined;
}
