import { utf8Length } from '../../text/base64';
import { re2Problem } from '../../text/re2';
import { type Fields, fieldsOf, isSet, objectsOf, textOf } from '../reading';
import { DEPRECATED_FILTER_NAMES } from './deprecated-filter-names';
import { quote, type WebhookReport } from './report';
import { checkSelector } from './value-checks';

const CONNECTION_MANAGERS = ['envoy.filters.network.http_connection_manager', 'envoy.http_connection_manager'];

/** The match that belongs to what a patch is applied to. What is not listed can have any. */
const MATCH_OF: { readonly [applyTo: string]: 'listener' | 'routeConfiguration' | 'cluster' } = {
  LISTENER: 'listener',
  FILTER_CHAIN: 'listener',
  NETWORK_FILTER: 'listener',
  HTTP_FILTER: 'listener',
  ROUTE_CONFIGURATION: 'routeConfiguration',
  VIRTUAL_HOST: 'routeConfiguration',
  HTTP_ROUTE: 'routeConfiguration',
  CLUSTER: 'cluster',
};

export function checkEnvoyFilter(spec: Fields, report: WebhookReport): void {
  report.add('envoy-filter-internals', 'spec');
  checkSelector(spec.workloadSelector, 'spec.workloadSelector', 'labels', report);
  for (const [patch, path] of objectsOf(spec.configPatches, 'spec.configPatches'))
    checkConfigPatch(patch, path, report);
}

function checkConfigPatch(configPatch: Fields, path: string, report: WebhookReport): void {
  const applyTo = textOf(configPatch.applyTo);
  const patch = fieldsOf(configPatch.patch);
  const operation = textOf(patch?.operation);
  // Istio does not look at patches for waypoints yet.
  if (textOf(fieldsOf(configPatch.match)?.context) === 'WAYPOINT') return;
  if (applyTo === '' || applyTo === 'INVALID') {
    report.add('envoy-apply-to', `${path}.applyTo`);
  } else if (patch === undefined) {
    report.add('envoy-patch', `${path}.patch`);
  } else if (operation === '' || operation === 'INVALID') {
    report.add('envoy-operation', `${path}.patch.operation`);
  } else if (operation !== 'REMOVE' && !isSet(patch.value)) {
    report.add('envoy-value', `${path}.patch.value`, `operation ${operation}`);
  } else {
    checkMatch(fieldsOf(configPatch.match), applyTo, `${path}.match`, report);
    checkValue(patch.value, `${path}.patch.value`, report);
    const filter = fieldsOf(patch.value);
    const inserts = operation.startsWith('INSERT') || operation === 'ADD';
    if (inserts && (applyTo === 'HTTP_FILTER' || applyTo === 'NETWORK_FILTER') && filter !== undefined) {
      const configured = ['typed_config', 'typedConfig', 'config_discovery', 'configDiscovery'].some(field =>
        isSet(filter[field]),
      );
      if (!configured) report.add('envoy-typed-config', `${path}.patch.value`, quote(filter.name));
    }
  }
}

/** Bytes of a proxyVersion that istiod compiles. */
const PROXY_VERSION_LIMIT = 1024;

function checkMatch(match: Fields | undefined, applyTo: string, path: string, report: WebhookReport): void {
  if (match === undefined) return;
  const version = textOf(fieldsOf(match.proxy)?.proxyVersion);
  const ignored = report.isAtLeast('1.31') && utf8Length(version) > PROXY_VERSION_LIMIT;
  if (ignored) report.add('envoy-proxy-version-length', `${path}.proxy.proxyVersion`, `${version.length} characters`);
  const problem = version === '' || ignored ? undefined : re2Problem(version);
  if (problem !== undefined) {
    report.add('envoy-proxy-version', `${path}.proxy.proxyVersion`, `${quote(version)}: ${problem}`);
    return;
  }
  const found = ['listener', 'routeConfiguration', 'cluster', 'waypoint'].find(field => isSet(match[field]));
  const wanted = Object.hasOwn(MATCH_OF, applyTo) ? MATCH_OF[applyTo] : undefined;
  if (found !== undefined && wanted !== undefined && found !== wanted) {
    report.add('envoy-match', `${path}.${found}`, `${found} with applyTo ${applyTo}`, `write ${wanted}`);
    return;
  }
  const filter = fieldsOf(fieldsOf(fieldsOf(match.listener)?.filterChain)?.filter);
  if (filter !== undefined && wanted === 'listener')
    checkFilterMatch(filter, applyTo, `${path}.listener.filterChain.filter`, report);
}

function checkFilterMatch(filter: Fields, applyTo: string, path: string, report: WebhookReport): void {
  if (applyTo === 'LISTENER' || applyTo === 'FILTER_CHAIN')
    report.add('envoy-filter-match', path, `applyTo ${applyTo}`);
  const name = textOf(filter.name);
  if (name === '') {
    report.add('envoy-filter-name', `${path}.name`);
    return;
  }
  checkFilterName(name, `${path}.name`, report);
  const sub = fieldsOf(filter.subFilter);
  if (sub === undefined) return;
  const subName = textOf(sub.name);
  if (applyTo !== 'HTTP_FILTER' || !CONNECTION_MANAGERS.includes(name) || subName === '') {
    report.add(
      'envoy-sub-filter',
      `${path}.subFilter`,
      `applyTo ${applyTo}, filter ${quote(name)}, sub-filter ${quote(subName)}`,
    );
  } else {
    checkFilterName(subName, `${path}.subFilter.name`, report);
  }
}

function checkFilterName(name: string, path: string, report: WebhookReport): void {
  const current = Object.hasOwn(DEPRECATED_FILTER_NAMES, name) ? DEPRECATED_FILTER_NAMES[name] : undefined;
  if (current !== undefined) report.add('envoy-deprecated-name', path, quote(name), `write "${current}"`);
}

/** Looks for types of the v2 API anywhere in a value. Nothing else of it can be checked without Envoy's descriptors. */
function checkValue(value: unknown, path: string, report: WebhookReport): void {
  if (Array.isArray(value)) {
    for (const [i, item] of value.entries()) checkValue(item, `${path}[${i}]`, report);
    return;
  }
  const fields = fieldsOf(value);
  if (fields === undefined) return;
  for (const [field, content] of Object.entries(fields)) {
    if (field === '@type' && typeof content === 'string' && /\benvoy\.(?:.*\.)?v2(?:alpha\d*)?\./.test(content)) {
      report.add('envoy-v2-type', `${path}.@type`, quote(content));
    } else {
      checkValue(content, `${path}.${field}`, report);
    }
  }
}
