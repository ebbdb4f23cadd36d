import type { Resource } from '../../model/resource';
import type { Scene } from '../scene';
import type { Candidate, Proposed, Unit } from '../unit';
import { destinationRuleUnits } from './destination-rules';
import { egressUnits } from './egress';
import { exposureUnits } from './exposures';
import { externalUnits } from './external-services';
import { gatewayApiUnits } from './gateway-api';
import { gatewayUnits } from './gateways';
import { namespaceUnits } from './namespaces';
import { asClass, asObject } from './objects';
import { rateLimitUnits } from './rate-limits';
import { securityUnits } from './security';
import { serviceUnits } from './services';
import { sidecarScopeUnits } from './sidecar-scopes';
import { telemetryUnits } from './telemetry';
import { virtualServiceUnits } from './virtual-services';

/** Everything that a program can be made of, in the order in which it is written. */
export function unitsOf(scene: Scene): { readonly units: readonly Unit[]; readonly left: readonly string[] } {
  const { model } = scene;
  const used = new Set(
    [...model.all('Service'), ...model.all('Gateway'), ...model.all('ServiceEntry')].map(({ namespace }) => namespace),
  );
  const namespaces = namespaceUnits(scene, used);
  const { units: services, left } = serviceUnits(scene);
  const constructs = constructUnits(scene);
  const covered = new Set<Resource>(namespaces.flatMap(({ covers }) => covers));
  const meshObjects: Unit[] = [];
  for (const { resource, covers = [resource], proposals } of constructs) {
    if (covers.some(one => covered.has(one))) continue;
    for (const one of covers) covered.add(one);
    meshObjects.push({ key: resource.toString(), covers, proposals: [...proposals, ...plainly(covers, scene)] });
  }
  const objects = model.resources
    .filter(resource => !covered.has(resource) && !resource.assumed)
    .map(resource => ({ key: resource.toString(), covers: [resource], proposals: plainly([resource], scene) }));
  return { units: [...namespaces, ...services, ...scene.auxiliary.values(), ...meshObjects, ...objects], left };
}

/** Objects as they are: by the classes of their kinds, or else as objects of any kind. */
function plainly(covers: readonly Resource[], scene: Scene): readonly Candidate[] {
  const objects = covers.map(one => asObject(one, scene));
  const classes = covers.map((one, i) => asClass(one, scene) ?? objects[i]).filter(one => one !== undefined);
  const isTyped = classes.some(({ form }) => form === 'class');
  return [...(isTyped ? [together(classes)] : []), together(objects)];
}

function together(candidates: readonly Candidate[]): Candidate {
  const [first, ...others] = candidates;
  if (first === undefined) throw new Error('Cannot write nothing');
  if (others.length === 0) return first;
  return {
    ...first,
    statements: candidates.flatMap(({ statements }) => statements),
    ids: candidates.flatMap(({ ids }) => ids),
  };
}

/** In the order in which they are written: what is named by others comes first. */
function constructUnits(scene: Scene): readonly Proposed[] {
  const external = externalUnits(scene);
  return [
    ...external,
    ...egressUnits(scene),
    ...gatewayUnits(scene),
    ...gatewayApiUnits(scene),
    ...destinationRuleUnits(scene),
    ...virtualServiceUnits(scene),
    ...exposureUnits(scene),
    ...securityUnits(scene),
    ...sidecarScopeUnits(scene),
    ...rateLimitUnits(scene),
    ...telemetryUnits(scene),
  ];
}
