const READ = ['get', 'list'];
const OWN = ['get', 'list', 'create', 'patch', 'delete'];

/** One rule of a ClusterRole. */
export interface PolicyRule {
  readonly apiGroups: readonly string[];
  readonly resources: readonly string[];
  readonly resourceNames?: readonly string[];
  readonly verbs: readonly string[];
}

/**
 * What istioctl does to a cluster while it installs and uninstalls. It lists every kind it might prune, even if it prunes nothing, and
 * it grants istiod rights that it does not hold itself, hence `escalate` and `bind`.
 */
export function installerRules(): readonly PolicyRule[] {
  const rule = (group: string, resources: readonly string[], verbs: readonly string[]): PolicyRule => ({
    apiGroups: [group],
    resources,
    verbs,
  });
  return [
    rule('', ['namespaces'], ['get', 'create']),
    rule('', ['configmaps', 'pods', 'resourcequotas', 'secrets', 'serviceaccounts', 'services'], OWN),
    rule('', ['pods/portforward'], ['create']),
    rule('apps', ['daemonsets', 'deployments'], OWN),
    rule('apps', ['replicasets'], READ),
    rule('autoscaling', ['horizontalpodautoscalers'], OWN),
    rule('policy', ['poddisruptionbudgets'], OWN),
    rule('networking.k8s.io', ['networkpolicies'], OWN),
    rule('discovery.k8s.io', ['endpointslices'], OWN),
    rule('rbac.authorization.k8s.io', ['rolebindings', 'clusterrolebindings'], OWN),
    rule('rbac.authorization.k8s.io', ['roles', 'clusterroles'], [...OWN, 'bind', 'escalate']),
    rule(
      'admissionregistration.k8s.io',
      ['mutatingwebhookconfigurations', 'validatingwebhookconfigurations'],
      [...OWN, 'update'],
    ),
    rule('admissionregistration.k8s.io', ['validatingadmissionpolicies', 'validatingadmissionpolicybindings'], OWN),
    // Deleting is for the uninstall, which removes the CRDs and looks for what the node agent of OpenShift had.
    rule('apiextensions.k8s.io', ['customresourcedefinitions'], OWN),
    // Its client guesses the first name from the kind, which is none that a cluster has.
    rule('k8s.cni.cncf.io', ['networkattachmentdefinitions', 'network-attachment-definitions'], ['list', 'delete']),
    rule('networking.istio.io', ['envoyfilters'], ['list', 'delete']),
  ];
}
