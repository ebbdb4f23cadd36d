import type { KindName } from '../../model/kinds';
import type { Resource } from '../../model/resource';
import type { Rule } from '../rule';
import { quotedNames } from '../wording';

const USE_WAYPOINT = 'istio.io/use-waypoint';
const KINDS = ['Namespace', 'Service', 'ServiceEntry', 'WorkloadEntry', 'Pod'] as const satisfies readonly KindName[];

/** A label sends traffic through a waypoint that does not exist. */
export const unknownWaypoint: Rule = {
  name: 'unknown-waypoint',
  severity: 'error',
  summary: 'The waypoint that a namespace, service or pod uses must exist.',
  equivalents: [],

  *check({ model }) {
    for (const kind of KINDS) {
      for (const resource of model.all(kind) as readonly Resource[]) {
        const name = resource.labels[USE_WAYPOINT];
        if (name === undefined || name === 'none') continue;
        const own = kind === 'Namespace' ? resource.name : resource.namespace;
        const namespace = resource.labels['istio.io/use-waypoint-namespace'] ?? own;
        if (model.find('KubernetesGateway', namespace, name) !== undefined) continue;
        const there = model.inNamespace('KubernetesGateway', namespace);
        yield {
          resource,
          field: `metadata.labels["${USE_WAYPOINT}"]`,
          // A waypoint of another namespace is run by others.
          severity: namespace === own ? 'error' : 'warning',
          problem: `waypoint "${name}" does not exist in namespace "${namespace}"; its Gateways are ${quotedNames(there)}`,
          fix: `define a Gateway "${name}" of class istio-waypoint in namespace "${namespace}"`,
        };
      }
    }
  },
};
