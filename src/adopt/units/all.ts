import type { Resource } from '../../model/resource';
import type { Scene } from '../scene';
import type { Proposed, Unit } from '../unit';
import { destinationRuleUnits } from './destination-rules';
import { exposureUnits } from './exposures';
import { externalUnits } from './external-services';
import { gatewayApiUnits } from './gateway-api';
import { gatewayUnits } from './gateways';
import { namespaceUnits } from './namespaces';
import { asClass, asObject } from './objects';
import { securityUnits } from './security';
import { serviceUnits } from './services';
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
  const covered = new Set<Resource>(namespaces.flatMap(({ covers }) => covers));
  const constructs = constructUnits(scene, covered);
  const proposed = new Map(constructs.map(unit => [unit.resource, unit.proposals]));
  const objects: Unit[] = [];
  const meshObjects: Unit[] = [];
  for (const resource of model.resources) {
    if (covered.has(resource) || resource.assumed) continue;
    const typed = asClass(resource, scene);
    const proposals = [...(proposed.get(resource) ?? []), ...(typed === undefined ? [] : [typed]), asObject(resource)];
    const unit = { key: resource.toString(), covers: [resource], proposals };
    (proposed.has(resource) ? meshObjects : objects).push(unit);
  }
  const order = new Map(constructs.map(({ resource }, i) => [resource, i]));
  const place = ({ covers: [resource] }: Unit) => (resource === undefined ? 0 : (order.get(resource) ?? 0));
  meshObjects.sort((a, b) => place(a) - place(b));
  return { units: [...namespaces, ...services, ...meshObjects, ...objects], left };
}

function constructUnits(scene: Scene, _covered: ReadonlySet<Resource>): readonly Proposed[] {
  return [
    ...gatewayUnits(scene),
    ...gatewayApiUnits(scene),
    ...destinationRuleUnits(scene),
    ...virtualServiceUnits(scene),
    ...exposureUnits(scene),
    ...externalUnits(scene),
    ...securityUnits(scene),
    ...telemetryUnits(scene),
  ];
}
