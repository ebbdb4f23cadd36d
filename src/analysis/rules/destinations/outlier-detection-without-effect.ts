import { DestinationRuleUse } from '../../../istio/destinations/destination-rule-use';
import type { EffectiveMesh } from '../../../istio/effective-mesh';
import { matchesLabels } from '../../../model/labels';
import type { Resource } from '../../../model/resource';
import type { TrafficPolicy } from '../../../model/shapes/traffic';
import type { Workload } from '../../../model/workload';
import { isWildcard } from '../../../values/host-pattern';
import type { Finding, Rule } from '../../rule';

/** Istio's default, which is also what an explicit 0 means. */
const DEFAULT_EJECTION_PERCENT = 10;

/**
 * A pod is only ejected if the share of ejected pods stays within `maxEjectionPercent`. With few pods one of them is
 * more than that share already, and the circuit breaker never trips.
 */
export const outlierDetectionWithoutEffect: Rule = {
  name: 'outlier-detection-without-effect',
  severity: 'error',
  summary: 'Outlier detection must be able to eject at least one of the pods that there are.',
  equivalents: [],

  check(mesh) {
    const findings: Finding[] = [];
    for (const resource of mesh.model.all('DestinationRule')) {
      for (const { policy, field, pods } of policiesOf(resource, mesh)) {
        const { maxEjectionPercent = 0 } = policy.outlierDetection ?? {};
        const percent = maxEjectionPercent === 0 ? DEFAULT_EJECTION_PERCENT : maxEjectionPercent;
        if (policy.outlierDetection === undefined || pods === undefined || pods.max === 0) continue;
        const least = Math.ceil(100 / percent);
        if (pods.min >= least) continue;
        const never = pods.max < least;
        findings.push({
          resource,
          field: `${field}.outlierDetection${maxEjectionPercent === 0 ? '' : '.maxEjectionPercent'}`,
          severity: never ? 'error' : 'warning',
          problem: `${percent}% of ${pods.min === pods.max ? pods.min : `${pods.min} to ${pods.max}`} pods is less than one, so that ${never ? 'no pod is ever ejected' : 'no pod is ejected while there are few'}`,
          fix: `set maxEjectionPercent to at least ${Math.ceil(100 / Math.max(pods.min, 1))}, or run at least ${least} pods`,
          related: pods.workloads.map(workload => workload.resource),
        });
      }
    }
    return findings;
  },
};

interface Pods {
  readonly min: number;
  readonly max: number;
  readonly workloads: readonly Workload[];
}

interface OutlierPolicy {
  readonly policy: TrafficPolicy;
  readonly field: string;
  readonly pods: Pods | undefined;
}

/** The traffic policies of a DestinationRule with outlier detection, with the pods that each is about. */
export function policiesOf(resource: Resource<'DestinationRule'>, mesh: EffectiveMesh): readonly OutlierPolicy[] {
  const found: OutlierPolicy[] = [];
  const { trafficPolicy, subsets = [] } = resource.spec;
  const inherited = trafficPolicy?.outlierDetection;
  if (inherited === undefined && !subsets.some(one => one.trafficPolicy?.outlierDetection !== undefined)) return found;
  const service = mesh.once(DestinationRuleUse).serviceOf(resource);
  if (service === undefined || isWildcard(service.host)) return found;
  const workloads = mesh.model.workloadsOf(service.service).filter(({ endsByItself }) => !endsByItself);
  for (const [i, { labels, trafficPolicy: own }] of subsets.entries()) {
    const policy = own?.outlierDetection === undefined && inherited !== undefined ? trafficPolicy : own;
    if (policy === undefined) continue;
    const selected = workloads.filter(workload => matchesLabels(labels, workload.labels));
    found.push({
      policy,
      field: policy === own ? `spec.subsets[${i}].trafficPolicy` : 'spec.trafficPolicy',
      pods: count(selected),
    });
  }
  if (trafficPolicy !== undefined && subsets.length === 0) {
    found.push({ policy: trafficPolicy, field: 'spec.trafficPolicy', pods: count(workloads) });
  }
  return found;
}

function count(workloads: readonly Workload[]): Pods | undefined {
  let [min, max] = [0, 0];
  for (const { replicas } of workloads) {
    if (replicas === undefined) return undefined;
    min += replicas.min;
    max += replicas.max;
  }
  return workloads.length === 0 ? undefined : { min, max, workloads };
}
