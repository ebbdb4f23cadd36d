/**
 * Values that the charts read although the schema of the operator does not have them. istioctl refuses them under
 * `values` and takes them as `unvalidatedValues`.
 */
export const CHART_ONLY_VALUES: readonly (readonly string[])[] = [
  ['base', 'validationFailurePolicy'],
  ['cni', 'ambient', 'enableAmbientDetectionRetry'],
  ['cni', 'ambient', 'enablementSelectors'],
  ['cni', 'ambient', 'shareHostNetworkNamespace'],
  ['cni', 'seLinuxOptions'],
  ['cni', 'terminationGracePeriodSeconds'],
  ['cni', 'tolerations'],
  ['cni', 'updateStrategy'],
  ['global', 'proxy_init', 'forceApplyIptables'],
  ['global', 'waypoint', 'tolerations'],
  ['pdb'],
  ['pilot', 'deploymentAnnotations'],
  ['pilot', 'initContainers'],
  ['pilot', 'sidecarInjectorWebhookAnnotations'],
  ['pilot', 'trustedZtunnelName'],
];
