import type { EffectiveMesh } from '../../../istio/effective-mesh';
import { type ProviderProblem, providerProblem } from '../../../istio/policies/provider-service';
import { providerNamed } from '../../../istio/policies/telemetry-levels';
import type { ExtensionProvider } from '../../../model/mesh-config';
import type { MeshModel } from '../../../model/mesh-model';
import type { Resource } from '../../../model/resource';
import type { Severity } from '../../../values/diagnostic';
import type { Finding, Rule } from '../../rule';
import { listed } from '../../wording';
import { typesFor, usedProviders } from './unknown-telemetry-provider';

/** A provider leads to a service that the mesh does not have: nothing is recorded, and what it is to check is denied. */
export const unknownProviderService: Rule = {
  name: 'unknown-provider-service',
  severity: 'warning',
  summary: 'The service of a provider that is used must be one of the mesh.',
  equivalents: [],

  check(mesh) {
    const findings: Finding[] = [];
    const { source } = mesh.model.meshConfig;
    const known = new Map<ExtensionProvider, ReturnType<typeof problemOf>>();
    for (const { resource, field, provider, effect } of uses(mesh)) {
      if (!known.has(provider)) known.set(provider, problemOf(provider, mesh));
      const found = known.get(provider);
      if (found === undefined) continue;
      const { problem, ...rest } = found;
      findings.push({
        resource,
        field,
        ...rest,
        problem: `${problem}, so that ${effect}`,
        related: source === undefined || source === resource ? [] : [source],
      });
    }
    return findings;
  },
};

/** Where a provider is asked for, and what comes of it if it leads nowhere. */
interface Use {
  readonly resource: Resource;
  readonly field: string | undefined;
  readonly provider: ExtensionProvider;
  readonly effect: string;
}

const NOTHING_SENT = 'nothing is sent to it';

function* uses({ model }: EffectiveMesh): Iterable<Use> {
  const { defaultProviders = {}, extensionProviders, source, field } = model.meshConfig;
  for (const { resource, name, field, signal } of usedProviders(model)) {
    const provider = providerNamed(model, name);
    // That a provider is of a wrong type, or of one that is gone, is for other rules to say.
    const fits = typesFor(signal).some(type => type !== 'lightstep' && provider?.[type] !== undefined);
    if (provider !== undefined && fits) yield { resource, field, provider, effect: NOTHING_SENT };
  }
  for (const name of new Set(Object.values(defaultProviders).flat())) {
    const provider = providerNamed(model, name);
    if (provider !== undefined && provider.lightstep === undefined && source !== undefined)
      yield { resource: source, field, provider, effect: NOTHING_SENT };
  }
  for (const resource of model.all('AuthorizationPolicy')) {
    const { action, provider: asked } = resource.spec;
    if (action !== 'CUSTOM') continue;
    const provider = extensionProviders.find(({ name }) => name === asked?.name);
    if (provider === undefined) continue;
    yield { resource, field: 'spec.provider.name', provider, effect: 'all requests of the policy are denied' };
  }
}

function problemOf(provider: ExtensionProvider, mesh: EffectiveMesh) {
  const found = providerProblem(mesh, provider);
  // That several namespaces declare the host of an authorizer is for another rule to say.
  if (found === undefined || (found.kind === 'ambiguous' && isAuthorizer(provider))) return undefined;
  if (found.kind === 'unknown' && found.meant === undefined && isElsewhere(found.service, mesh)) return undefined;
  return wordsOf(found, `provider "${provider.name ?? ''}"`, mesh);
}

function isAuthorizer({ envoyExtAuthzGrpc, envoyExtAuthzHttp }: ExtensionProvider): boolean {
  return envoyExtAuthzGrpc !== undefined || envoyExtAuthzHttp !== undefined;
}

function wordsOf(
  found: ProviderProblem,
  who: string,
  mesh: EffectiveMesh,
): { readonly problem: string; readonly fix: string; readonly severity?: Severity } {
  switch (found.kind) {
    case 'ambiguous':
      return {
        problem: `several namespaces (${found.namespaces.join(', ')}) declare the service "${found.service}" of ${who}`,
        fix: `name it with its namespace, such as "${found.namespaces[0]}/${found.service}"`,
      };
    case 'no port':
      return {
        problem: `the service "${found.service.host}" of ${who} has no port ${found.port}`,
        fix: `name one of its ports: ${listed(found.service.ports.map(({ number }) => number))}`,
      };
    case 'unknown': {
      const { service, meant } = found;
      if (meant !== undefined) {
        return {
          problem: `the service "${service}" of ${who} is not in the mesh under this name, which istiod does not complete`,
          fix: `write "${meant.host}"`,
        };
      }
      return {
        problem: `the service "${service}" of ${who} is neither a Service nor a host of a ServiceEntry`,
        fix: 'deploy the service, define a ServiceEntry with this host, or name one that exists',
        ...(mayBeElsewhere(service, mesh) ? { severity: 'info' } : {}),
      };
    }
  }
}

/** Whether a service is of a namespace of which the set holds nothing, so that nothing is known of it. */
function isElsewhere(service: string, { model }: EffectiveMesh): boolean {
  const namespace = namespaceOf(service, model);
  return (
    namespace !== undefined &&
    model.resources.every(one => one.namespace !== namespace && !(one.kind === 'Namespace' && one.name === namespace))
  );
}

/** Whether a service is of a namespace of which the set holds no Services, so that it may come from another repository. */
function mayBeElsewhere(service: string, { model }: EffectiveMesh): boolean {
  const namespace = namespaceOf(service, model);
  return namespace !== undefined && model.inNamespace('Service', namespace).length === 0;
}

function namespaceOf(service: string, model: MeshModel): string | undefined {
  return model.serviceOfHost(service.slice(service.indexOf('/') + 1))?.namespace;
}
