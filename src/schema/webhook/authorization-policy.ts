import { type Fields, fieldsOf, itemsOf, objectsOf, textOf, textsOf } from '../reading';
import { isIpOrCidr } from './host-names';
import { hasTemplate, pathTemplateProblem } from './path-template';
import { quote, type WebhookReport } from './report';
import { checkSelector, checkTargets } from './value-checks';

const SOURCE_FIELDS = both([
  'principals',
  'requestPrincipals',
  'namespaces',
  'ipBlocks',
  'remoteIpBlocks',
  'serviceAccounts',
  'trustDomains',
]);
/** Attributes of who sends, which action CUSTOM does not know. */
const IDENTITY_ATTRIBUTES = new Set([
  'source.namespace',
  'source.principal',
  'source.serviceAccount',
  'source.trustDomain',
]);
const OPERATION_FIELDS = both(['hosts', 'ports', 'methods', 'paths']);

/** What the peer of a connection has, before there is a request. */
const TCP_SOURCE_FIELDS = both(['principals', 'namespaces', 'ipBlocks', 'remoteIpBlocks', 'serviceAccounts']);
const IDENTITY_FIELDS = both(['namespaces', 'principals', 'requestPrincipals', 'serviceAccounts', 'trustDomains']);

/** Attributes of conditions, and what their values must be. */
const ATTRIBUTES: { readonly [key: string]: 'any' | 'ip' | 'port' | 'service account' | 'wildcard' } = {
  'source.ip': 'ip',
  'remote.ip': 'ip',
  'source.namespace': 'any',
  'source.principal': 'any',
  'source.serviceAccount': 'service account',
  'source.trustDomain': 'wildcard',
  'request.auth.principal': 'any',
  'request.auth.audiences': 'any',
  'request.auth.presenter': 'any',
  'destination.ip': 'ip',
  'destination.port': 'port',
  'connection.sni': 'any',
};

/** How many service accounts a list may have, and how many bytes one of them. */
const SERVICE_ACCOUNTS = 16;
const SERVICE_ACCOUNT_BYTES = 320;

/** Attributes that take a name in brackets. */
const KEYED_ATTRIBUTES = ['request.headers', 'request.auth.claims', 'experimental.envoy.filters.'];

export function checkAuthorizationPolicy(spec: Fields, report: WebhookReport): void {
  const action = textOf(spec.action) || 'ALLOW';
  checkSelector(spec.selector, 'spec.selector', 'matchLabels', report);
  checkTargets(spec, report);
  if ((action === 'CUSTOM' || action === 'DENY') && itemsOf(spec.rules).length === 0) {
    report.add('authorization-rules', 'spec.rules', `action ${action}`);
  }
  const provider = fieldsOf(spec.provider);
  if (action === 'CUSTOM' && textOf(provider?.name) === '') report.add('authorization-provider', 'spec.provider.name');
  if (action !== 'CUSTOM' && provider !== undefined)
    report.add('authorization-provider-custom', 'spec.provider', `action ${action}`);
  for (const [rule, path] of objectsOf(spec.rules, 'spec.rules')) {
    checkRule(rule, path, action, report);
    if (action === 'CUSTOM') checkCustomRule(rule, path, report);
  }
}

/** With action CUSTOM the decision is made before identities are established. */
function checkCustomRule(rule: Fields, path: string, report: WebhookReport): void {
  for (const [from, at] of objectsOf(rule.from, `${path}.from`)) {
    const source = fieldsOf(from.source);
    for (const field of IDENTITY_FIELDS) {
      if (itemsOf(source?.[field]).length > 0) report.add('authorization-custom-source', `${at}.source.${field}`);
    }
  }
  for (const [when, at] of objectsOf(rule.when, `${path}.when`)) {
    const key = textOf(when.key);
    if (IDENTITY_ATTRIBUTES.has(key) || key.startsWith('request.auth.')) {
      report.add('authorization-custom-source', `${at}.key`, quote(key));
    }
  }
}

function checkRule(rule: Fields, path: string, action: string, report: WebhookReport): void {
  let sources = false;
  let operations = false;
  let tcpSource = false;
  let tcpOperation = false;
  for (const [from, at] of objectsOf(rule.from, `${path}.from`)) {
    const source = fieldsOf(from.source);
    if (source === undefined) {
      report.add('authorization-from', `${at}.source`);
      continue;
    }
    sources = true;
    checkSource(source, `${at}.source`, report);
    tcpSource ||= TCP_SOURCE_FIELDS.some(field => itemsOf(source[field]).length > 0);
  }
  for (const [to, at] of objectsOf(rule.to, `${path}.to`)) {
    const operation = fieldsOf(to.operation);
    if (operation === undefined) {
      report.add('authorization-to', `${at}.operation`);
      continue;
    }
    operations = true;
    checkOperation(operation, `${at}.operation`, report);
    tcpOperation ||= itemsOf(operation.ports).length > 0 || itemsOf(operation.notPorts).length > 0;
  }
  for (const [when, at] of objectsOf(rule.when, `${path}.when`)) checkCondition(when, at, report);
  if (action === 'DENY' && ((sources && !operations && !tcpSource) || (operations && !tcpOperation))) {
    report.add('authorization-deny-tcp', path, undefined, 'add to.operation.ports');
  }
}

function checkSource(source: Fields, path: string, report: WebhookReport): void {
  const fields = SOURCE_FIELDS.filter(field => itemsOf(source[field]).length > 0);
  if (fields.length === 0) report.add('authorization-source', path);
  for (const field of fields) {
    checkNoEmpty(source[field], `${path}.${field}`, report);
    if (/ipblocks$/i.test(field)) checkIps(source[field], `${path}.${field}`, report);
    if (/serviceaccounts$/i.test(field)) checkServiceAccounts(source[field], `${path}.${field}`, report);
    if (/trustdomains$/i.test(field)) {
      checkWildcards(source[field], `${path}.${field}`, report);
      for (const [domain, at] of textsOf(source[field], `${path}.${field}`)) {
        if (domain.includes('/')) report.add('authorization-trust-domain', at, quote(domain));
      }
    }
  }
}

function checkOperation(operation: Fields, path: string, report: WebhookReport): void {
  const fields = OPERATION_FIELDS.filter(field => itemsOf(operation[field]).length > 0);
  if (fields.length === 0) report.add('authorization-operation', path);
  for (const field of fields) {
    const at = `${path}.${field}`;
    checkNoEmpty(operation[field], at, report);
    if (/ports$/i.test(field)) checkPorts(operation[field], at, report);
    if (/paths$/i.test(field)) {
      for (const [template, where] of textsOf(operation[field], at)) checkPathTemplate(template, where, report);
    }
  }
}

function checkPathTemplate(template: string, path: string, report: WebhookReport): void {
  const problem = pathTemplateProblem(template);
  if (problem === undefined) return;
  const rule = hasTemplate(template) ? 'authorization-path-template' : 'authorization-path-braces';
  report.add(rule, path, `${quote(template)}: ${problem}`);
}

/** Names of service accounts, of which Istio takes only as many as it can match cheaply. */
function checkServiceAccounts(values: unknown, path: string, report: WebhookReport): void {
  const accounts = [...textsOf(values, path)];
  if (accounts.length > SERVICE_ACCOUNTS) report.add('authorization-service-accounts', path, `${accounts.length}`);
  for (const [account, at] of accounts) {
    if (account === '') continue;
    const named = /^(?:[^/*]+\/)?[^/*]+$/.test(account) && Buffer.byteLength(account) <= SERVICE_ACCOUNT_BYTES;
    if (!named) report.add('authorization-service-account', at, quote(account));
  }
}

/** Values that may have one wildcard, at an end. */
function checkWildcards(values: unknown, path: string, report: WebhookReport): void {
  for (const [value, at] of textsOf(values, path)) {
    if (!/^\*?[^*]*$|^[^*]*\*$/.test(value)) report.add('authorization-wildcard', at, quote(value));
  }
}

function checkCondition(condition: Fields, path: string, report: WebhookReport): void {
  const key = textOf(condition.key);
  if (key === '') {
    report.add('authorization-key', `${path}.key`);
    return;
  }
  if (itemsOf(condition.values).length === 0 && itemsOf(condition.notValues).length === 0) {
    report.add('authorization-condition-values', path, `key ${quote(key)}`);
    return;
  }
  for (const field of ['values', 'notValues']) checkNoEmpty(condition[field], `${path}.${field}`, report);
  if (KEYED_ATTRIBUTES.some(prefix => key.startsWith(prefix))) {
    if (!/^[^[]+\[.+\]$/s.test(key)) report.add('authorization-attribute-key', `${path}.key`, quote(key));
    return;
  }
  const values = Object.hasOwn(ATTRIBUTES, key) ? ATTRIBUTES[key] : undefined;
  if (values === undefined) {
    report.add('authorization-attribute', `${path}.key`, quote(key), attributeFix(key));
    return;
  }
  for (const field of ['values', 'notValues']) {
    if (values === 'ip') checkIps(condition[field], `${path}.${field}`, report);
    if (values === 'port') checkPorts(condition[field], `${path}.${field}`, report);
    if (values === 'service account') checkServiceAccounts(condition[field], `${path}.${field}`, report);
    if (values === 'wildcard') checkWildcards(condition[field], `${path}.${field}`, report);
  }
}

function attributeFix(key: string): string {
  if (key === 'destination.namespace') return 'write the namespace of the policy instead';
  if (key.startsWith('destination.')) return 'select the workload with selector or targetRefs instead';
  return `write one of ${Object.keys(ATTRIBUTES).join(', ')}, request.headers[...] or request.auth.claims[...]`;
}

function checkNoEmpty(values: unknown, path: string, report: WebhookReport): void {
  for (const [value, at] of textsOf(values, path)) if (value === '') report.add('authorization-empty-value', at);
}

function checkIps(values: unknown, path: string, report: WebhookReport): void {
  for (const [value, at] of textsOf(values, path)) {
    if (value !== '' && !isIpOrCidr(value)) report.add('authorization-ip', at, quote(value));
  }
}

function checkPorts(values: unknown, path: string, report: WebhookReport): void {
  for (const [value, at] of textsOf(values, path)) {
    if (value !== '' && !(/^[0-9]+$/.test(value) && Number(value) <= 65535))
      report.add('authorization-port', at, quote(value));
  }
}

/** Each field and its negation: `ports` and `notPorts`. */
function both(fields: readonly string[]): readonly string[] {
  return fields.flatMap(field => [field, `not${field.charAt(0).toUpperCase()}${field.slice(1)}`]);
}
