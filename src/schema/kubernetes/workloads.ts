import { compareQuantities } from '../../values/quantity';
import { type Fields, fieldsOf, isSet, itemsOf, numberOf, textOf } from '../reading';
import type { ApiReport } from './api-report';
import { checkPodSpec } from './pod-spec';
import {
  checkIntOrPercent,
  checkLabelName,
  checkSelector,
  checkSubdomain,
  objectsOf,
  requireLabelName,
  selects,
} from './values';

export function checkPod(manifest: Fields, report: ApiReport): void {
  const spec = fieldsOf(manifest.spec);
  if (spec !== undefined) checkPodSpec(spec, 'spec', report);
}

export function checkDeployment(manifest: Fields, report: ApiReport): void {
  const spec = fieldsOf(manifest.spec);
  if (spec === undefined) return;
  checkPods(spec, 'Deployment', report);
  const strategy = fieldsOf(spec.strategy);
  const rolling = fieldsOf(strategy?.rollingUpdate);
  if (strategy?.type === 'Recreate') {
    if (isSet(strategy.rollingUpdate)) {
      const problem = "may not be specified when strategy `type` is 'Recreate'";
      report.forbidden('spec.strategy.rollingUpdate', problem);
    }
  } else if (rolling !== undefined) checkRolling(rolling, 'spec.strategy.rollingUpdate', '25%', '25%', report);
  const deadline = numberOf(spec.progressDeadlineSeconds) ?? 600;
  if (deadline <= (numberOf(spec.minReadySeconds) ?? 0)) {
    const path = isSet(spec.progressDeadlineSeconds) ? 'spec.progressDeadlineSeconds' : 'spec.minReadySeconds';
    report.invalid(path, deadline, 'progressDeadlineSeconds must be greater than minReadySeconds');
  }
}

export function checkDaemonSet(manifest: Fields, report: ApiReport): void {
  const spec = fieldsOf(manifest.spec);
  if (spec === undefined) return;
  checkPods(spec, 'DaemonSet', report);
  const strategy = fieldsOf(spec.updateStrategy);
  const rolling = fieldsOf(strategy?.rollingUpdate);
  if (strategy?.type !== 'OnDelete' && rolling !== undefined) {
    checkRolling(rolling, 'spec.updateStrategy.rollingUpdate', '1', '0', report);
  }
}

export function checkReplicaSet(manifest: Fields, report: ApiReport): void {
  const spec = fieldsOf(manifest.spec);
  if (spec !== undefined) checkPods(spec, 'ReplicaSet', report);
}

export function checkStatefulSet(manifest: Fields, report: ApiReport): void {
  const spec = fieldsOf(manifest.spec);
  if (spec === undefined) return;
  const claims = objectsOf(spec.volumeClaimTemplates, 'spec.volumeClaimTemplates');
  const names = claims.map(([claim]) => textOf(fieldsOf(claim.metadata)?.name));
  checkPods(spec, 'StatefulSet', report, names);
  // Pods are named after it.
  checkLabelName(fieldsOf(manifest.metadata)?.name, 'metadata.name', report);
  checkLabelName(spec.serviceName, 'spec.serviceName', report);
  for (const [claim, path] of claims) {
    requireLabelName(fieldsOf(claim.metadata)?.name, `${path}.metadata.name`, report);
    checkClaimSpec(fieldsOf(claim.spec) ?? {}, `${path}.spec`, report);
  }
  const strategy = fieldsOf(spec.updateStrategy);
  if (strategy?.type === 'OnDelete' && isSet(strategy.rollingUpdate)) {
    const problem = "only allowed for updateStrategy 'RollingUpdate'";
    report.invalid('spec.updateStrategy.rollingUpdate', strategy.rollingUpdate, problem);
  }
}

export function checkClaim(manifest: Fields, report: ApiReport): void {
  checkClaimSpec(fieldsOf(manifest.spec) ?? {}, 'spec', report);
}

/** Checks what is asked of a volume. */
function checkClaimSpec(spec: Fields, path: string, report: ApiReport): void {
  const modes = itemsOf(spec.accessModes);
  if (modes.length === 0) report.required(`${path}.accessModes`, 'at least 1 access mode is required');
  if (modes.length > 1 && modes.includes('ReadWriteOncePod') && modes.some(mode => mode !== 'ReadWriteOncePod')) {
    report.forbidden(`${path}.accessModes`, 'may not use ReadWriteOncePod with other access modes');
  }
  const size = fieldsOf(fieldsOf(spec.resources)?.requests)?.storage;
  const at = `${path}.resources.requests[storage]`;
  if (!isSet(size)) report.required(at);
  else if ((compareQuantities(String(size), '0') ?? 1) <= 0)
    report.invalid(at, String(size), 'must be greater than zero');
  checkSubdomain(spec.storageClassName, `${path}.storageClassName`, report);
  checkSelector(spec.selector, `${path}.selector`, report);
}

/** The selector, and the pods that it must select. */
function checkPods(spec: Fields, kind: string, report: ApiReport, claims: readonly string[] = []): void {
  const template = fieldsOf(spec.template);
  const selector = fieldsOf(spec.selector);
  if (selector !== undefined) {
    checkSelector(selector, 'spec.selector', report);
    const labels = fieldsOf(fieldsOf(template?.metadata)?.labels) ?? {};
    if (isEmpty(selector)) {
      report.invalid('spec.selector', selector, `empty selector is invalid for ${kind.toLowerCase()}`);
    } else if (template !== undefined && selects(selector, labels) === false) {
      report.invalid('spec.template.metadata.labels', labels, '`selector` does not match template `labels`');
    }
  }
  const pod = fieldsOf(template?.spec);
  if (pod === undefined) {
    if (template !== undefined && !isSet(template.spec)) report.required('spec.template.spec.containers');
    return;
  }
  checkPodSpec(pod, 'spec.template.spec', report, claims);
  const policy = textOf(pod.restartPolicy);
  if (policy !== '' && policy !== 'Always') report.unsupported('spec.template.spec.restartPolicy', policy, ['Always']);
  if (isSet(pod.activeDeadlineSeconds)) {
    const problem = `activeDeadlineSeconds in ${kind === 'Deployment' ? 'ReplicaSet' : kind} is not Supported`;
    report.forbidden('spec.template.spec.activeDeadlineSeconds', problem);
  }
}

function isEmpty(selector: Fields): boolean {
  const expressions = selector.matchExpressions;
  return (
    Object.keys(fieldsOf(selector.matchLabels) ?? {}).length === 0 &&
    !(Array.isArray(expressions) && expressions.length > 0)
  );
}

/** @param unavailable What the API server fills in for `maxUnavailable`, and `surge` for `maxSurge`. */
function checkRolling(rolling: Fields, path: string, unavailable: string, surge: string, report: ApiReport): void {
  for (const field of ['maxUnavailable', 'maxSurge'] as const) {
    checkIntOrPercent(rolling[field], `${path}.${field}`, report);
    const value = rolling[field];
    const isCapped = field === 'maxUnavailable' || unavailable === '1';
    if (isCapped && typeof value === 'string' && Number.parseInt(value, 10) > 100) {
      report.invalid(`${path}.${field}`, value, 'must not be greater than 100%');
    }
  }
  const isZero = (value: unknown, byDefault: string): boolean =>
    /^0+%?$/.test(typeof value === 'string' || typeof value === 'number' ? String(value) : byDefault);
  if (isZero(rolling.maxUnavailable, unavailable) && isZero(rolling.maxSurge, surge)) {
    report.invalid(`${path}.maxUnavailable`, rolling.maxUnavailable ?? 0, 'may not be 0 when `maxSurge` is 0');
  }
}
