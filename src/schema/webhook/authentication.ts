import { type Fields, fieldsOf, isSet, objectsOf, textOf } from '../reading';
import { quote, type WebhookReport } from './report';
import { checkDuration, checkSelector, checkTargets } from './value-checks';

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
  checkDuration(rule.timeout, `${path}.timeout`, report);
  const uri = textOf(rule.jwksUri) || textOf(rule.jwks_uri);
  if (textOf(rule.issuer) === '' && uri === '') report.add('jwt-issuer', path);
  const jwks = textOf(rule.jwks);
  if (jwks !== '') checkJwks(jwks, `${path}.jwks`, report);
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

/** The rest of its rules is in the CRD. */
export function checkPeerAuthentication(spec: Fields, report: WebhookReport): void {
  checkSelector(spec.selector, 'spec.selector', 'matchLabels', report);
}
