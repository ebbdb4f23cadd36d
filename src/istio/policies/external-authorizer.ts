import type { MeshFacts } from '../mesh-facts';
import type { ExternalAuthorizer } from '../mesh-settings';

/** Whether istiod can make proxies ask a provider. Where it cannot, a policy with the provider denies what it matches. */
export function canBeAsked(mesh: MeshFacts, provider: ExternalAuthorizer): boolean {
  return provider.type !== 'other' && provider.invalid !== true && ambiguousNamespaces(mesh, provider).length === 0;
}

/** The namespaces that declare the host of a provider, where it says none and there are several. */
export function ambiguousNamespaces(mesh: MeshFacts, { service = '' }: ExternalAuthorizer): readonly string[] {
  if (service.includes('/')) return [];
  const namespaces = [...new Set(mesh.servicesNamed(service).map(({ namespace }) => namespace))];
  return namespaces.length > 1 ? namespaces : [];
}
