import type { ExtensionProvider } from '../../model/mesh-config';
import { isMapping } from '../../model/shape';
import type { EffectiveMesh } from '../effective-mesh';
import type { RegisteredService } from '../services/registered-service';
import { ambiguousNamespaces } from './external-authorizer';

/** Why proxies cannot send to the service of a provider. */
export type ProviderProblem =
  | { readonly kind: 'unknown'; readonly service: string; readonly meant: RegisteredService | undefined }
  | { readonly kind: 'ambiguous'; readonly service: string; readonly namespaces: readonly string[] }
  | { readonly kind: 'no port'; readonly service: RegisteredService; readonly port: number };

/** Why proxies cannot send to the service of a provider; istiod takes the host as it is written. Undefined if they can. */
export function providerProblem(mesh: EffectiveMesh, provider: ExtensionProvider): ProviderProblem | undefined {
  const { service: written = '', port } = settingsOf(provider);
  if (written === '') return undefined;
  const slash = written.indexOf('/');
  const host = written.slice(slash + 1);
  const namespace = slash < 0 ? undefined : written.slice(0, slash);
  const named = mesh.servicesNamed(host).filter(one => namespace === undefined || one.namespace === namespace);
  const [service] = named;
  if (service === undefined) return { kind: 'unknown', service: written, meant: meantBy(mesh, host, namespace) };
  const namespaces = ambiguousNamespaces(mesh, { name: '', type: 'other', service: written });
  if (namespaces.length > 0) return { kind: 'ambiguous', service: written, namespaces };
  if (port === undefined || named.some(one => one.ports.some(({ number }) => number === port))) return undefined;
  return { kind: 'no port', service, port };
}

/** The service of which somebody wrote a shorter name, or another namespace. */
function meantBy(mesh: EffectiveMesh, host: string, namespace: string | undefined): RegisteredService | undefined {
  const [known] = mesh.servicesNamed(host);
  if (known !== undefined) return known;
  const [name = '', own = namespace ?? mesh.settings.rootNamespace, ...rest] = host.split('.');
  if (rest.length > 0 && rest.join('.') !== 'svc') return undefined;
  return mesh.servicesNamed(`${name}.${own}.svc.${mesh.settings.domain}`)[0];
}

function settingsOf(provider: ExtensionProvider): { readonly service?: string; readonly port?: number } {
  for (const settings of Object.values(provider)) {
    if (!isMapping(settings) || typeof settings.service !== 'string') continue;
    return {
      service: settings.service,
      ...(typeof settings.port === 'number' ? { port: settings.port } : {}),
    };
  }
  return {};
}
