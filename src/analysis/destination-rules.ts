import type { MeshModel } from '../model/mesh-model';
import type { Resource } from '../model/resource';
import { addTo } from '../values/multimap';

type DestinationRule = Resource<'DestinationRule'>;

/** The DestinationRules of a mesh by the full name of their host. */
export function destinationRulesByHost(model: MeshModel): ReadonlyMap<string, readonly DestinationRule[]> {
  const byHost = new Map<string, DestinationRule[]>();
  for (const rule of model.all('DestinationRule')) {
    addTo(byHost, model.fullHost(rule.spec.host ?? '', rule.namespace), rule);
  }
  return byHost;
}

/** Whether a DestinationRule is meant for some clients only, so that it does not contradict another one. */
export function isForSomeWorkloads({ spec }: DestinationRule): boolean {
  return spec.workloadSelector !== undefined;
}
