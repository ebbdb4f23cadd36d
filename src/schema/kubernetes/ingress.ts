import { isIpAddress } from '../../values/ip-range';
import { type Fields, fieldsOf, isSet, itemsOf, textOf, textsOf } from '../reading';
import type { ApiReport } from './api-report';
import {
  checkLabelName,
  checkPathSegment,
  checkPortName,
  checkSubdomain,
  isSubdomain,
  objectsOf,
  requireText,
} from './values';

export function checkIngress(manifest: Fields, report: ApiReport): void {
  const spec = fieldsOf(manifest.spec) ?? {};
  if (itemsOf(spec.rules).length === 0 && !isSet(spec.defaultBackend)) {
    report.invalid('spec', spec.rules ?? null, 'either `defaultBackend` or `rules` must be specified');
  }
  if (isSet(spec.defaultBackend)) checkBackend(spec.defaultBackend, 'spec.defaultBackend', report);
  for (const [rule, path] of objectsOf(spec.rules, 'spec.rules')) {
    const host = textOf(rule.host);
    if (isIpAddress(host)) report.invalid(`${path}.host`, host, 'must be a DNS name, not an IP address');
    else checkHost(host, `${path}.host`, report);
    const http = fieldsOf(rule.http);
    if (http === undefined) continue;
    if (itemsOf(http.paths).length === 0) report.required(`${path}.http.paths`);
    for (const [one, at] of objectsOf(http.paths, `${path}.http.paths`)) checkPath(one, at, report);
  }
  for (const [tls, path] of objectsOf(spec.tls, 'spec.tls')) {
    for (const [host, at] of textsOf(tls.hosts, `${path}.hosts`)) {
      if (host === '') report.invalid(at, host, 'must be a DNS name');
      checkHost(host, at, report);
    }
    checkSubdomain(tls.secretName, `${path}.secretName`, report);
  }
  checkSubdomain(spec.ingressClassName, 'spec.ingressClassName', report);
  if (spec.ingressClassName === '') report.invalid('spec.ingressClassName', '', 'must not be empty');
}

function checkHost(host: string, path: string, report: ApiReport): void {
  if (host === '') return;
  if (host.includes('*')) {
    if (!host.startsWith('*.') || !isSubdomain(host.slice(2))) {
      report.invalid(
        path,
        host,
        "a wildcard DNS-1123 subdomain must start with '*.', followed by a valid DNS subdomain",
      );
    }
  } else checkSubdomain(host, path, report);
}

const NOT_IN_PATHS = ['//', '/./', '/../', '%2f', '%2F'];
const NOT_AT_END = ['/..', '/.'];

function checkPath({ path: url, pathType, backend }: Fields, path: string, report: ApiReport): void {
  // Without a type, the definition refuses the path before.
  if (!isSet(pathType)) return;
  const text = textOf(url);
  const isFree = pathType === 'ImplementationSpecific';
  if (!text.startsWith('/') && !(isFree && text === ''))
    report.invalid(`${path}.path`, text, 'must be an absolute path');
  if (!isFree) {
    for (const part of NOT_IN_PATHS) {
      if (text.includes(part)) report.invalid(`${path}.path`, text, `must not contain '${part}'`);
    }
    for (const end of NOT_AT_END) {
      if (text.endsWith(end)) report.invalid(`${path}.path`, text, `cannot end with '${end}'`);
    }
  }
  checkBackend(backend, `${path}.backend`, report);
}

function checkBackend(value: unknown, path: string, report: ApiReport): void {
  const backend = fieldsOf(value);
  if (backend === undefined) return;
  const service = fieldsOf(backend.service);
  const resource = fieldsOf(backend.resource);
  if (service !== undefined && resource !== undefined) {
    report.invalid(path, '', 'cannot set both resource and service backends');
  } else if (resource !== undefined) {
    for (const field of ['kind', 'name']) {
      requireText(resource[field], `${path}.resource.${field}`, report);
      checkPathSegment(resource[field], `${path}.resource.${field}`, report);
    }
    checkSubdomain(resource.apiGroup, `${path}.resource.apiGroup`, report);
  } else if (service === undefined) {
    report.invalid(path, '', 'resource or service backend is required');
  } else {
    requireText(service.name, `${path}.service.name`, report);
    checkLabelName(service.name, `${path}.service.name`, report);
    checkBackendPort(fieldsOf(service.port) ?? {}, `${path}.service.port`, report);
  }
}

function checkBackendPort({ name, number }: Fields, path: string, report: ApiReport): void {
  const hasName = textOf(name) !== '';
  const hasNumber = isSet(number) && number !== 0;
  if (hasName && hasNumber) report.invalid(path, '', 'cannot set both port name & port number');
  else if (!hasName && !hasNumber) report.required(path, 'port name or number is required');
  else if (hasName) checkPortName(name, `${path}.name`, report);
}
