import type { Verdict } from '../../simulation/verdict';
import type { PageRequest } from '../page-data';
import { hashOf, type Place } from './place';

/** What is typed into the form, field by field. */
export interface RequestForm {
  readonly from: string;
  readonly to: string;
  readonly method: string;
  /** A header in each line, as `name: value`. */
  readonly headers: string;
  /** Claims of a valid token as a JSON object, or a JSON list of tokens. */
  readonly claims: string;
  readonly ip: string;
  readonly gateway: string;
  readonly certificate: string;
  /** What external authorizers answer, as JSON. */
  readonly answers: string;
}

export const EMPTY_FORM: RequestForm = {
  from: '',
  to: '',
  method: '',
  headers: '',
  claims: '',
  ip: '',
  gateway: '',
  certificate: '',
  answers: '',
};

/** What is typed, as a request; the problem in words where it is none. */
export function requestOf(form: RequestForm): PageRequest | string {
  const { from, to, method, ip, gateway, certificate, answers } = form;
  if (from.trim() === '' || to.trim() === '') return 'Name a caller and a URL.';
  const headers: { [name: string]: string } = {};
  for (const line of form.headers.split('\n').filter(text => text.trim() !== '')) {
    const parts = /^\s*(:?[^:\s]+)\s*[:=]\s*(.*?)\s*$/.exec(line);
    if (parts === null) return `"${line}" is no header: write name: value.`;
    headers[(parts[1] ?? '').toLowerCase()] = parts[2] ?? '';
  }
  const claims = form.claims.trim() === '' ? undefined : jsonOf(form.claims);
  if (form.claims.trim() !== '' && (typeof claims !== 'object' || claims === null)) {
    return 'The claims are no JSON object: write {"iss": "...", "sub": "..."}.';
  }
  return {
    from: from.trim(),
    to: to.trim(),
    ...(method.trim() === '' ? {} : { method: method.trim() }),
    ...(Object.keys(headers).length === 0 ? {} : { headers }),
    ...(typeof claims !== 'object' || claims === null
      ? {}
      : Array.isArray(claims)
        ? { tokens: claims }
        : { jwtClaims: { ...claims } }),
    ...(ip.trim() === '' ? {} : { ip: ip.trim() }),
    ...(gateway === '' ? {} : { gateway }),
    ...(certificate === '' ? {} : { clientCertificate: true }),
    ...(answers === ''
      ? {}
      : { externalAuthorizers: jsonOf(answers) as NonNullable<PageRequest['externalAuthorizers']> }),
  };
}

/** The value of a JSON text; undefined where it is none. */
function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The form that sends a request. */
export function formOf(request: PageRequest): RequestForm {
  const { from, to, method = '', headers = {}, jwtClaims, tokens, ip = '', gateway = '' } = request;
  const { clientCertificate, externalAuthorizers } = request;
  const claims = jwtClaims ?? tokens;
  return {
    from,
    to,
    method,
    headers: Object.entries(headers)
      .map(([name, value]) => `${name}: ${value}`)
      .join('\n'),
    claims: claims === undefined ? '' : JSON.stringify(claims),
    ip,
    gateway,
    certificate: clientCertificate === true ? 'yes' : '',
    answers: externalAuthorizers === undefined ? '' : JSON.stringify(externalAuthorizers),
  };
}

/** The form that a URL holds. */
export function formAt({ values }: Place): RequestForm {
  return { ...EMPTY_FORM, ...values };
}

/** The link that fills the form. */
export function askLink(form: RequestForm): string {
  return hashOf('ask', { ...form });
}

/** The request as a line of the command line. */
export function commandOf(request: PageRequest): string {
  const { from, to, method, headers = {}, jwtClaims, ip, gateway, clientCertificate } = request;
  const options = [
    ['--from', from],
    ['--to', to],
    ...(method === undefined ? [] : [['--method', method]]),
    ...Object.entries(headers).map(([name, value]) => ['--header', `${name}=${value}`]),
    ...(jwtClaims === undefined ? [] : [['--jwt-claims', JSON.stringify(jwtClaims)]]),
    ...(ip === undefined ? [] : [['--ip', ip]]),
    ...(gateway === undefined ? [] : [['--gateway', gateway]]),
  ].map(([name, value = '']) => `${name} ${shellText(value)}`);
  return [
    'npx cdk8s-istio simulate dist',
    ...options,
    ...(clientCertificate === true ? ['--client-certificate'] : []),
  ].join(' ');
}

/** The request and its answer as an expectation of Jest; empty for an answer that no matcher is about. */
export function expectationOf(request: PageRequest, { outcome, status, location }: Verdict): string {
  const sent = JSON.stringify(request, undefined, 2);
  if (outcome === 'routed' || outcome === 'passed-through') return `expect('dist').toAllow(${sent});`;
  if (outcome === 'denied' || outcome === 'unauthenticated' || outcome === 'mtls-failure') {
    return `expect('dist').toDeny(${sent});`;
  }
  if (outcome === 'redirected') return `expect('dist').toRedirect(${sent}, ${JSON.stringify(location)});`;
  return outcome === 'answered' && status !== undefined ? `expect('dist').toAnswer(${sent}, ${status});` : '';
}

function shellText(text: string): string {
  return /^[A-Za-z0-9_./:@%+=,-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}
