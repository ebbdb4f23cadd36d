import { type Fields, fieldsOf, isSet, numberOf, textOf } from '../reading';
import type { ApiReport } from './api-report';
import { checkPodSpec } from './pod-spec';
import { scheduleProblem } from './schedule';
import { checkSelector } from './values';

export function checkJob(manifest: Fields, report: ApiReport): void {
  const spec = fieldsOf(manifest.spec);
  if (spec === undefined) return;
  checkJobSpec(spec, 'spec', report);
  if (isSet(spec.selector) && spec.manualSelector !== true) {
    report.invalid('spec.selector', spec.selector, '`selector` not auto-generated');
  }
  checkSelector(spec.selector, 'spec.selector', report);
}

/** The names of its Jobs are longer, by the time at which they start. */
const LONGEST_NAME = 52;

export function checkCronJob(manifest: Fields, report: ApiReport): void {
  const name = textOf(fieldsOf(manifest.metadata)?.name);
  if (name.length > LONGEST_NAME) {
    report.invalid('metadata.name', name, `must be no more than ${LONGEST_NAME} characters`);
  }
  const spec = fieldsOf(manifest.spec);
  if (spec === undefined) return;
  if (spec.schedule === '') report.required('spec.schedule');
  else if (typeof spec.schedule === 'string') {
    const problem = scheduleProblem(spec.schedule);
    if (problem !== undefined) report.invalid('spec.schedule', spec.schedule, problem);
  }
  const zone = spec.timeZone;
  if (typeof zone === 'string' && !isTimeZone(zone)) {
    report.invalid('spec.timeZone', zone, `unknown time zone ${zone}`);
  }
  for (const field of ['startingDeadlineSeconds', 'successfulJobsHistoryLimit', 'failedJobsHistoryLimit']) {
    const value = spec[field];
    if (typeof value === 'number' && value < 0) {
      report.invalid(`spec.${field}`, value, 'must be greater than or equal to 0');
    }
  }
  const job = fieldsOf(fieldsOf(spec.jobTemplate)?.spec);
  if (job === undefined) return;
  const path = 'spec.jobTemplate.spec';
  checkJobSpec(job, path, report);
  if (isSet(job.selector)) report.invalid(`${path}.selector`, job.selector, '`selector` will be auto-generated');
  if (job.manualSelector === true) {
    report.unsupported(`${path}.manualSelector`, true, ['nil', 'false']);
  }
}

function isTimeZone(zone: string): boolean {
  if (zone === '' || zone.toLowerCase() === 'local') return false;
  try {
    return new Intl.DateTimeFormat('en', { timeZone: zone }) !== undefined;
  } catch {
    return false;
  }
}

function checkJobSpec(spec: Fields, path: string, report: ApiReport): void {
  const isIndexed = spec.completionMode === 'Indexed';
  // Without both numbers, one pod is run.
  if (isIndexed && !isSet(spec.completions) && isSet(spec.parallelism)) {
    report.required(`${path}.completions`, 'when completion mode is Indexed');
  }
  for (const field of ['backoffLimitPerIndex', 'maxFailedIndexes', 'successPolicy']) {
    if (isSet(spec[field]) && !isIndexed) {
      report.invalid(`${path}.${field}`, spec[field], 'requires indexed completion mode');
    }
  }
  for (const field of ['activeDeadlineSeconds', 'backoffLimitPerIndex', 'maxFailedIndexes']) {
    const value = numberOf(spec[field]);
    if (value !== undefined && value < 0) {
      report.invalid(`${path}.${field}`, value, 'must be greater than or equal to 0');
    }
  }
  const template = fieldsOf(spec.template);
  const pod = fieldsOf(template?.spec) ?? {};
  const at = `${path}.template.spec`;
  if (template !== undefined && !isSet(template.spec)) report.required(`${at}.containers`);
  checkPodSpec(pod, at, report);
  const policy = textOf(pod.restartPolicy);
  if (policy === '' || policy === 'Always') {
    report.required(`${at}.restartPolicy`, 'valid values: "OnFailure", "Never"');
  } else if (isSet(spec.podFailurePolicy) && policy !== 'Never') {
    report.invalid(`${at}.restartPolicy`, policy, 'only "Never" is supported when podFailurePolicy is specified');
  }
}
