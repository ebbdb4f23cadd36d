import { type Labels, matchesSelector } from './labels';
import type { NamespaceIndex } from './namespaces';
import type { Resource } from './resource';
import type { AllowedNamespaces } from './shapes/gateway-api';

/** Labels of a namespace by which selectors find it, with the one that Kubernetes adds. */
export function namespaceLabels(namespaces: NamespaceIndex, name: string): Labels {
  return { 'kubernetes.io/metadata.name': name, ...namespaces.get(name)?.labels };
}

/** The Gateway that a ListenerSet belongs to, as `namespace/name`; undefined where it names something else. */
export function parentOfListenerSet({ spec, namespace: own }: Resource<'ListenerSet'>): string | undefined {
  const { kind = 'Gateway', group = 'gateway.networking.k8s.io', name = '', namespace = own } = spec.parentRef ?? {};
  return kind === 'Gateway' && group === 'gateway.networking.k8s.io' ? `${namespace}/${name}` : undefined;
}

/**
 * Whether a Gateway takes the listeners of ListenerSets of a namespace. By default it takes none.
 *
 * @see https://gateway-api.sigs.k8s.io/geps/gep-1713/
 */
export function takesListenerSets(
  { spec, namespace: own }: Resource<'KubernetesGateway'>,
  namespace: string,
  namespaces: NamespaceIndex,
): boolean {
  const allowed: AllowedNamespaces = spec.allowedListeners?.namespaces ?? {};
  switch (allowed.from ?? (allowed.selector === undefined ? 'None' : 'Selector')) {
    case 'All':
      return true;
    case 'Same':
      return namespace === own;
    case 'Selector':
      return (
        allowed.selector !== undefined && matchesSelector(allowed.selector, namespaceLabels(namespaces, namespace))
      );
    default:
      return false;
  }
}
