import { createHash } from 'node:crypto';
import type { InstallModel } from '../../../src/install/install-model';
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

/** What the charts and istioctl are given. */
export function inputOf(plan: InstallPlan): object {
  const components = plan.components.map(({ chart, release, namespace, values }) => ({
    chart,
    release,
    namespace,
    values,
  }));
  return { components, operators: plan.operators.map(yamlText) };
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
