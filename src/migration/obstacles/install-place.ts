import type { EffectiveMesh } from '../../istio/effective-mesh';
import { valueAt } from '../../model/installations';
import type { ResourceRef } from '../../values/diagnostic';

/** Where a setting of the installation is written. */
export interface SettingPlace {
  readonly resource: ResourceRef;
  readonly field: string;
}

/** Where a key of the mesh configuration is written; the mesh configuration as such, if the set does not hold it. */
export function meshConfigPlace({ model, settings }: EffectiveMesh, key: string): SettingPlace {
  const { source, field } = model.meshConfig;
  if (source === undefined) {
    return {
      resource: { kind: 'MeshConfig', namespace: settings.rootNamespace, name: 'istio' },
      field: `meshConfig.${key}`,
    };
  }
  // In a text there are no fields.
  return { resource: source, field: isText(field) ? field : `${field}.${key}` };
}

function isText(field: string): boolean {
  return field.startsWith('data') || /\.(?:values|valuesContent)$/.test(field);
}

/** A value of the installation, and where it is written. */
export interface InstalledValue extends SettingPlace {
  readonly value: unknown;
}

/** The values of a chart of Istio, or of IstioOperators, at a dotted path; those that are written, in every installation. */
export function installedValues(
  { model }: EffectiveMesh,
  charts: readonly string[],
  path: string,
): readonly InstalledValue[] {
  return [
    ...model.operators.map(({ resource, spec }) => ({
      resource,
      field: `spec.values.${path}`,
      value: valueAt(spec.values, path),
    })),
    ...model.charts
      .filter(({ chart }) => charts.includes(chart))
      .map(({ resource, values, valuesField }) => ({
        resource,
        field: isText(valuesField) ? valuesField : `${valuesField}.${path}`,
        value: valueAt(values, path),
      })),
  ].filter(({ value }) => value !== undefined);
}
