import { GoUrlError, parseGoUrl } from '../../values/go-url';
import { entriesOf, type Fields, fieldsOf, isSet, objectsOf, textOf, textsOf } from './reading';
import { quote, type WebhookReport } from './report';
import { checkHeaderName, checkPort, checkSelector, checkTargets } from './value-checks';

/** What a public key has by its type, and what only a private one has. */
const KEY_FIELDS: { readonly [type: string]: readonly string[] } = {
  EC: ['crv', 'x', 'y'],
  OKP: ['crv', 'x'],
  RSA: ['n', 'e'],
  oct: ['k'],
};

export function checkRequestAuthentication(spec: Fields, report: WebhookReport): void {
  checkSelector(spec.selector, 'spec.selector', 'matchLabels', report);
  checkTargets(spec, report);
  for (const [rule, path] of objectsOf(spec.jwtRules, 'spec.jwtRules')) checkJwtRule(rule, path, report);
}

function checkJwtRule(rule: Fields, path: string, report: WebhookReport): void {
  const uri = textOf(rule.jwksUri) || textOf(rule.jwks_uri);
  if (textOf(rule.issuer) === '' && uri === '') report.add('jwt-issuer', path);
  for (const field of ['audiences', 'fromParams', 'fromCookies']) {
    for (const [text, at] of textsOf(rule[field], `${path}.${field}`))
      if (text === '') report.add('jwt-empty-value', at);
  }
  if (uri !== '') checkJwksUri(uri, `${path}.${isSet(rule.jwksUri) ? 'jwksUri' : 'jwks_uri'}`, report);
  const jwks = textOf(rule.jwks);
  if (jwks !== '') checkJwks(jwks, `${path}.jwks`, report);
  for (const [header, at] of objectsOf(rule.fromHeaders, `${path}.fromHeaders`)) {
    if (textOf(header.name) === '') report.add('jwt-empty-value', `${at}.name`);
  }
  for (const [output, at] of objectsOf(rule.outputClaimToHeaders, `${path}.outputClaimToHeaders`)) {
    if (textOf(output.claim) === '') report.add('jwt-empty-value', `${at}.claim`);
    checkHeaderName(textOf(output.header), `${at}.header`, report);
  }
}

function checkJwksUri(uri: string, path: string, report: WebhookReport): void {
  try {
    const { scheme } = parseGoUrl(uri, false);
    if (scheme !== 'http' && scheme !== 'https') report.add('jwt-jwks-uri', path, quote(uri));
  } catch (error) {
    if (!(error instanceof GoUrlError)) throw error;
    report.add('jwt-jwks-uri', path, `${quote(uri)}: ${error.message}`);
  }
}

function checkJwks(text: string, path: string, report: WebhookReport): void {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch (error) {
    report.add('jwt-jwks', path, `a text that is no JSON: ${error instanceof Error ? error.message : String(error)}`);
    return;
  }
  const set = fieldsOf(parsed);
  const keys = set === undefined ? [] : Array.isArray(set.keys) ? [...set.keys] : isSet(set.kty) ? [set] : undefined;
  if (set === undefined || keys === undefined) {
    report.add('jwt-jwks', path, 'JSON without "keys"');
    return;
  }
  for (const [i, item] of keys.entries()) {
    const key = fieldsOf(item);
    const type = textOf(key?.kty);
    const needed = Object.hasOwn(KEY_FIELDS, type) ? KEY_FIELDS[type] : undefined;
    const missing = needed?.find(field => textOf(key?.[field]) === '');
    if (key === undefined || needed === undefined) report.add('jwt-jwks', path, `key ${i} of type ${quote(key?.kty)}`);
    else if (missing !== undefined) report.add('jwt-jwks', path, `key ${i} of type ${type} without "${missing}"`);
    else if (type !== 'oct' && isSet(key.d))
      report.add('jwt-private-key', path, `key ${i}`, 'publish the public keys only');
  }
}

export function checkPeerAuthentication(spec: Fields, report: WebhookReport): void {
  checkSelector(spec.selector, 'spec.selector', 'matchLabels', report);
  const ports = entriesOf(spec.portLevelMtls);
  const selected = entriesOf(fieldsOf(spec.selector)?.matchLabels).length > 0;
  if (ports.length > 0 && !selected) report.add('port-mtls-selector', 'spec');
  if (fieldsOf(spec.portLevelMtls) !== undefined && ports.length === 0)
    report.add('port-mtls-empty', 'spec.portLevelMtls');
  // Keys that are no numbers are the concern of the schema.
  for (const [port] of ports) if (/^[0-9]+$/.test(port)) checkPort(Number(port), 'spec.portLevelMtls', report);
}
