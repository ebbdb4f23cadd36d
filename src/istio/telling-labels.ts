import type { MeshModel } from '../model/mesh-model';

/** The keys of the labels by which some object of a mesh tells its clients apart, in the order of the alphabet. */
export function tellingLabelKeys(model: MeshModel): readonly string[] {
  const keys = new Set<string>();
  const addAll = (labels: { readonly [key: string]: string } = {}) => {
    for (const key of Object.keys(labels)) keys.add(key);
  };
  for (const { spec } of model.all('VirtualService')) {
    for (const { match = [] } of [...(spec.http ?? []), ...(spec.tls ?? []), ...(spec.tcp ?? [])]) {
      for (const { sourceLabels } of match) addAll(sourceLabels);
    }
  }
  for (const { spec } of model.all('DestinationRule')) addAll(spec.workloadSelector?.matchLabels);
  for (const { spec } of model.all('Sidecar')) addAll(spec.workloadSelector?.labels);
  return [...keys].sort();
}
