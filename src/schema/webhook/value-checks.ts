import { utf8Length } from '../../text/base64';
import { re2Problem } from '../../text/re2';
import { durationMilliseconds } from '../../values/duration';
import { isHeaderName } from '../../values/names';
import { domainProblem, isDnsLabel, isIpOrCidr, socketProblem, wildcardDomainProblem } from './host-names';
import { KNOWN_PROTOCOLS, protocolOf } from './protocols';
import { entriesOf, type Fields, fieldsOf, isSet, itemsOf, numberOf, textOf, textsOf } from './reading';
import { quote, type WebhookReport } from './report';
import type { WebhookRule } from './rules';

const QUALIFIED_NAME = /^[A-Za-z0-9](?:[-A-Za-z0-9_.]*[A-Za-z0-9])?$/;
const LABEL_PREFIX = /^[a-zA-Z0-9](?:[-a-zA-Z0-9]*[a-zA-Z0-9])?(?:\.[a-zA-Z0-9](?:[-a-zA-Z0-9]*[a-zA-Z0-9])?)*$/;
const REGEX_LIMIT = 1024;

export const SOCKET = 'unix://';

export function checkPort(value: unknown, path: string, report: WebhookReport): void {
  const port = numberOf(value);
  if (port !== undefined && !(port >= 1 && port <= 65535)) report.add('port-range', path, String(port));
}

/** Like a port, where 0 stands for none. */
export function checkOptionalPort(value: unknown, path: string, report: WebhookReport): void {
  if (value !== 0) checkPort(value, path, report);
}

export function checkProtocol(value: unknown, path: string, report: WebhookReport): void {
  const protocol = textOf(value);
  if (protocol === '' || protocolOf(protocol) !== undefined) return;
  report.add('port-protocol', path, quote(protocol), `write one of ${KNOWN_PROTOCOLS}`);
}

export function checkRegex(regex: string, path: string, report: WebhookReport): void {
  if (regex === '') {
    report.add('regex-empty', path);
    return;
  }
  if (utf8Length(regex) > REGEX_LIMIT) report.add('regex-length', path, String(utf8Length(regex)));
  const problem = re2Problem(regex);
  if (problem !== undefined) report.add('regex', path, `${quote(regex)}: ${problem}`);
}

export function checkHeaderName(name: string, path: string, report: WebhookReport): void {
  if (!isHeaderName(name)) report.add('header-name', path, quote(name));
}

/** A time that Envoy counts in milliseconds. */
export function checkDuration(value: unknown, path: string, report: WebhookReport): void {
  const milliseconds = durationMilliseconds(textOf(value));
  if (milliseconds === undefined || (milliseconds >= 1 && Number.isInteger(milliseconds))) return;
  report.add('duration-precision', path, quote(value));
}

/** Labels as Istio wants them on workloads, subsets and clients. */
export function checkLabels(value: unknown, path: string, report: WebhookReport): void {
  for (const [key, content] of entriesOf(value)) {
    const slash = key.indexOf('/');
    const prefix = key.slice(0, Math.max(slash, 0));
    const name = key.slice(slash + 1);
    const named = name.length <= 63 && QUALIFIED_NAME.test(name);
    const prefixed = slash < 0 || (prefix.length <= 253 && LABEL_PREFIX.test(prefix));
    if (!named || !prefixed) report.add('label-key', `${path}[${key}]`, quote(key));
    const text = textOf(content);
    if (text !== '' && !QUALIFIED_NAME.test(text)) report.add('label-value', `${path}[${key}]`, quote(text));
  }
}

/** A selector of workloads: `matchLabels` of policies, `labels` of networking. */
export function checkSelector(
  value: unknown,
  path: string,
  field: 'labels' | 'matchLabels',
  report: WebhookReport,
): void {
  const selector = fieldsOf(value);
  if (selector === undefined) return;
  const labels = entriesOf(selector[field]);
  for (const [key, content] of labels) {
    if (key === '' || key.includes('*')) report.add('selector-key', `${path}.${field}`, quote(key));
    if (textOf(content).includes('*')) report.add('selector-key', `${path}.${field}[${key}]`, quote(content));
  }
  if (labels.length === 0) report.add('selector-empty', path);
}

/** The references of a policy to what it is for. Names and namespaces are the schema's concern. */
export function checkTargets(spec: Fields, report: WebhookReport): void {
  if (isSet(spec.targetRef)) checkTarget(spec.targetRef, 'spec.targetRef', report);
  for (const [i, target] of itemsOf(spec.targetRefs).entries()) checkTarget(target, `spec.targetRefs[${i}]`, report);
}

const TARGETS = new Set([
  '/Service',
  'core/Service',
  'networking.istio.io/ServiceEntry',
  'gateway.networking.k8s.io/Gateway',
  'gateway.networking.k8s.io/GatewayClass',
]);

function checkTarget(value: unknown, path: string, report: WebhookReport): void {
  const target = fieldsOf(value);
  if (target === undefined) return;
  const group = textOf(target.group);
  const kind = textOf(target.kind);
  if (!TARGETS.has(`${group}/${kind}`)) report.add('target-ref-kind', path, `${kind} of group ${quote(group)}`);
}

export function checkExportTo(
  value: unknown,
  report: WebhookReport,
  options: { readonly none?: boolean; readonly selected?: boolean } = {},
): void {
  const path = 'spec.exportTo';
  const seen = new Set<string>();
  const entries = [...textsOf(value, path)];
  for (const [entry, at] of entries) {
    const scope = entry === '.' ? report.namespace : entry;
    if (seen.has(scope)) report.add('export-to-duplicate', at, quote(entry));
    const known = entry === '.' || entry === '*' || (entry === '~' && options.none === true) || isDnsLabel(entry);
    if (known) seen.add(scope);
    else report.add('export-to-value', at, quote(entry));
  }
  if ((seen.has('*') || seen.has('~')) && entries.length > 1) {
    report.add('export-to-exclusive', path, entries.map(([entry]) => quote(entry)).join(', '));
  }
  if (options.selected === true && [...seen].some(scope => scope !== report.namespace)) {
    report.add('export-to-selector', path, entries.map(([entry]) => quote(entry)).join(', '), 'write exportTo: ["."]');
  }
}

/** The gateways that a VirtualService or one of its matches is bound to. */
export function checkGatewayReferences(value: unknown, path: string, report: WebhookReport): void {
  for (const [name, at] of textsOf(value, path)) {
    const slash = name.indexOf('/');
    if (slash >= 0) {
      if (!isDnsLabel(name.slice(0, slash)) || !isDnsLabel(name.slice(slash + 1))) {
        report.add('gateway-reference', at, quote(name));
      }
      continue;
    }
    const problem = domainProblem(name);
    if (problem !== undefined) report.add('gateway-reference', at, `${quote(name)}: ${problem}`);
    else if (name.includes('.')) {
      const [gateway, namespace] = name.split('.');
      report.add('gateway-reference-legacy', at, quote(name), `write "${namespace}/${gateway}"`);
    }
    // Istio looks at nothing behind the first name without a namespace.
    return;
  }
}

export function checkDestination(value: unknown, path: string, report: WebhookReport): void {
  const destination = fieldsOf(value);
  if (destination === undefined) return;
  const host = textOf(destination.host);
  const problem = host === '*' ? 'it would match everything' : wildcardDomainProblem(host);
  if (problem !== undefined) report.add('destination-host', `${path}.host`, `${quote(host)}: ${problem}`);
  const subset = textOf(destination.subset);
  if (subset !== '' && !isDnsLabel(subset)) report.add('subset-name', `${path}.subset`, quote(subset));
  const port = fieldsOf(destination.port);
  if (port !== undefined) checkPort(port.number ?? 0, `${path}.port.number`, report);
}

export function checkSubnets(value: unknown, path: string, report: WebhookReport): void {
  for (const [subnet, at] of textsOf(value, path)) {
    if (!isIpOrCidr(subnet)) report.add('ip-or-cidr', at, quote(subnet));
  }
}

/** A path of a socket, without the `unix://` in front. */
export function checkSocket(socket: string, path: string, report: WebhookReport): void {
  const problem = socketProblem(socket);
  if (problem !== undefined) report.add('socket-path', path, `${quote(socket)}: ${problem}`);
}

export function checkPercentage(value: unknown, path: string, rule: WebhookRule, report: WebhookReport): void {
  const percentage = numberOf(value);
  if (percentage !== undefined && !(percentage >= 0 && percentage <= 100)) report.add(rule, path, String(percentage));
}
