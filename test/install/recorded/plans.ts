import { createHash } from 'node:crypto';
import { App, Chart } from 'cdk8s';
import { GatewayDeployment } from '../../../src/gateway/gateway-deployment';
import type { GatewayDeploymentProps } from '../../../src/gateway/gateway-deployment-props';
import { LoadBalancer } from '../../../src/gateway/load-balancer';
import type { DeliveredGatewayProps, InstallModel } from '../../../src/install/install-model';
import { type InstallPlan, planInstall } from '../../../src/install/install-plan';
import { yamlText } from '../../../src/install/yaml-text';

/** Plans that were rendered by the charts and by istioctl of the same release: see `record.ts`. */
export const RECORDED_PLANS = {
  default: { version: '1.31.0' },
  ambient: { version: '1.31.0', profile: 'ambient' },
  'with a revision': {
    version: '1.31.0',
    revision: '1-31-0',
    tags: { default: '1-31-0', prod: '1-31-0' },
    pilot: { autoscaling: { minReplicas: 2, maxReplicas: 5 }, env: { PILOT_ENABLE_CDS_CACHE: 'true' } },
    meshConfig: { accessLogFile: '/dev/stdout' },
    cni: true,
  },
  openshift: { version: '1.31.0', profile: 'openshift' },
  stable: { version: '1.31.0', profile: 'stable' },
} as const satisfies { readonly [name: string]: InstallModel };

export type RecordedPlan = keyof typeof RECORDED_PLANS;

/** Gateways that the charts of the same release deploy, and how `GatewayDeployment` says the same. */
export const RECORDED_GATEWAYS: {
  readonly [name: string]: {
    readonly release: Omit<DeliveredGatewayProps, 'name'>;
    readonly deployment: Omit<GatewayDeploymentProps, 'namespace'>;
  };
} = {
  'istio-ingress': {
    release: {
      service: { annotations: { 'example.com/a': 'b' }, externalTrafficPolicy: 'Local' },
      autoscaling: { minReplicas: 2, maxReplicas: 4 },
      minAvailable: 1,
    },
    deployment: {
      loadBalancer: LoadBalancer.plain({ preserveClientIp: true, annotations: { 'example.com/a': 'b' } }),
      autoscaling: { minReplicas: 2, maxReplicas: 4 },
      minAvailable: 1,
    },
  },
  'istio-egress': { release: { role: 'egress' }, deployment: { role: 'egress' } },
  'istio-eastwest': {
    release: { role: 'east-west', network: 'network1' },
    deployment: { role: 'east-west', network: 'network1' },
  },
};

/** What the charts are given for the recorded gateways, and the objects of `GatewayDeployment`. */
export function gatewayInput(): { readonly components: readonly object[]; readonly deployed: readonly object[] } {
  const entries = Object.entries(RECORDED_GATEWAYS);
  const gateways = entries.map(([name, { release }]) => ({ name, namespace: 'gateways', ...release }));
  const { components } = planInstall({ version: '1.31.0', network: 'network1', gateways });
  const chart = new Chart(new App(), 'gateways', { disableResourceNameHashes: true });
  for (const [name, { deployment }] of entries) {
    new GatewayDeployment(chart, name, { namespace: 'gateways', ...deployment });
  }
  return { components: components.filter(({ kind }) => kind === 'gateway').map(chartInput), deployed: chart.toJson() };
}

function chartInput({ chart, release, namespace, values }: InstallPlan['components'][number]): object {
  return { chart, release, namespace, values };
}

/** What the charts and istioctl are given. */
export function inputOf(plan: InstallPlan): object {
  return { components: plan.components.map(chartInput), operators: plan.operators.map(yamlText) };
}

/** Tells inputs apart. */
export function digestOf(input: object): string {
  return createHash('sha256').update(JSON.stringify(input)).digest('hex').slice(0, 16);
}

export function recordedPlan(name: RecordedPlan): InstallPlan {
  return planInstall(RECORDED_PLANS[name]);
}

/** One object as it was rendered: kind, namespace (or `-`) and name. */
export interface RenderedName {
  readonly object: string;
  /** The release of Helm, or the component of istioctl. */
  readonly of: string;
}

/** What was rendered of one plan. */
export interface Recorded {
  /** Of the input. */
  readonly digest: string;
  readonly helm: readonly RenderedName[];
  readonly istioctl: readonly RenderedName[];
  /** Where objects of both differ, as `object path: helm -> istioctl`. */
  readonly differences: readonly string[];
}

/** What the charts make of the recorded gateways. */
export interface RecordedGateways {
  /** Of the input, and of the objects that are compared. */
  readonly digest: string;
  /** The objects of one side alone. */
  readonly onlyByChart: readonly string[];
  readonly onlyDeployed: readonly string[];
  /** Where objects of both differ, as `object path: chart -> GatewayDeployment`. */
  readonly differences: readonly string[];
}
