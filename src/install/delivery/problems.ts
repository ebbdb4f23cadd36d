import type { InstallPlan } from '../install-plan';
import type { ChartSource } from '../registries';

/** A controller in the cluster cannot read charts from a folder of the machine that synthesizes. */
export function remoteSourceProblems(source: ChartSource, controller: string): readonly string[] {
  if (source.kind !== 'folder') return [];
  return [
    `${controller} cannot read charts from the folder "${source.location}"; use ChartSource.http or ChartSource.oci`,
  ];
}

/** istiod sets the failure policy to Fail once it is ready, whatever the chart says. */
export function failurePolicyProblems(plan: InstallPlan, consequence: string): readonly string[] {
  if (plan.validationFailurePolicy !== 'Ignore') return [];
  return [
    `validationFailurePolicy "Ignore" does not last, istiod changes it to "Fail" once it is ready, and ${consequence}; leave it out`,
  ];
}

/** Routes that install no gateways of their own. */
export function gatewayProblems(plan: InstallPlan, reason: string): readonly string[] {
  const names = plan.components.flatMap(({ gateway }) => (gateway === undefined ? [] : [gateway.name]));
  if (names.length === 0) return [];
  return [`${reason}, got ${names.map(name => `"${name}"`).join(', ')}; declare a GatewayDeployment instead`];
}
