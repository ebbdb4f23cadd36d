import type { AutoscalingProps } from '../values/autoscaling';
import { ConfigError } from '../values/config-error';
import { compareMinors, DEFAULT_ISTIO_VERSION, parseIstioVersion } from '../values/istio-version';
import { requireDnsLabel } from '../values/names';
import { requireNamespace } from '../values/namespace-name';
import { isQuantity } from '../values/quantity';
import type { ResourceAmounts } from '../values/resource-amounts';
import type { DeliveredGatewayProps, InstallModel, PilotProps } from './install-model';
import { checkMeshConfig } from './mesh-config-checks';
import { PROFILES } from './profiles';
import { replacementOfRetired } from './registries';
import { checkValues } from './value-checks';

/** Variables of istiod that its chart writes, and what sets each of them instead. */
const ENV_OF_THE_CHART: { readonly [name: string]: string } = {
  CLUSTER_ID: 'the property cluster',
  GOMAXPROCS: 'the CPU limit of pilot.resources',
  GOMEMLIMIT: 'the memory limit of pilot.resources',
  KUBECONFIG: 'nothing, it is fixed',
  PILOT_CERT_PROVIDER: 'extraValues.istiod.global.pilotCertProvider',
  PILOT_ENABLE_ANALYSIS: 'extraValues.istiod.global.istiod.enableAnalysis',
  PILOT_TRACE_SAMPLING: 'pilot.traceSampling',
  PLATFORM: 'the property platform',
  POD_NAME: 'nothing, it is fixed',
  POD_NAMESPACE: 'nothing, it is fixed',
  REVISION: 'the property revision',
  SERVICE_ACCOUNT: 'nothing, it is fixed',
};

/** How many minors a control plane can be told to behave older. */
const COMPATIBILITY_REACH = 5;

/** How many minors a canary control plane may be ahead. */
const CANARY_REACH = 2;

/**
 * Checks a model before anything is derived from it.
 *
 * @throws ConfigError for the first property that cannot be honoured
 */
export function checkModel(model: InstallModel, where: string): void {
  const version = checkVersion(model.version ?? DEFAULT_ISTIO_VERSION, 'version', where);
  if (model.hub !== undefined) checkHub(model.hub, where);
  if (model.profile !== undefined && !Object.hasOwn(PROFILES, model.profile)) {
    throw new ConfigError(
      `Cannot install profile "${model.profile}" at ${where}: wanted one of ${Object.keys(PROFILES).join(', ')}`,
    );
  }
  if (model.namespace !== undefined) requireNamespace(model.namespace, 'namespace of the control plane', where);
  checkNamespaceLabels(model, where);
  checkCompatibility(model.compatibilityVersion, version, where);
  checkRevisions(model, version, where);
  checkPilot(model.pilot, 'pilot', where);
  checkPilot(model.canary?.pilot, 'canary.pilot', where);
  checkResources(model.proxy?.resources, 'proxy.resources', where);
  checkNodeAgents(model, where);
  checkRemote(model, where);
  checkGateways(model.gateways ?? [], model, where);
  checkMeshConfig(model.meshConfig, model.pilot, where);
  checkMeshConfig(model.canary?.meshConfig, model.canary?.pilot, where);
  checkValues(model, ENV_OF_THE_CHART, where);
}

function checkVersion(version: string, what: string, where: string): readonly [number, number] {
  const minor = parseIstioVersion(version, where);
  if (!/^\d+\.\d+\.\d+/.test(version)) {
    throw new ConfigError(
      `Cannot install Istio "${version}" at ${where}: wanted ${what} exact to the patch, such as "${DEFAULT_ISTIO_VERSION}", because charts and images have no other names`,
    );
  }
  return minor;
}

function checkHub(hub: string, where: string): void {
  const replacement = replacementOfRetired(hub);
  if (replacement !== undefined) {
    throw new ConfigError(
      `Cannot pull images from "${hub}" at ${where}: wanted a registry that stays, this one is switched off in December 2026; use ${replacement}`,
    );
  }
  if (!/^[a-z0-9]([a-z0-9.-]*[a-z0-9])?(:\d+)?(\/[a-z0-9._-]+)*$/.test(hub)) {
    throw new ConfigError(
      `Cannot pull images from "${hub}" at ${where}: wanted registry and path without scheme and trailing slash, such as "docker.io/istio"`,
    );
  }
}

function checkNamespaceLabels(model: InstallModel, where: string): void {
  for (const label of ['istio-injection', 'istio.io/rev', 'istio.io/dataplane-mode']) {
    const value = model.namespaceLabels?.[label];
    if (value === undefined) continue;
    throw new ConfigError(
      `Cannot label the namespace of the control plane "${label}=${value}" at ${where}: wanted no data-plane label there, gateways in it are injected by a label of their pods`,
    );
  }
  const network = model.namespaceLabels?.['topology.istio.io/network'];
  if (network !== undefined && network !== model.network) {
    throw new ConfigError(
      `Cannot label the namespace of the control plane "topology.istio.io/network=${network}" at ${where}: wanted the property network, which writes the label and the value that belongs to it`,
    );
  }
}

function checkCompatibility(
  compatibility: string | undefined,
  version: readonly [number, number],
  where: string,
): void {
  if (compatibility === undefined) return;
  const parts = /^(\d+)\.(\d+)$/.exec(compatibility);
  const behind = parts === null ? -1 : Number(parts[1]) === version[0] ? version[1] - Number(parts[2]) : -1;
  if (behind < 1 || behind > COMPATIBILITY_REACH) {
    throw new ConfigError(
      `Cannot make Istio ${version.join('.')} behave like "${compatibility}" at ${where}: wanted a minor from ${version[0]}.${version[1] - COMPATIBILITY_REACH} to ${version[0]}.${version[1] - 1}`,
    );
  }
}

function checkRevisions(model: InstallModel, version: readonly [number, number], where: string): void {
  if (model.revision !== undefined) checkRevision(model.revision, 'revision', where);
  const { canary } = model;
  if (canary !== undefined) {
    checkRevision(canary.revision, 'revision of the canary', where);
    if (canary.revision === model.revision) {
      throw new ConfigError(
        `Cannot install a second control plane at ${where}: wanted another revision than "${canary.revision}", which is that of the first`,
      );
    }
    const ahead = checkVersion(canary.version, 'canary.version', where);
    checkCompatibility(canary.compatibilityVersion ?? model.compatibilityVersion, ahead, where);
    if (compareMinors(ahead, version) < 0 || ahead[1] - version[1] > CANARY_REACH) {
      throw new ConfigError(
        `Cannot move from Istio ${model.version ?? DEFAULT_ISTIO_VERSION} to ${canary.version} at ${where}: wanted the same minor or at most ${CANARY_REACH} newer`,
      );
    }
  }
  const revisions = [model.revision ?? 'default', ...(canary === undefined ? [] : [canary.revision])];
  for (const [tag, revision] of Object.entries(model.tags ?? {})) {
    requireDnsLabel(tag, 'tag of a revision', where);
    if (!revisions.includes(revision)) {
      throw new ConfigError(
        `Cannot point tag "${tag}" to revision "${revision}" at ${where}: wanted one that is installed here (${revisions.map(name => `"${name}"`).join(', ')})`,
      );
    }
    if (tag === revision || revisions.includes(tag)) {
      throw new ConfigError(
        `Cannot use tag "${tag}" at ${where}: wanted another name than that of a revision, got one that is installed here`,
      );
    }
  }
}

function checkRevision(revision: string, what: string, where: string): void {
  requireDnsLabel(revision, what, where);
  if (revision === 'default') {
    throw new ConfigError(
      `Cannot use "default" as ${what} at ${where}: wanted a name of its own such as "1-30-5", or none for the one control plane without a revision`,
    );
  }
}

function checkPilot(pilot: PilotProps | undefined, what: string, where: string): void {
  if (pilot === undefined) return;
  if (pilot.replicas !== undefined && pilot.autoscaling !== undefined) {
    throw new ConfigError(
      `Cannot run istiod at ${where}: wanted either ${what}.replicas or ${what}.autoscaling, got both, and the number of replicas has no effect while pods follow the load`,
    );
  }
  if (pilot.replicas !== undefined && !(Number.isInteger(pilot.replicas) && pilot.replicas >= 1)) {
    throw new ConfigError(
      `Cannot run istiod at ${where}: wanted ${what}.replicas to be a whole number from 1, got ${pilot.replicas}`,
    );
  }
  checkAutoscaling(pilot.autoscaling, `${what}.autoscaling`, where);
  checkResources(pilot.resources, `${what}.resources`, where);
  checkEnv(pilot.env, `${what}.env`, where);
  const sampling = pilot.traceSampling;
  if (sampling !== undefined && !(sampling >= 0 && sampling <= 100)) {
    throw new ConfigError(
      `Cannot trace ${sampling} percent of the requests at ${where}: wanted ${what}.traceSampling from 0 to 100`,
    );
  }
}

function checkEnv(env: { readonly [name: string]: string } | undefined, what: string, where: string): void {
  for (const name of Object.keys(env ?? {})) {
    const instead = ENV_OF_THE_CHART[name];
    if (instead === undefined) continue;
    throw new ConfigError(
      `Cannot set "${name}" in ${what} at ${where}: wanted variables that the chart does not write itself, or the container names one twice and server-side apply refuses it; use ${instead}`,
    );
  }
}

/** Checks that a range of replicas can be scaled in. */
export function checkAutoscaling(autoscaling: AutoscalingProps | undefined, what: string, where: string): void {
  if (autoscaling === undefined) return;
  const { minReplicas: min, maxReplicas: max, cpuPercent } = autoscaling;
  if (!Number.isInteger(min) || !Number.isInteger(max) || min < 1 || max < min) {
    throw new ConfigError(
      `Cannot scale from ${min} to ${max} pods at ${where}: wanted whole numbers in ${what} with 1 <= minReplicas <= maxReplicas`,
    );
  }
  if (cpuPercent !== undefined && !(cpuPercent > 0)) {
    throw new ConfigError(`Cannot scale at ${cpuPercent} percent CPU at ${where}: wanted ${what}.cpuPercent above 0`);
  }
}

function checkResources(resources: ResourceAmounts | undefined, what: string, where: string): void {
  for (const part of ['requests', 'limits'] as const) {
    for (const [name, amount] of Object.entries(resources?.[part] ?? {})) {
      if (isQuantity(amount)) continue;
      throw new ConfigError(
        `Cannot use "${amount}" as ${what}.${part}.${name} at ${where}: wanted a quantity such as "100m", "0.5" or "128Mi"`,
      );
    }
  }
}

function checkNodeAgents(model: InstallModel, where: string): void {
  const profile = PROFILES[model.profile ?? 'default'];
  const on = (kind: 'cni' | 'ztunnel') =>
    model[kind] !== false && (model[kind] !== undefined || profile.components.includes(kind));
  for (const kind of ['cni', 'ztunnel'] as const) {
    const agent = model[kind];
    if (typeof agent !== 'object') continue;
    checkResources(agent.resources, `${kind}.resources`, where);
    if (agent.namespace !== undefined) requireNamespace(agent.namespace, `namespace of ${kind}`, where);
  }
  if (!on('ztunnel')) return;
  if (profile.preset !== 'ambient') {
    throw new ConfigError(
      `Cannot install ztunnel with profile "${profile.name}" at ${where}: wanted "ambient" or "openshift-ambient", which make istiod and cni work with it`,
    );
  }
  if (!on('cni')) {
    throw new ConfigError(
      `Cannot install ztunnel without cni at ${where}: wanted cni, which leads the traffic of pods to ztunnel, got cni: false`,
    );
  }
}

function checkRemote(model: InstallModel, where: string): void {
  if ((model.profile === 'remote') === (model.remote !== undefined)) return;
  throw new ConfigError(
    model.remote === undefined
      ? `Cannot install profile "remote" at ${where}: wanted remote.address, where proxies of this cluster reach the istiod of another`
      : `Cannot use the control plane at "${model.remote.address}" at ${where}: wanted profile "remote", got "${model.profile ?? 'default'}"`,
  );
}

function checkGateways(gateways: readonly DeliveredGatewayProps[], model: InstallModel, where: string): void {
  const seen = new Set<string>();
  for (const gateway of gateways) {
    requireDnsLabel(gateway.name, 'name of a gateway', where);
    if (seen.has(gateway.name)) {
      throw new ConfigError(`Cannot install gateway "${gateway.name}" at ${where}: wanted a unique name, got it twice`);
    }
    seen.add(gateway.name);
    if ((gateway.role === 'east-west') !== (gateway.network !== undefined)) {
      throw new ConfigError(
        `Cannot install gateway "${gateway.name}" at ${where}: wanted a network exactly for the role east-west, got role ${gateway.role ?? 'ingress'}${gateway.network === undefined ? ' and none' : ` and network "${gateway.network}"`}`,
      );
    }
    if (gateway.network !== undefined && model.network !== undefined && gateway.network !== model.network) {
      throw new ConfigError(
        `Cannot install gateway "${gateway.name}" at ${where}: wanted it to lead into network "${model.network}" of this cluster, got "${gateway.network}"`,
      );
    }
    checkAutoscaling(gateway.autoscaling, `autoscaling of gateway "${gateway.name}"`, where);
    checkResources(gateway.resources, `resources of gateway "${gateway.name}"`, where);
    checkDisruptionBudget(gateway, where);
    for (const [key, value] of Object.entries(gateway.service?.annotations ?? {})) {
      if (typeof value === 'string') continue;
      throw new ConfigError(
        `Cannot annotate gateway "${gateway.name}" with "${key}" at ${where}: wanted text, got the ${typeof value} ${String(value)}, which the API server rejects`,
      );
    }
  }
}

function checkDisruptionBudget(gateway: DeliveredGatewayProps, where: string): void {
  if (gateway.minAvailable === undefined) return;
  const fewest = gateway.autoscaling?.minReplicas ?? 1;
  if (gateway.minAvailable < 1 || gateway.minAvailable >= fewest) {
    throw new ConfigError(
      `Cannot keep ${gateway.minAvailable} pods of gateway "${gateway.name}" at ${where}: wanted minAvailable from 1 to one less than autoscaling.minReplicas, got ${fewest} pods at least, of which none could be moved from a node`,
    );
  }
}
