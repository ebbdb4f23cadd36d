import { compareQuantities } from '../../values/quantity';
import { type Fields, fieldsOf, isSet, itemsOf, numberOf, textOf } from '../reading';
import type { ApiReport } from './api-report';
import {
  checkIntOrPercent,
  checkPathSegment,
  checkSelector,
  objectsOf,
  requireLabelName,
  requireText,
  written,
} from './values';

export function checkDisruptionBudget(manifest: Fields, report: ApiReport): void {
  const spec = fieldsOf(manifest.spec);
  if (spec === undefined) return;
  if (isSet(spec.minAvailable) && isSet(spec.maxUnavailable)) {
    report.invalid('spec', spec, 'minAvailable and maxUnavailable cannot be both set');
  }
  for (const field of ['minAvailable', 'maxUnavailable'] as const) {
    checkIntOrPercent(spec[field], `spec.${field}`, report);
    if (typeof spec[field] === 'string' && Number.parseInt(spec[field], 10) > 100) {
      report.invalid(`spec.${field}`, spec[field], 'must not be greater than 100%');
    }
  }
  checkSelector(spec.selector, 'spec.selector', report);
}

export function checkAutoscaler(manifest: Fields, report: ApiReport): void {
  const spec = fieldsOf(manifest.spec);
  if (spec === undefined) return;
  const least = numberOf(spec.minReplicas) ?? 1;
  const most = numberOf(spec.maxReplicas);
  if (least < 1) report.invalid('spec.minReplicas', least, 'must be greater than or equal to 1');
  if (most !== undefined && most >= 1 && most < least) {
    report.invalid('spec.maxReplicas', most, 'must be greater than or equal to `minReplicas`');
  }
  const target = fieldsOf(spec.scaleTargetRef);
  if (target !== undefined) {
    for (const field of ['kind', 'name']) {
      requireText(target[field], `spec.scaleTargetRef.${field}`, report);
      checkPathSegment(target[field], `spec.scaleTargetRef.${field}`, report);
    }
    const version = textOf(target.apiVersion);
    if (!/^[^/]+\/[^/]+$/.test(version)) {
      report.invalid('spec.scaleTargetRef.apiVersion', version, 'apiVersion must specify API group, such as "apps/v1"');
    }
  }
  const percent = spec.targetCPUUtilizationPercentage;
  if (typeof percent === 'number' && percent < 1) {
    report.invalid('spec.targetCPUUtilizationPercentage', percent, 'must be greater than 0');
  }
  for (const [metric, path] of objectsOf(spec.metrics, 'spec.metrics')) checkMetric(metric, path, report);
  for (const direction of ['scaleUp', 'scaleDown']) {
    checkScaling(fieldsOf(fieldsOf(spec.behavior)?.[direction]), `spec.behavior.${direction}`, report);
  }
}

/** The field of each type of metric. */
const SOURCES: { readonly [type: string]: string } = {
  ContainerResource: 'containerResource',
  External: 'external',
  Object: 'object',
  Pods: 'pods',
  Resource: 'resource',
};

function checkMetric(metric: Fields, path: string, report: ApiReport): void {
  const type = textOf(metric.type);
  if (type === '') {
    report.required(`${path}.type`, 'must specify a metric source type');
    return;
  }
  const source = Object.hasOwn(SOURCES, type) ? SOURCES[type] : undefined;
  if (source === undefined) return;
  for (const other of written(metric, Object.values(SOURCES))) {
    if (other !== source) report.forbidden(`${path}.${other}`, 'must populate the given metric source only');
  }
  const fields = fieldsOf(metric[source]);
  if (fields === undefined) {
    if (!isSet(metric[source]))
      report.required(`${path}.${source}`, 'must populate information for the given metric source');
    return;
  }
  const at = `${path}.${source}`;
  if (source === 'resource' || source === 'containerResource') requireText(fields.name, `${at}.name`, report);
  if (source === 'containerResource') requireLabelName(fields.container, `${at}.container`, report);
  const named = fieldsOf(fields.metric);
  if (named !== undefined) {
    requireText(named.name, `${at}.metric.name`, report);
    checkPathSegment(named.name, `${at}.metric.name`, report);
  }
  const object = fieldsOf(fields.describedObject);
  for (const field of object === undefined ? [] : ['kind', 'name']) {
    requireText(object?.[field], `${at}.describedObject.${field}`, report);
    checkPathSegment(object?.[field], `${at}.describedObject.${field}`, report);
  }
  const target = fieldsOf(fields.target);
  if (target !== undefined) checkTarget(target, source, `${at}.target`, report);
}

/** The fields of a target that each source reads. */
const TARGETS: { readonly [source: string]: readonly string[] } = {
  containerResource: ['averageUtilization', 'averageValue'],
  external: ['value', 'averageValue'],
  object: ['value', 'averageValue'],
  pods: ['averageValue'],
  resource: ['averageUtilization', 'averageValue'],
};

function checkTarget(target: Fields, source: string, path: string, report: ApiReport): void {
  if (textOf(target.type) === '') report.required(`${path}.type`, 'must specify a metric target type');
  const fields = TARGETS[source] ?? [];
  const present = written(target, fields);
  if (present.length === 0) {
    report.required(`${path}.${fields.at(-1)}`, `must set ${fields.length > 1 ? 'either ' : ''}${fields.join(' or ')}`);
  } else if (present.length > 1) {
    report.forbidden(`${path}.${fields[0]}`, `may not set both ${fields.join(' and ')}`);
  }
  for (const field of present) {
    const amount = target[field];
    if (field !== 'averageUtilization' && isSet(amount) && (compareQuantities(String(amount), '0') ?? 1) <= 0) {
      report.invalid(`${path}.${field}`, amount, 'must be positive');
    }
  }
  const percent = target.averageUtilization;
  if (typeof percent === 'number' && percent < 1) {
    report.invalid(`${path}.averageUtilization`, percent, 'must be greater than 0');
  }
}

const LONGEST_WINDOW = 3600;
const LONGEST_PERIOD = 1800;

function checkScaling(rules: Fields | undefined, path: string, report: ApiReport): void {
  if (rules === undefined) return;
  const window = rules.stabilizationWindowSeconds;
  if (typeof window === 'number' && (window < 0 || window > LONGEST_WINDOW)) {
    report.invalid(`${path}.stabilizationWindowSeconds`, window, `must be from 0 to ${LONGEST_WINDOW}`);
  }
  const select = rules.selectPolicy;
  if (isSet(select) && !['Max', 'Min', 'Disabled'].includes(textOf(select))) {
    report.unsupported(`${path}.selectPolicy`, select, ['Disabled', 'Max', 'Min']);
  }
  if (Array.isArray(rules.policies) && itemsOf(rules.policies).length === 0) {
    report.required(`${path}.policies`, 'must specify at least one Policy');
  }
  for (const [policy, at] of objectsOf(rules.policies, `${path}.policies`)) {
    if (policy.type !== 'Pods' && policy.type !== 'Percent') {
      report.unsupported(`${at}.type`, textOf(policy.type), ['Percent', 'Pods']);
    }
    if (typeof policy.value === 'number' && policy.value < 1) {
      report.invalid(`${at}.value`, policy.value, 'must be greater than zero');
    }
    const period = policy.periodSeconds;
    if (typeof period === 'number' && (period < 1 || period > LONGEST_PERIOD)) {
      report.invalid(`${at}.periodSeconds`, period, `must be from 1 to ${LONGEST_PERIOD}`);
    }
  }
}
