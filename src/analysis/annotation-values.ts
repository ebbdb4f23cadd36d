import { parseValues } from '../model/installations';
import { checkMeshConfigFields } from '../schema/mesh-config-fields';
import { checkMeshConfig } from '../schema/webhook/mesh-config';
import { isCidr } from '../values/ip-range';
import { nearest } from '../values/nearest';
import { isMapping } from '../values/plain-data';
import { isSignedQuantity } from '../values/quantity';

/** How the value of an annotation is checked. */
export type AnnotationCheck =
  | 'bool'
  | 'proxyConfig'
  | 'uint32'
  | 'interception'
  | 'quantity'
  | 'port'
  | 'interfaces'
  | 'ports'
  | 'cidrs'
  | 'anyPorts'
  | 'anyCidrs'
  | 'json'
  | 'logLevel'
  | 'templates';

/** How the value of an annotation is read where Istio passes over what it does not know. */
export type AnnotationReading = 'bool' | 'trueOrFalse' | 'distribution' | 'binding';

interface Check {
  readonly wanted: string;
  readonly accepts: (value: string) => boolean;
}

const isPort = (value: string) => /^\d{1,5}$/.test(value) && Number(value) <= 65535;
const isInterface = (value: string) => /^[^\s/:]{1,15}$/.test(value);

/** Accepts a list with commas, also an empty one. */
function listOf(accepts: (item: string) => boolean): (value: string) => boolean {
  return value => value.trim() === '' || value.split(',').every(item => accepts(item.trim()));
}

function anyOr(accepts: (value: string) => boolean): (value: string) => boolean {
  return value => value === '*' || accepts(value);
}

/** The templates that every injector has. */
const TEMPLATES: readonly string[] = ['sidecar', 'gateway', 'grpc-simple', 'grpc-agent', 'waypoint', 'kube-gateway'];

const CHECKS: Readonly<Record<AnnotationCheck, Check>> = {
  bool: {
    wanted: '"true" or "false"',
    accepts: value => ['1', 't', 'T', 'TRUE', 'true', 'True', '0', 'f', 'F', 'FALSE', 'false', 'False'].includes(value),
  },
  proxyConfig: { wanted: 'a proxy configuration in YAML', accepts: isMappingText },
  uint32: { wanted: 'a whole number', accepts: value => /^\d+$/.test(value) && Number(value) <= 0xffffffff },
  interception: {
    wanted: 'REDIRECT, TPROXY or NONE',
    accepts: value => ['REDIRECT', 'TPROXY', 'NONE'].includes(value),
  },
  quantity: { wanted: 'a quantity such as "100m" or "128Mi"', accepts: isSignedQuantity },
  port: { wanted: 'a port from 0 to 65535', accepts: isPort },
  interfaces: { wanted: 'names of network interfaces, with commas', accepts: listOf(isInterface) },
  ports: { wanted: 'ports, with commas', accepts: listOf(isPort) },
  cidrs: { wanted: 'networks such as "10.0.0.0/8", with commas', accepts: listOf(isCidr) },
  anyPorts: { wanted: '"*", or ports with commas', accepts: anyOr(listOf(isPort)) },
  json: { wanted: 'an object in JSON', accepts: isJsonObject },
  logLevel: {
    wanted: '"trace", "debug", "info", "warning", "error", "critical" or "off"',
    accepts: value => /^(?:trace|debug|info|warn|warning|error|critical|off)$/i.test(value),
  },
  templates: {
    wanted: `templates of the injector, with commas, such as ${TEMPLATES.slice(0, 2)
      .map(name => `"${name}"`)
      .join(' and ')}`,
    // An installation may have templates of its own; only a slip is sure to be none.
    accepts: listOf(item => TEMPLATES.includes(item) || nearest(item, TEMPLATES) === undefined),
  },
  anyCidrs: { wanted: '"*", or networks such as "10.0.0.0/8" with commas', accepts: anyOr(listOf(isCidr)) },
};

/** What the value should be, if it is not that. */
export function wantedValue(check: AnnotationCheck, value: string): string | undefined {
  const { wanted, accepts } = CHECKS[check];
  return accepts(value) ? undefined : wanted;
}

const READINGS: Readonly<Record<AnnotationReading, Check>> = {
  bool: CHECKS.bool,
  trueOrFalse: { wanted: '"true" or "false"', accepts: value => value === 'true' || value === 'false' },
  distribution: {
    wanted: 'PreferClose, PreferSameZone or PreferSameNode',
    accepts: value => /^(?:|preferclose|prefersamezone|prefersamenode)$/i.test(value),
  },
  binding: {
    wanted: 'NONE or PROXY, with a port after a slash if there is one',
    accepts: value => /^(?:NONE|PROXY)(?:\/\d{1,5})?$/.test(value),
  },
};

/** What the value should be, if Istio passes over what it is. */
export function readableValue(reading: AnnotationReading, value: string): string | undefined {
  const { wanted, accepts } = READINGS[reading];
  return accepts(value) ? undefined : wanted;
}

/** Something about a field of a proxy configuration. */
interface ProxyConfigIssue {
  readonly path: string;
  readonly rule: string;
  readonly problem: string;
  readonly fix?: string | undefined;
}

/** What is wrong with the fields of a proxy configuration in YAML; nothing if the text is none. */
export function proxyConfigIssues(text: string, istioVersion: string): readonly ProxyConfigIssue[] {
  const config = parseValues(text);
  if (config === undefined) return [];
  const issues = [
    ...checkMeshConfigFields('ProxyConfig', config, istioVersion),
    ...checkMeshConfig({ defaultConfig: config }, istioVersion),
  ];
  return issues.map(({ path, rule = '', message, fix }) => ({
    path: path.replace(IN_MESH, ''),
    rule,
    problem: message.replace(`${path}: `, '').replace(/^Invalid value: /, ''),
    fix,
  }));
}

const IN_MESH = /^meshConfig\.defaultConfig\./;

function isMappingText(value: string): boolean {
  return value.trim() === '' || parseValues(value) !== undefined;
}

function isJsonObject(value: string): boolean {
  try {
    return isMapping(JSON.parse(value));
  } catch {
    return false;
  }
}
