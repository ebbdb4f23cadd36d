import { buildModel } from '../../../src/model/mesh-model';
import { parseManifests } from '../../../src/model/read-manifests';
import type { SimulationRequest } from '../../../src/simulation/request';
import { simulate } from '../../../src/simulation/simulate';

/** What the simulator says of a request, so that a rule says nothing else than what happens: outcome and who decides. */
export function answer(yaml: string, request: SimulationRequest, istioVersion?: string): string {
  const model = buildModel(parseManifests(yaml, 'mesh.yaml'), istioVersion === undefined ? {} : { istioVersion });
  const { outcome, decidedBy } = simulate(model, request);
  return decidedBy === undefined || outcome === 'routed' ? outcome : `${outcome} by ${decidedBy.resource}`;
}

/** The hosts to which a request goes. */
export function hostsOf(yaml: string, request: SimulationRequest): readonly string[] {
  const { destinations = [] } = simulate(buildModel(parseManifests(yaml, 'mesh.yaml')), request);
  return destinations.map(({ host }) => host);
}
