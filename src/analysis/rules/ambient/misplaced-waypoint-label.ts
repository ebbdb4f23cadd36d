import type { KindName } from '../../../model/kinds';
import type { Resource } from '../../../model/resource';
import type { Rule } from '../../rule';

const CONTROLLERS = [
  'Deployment',
  'StatefulSet',
  'DaemonSet',
  'ReplicaSet',
  'Job',
  'CronJob',
  'Rollout',
] as const satisfies readonly KindName[];

const USE = ['istio.io/use-waypoint', 'istio.io/use-waypoint-namespace', 'istio.io/ingress-use-waypoint'];
const FOR = 'istio.io/waypoint-for';

/** A label that sends traffic to a waypoint stands on an object for which Istio does not read it: nothing is sent there. */
export const misplacedWaypointLabel: Rule = {
  name: 'misplaced-waypoint-label',
  severity: 'warning',
  summary: 'Labels about waypoints must stand on the objects for which Istio reads them.',
  equivalents: [],

  *check({ model }) {
    for (const kind of CONTROLLERS) {
      for (const resource of model.all(kind) as readonly Resource[]) {
        for (const label of USE) {
          if (resource.labels[label] === undefined) continue;
          yield {
            resource,
            field: `metadata.labels["${label}"]`,
            problem: `label "${label}" of a ${resource.kind} counts for nothing: Istio reads it from namespaces, Services, ServiceEntries and pods`,
            fix: 'label the Service or the namespace, or for traffic to the pods themselves their template',
          };
        }
      }
    }
    for (const resource of [...model.all('Service'), ...model.all('Namespace')]) {
      if (resource.labels[FOR] === undefined) continue;
      yield {
        resource,
        field: `metadata.labels["${FOR}"]`,
        problem: `label "${FOR}" of a ${resource.kind} counts for nothing: Istio reads it from the Gateway of a waypoint and its class`,
        fix: 'label the Gateway',
      };
    }
  },
};
