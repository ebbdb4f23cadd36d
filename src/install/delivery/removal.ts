import type { InstallPlan } from '../install-plan';
import type { RunBookStep } from './strategy';

/**
 * Removes the revision tags, which neither charts nor istioctl own. Left behind, their webhooks would refuse every pod of
 * the namespaces that they select, since nobody answers them any more.
 */
export function removeTags({ namespace }: Pick<InstallPlan, 'namespace'>): RunBookStep {
  return {
    text: 'Remove the revision tags: without Istio, their webhooks would reject every new pod. From now on no pod gets a proxy.',
    commands: [
      'kubectl delete mutatingwebhookconfiguration,validatingwebhookconfiguration -l istio.io/tag',
      `kubectl -n ${namespace} delete service -l istio.io/tag`,
    ],
  };
}

/**
 * Removes what `istioctl uninstall --purge` does not look for: the policies of the profile `stable`, and on OpenShift the
 * network of the node agent, whose kind its client misspells.
 */
export function removeUnpurged({
  profile,
  platform,
  model,
}: Pick<InstallPlan, 'profile' | 'platform' | 'model'>): readonly string[] {
  return [
    ...(profile.preset === 'stable'
      ? [
          'kubectl get validatingadmissionpolicy,validatingadmissionpolicybinding -o name | grep stable-channel- | xargs kubectl delete',
        ]
      : []),
    ...(platform === 'openshift' && model.cni !== undefined
      ? ['kubectl -n default delete network-attachment-definition istio-cni']
      : []),
  ];
}

/** Removes the namespaces of Istio, and what istiod writes into all others. */
export function removeNamespaces({ namespaces }: Pick<InstallPlan, 'namespaces'>): RunBookStep {
  const own = namespaces.filter(name => name !== 'default' && !name.startsWith('kube-'));
  return {
    text: 'Remove the namespaces of Istio, and the certificates that istiod wrote into all others. The last command must list no webhook.',
    commands: [
      ...(own.length === 0 ? [] : [`kubectl delete namespace --ignore-not-found ${own.join(' ')}`]),
      'kubectl delete configmap -A --field-selector metadata.name=istio-ca-root-cert',
      `kubectl get mutatingwebhookconfiguration,validatingwebhookconfiguration -o name | grep istio || echo 'none left'`,
    ],
  };
}
