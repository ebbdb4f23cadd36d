import type { KindName } from '../../../model/kinds';
import type { Resource } from '../../../model/resource';
import { isMapping } from '../../../model/shape';
import type { Finding, Rule } from '../../rule';

const BOUND = ['istio.io/WaypointBound'];
const ACCEPTED = ['Accepted', 'Programmed', 'ResolvedRefs'];

const CONDITIONS = {
  Service: BOUND,
  ServiceEntry: BOUND,
  WorkloadEntry: BOUND,
  AuthorizationPolicy: ['ZtunnelAccepted', 'WaypointAccepted'],
  KubernetesGateway: ACCEPTED,
  HTTPRoute: ACCEPTED,
  GRPCRoute: ACCEPTED,
} as const satisfies Partial<Record<KindName, readonly string[]>>;

/** A controller has refused an object, and says so in its status. Manifests that are exported from a cluster show it. */
export const negativeCondition: Rule = {
  name: 'negative-condition',
  severity: 'warning',
  summary: 'No controller may have rejected an object.',
  equivalents: ['IST0171'],
  istioAnalyzers: ['conditions.ConditionAnalyzer'],

  check({ model }) {
    const findings: Finding[] = [];
    for (const [kind, types] of Object.entries(CONDITIONS) as [keyof typeof CONDITIONS, readonly string[]][]) {
      for (const resource of model.all(kind) as readonly Resource[]) {
        for (const { type, status, reason, message } of conditionsOf(resource)) {
          if (!types.includes(type)) continue;
          const isPartial =
            type === 'WaypointAccepted' && reason === 'PartiallyInvalid' && kind === 'AuthorizationPolicy';
          if (status !== 'False' && !isPartial) continue;
          findings.push({
            resource,
            field: 'status',
            problem: `condition "${type}" is ${status} because of "${reason}": ${message}`,
            fix: 'fix what the message names',
          });
        }
      }
    }
    return findings;
  },
};

interface Condition {
  readonly type: string;
  readonly status: string;
  readonly reason: string;
  readonly message: string;
}

function conditionsOf({ manifest, type }: Resource): readonly Condition[] {
  const found: Condition[] = [];
  const status = isMapping(manifest.status) ? manifest.status : {};
  const isRoute = type === 'HTTPRoute' || type === 'GRPCRoute';
  const holders: unknown[] = isRoute && Array.isArray(status.parents) ? status.parents : [status];
  for (const holder of holders) {
    if (!isMapping(holder) || !Array.isArray(holder.conditions)) continue;
    for (const condition of holder.conditions) {
      if (!isMapping(condition)) continue;
      const read = (key: string) => (typeof condition[key] === 'string' ? condition[key] : '');
      found.push({ type: read('type'), status: read('status'), reason: read('reason'), message: read('message') });
    }
  }
  return found;
}
