import { type ChartInstallation, valueAt } from '../../../model/installations';
import { isKind, type Resource } from '../../../model/resource';
import { type IstioChart, type UnreadValue, unreadOperatorValues, unreadValues } from '../../../values/chart-keys';
import { nearest } from '../../../values/nearest';
import {
  CHART_PLATFORMS,
  CHART_PROFILES,
  OPERATOR_PROFILES,
  unknownOperatorFields,
  unknownResourceFields,
} from '../../../values/operator-keys';
import { isMapping } from '../../../values/plain-data';
import type { ValueTree } from '../../../values/value-tree';
import type { Finding, Rule } from '../../rule';
import { quoted } from '../../wording';

const CHARTS: ReadonlySet<string> = new Set(['base', 'istiod', 'cni', 'ztunnel', 'gateway']);

/** A value for a chart of Istio that the chart does not read: Helm takes it without an error, and nothing changes. */
export const unreadHelmValue: Rule = {
  name: 'unread-helm-value',
  severity: 'warning',
  summary: 'Values for a chart of Istio, and fields of an IstioOperator, must be ones that are read.',
  equivalents: [],

  check({ model }) {
    const findings: Finding[] = [];
    for (const installation of model.charts) {
      const { resource, chart, values, valuesField } = installation;
      if (!isIstioChart(chart, installation)) continue;
      for (const unread of unreadValues(chart, values)) {
        findings.push(finding(unread, resource, valuesField, `the chart "${chart}"`));
      }
      findings.push(...wordsOf(values, resource, valuesField, `the chart "${chart}"`, CHART_PROFILES));
    }
    for (const { resource, spec } of model.operators) {
      const field = isKind(resource, 'IstioOperator') ? 'spec.values' : 'data';
      for (const unread of unreadOperatorValues(spec.values ?? {})) {
        findings.push(finding(unread, resource, field, 'an installation by istioctl'));
      }
      findings.push(...wordsOf(spec.values ?? {}, resource, field, 'an installation by istioctl', OPERATOR_PROFILES));
      if (isKind(resource, 'IstioOperator')) findings.push(...operatorFields(resource));
    }
    return findings;
  },
};

/** What istioctl refuses of an IstioOperator beside its values. */
function operatorFields(resource: Resource<'IstioOperator'>): readonly Finding[] {
  const findings: Finding[] = [];
  const { spec } = resource.manifest;
  if (!isMapping(spec)) return findings;
  for (const { path, meant } of unknownOperatorFields(spec)) {
    findings.push({
      resource,
      severity: 'error',
      field: `spec.${path}`,
      problem: `istioctl refuses the IstioOperator: there is no field "${path}"`,
      fix: meant === undefined ? 'remove it' : `did you mean "${meant}"?`,
    });
  }
  const { profile } = spec;
  // A profile may also be a file of one's own.
  if (typeof profile !== 'string' || profile === '' || /[/.]/.test(profile)) return findings;
  findings.push(...unknownWord(profile, OPERATOR_PROFILES, resource, 'spec.profile', 'istioctl', 'profile'));
  return findings;
}

/** Words that charts look up, and parts of resources that there are not. */
function wordsOf(
  values: ValueTree,
  resource: Resource,
  valuesField: string,
  reader: string,
  profiles: readonly string[],
): readonly Finding[] {
  const findings: Finding[] = [];
  const isTree = /(?:values|valuesObject)$/i.test(valuesField);
  const at = (path: string) => (isTree ? `${valuesField}.${path}` : valuesField);
  for (const [word, known] of [
    ['profile', profiles],
    ['platform', CHART_PLATFORMS],
  ] as const) {
    for (const path of [word, `global.${word}`]) {
      const value = valueAt(values, path);
      // Helm takes anything for which the chart holds a file, those of releases among them.
      if (typeof value !== 'string' || value === '' || /^(?:compatibility-version|platform)-/.test(value)) continue;
      findings.push(...unknownWord(value, known, resource, at(path), reader, word));
    }
  }
  for (const { path, meant } of unknownResourceFields(values)) {
    findings.push({
      resource,
      field: at(path),
      problem: `there is nothing like "${path}" in Kubernetes, so that the setting is lost or the pods are refused`,
      fix: meant === undefined ? 'remove it' : `did you mean "${meant}"?`,
    });
  }
  return findings;
}

function unknownWord(
  value: string,
  known: readonly string[],
  resource: Resource,
  field: string,
  reader: string,
  word: string,
): readonly Finding[] {
  const findings: Finding[] = [];
  if (known.includes(value)) return findings;
  const similar = nearest(value, known);
  findings.push({
    resource,
    severity: 'error',
    field,
    problem: `${reader} knows no ${word} "${value}" and fails; there are ${quoted(known)}`,
    fix: similar === undefined ? `name a ${word} that there is, or leave it out` : `write "${similar}"`,
  });
  return findings;
}

function finding({ path, meant, refused }: UnreadValue, resource: Resource, field: string, reader: string): Finding {
  const name = path.join('.');
  return {
    resource,
    ...(refused ? { severity: 'error' } : {}),
    field: /(?:values|valuesObject)$/i.test(field) ? `${field}.${name}` : field,
    problem: refused ? `${reader} refuses the value "${name}"` : `${reader} does not read the value "${name}"`,
    fix: meant === undefined ? 'remove it' : `did you mean "${meant.join('.')}"?`,
  };
}

/** Whether a chart is one of Istio. Others are called `base` or `gateway`, too: Istio is named around those of Istio. */
function isIstioChart(chart: string, { resource, releaseName, namespace }: ChartInstallation): chart is IstioChart {
  if (!CHARTS.has(chart) || isKind(resource, 'Istio')) return false;
  if (chart === 'istiod' || chart === 'ztunnel') return true;
  return /istio/i.test(`${releaseName} ${namespace} ${resource.name} ${JSON.stringify(resource.manifest.spec)}`);
}
