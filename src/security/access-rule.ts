import type { Operation, Rule } from '../../imports/security.istio.io';
import { PathMatch } from '../routing/string-match';
import type { ResolvedTarget } from './policy-target';
import type { RequestCondition } from './request-condition';
import type { RequestSource } from './request-source';

/** Ports, methods, paths and hosts of requests; values of one field are alternatives, all fields must fit. */
export interface RequestOperation {
  /** Ports by number or name; for a gateway, namespace or mesh the number that the pods listen on. @default - any */
  readonly ports?: readonly (number | string)[] | undefined;
  /** HTTP methods in capitals. @default - any */
  readonly methods?: readonly string[] | undefined;
  /**
   * HTTP paths: exact, by prefix, or in Istio's own form with `*` at one end or `{*}` for one segment and `{**}` for
   * any number.
   *
   * @default - any
   */
  readonly paths?: readonly (PathMatch | string)[] | undefined;
  /**
   * Host headers, with `*` at one end at most; the port is part of the header where clients send one.
   *
   * @default - any
   */
  readonly hosts?: readonly string[] | undefined;
}

/** One rule: everything that it states must hold at once. Two alternatives are two rules. */
export interface AccessRule extends RequestOperation {
  /** Who sends the request: one of these must fit. `anyone` says that it does not matter. */
  readonly from: readonly RequestSource[] | 'anyone';

  /** Requests that the rule does not concern although the rest fits. @default - none */
  readonly except?: RequestOperation | undefined;

  /** Further conditions, all of which must hold. @default - none */
  readonly when?: readonly RequestCondition[] | undefined;
}

/** Whether the rule looks at single requests, which Istio sees only on HTTP ports. */
export function isHttpRule(rule: AccessRule): boolean {
  const operations = [rule, rule.except ?? {}];
  return (
    operations.some(({ methods, paths, hosts }) => (methods ?? paths ?? hosts) !== undefined) ||
    (rule.from !== 'anyone' && rule.from.some(source => source.isHttp)) ||
    (rule.when ?? []).some(condition => condition.isHttp)
  );
}

/**
 * The rule as Istio writes it for a target. A rule about HTTP is bound to the HTTP ports of a service: on other ports
 * an ALLOW rule would never match, and a DENY rule would refuse every connection.
 *
 * @param bind `always` names the ports even where all are HTTP, so that the rule stays right when another is added
 * @param fail ends the construction with what was wanted
 */
export function toManifestRule(
  rule: AccessRule,
  target: ResolvedTarget,
  bind: 'always' | 'where-needed',
  fail: (wanted: string) => never,
): Rule {
  if (rule.from !== 'anyone' && rule.from.length === 0) fail('wanted sources, or "anyone", got an empty list');
  const ports = boundPorts(rule, target, bind, fail);
  const except = rule.except;
  const operation = withoutUndefined({
    ports: ports?.map(String),
    methods: methodsOf(rule.methods, fail),
    paths: pathsOf(rule.paths, fail),
    hosts: hostsOf(rule.hosts, fail),
    notPorts: except?.ports === undefined ? undefined : portsOf(except.ports, target, fail).map(String),
    notMethods: methodsOf(except?.methods, fail),
    notPaths: pathsOf(except?.paths, fail),
    notHosts: hostsOf(except?.hosts, fail),
  }) as Operation;
  return {
    ...(rule.from === 'anyone' ? {} : { from: rule.from.map(({ value }) => ({ source: value })) }),
    ...(Object.keys(operation).length === 0 ? {} : { to: [{ operation }] }),
    ...(rule.when === undefined || rule.when.length === 0 ? {} : { when: rule.when.map(({ value }) => value) }),
  };
}

function boundPorts(
  rule: AccessRule,
  target: ResolvedTarget,
  bind: 'always' | 'where-needed',
  fail: (wanted: string) => never,
): readonly number[] | undefined {
  const given = rule.ports === undefined ? undefined : portsOf(rule.ports, target, fail);
  if (!isHttpRule(rule)) return given;
  if (target.ports === undefined) return given ?? target.requestPorts?.(bind);
  if (given === undefined) {
    const http = target.ports.filter(port => port.http);
    if (http.length === 0) {
      fail(
        `wanted an HTTP port for methods, paths, hosts, headers or tokens, got ${target.ports.map(port => `${port.port} (${port.protocol})`).join(', ')}`,
      );
    }
    return bind === 'where-needed' && http.length === target.ports.length
      ? undefined
      : unique(http.map(target.portNumber));
  }
  const l4 = target.ports.find(port => !port.http && given.includes(target.portNumber(port)));
  if (l4 !== undefined) {
    fail(
      `wanted HTTP ports for methods, paths, hosts, headers or tokens, got port ${l4.port} (${l4.protocol}): split the rule`,
    );
  }
  return given;
}

function portsOf(
  ports: readonly (number | string)[],
  target: ResolvedTarget,
  fail: (wanted: string) => never,
): readonly number[] {
  if (ports.length === 0) fail('wanted at least one port, got an empty list');
  const { service } = target;
  return unique(
    ports.map(port => {
      if (service !== undefined) return target.portNumber(service.port(port));
      if (typeof port === 'string' || !Number.isInteger(port) || port < 1 || port > 65_535) {
        return fail(`wanted ports of ${target.label} by number, 1 to 65535, got "${port}"`);
      }
      return port;
    }),
  );
}

function methodsOf(
  methods: readonly string[] | undefined,
  fail: (wanted: string) => never,
): readonly string[] | undefined {
  if (methods?.length === 0) fail('wanted at least one method, got an empty list');
  for (const method of methods ?? []) {
    if (!/^[A-Z]+$/.test(method)) fail(`wanted methods in capitals, got "${method}"`);
  }
  return methods === undefined ? undefined : [...new Set(methods)].sort();
}

function pathsOf(
  paths: readonly (PathMatch | string)[] | undefined,
  fail: (wanted: string) => never,
): readonly string[] | undefined {
  if (paths?.length === 0) fail('wanted at least one path, got an empty list');
  return paths === undefined ? undefined : [...new Set(paths.map(path => pathPattern(path, fail)))].sort();
}

/** A path as Istio writes it in policies, where `*` at one end stands for anything. */
export function pathPattern(path: PathMatch | string, fail: (wanted: string) => never): string {
  if (path instanceof PathMatch) {
    const { value } = path;
    if (value.regex !== undefined)
      return fail(`wanted exact paths or prefixes, got the regular expression "${value.regex}"`);
    return value.exact ?? `${value.prefix}*`;
  }
  const template = path.includes('{');
  const fits = template
    ? /^\/([^{}*]+|\{\*\}|\{\*\*\})(\/([^{}*]+|\{\*\}|\{\*\*\}))*\/?$/.test(path)
    : /^(\/[^*]*\*?|\*[^*]*)$/.test(path);
  if (!fits) {
    return fail(
      `wanted a path that begins with "/" with "*" at one end at most, or "{*}" and "{**}" as whole segments, got "${path}"`,
    );
  }
  return path;
}

function hostsOf(hosts: readonly string[] | undefined, fail: (wanted: string) => never): readonly string[] | undefined {
  if (hosts?.length === 0) fail('wanted at least one host, got an empty list');
  for (const host of hosts ?? []) {
    if (host === '' || /.\*./.test(host)) fail(`wanted hosts with "*" at one end at most, got "${host}"`);
  }
  return hosts === undefined ? undefined : [...new Set(hosts)].sort();
}

function unique(ports: readonly number[]): readonly number[] {
  return [...new Set(ports)].sort((a, b) => a - b);
}

function withoutUndefined(value: object): object {
  return Object.fromEntries(Object.entries(value).filter(([, inner]) => inner !== undefined));
}
