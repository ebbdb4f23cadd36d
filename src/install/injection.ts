import type { InstallPlan } from './install-plan';

/** Labels, as an object carries them. */
export interface Labels {
  readonly [label: string]: string;
}

/** What decides over injection: the names that the webhooks of a cluster answer to. */
export interface InjectionWebhooks {
  /** Revisions and tags; `default` is the control plane without a revision. */
  readonly names: readonly string[];
  /** Whether one of them serves `istio-injection=enabled`. */
  readonly serveDefault: boolean;
}

/** The webhooks that an installation brings along, and those that answer to further names. */
export function injectionWebhooks(plan: InstallPlan, otherRevisions: readonly string[] = []): InjectionWebhooks {
  const names = [
    ...plan.controlPlanes.map(({ revision }) => revision ?? 'default'),
    ...plan.tags.map(({ tag }) => tag),
    ...otherRevisions,
  ];
  return { names, serveDefault: names.includes('default') };
}

/**
 * Whether a pod gets a sidecar, by the selectors of the webhooks: what istiod decides afterwards is not part of it.
 *
 * Any `istio-injection` label of a namespace switches its revision label off, and `istio-injection=disabled` wins over
 * the labels of pods. A pod's own revision counts only where the namespace has neither label.
 *
 * @see https://istio.io/latest/docs/ops/common-problems/injection/
 */
export function isInjected(webhooks: InjectionWebhooks, namespace: Labels, pod: Labels): boolean {
  const asked = pod['sidecar.istio.io/inject'];
  if (asked === 'false') return false;
  const injection = namespace['istio-injection'];
  if (injection !== undefined) return injection === 'enabled' && webhooks.serveDefault;
  const revision = namespace['istio.io/rev'] ?? pod['istio.io/rev'];
  if (revision !== undefined) return webhooks.names.includes(revision);
  return asked === 'true' && webhooks.serveDefault;
}
