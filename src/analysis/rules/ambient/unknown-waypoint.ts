import type { KindName } from '../../../model/kinds';
import type { Labels } from '../../../model/labels';
import type { MeshModel } from '../../../model/mesh-model';
import type { Resource } from '../../../model/resource';
import type { Finding, Rule } from '../../rule';
import { QuotedNames } from '../../wording';

const USE_WAYPOINT = 'istio.io/use-waypoint';
const CANARY_WAYPOINT = 'istio.io/use-waypoint-canary';
const KINDS = ['Namespace', 'Service', 'ServiceEntry', 'WorkloadEntry', 'Pod'] as const satisfies readonly KindName[];

/** A label sends traffic through a waypoint that does not exist. */
export const unknownWaypoint: Rule = {
  name: 'unknown-waypoint',
  severity: 'error',
  summary: 'The waypoint that a namespace, service or pod uses must exist.',
  equivalents: ['KIA1313'],

  check(mesh) {
    const findings: Finding[] = [];
    const { model, release } = mesh;
    const labels = release.has('canaryWaypoints') ? [USE_WAYPOINT, CANARY_WAYPOINT] : [USE_WAYPOINT];
    for (const { resource, labels: given, path } of labelled(model)) {
      for (const label of labels) {
        const name = given[label];
        if (name === undefined || name === 'none') continue;
        const own = resource.type === 'Namespace' ? resource.name : resource.namespace;
        const namespace = given[`${label}-namespace`] ?? own;
        if (model.find('KubernetesGateway', namespace, name) !== undefined) continue;
        const there = model.inNamespace('KubernetesGateway', namespace);
        findings.push({
          resource,
          field: `${path}.labels["${label}"]`,
          // A waypoint of another namespace is run by others.
          severity: namespace === own ? 'error' : 'warning',
          problem: `waypoint "${name}" does not exist in namespace "${namespace}"; its Gateways are ${mesh.once(QuotedNames).of(there)}`,
          fix: `define a Gateway "${name}" of class istio-waypoint in namespace "${namespace}"`,
        });
      }
    }
    return findings;
  },
};

interface Labelled {
  readonly resource: Resource;
  readonly labels: Labels;
  readonly path: string;
}

/** Whatever may use a waypoint, with its labels: objects, and the pods that templates make. */
function labelled(model: MeshModel): readonly Labelled[] {
  const found: Labelled[] = [];
  for (const kind of KINDS) {
    for (const resource of model.all(kind) as readonly Resource[]) {
      found.push({ resource, labels: resource.labels, path: 'metadata' });
    }
  }
  for (const { resource, labels, podPath, generated } of model.workloads.all) {
    if (!generated && podPath !== '') found.push({ resource, labels, path: `${podPath}.metadata` });
  }
  return found;
}
