import { parseDocumentText } from '../text/yaml-documents';
import type { KindName } from './kinds';
import type { Resource } from './resource';
import { isMapping } from './shape';

type Values = { readonly [key: string]: unknown };

/** One Helm chart that something in the set installs: Flux, Argo CD, k3s or the values file of an installer. */
export interface ChartInstallation {
  readonly resource: Resource;
  /** Name of the chart without its repository; empty if only its values are known. */
  readonly chart: string;
  /** Version of the chart as written; undefined if it is not known. */
  readonly version: string | undefined;
  readonly releaseName: string;
  readonly namespace: string;
  readonly values: Values;
  /** Where the values are written: as a tree below this field, or as a text in it. */
  readonly valuesField: string;
}

/** An IstioOperator, also one that an installer keeps in a ConfigMap. */
export interface OperatorInstallation {
  readonly resource: Resource;
  readonly spec: Resource<'IstioOperator'>['spec'];
}

type Find = <K extends KindName>(kind: K) => readonly Resource<K>[];

/** The charts that the set installs. */
export function chartInstallations(all: Find): ChartInstallation[] {
  return [...flux(all), ...argoCd(all), ...k3s(all), ...sail(all), ...installerValues(all)];
}

/** The IstioOperators of the set. */
export function operatorInstallations(all: Find, parse: (text: string) => OperatorInstallation['spec'] | undefined) {
  const found: OperatorInstallation[] = all('IstioOperator').map(resource => ({ resource, spec: resource.spec }));
  for (const resource of all('ConfigMap')) {
    for (const content of Object.values(resource.spec.data ?? {})) {
      if (!/^kind:\s*["']?IstioOperator\b/m.test(content)) continue;
      const spec = parse(content);
      if (spec !== undefined) found.push({ resource, spec });
    }
  }
  return found;
}

/** A mapping that is written as YAML text; undefined if it is something else. */
export function parseValues(content: string | undefined): Values | undefined {
  if (content === undefined) return undefined;
  const { value } = parseDocumentText(content);
  return isMapping(value) ? value : undefined;
}

/** The value at a dotted path, if there is one. */
export function valueAt(values: unknown, path: string): unknown {
  return path.split('.').reduce<unknown>((value, key) => (isMapping(value) ? value[key] : undefined), values);
}

function flux(all: Find): ChartInstallation[] {
  return all('HelmRelease').map(resource => {
    const { spec, name } = resource;
    const target = spec.targetNamespace;
    return {
      resource,
      chart: chartName(spec.chart?.spec?.chart ?? spec.chartRef?.name ?? ''),
      version: spec.chart?.spec?.version,
      releaseName: spec.releaseName ?? (target === undefined ? name : `${target}-${name}`),
      namespace: target ?? resource.namespace,
      values: spec.values ?? {},
      valuesField: 'spec.values',
    };
  });
}

function argoCd(all: Find): ChartInstallation[] {
  return all('Application').flatMap(resource => {
    const { spec } = resource;
    const sources = spec.sources ?? (spec.source === undefined ? [] : [spec.source]);
    return sources
      .map((source, i) => ({ ...source, field: spec.sources === undefined ? 'spec.source' : `spec.sources[${i}]` }))
      .filter(({ chart, helm }) => chart !== undefined || helm !== undefined)
      .map(({ chart = '', targetRevision, helm = {}, field }) => ({
        resource,
        chart: chartName(chart),
        version: targetRevision,
        releaseName: helm.releaseName ?? resource.name,
        namespace: spec.destination?.namespace ?? 'default',
        values: withParameters(helm.valuesObject ?? parseValues(helm.values) ?? {}, helm.parameters ?? []),
        valuesField: `${field}.helm.${helm.valuesObject === undefined ? 'values' : 'valuesObject'}`,
      }));
  });
}

function k3s(all: Find): ChartInstallation[] {
  return all('HelmChart').map(resource => {
    const { spec } = resource;
    const set = Object.entries(spec.set ?? {}).map(([name, value]) => ({ name, value: String(value) }));
    return {
      resource,
      chart: chartName(spec.chart ?? ''),
      version: spec.version,
      releaseName: resource.name,
      namespace: spec.targetNamespace ?? resource.namespace,
      values: withParameters(parseValues(spec.valuesContent) ?? {}, set),
      valuesField: 'spec.valuesContent',
    };
  });
}

function sail(all: Find): ChartInstallation[] {
  return all('Istio').map(resource => {
    const values = resource.spec.values ?? {};
    const revision = sailRevision(resource);
    return {
      resource,
      chart: 'istiod',
      version: resource.spec.version,
      releaseName: resource.name,
      namespace: resource.spec.namespace ?? 'istio-system',
      values: { ...revision, ...values },
      valuesField: 'spec.values',
    };
  });
}

/** The operator installs revision "default" under this very name, any other under its own, or one for each version. */
function sailRevision({ name, spec }: Resource<'Istio'>): Values {
  if (spec.updateStrategy?.type === 'RevisionBased' && spec.version !== undefined) {
    return { revision: `${name}-${spec.version.replaceAll('.', '-')}` };
  }
  return name === 'default' ? {} : { revision: name };
}

/** Values files for the istiod chart that an installer mounts from a ConfigMap. */
function installerValues(all: Find): ChartInstallation[] {
  return all('ConfigMap').flatMap(resource => {
    return Object.values(resource.spec.data ?? {}).flatMap(content => {
      if (!/^meshConfig:/m.test(content)) return [];
      const values = parseValues(content);
      if (values === undefined || values.kind !== undefined) return [];
      const { namespace } = resource;
      const releaseName = 'istiod';
      return [{ resource, chart: 'istiod', version: undefined, releaseName, namespace, values, valuesField: 'data' }];
    });
  });
}

function chartName(chart: string): string {
  return chart.slice(chart.lastIndexOf('/') + 1);
}

/** Values with single ones set by dotted name, as `helm --set` does. */
function withParameters(
  values: Values,
  parameters: readonly { readonly name?: string; readonly value?: string }[],
): Values {
  let result = values;
  for (const { name = '', value = '' } of parameters) {
    // A dot behind a backslash belongs to the key.
    result = setAt(
      result,
      name.split(/(?<!\\)\./).map(key => key.replaceAll('\\.', '.')),
      scalar(value),
    );
  }
  return result;
}

function setAt(values: Values, [key = '', ...rest]: readonly string[], value: unknown): Values {
  const inner = values[key];
  return { ...values, [key]: rest.length === 0 ? value : setAt(isMapping(inner) ? inner : {}, rest, value) };
}

function scalar(value: string): unknown {
  if (value === 'true' || value === 'false') return value === 'true';
  return /^-?(?:0|[1-9]\d*)$/.test(value) ? Number(value) : value;
}
