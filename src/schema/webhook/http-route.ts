import { utf8Length } from '../../text/base64';
import { durationMilliseconds } from '../../values/duration';
import { entriesOf, type Fields, fieldsOf, isSet, itemsOf, numberOf, objectsOf, textOf, textsOf } from '../reading';
import { isDnsLabel } from './host-names';
import { checkHeaders, headerSets } from './http-headers';
import { isJwtClaim } from './jwt-claims';
import { quote, type WebhookReport } from './report';
import {
  checkDestination,
  checkDuration,
  checkGatewayReferences,
  checkHeaderName,
  checkLabels,
  checkOptionalPort,
  checkPercentage,
  checkRegex,
} from './value-checks';
import { checkWeights } from './weights';

/** What CORS can allow; "*" stands for every method. */
const METHODS = new Set(['*', 'GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'CONNECT', 'OPTIONS', 'TRACE']);

const GRPC_STATUSES = new Set(
  (
    'OK CANCELLED UNKNOWN INVALID_ARGUMENT DEADLINE_EXCEEDED NOT_FOUND ALREADY_EXISTS PERMISSION_DENIED RESOURCE_EXHAUSTED ' +
    'FAILED_PRECONDITION ABORTED OUT_OF_RANGE UNIMPLEMENTED INTERNAL UNAVAILABLE DATA_LOSS UNAUTHENTICATED'
  ).split(' '),
);

/** Parts of a request that Envoy keeps like headers. */
const PSEUDO_HEADERS = new Set([':method', ':scheme', ':authority', ':path', ':status']);

/** @see https://www.envoyproxy.io/docs/envoy/latest/configuration/http/http_filters/router_filter#x-envoy-retry-on */
const RETRY_CONDITIONS = new Set(
  (
    '5xx gateway-error reset reset-before-request connect-failure retriable-4xx refused-stream retriable-status-codes ' +
    'retriable-headers envoy-ratelimited http3-post-connect-failure ' +
    'cancelled deadline-exceeded internal resource-exhausted unavailable'
  ).split(' '),
);

const KB = 1024;
const MB = 1024 * KB;

export function checkHttpRoute(route: Fields, path: string, delegate: boolean, report: WebhookReport): void {
  checkAction(route, path, delegate, report);
  for (const [match, at] of objectsOf(route.match, `${path}.match`)) checkMatch(match, at, report);
  checkDuration(route.timeout, `${path}.timeout`, report);
  checkHeaders(route.headers, `${path}.headers`, report);
  checkCors(fieldsOf(route.corsPolicy), `${path}.corsPolicy`, report);
  checkFault(fieldsOf(route.fault), `${path}.fault`, report);
  checkMirrors(route, path, report);
  checkRedirect(fieldsOf(route.redirect), route, path, report);
  checkDirectResponse(fieldsOf(route.directResponse), `${path}.directResponse`, report);
  checkRetries(fieldsOf(route.retries), `${path}.retries`, report);
  checkRewrite(fieldsOf(route.rewrite), `${path}.rewrite`, report);
  checkAuthority(route, path, report);
  for (const [item, at] of objectsOf(route.route, `${path}.route`)) {
    checkDestination(item.destination, `${at}.destination`, report);
    checkHeaders(item.headers, `${at}.headers`, report);
  }
  checkWeights(itemsOf(route.route), `${path}.route`, report);
}

function checkAction(route: Fields, path: string, delegate: boolean, report: WebhookReport): void {
  if (isSet(route.delegate) && !delegate) {
    for (const field of ['redirect', 'route']) {
      if (isSet(route[field])) report.add('delegating-route', `${path}.${field}`);
    }
    return;
  }
  if (isSet(route.delegate)) report.add('nested-delegate', `${path}.delegate`);
  const actions = ['redirect', 'directResponse'].filter(field => isSet(route[field]));
  if (itemsOf(route.route).length > 0) actions.push('route');
  if (actions.length !== 1) {
    const got = actions.length === 0 ? 'none' : actions.join(' and ');
    report.add(
      'route-action',
      path,
      got,
      actions.length === 0 ? 'add a route with a destination' : `keep one of ${got}`,
    );
  }
  if (isSet(route.redirect) || isSet(route.directResponse)) {
    for (const field of ['fault', 'rewrite']) {
      if (isSet(route[field])) report.add('redirect-alone', `${path}.${field}`, undefined, `remove ${field}`);
    }
  }
  if (isSet(route.mirror) && itemsOf(route.mirrors).length > 0) report.add('mirror-twice', `${path}.mirror`);
}

function checkMatch(match: Fields, path: string, report: WebhookReport): void {
  for (const [name, value] of entriesOf(match.headers)) {
    const at = `${path}.headers[${name}]`;
    checkMatchedHeader(name, at, report);
    checkStringMatch(value, at, false, report);
  }
  for (const [name, value] of entriesOf(match.withoutHeaders)) {
    const at = `${path}.withoutHeaders[${name}]`;
    checkMatchedHeader(name, at, report);
    // A lone star asks for the header to be absent; it is no expression.
    if (fieldsOf(value)?.regex !== '*') checkStringMatch(value, at, false, report);
  }
  checkStringMatch(match.uri, `${path}.uri`, true, report);
  for (const field of ['scheme', 'method', 'authority'])
    checkStringMatch(match[field], `${path}.${field}`, false, report);
  for (const [name, value] of entriesOf(match.queryParams)) {
    checkStringMatch(value, `${path}.queryParams[${name}]`, false, report);
  }
  checkOptionalPort(match.port, `${path}.port`, report);
  checkLabels(match.sourceLabels, `${path}.sourceLabels`, report);
  checkGatewayReferences(match.gateways, `${path}.gateways`, report);
  const namespace = textOf(match.sourceNamespace);
  if (namespace !== '' && !isDnsLabel(namespace))
    report.add('source-namespace', `${path}.sourceNamespace`, quote(namespace));
}

function checkMatchedHeader(name: string, path: string, report: WebhookReport): void {
  if (!isJwtClaim(name) && !PSEUDO_HEADERS.has(name)) checkHeaderName(name, path, report);
}

function checkStringMatch(value: unknown, path: string, emptyPrefix: boolean, report: WebhookReport): void {
  const match = fieldsOf(value);
  if (match === undefined) return;
  if (typeof match.regex === 'string') checkRegex(match.regex, `${path}.regex`, report);
  if (match.prefix === '' && !emptyPrefix) report.add('match-empty-prefix', `${path}.prefix`);
}

function checkCors(policy: Fields | undefined, path: string, report: WebhookReport): void {
  if (policy === undefined) return;
  for (const [origin, at] of objectsOf(policy.allowOrigins, `${path}.allowOrigins`)) {
    const text = textOf(origin.exact) || textOf(origin.prefix) || textOf(origin.regex);
    if (text === '') report.add('cors-origin', at);
    else if (typeof origin.regex === 'string') checkRegex(origin.regex, `${at}.regex`, report);
  }
  for (const [method, at] of textsOf(policy.allowMethods, `${path}.allowMethods`)) {
    if (!METHODS.has(method)) report.add('cors-method', at, quote(method));
  }
  for (const field of ['allowHeaders', 'exposeHeaders']) {
    for (const [name, at] of textsOf(policy[field], `${path}.${field}`))
      if (name !== '*') checkHeaderName(name, at, report);
  }
  checkDuration(policy.maxAge, `${path}.maxAge`, report);
  const age = textOf(policy.maxAge);
  if ((durationMilliseconds(age) ?? 0) % 1000 !== 0) report.add('cors-max-age', `${path}.maxAge`, quote(age));
}

function checkFault(fault: Fields | undefined, path: string, report: WebhookReport): void {
  if (fault === undefined) return;
  const abort = fieldsOf(fault.abort);
  const delay = fieldsOf(fault.delay);
  if (abort === undefined && delay === undefined) report.add('fault-empty', path);
  if (abort !== undefined) {
    checkFraction(abort.percentage, `${path}.abort.percentage`, report);
    const grpc = abort.grpcStatus;
    if (typeof grpc === 'string') {
      if (!GRPC_STATUSES.has(grpc)) report.add('fault-grpc-status', `${path}.abort.grpcStatus`, quote(grpc));
    } else if (isSet(abort.http2Error)) {
      report.add('fault-http2-error', `${path}.abort.http2Error`);
    } else if (isSet(abort.httpStatus)) {
      checkStatus(abort.httpStatus, `${path}.abort.httpStatus`, 'fault-status', report);
    } else {
      report.add('fault-abort-type', `${path}.abort`);
    }
  }
  if (delay !== undefined) {
    checkFraction(delay.percentage, `${path}.delay.percentage`, report);
    checkDuration(delay.fixedDelay, `${path}.delay.fixedDelay`, report);
    if (isSet(delay.exponentialDelay)) report.add('fault-exponential-delay', `${path}.delay.exponentialDelay`);
  }
}

function checkFraction(percentage: unknown, path: string, report: WebhookReport): void {
  const value = numberOf(fieldsOf(percentage)?.value);
  if (value !== undefined && value !== 0 && !(value >= 0.0001 && value <= 100)) {
    report.add('fault-percentage', `${path}.value`, String(value));
  }
}

function checkStatus(
  value: unknown,
  path: string,
  rule: 'fault-status' | 'direct-response-status',
  report: WebhookReport,
): void {
  const status = numberOf(value) ?? 0;
  // Istio lets 600 pass.
  if (status < 200 || status > 600) report.add(rule, path, String(status));
}

function checkMirrors(route: Fields, path: string, report: WebhookReport): void {
  // One field, by the name of JSON and by that of the message.
  for (const field of ['mirrorPercent', 'mirror_percent']) {
    if (!isSet(route[field])) continue;
    checkPercentage(route[field], `${path}.${field}`, 'mirror-percentage', report);
    report.add('mirror-percent-deprecated', `${path}.${field}`, undefined, 'write mirrorPercentage: { value: ... }');
  }
  const percentage = fieldsOf(route.mirrorPercentage);
  checkPercentage(percentage?.value, `${path}.mirrorPercentage.value`, 'mirror-percentage', report);
  checkDestination(route.mirror, `${path}.mirror`, report);
  for (const [mirror, at] of objectsOf(route.mirrors, `${path}.mirrors`)) {
    checkDestination(mirror.destination, `${at}.destination`, report);
    checkPercentage(fieldsOf(mirror.percentage)?.value, `${at}.percentage.value`, 'mirror-percentage', report);
  }
}

function checkRedirect(redirect: Fields | undefined, route: Fields, routePath: string, report: WebhookReport): void {
  if (redirect === undefined) return;
  const path = `${routePath}.redirect`;
  const { uri, authority, scheme, port, derivePort, redirectCode } = redirect;
  const changes = [uri, authority, scheme].some(text => textOf(text) !== '') || isSet(port) || isSet(derivePort);
  const prefix = textOf(redirect.prefixRewrite);
  if (!changes && prefix === '') report.add('redirect-empty', path);
  if (prefix !== '' && textOf(uri) !== '') report.add('redirect-paths', path, undefined, 'keep one of them');
  else if (prefix !== '') checkReplacedPrefix(route.match, `${routePath}.match`, report);
  const code = numberOf(redirectCode) ?? 0;
  if (code !== 0 && (code < 300 || code > 399)) report.add('redirect-code', `${path}.redirectCode`, String(code));
  if (!['', 'http', 'https'].includes(textOf(scheme))) report.add('redirect-scheme', `${path}.scheme`, quote(scheme));
  checkOptionalPort(port, `${path}.port`, report);
}

/** What a match by prefix took is what a new prefix replaces. */
function checkReplacedPrefix(matches: unknown, path: string, report: WebhookReport): void {
  for (const [match, at] of objectsOf(matches, path)) {
    const uri = fieldsOf(match.uri);
    if (uri === undefined || uri.prefix !== undefined) continue;
    report.add('redirect-prefix', `${at}.uri`, quote(uri), 'match by prefix, or write uri instead of prefixRewrite');
    return;
  }
}

function checkDirectResponse(response: Fields | undefined, path: string, report: WebhookReport): void {
  if (response === undefined) return;
  const body = fieldsOf(response.body);
  const size = utf8Length(textOf(body?.string)) + Math.floor((textOf(body?.bytes).length * 3) / 4);
  if (size > MB) report.add('direct-response-size', `${path}.body`, `${size} bytes`);
  else if (size > 100 * KB) report.add('direct-response-large', `${path}.body`, `${size} bytes`);
  checkStatus(response.status, `${path}.status`, 'direct-response-status', report);
}

/** Also of the mesh configuration. */
export function checkRetries(retries: Fields | undefined, path: string, report: WebhookReport): void {
  if (retries === undefined) return;
  checkDuration(retries.perTryTimeout, `${path}.perTryTimeout`, report);
  checkDuration(retries.backoff, `${path}.backoff`, report);
  const attempts = numberOf(retries.attempts) ?? 0;
  if (attempts < 0) report.add('retry-attempts', `${path}.attempts`, String(attempts));
  if (attempts === 0) {
    const others = ['perTryTimeout', 'retryOn', 'retryRemoteLocalities'].filter(
      field => isSet(retries[field]) && retries[field] !== '',
    );
    if (others.length > 0) {
      report.add('retry-disabled', path, others.join(', '), 'write how many attempts are made, such as attempts: 2');
    }
  }
  const retryOn = textOf(retries.retryOn);
  for (const condition of retryOn === '' ? [] : retryOn.split(',')) {
    if (RETRY_CONDITIONS.has(condition) || isHttpStatus(condition)) continue;
    report.add(
      'retry-on',
      `${path}.retryOn`,
      quote(condition),
      condition.trim() === condition ? undefined : 'remove the spaces',
    );
  }
}

/** The status codes that Go has a name for. */
function isHttpStatus(text: string): boolean {
  if (!/^[0-9]{3}$/.test(text)) return false;
  const code = Number(text);
  return (
    (code >= 100 && code <= 103) ||
    (code >= 200 && code <= 208) ||
    code === 226 ||
    (code >= 300 && code <= 308 && code !== 306) ||
    (code >= 400 && code <= 418) ||
    (code >= 421 && code <= 426) ||
    [428, 429, 431, 451, 510, 511].includes(code) ||
    (code >= 500 && code <= 508)
  );
}

function checkRewrite(rewrite: Fields | undefined, path: string, report: WebhookReport): void {
  if (rewrite === undefined) return;
  const regex = fieldsOf(rewrite.uriRegexRewrite);
  const uri = textOf(rewrite.uri);
  if (uri !== '' && regex !== undefined) report.add('rewrite-uri', path);
  if (uri === '' && regex === undefined && textOf(rewrite.authority) === '') report.add('rewrite-empty', path);
  if (regex === undefined) return;
  const match = textOf(regex.match);
  if (match === '' || textOf(regex.rewrite) === '') report.add('rewrite-regex', `${path}.uriRegexRewrite`);
  else checkRegex(match, `${path}.uriRegexRewrite.match`, report);
}

/** The authority can be changed by a rewrite and by headers, but only once. */
function checkAuthority(route: Fields, path: string, report: WebhookReport): void {
  const places: string[] = textOf(fieldsOf(route.rewrite)?.authority) === '' ? [] : [`${path}.rewrite.authority`];
  for (const [name, value, at] of headerSets(route.headers, `${path}.headers`)) {
    if (/^(?::authority|host)$/i.test(name) && value !== '') places.push(at);
  }
  const second = places[1];
  if (second !== undefined) report.add('authority-twice', second, `also ${places[0]}`);
}
