import type { MeshModel } from '../../../model/mesh-model';
import { isKind, type Resource } from '../../../model/resource';
import { isMapping } from '../../../model/shape';
import type { Finding, Rule } from '../../rule';
import { listed, quoted } from '../../wording';

/** A controller moves the weights that the manifests also set: each sync puts them back, and the release with them. */
export const contestedRoute: Rule = {
  name: 'contested-route',
  severity: 'warning',
  summary: 'Manifests must not contain what Argo Rollouts or Flagger write.',
  equivalents: [],

  check({ model }) {
    const findings: Finding[] = [];
    for (const resource of model.resources) {
      if (isKind(resource, 'Rollout')) findings.push(...movedByRollout(resource, model));
      else if (resource.kind === 'Canary' && resource.group === 'flagger.app')
        findings.push(...madeByFlagger(resource, model));
    }
    return findings;
  },
};

/** Argo Rollouts starts and ends with all requests on the stable version. */
function movedByRollout(rollout: Resource<'Rollout'>, model: MeshModel): readonly Finding[] {
  const findings: Finding[] = [];
  for (const { name, routes } of routesOf(rollout)) {
    const resource = model.find('VirtualService', rollout.namespace, name);
    if (resource === undefined) continue;
    for (const protocol of ['http', 'tls', 'tcp'] as const) {
      for (const [i, rule] of (resource.spec[protocol] ?? []).entries()) {
        const label = 'name' in rule ? rule.name : undefined;
        if (routes.length > 0 && protocol === 'http' && !routes.includes(label ?? '')) continue;
        const weights = (rule.route ?? []).map(({ weight = 0 }) => weight);
        if (weights.length < 2 || weights.every(weight => weight === 0 || weight === 100)) continue;
        findings.push({
          resource,
          field: `spec.${protocol}[${i}].route`,
          problem: `Rollout "${rollout.fullName}" changes the weights of this route, and every sync resets them to ${listed(weights)}`,
          fix: 'write 100 for the stable and 0 for the canary version, and let GitOps ignore differences in the weights',
          related: [rollout],
        });
      }
    }
  }
  return findings;
}

function routesOf({ manifest }: Resource): { readonly name: string; readonly routes: readonly string[] }[] {
  const istio = ['spec', 'strategy', 'canary', 'trafficRouting', 'istio'].reduce<unknown>(
    (value, key) => (isMapping(value) ? value[key] : undefined),
    manifest,
  );
  if (!isMapping(istio)) return [];
  const several = Array.isArray(istio.virtualServices) ? (istio.virtualServices as unknown[]) : [];
  return [istio.virtualService, ...several].filter(isMapping).map(({ name, routes }) => ({
    name: String(name),
    routes: Array.isArray(routes) ? routes.map(String) : [],
  }));
}

/** Flagger makes the objects of a service by itself, under names that follow from the name of the target. */
function madeByFlagger(canary: Resource, model: MeshModel): readonly Finding[] {
  const findings: Finding[] = [];
  const { spec } = canary.manifest;
  if (!isMapping(spec) || (spec.provider !== undefined && spec.provider !== 'istio')) return findings;
  const { targetRef, service } = spec;
  const own = isMapping(service) && typeof service.name === 'string' ? service.name : undefined;
  const name = own ?? (isMapping(targetRef) ? String(targetRef.name) : '');
  const made = [
    model.find('VirtualService', canary.namespace, name),
    model.find('DestinationRule', canary.namespace, `${name}-primary`),
    model.find('DestinationRule', canary.namespace, `${name}-canary`),
  ];
  for (const resource of made) {
    if (resource === undefined) continue;
    findings.push({
      resource,
      problem: `Canary ${quoted([canary.fullName])} lets Flagger make this very object, and every sync undoes what Flagger writes`,
      fix: 'remove the object, and say in the Canary what it should be',
      related: [canary],
    });
  }
  return findings;
}
