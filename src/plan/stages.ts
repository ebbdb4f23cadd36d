/** The steps of a change, in their order; those without a change are left out of a plan. */
export type StageName =
  | 'definitions'
  | 'references'
  | 'loosen'
  | 'destinations'
  | 'switches'
  | 'subsets'
  | 'routes'
  | 'unused'
  | 'tighten'
  | 'removals'
  | 'undefined';

export interface Stage {
  readonly name: StageName;
  readonly title: string;
  readonly waitFor: string;
}

const PROPAGATION = 'istiod to send the configuration to all proxies (istioctl proxy-status shows SYNCED)';

export const STAGES: readonly Stage[] = [
  {
    name: 'definitions',
    title: 'Define kinds and namespaces',
    waitFor: 'the CustomResourceDefinitions to be Established',
  },
  {
    name: 'references',
    title: 'Create what other objects refer to: accounts, configuration, credentials, control planes',
    waitFor: 'Certificates and control planes to be ready',
  },
  {
    name: 'loosen',
    title: 'Loosen what is demanded of callers',
    waitFor: PROPAGATION,
  },
  {
    name: 'destinations',
    title: 'Bring up services and their pods',
    waitFor: 'the rollouts to be complete',
  },
  {
    name: 'switches',
    title: 'Lead Services to other pods, which are ready',
    waitFor: PROPAGATION,
  },
  {
    name: 'subsets',
    title: 'Add subsets, policies and gateways, before routes use them',
    waitFor: PROPAGATION,
  },
  {
    name: 'routes',
    title: 'Change the routes',
    waitFor: PROPAGATION,
  },
  {
    name: 'unused',
    title: 'Remove subsets, policies and gateways that no route uses any longer',
    waitFor: PROPAGATION,
  },
  {
    name: 'tighten',
    title: 'Tighten what is demanded of callers',
    waitFor: PROPAGATION,
  },
  {
    name: 'removals',
    title: 'Remove what nothing leads to any longer',
    waitFor: 'the pods to be gone',
  },
  {
    name: 'undefined',
    title: 'Remove kinds and namespaces',
    waitFor: 'the namespaces to be gone',
  },
];
