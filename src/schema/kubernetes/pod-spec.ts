import { isIpAddress } from '../../values/ip-range';
import { type Fields, fieldsOf, isSet, itemsOf, numberOf, textOf, textsOf } from '../reading';
import type { ApiReport } from './api-report';
import { checkContainers, checkNumericIds } from './containers';
import {
  checkLabelMap,
  checkLabelName,
  checkSelector,
  checkSubdomain,
  isQualifiedName,
  objectsOf,
  requireText,
} from './values';
import { checkVolumes } from './volumes';

/**
 * Checks what a pod is made of.
 *
 * @param others Names of volumes that come from elsewhere: of the claims of a StatefulSet.
 */
export function checkPodSpec(pod: Fields, path: string, report: ApiReport, others: readonly string[] = []): void {
  checkVolumes(pod.volumes, `${path}.volumes`, report);
  const volumes = objectsOf(pod.volumes, '').map(([volume]) => textOf(volume.name));
  checkContainers(
    pod,
    path,
    { volumes: [...new Set([...others, ...volumes])], hostNetwork: pod.hostNetwork === true },
    report,
  );
  checkLabelMap(pod.nodeSelector, `${path}.nodeSelector`, report);
  for (const field of ['serviceAccountName', 'nodeName', 'priorityClassName', 'runtimeClassName']) {
    checkSubdomain(pod[field], `${path}.${field}`, report);
  }
  for (const field of ['hostname', 'subdomain']) checkLabelName(pod[field], `${path}.${field}`, report);
  const deadline = pod.activeDeadlineSeconds;
  if (typeof deadline === 'number' && (deadline < 1 || deadline > 2 ** 31 - 1)) {
    report.invalid(`${path}.activeDeadlineSeconds`, deadline, 'must be between 1 and 2147483647, inclusive');
  }
  const security = fieldsOf(pod.securityContext);
  checkNumericIds(security, `${path}.securityContext`, report);
  checkSpread(pod.topologySpreadConstraints, `${path}.topologySpreadConstraints`, report);
  checkTolerations(pod.tolerations, `${path}.tolerations`, report);
  checkAffinity(fieldsOf(pod.affinity), `${path}.affinity`, report);
  for (const [alias, at] of objectsOf(pod.hostAliases, `${path}.hostAliases`)) {
    if (!isIpAddress(textOf(alias.ip))) report.invalid(`${at}.ip`, textOf(alias.ip), 'must be a valid IP address');
    for (const [name, where] of textsOf(alias.hostnames, `${at}.hostnames`)) checkSubdomain(name, where, report);
  }
  if (pod.dnsPolicy === 'None' && itemsOf(fieldsOf(pod.dnsConfig)?.nameservers).length === 0) {
    report.required(
      `${path}.dnsConfig.nameservers`,
      'must provide at least one DNS nameserver when `dnsPolicy` is None',
    );
  }
  for (const [address, at] of textsOf(fieldsOf(pod.dnsConfig)?.nameservers, `${path}.dnsConfig.nameservers`)) {
    if (!isIpAddress(address)) report.invalid(at, address, 'must be a valid IP address');
  }
  for (const [option, at] of objectsOf(fieldsOf(pod.dnsConfig)?.options, `${path}.dnsConfig.options`)) {
    requireText(option.name, `${at}.name`, report);
  }
  if (pod.shareProcessNamespace === true && pod.hostPID === true) {
    report.invalid(`${path}.shareProcessNamespace`, true, 'ShareProcessNamespace and HostPID cannot both be enabled');
  }
}

function checkSpread(value: unknown, path: string, report: ApiReport): void {
  const seen = new Set<string>();
  for (const [constraint, at] of objectsOf(value, path)) {
    requireText(constraint.topologyKey, `${at}.topologyKey`, report);
    requireText(constraint.whenUnsatisfiable, `${at}.whenUnsatisfiable`, report);
    const key = JSON.stringify([constraint.topologyKey, constraint.whenUnsatisfiable]);
    if (seen.has(key)) report.duplicate(`${at}.{topologyKey, whenUnsatisfiable}`, key);
    seen.add(key);
    checkSelector(constraint.labelSelector, `${at}.labelSelector`, report);
    const least = numberOf(constraint.minDomains);
    if (least === undefined) continue;
    if (least < 1) report.invalid(`${at}.minDomains`, least, 'must be greater than zero');
    if (constraint.whenUnsatisfiable !== 'DoNotSchedule') {
      report.invalid(`${at}.minDomains`, least, 'can only use minDomains if whenUnsatisfiable=DoNotSchedule');
    }
  }
}

function checkTolerations(value: unknown, path: string, report: ApiReport): void {
  for (const [toleration, at] of objectsOf(value, path)) {
    const key = textOf(toleration.key);
    const operator = textOf(toleration.operator);
    if (key !== '' && !isQualifiedName(key)) {
      report.invalid(`${at}.key`, key, 'must be a qualified name such as "example.com/name"');
    }
    if (key === '' && operator !== 'Exists') {
      report.invalid(`${at}.operator`, operator, 'operator must be Exists when `key` is empty');
    }
    if (operator === 'Exists' && textOf(toleration.value) !== '') {
      report.invalid(`${at}.value`, toleration.value, 'value must be empty when `operator` is "Exists"');
    }
    if (isSet(toleration.tolerationSeconds) && toleration.effect !== 'NoExecute') {
      report.invalid(
        `${at}.effect`,
        textOf(toleration.effect),
        "effect must be 'NoExecute' when `tolerationSeconds` is set",
      );
    }
  }
}

function checkAffinity(affinity: Fields | undefined, path: string, report: ApiReport): void {
  if (affinity === undefined) return;
  for (const kind of ['podAffinity', 'podAntiAffinity']) {
    const fields = fieldsOf(affinity[kind]);
    const at = `${path}.${kind}`;
    const terms = objectsOf(
      fields?.requiredDuringSchedulingIgnoredDuringExecution,
      `${at}.requiredDuringSchedulingIgnoredDuringExecution`,
    );
    const preferred = objectsOf(
      fields?.preferredDuringSchedulingIgnoredDuringExecution,
      `${at}.preferredDuringSchedulingIgnoredDuringExecution`,
    );
    for (const [term, where] of terms) checkTerm(term, where, report);
    for (const [weighted, where] of preferred) {
      checkWeight(weighted.weight, `${where}.weight`, report);
      const term = fieldsOf(weighted.podAffinityTerm);
      if (term !== undefined) checkTerm(term, `${where}.podAffinityTerm`, report);
    }
  }
  const node = fieldsOf(affinity.nodeAffinity);
  const required = fieldsOf(node?.requiredDuringSchedulingIgnoredDuringExecution);
  const at = `${path}.nodeAffinity`;
  if (required !== undefined) {
    const terms = `${at}.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms`;
    if (itemsOf(required.nodeSelectorTerms).length === 0) {
      report.required(terms, 'must have at least one node selector term');
    }
    for (const [term, where] of objectsOf(required.nodeSelectorTerms, terms)) checkNodeTerm(term, where, report);
  }
  for (const [weighted, where] of objectsOf(
    node?.preferredDuringSchedulingIgnoredDuringExecution,
    `${at}.preferredDuringSchedulingIgnoredDuringExecution`,
  )) {
    checkWeight(weighted.weight, `${where}.weight`, report);
    const preference = fieldsOf(weighted.preference);
    if (preference !== undefined) checkNodeTerm(preference, `${where}.preference`, report);
  }
}

function checkWeight(value: unknown, path: string, report: ApiReport): void {
  if (typeof value === 'number' && (value < 1 || value > 100)) {
    report.invalid(path, value, 'must be in the range 1-100');
  }
}

function checkTerm(term: Fields, path: string, report: ApiReport): void {
  const key = textOf(term.topologyKey);
  if (key === '') report.required(`${path}.topologyKey`, 'can not be empty');
  else if (!isQualifiedName(key)) report.invalid(`${path}.topologyKey`, key, 'must be a qualified name');
  checkSelector(term.labelSelector, `${path}.labelSelector`, report);
  checkSelector(term.namespaceSelector, `${path}.namespaceSelector`, report);
}

function checkNodeTerm(term: Fields, path: string, report: ApiReport): void {
  for (const [requirement, at] of objectsOf(term.matchExpressions, `${path}.matchExpressions`)) {
    const count = itemsOf(requirement.values).length;
    const operator = textOf(requirement.operator);
    if ((operator === 'In' || operator === 'NotIn') && count === 0) {
      report.required(`${at}.values`, "must be specified when `operator` is 'In' or 'NotIn'");
    } else if ((operator === 'Exists' || operator === 'DoesNotExist') && count > 0) {
      report.forbidden(`${at}.values`, "may not be specified when `operator` is 'Exists' or 'DoesNotExist'");
    } else if ((operator === 'Gt' || operator === 'Lt') && count !== 1) {
      report.required(`${at}.values`, "must be specified single value when `operator` is 'Lt' or 'Gt'");
    }
    const key = textOf(requirement.key);
    if (!isQualifiedName(key)) report.invalid(`${at}.key`, key, 'must be a qualified name such as "example.com/name"');
  }
}
