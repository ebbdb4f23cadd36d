import type { MeshModel } from '../../../model/mesh-model';
import type { Resource } from '../../../model/resource';
import { checkMeshConfigFields } from '../../../schema/mesh-config-fields';
import { createValidator, validateMeshConfig } from '../../../schema/validate-object';
import type { Finding, Rule, RuleContext } from '../../rule';

/** An object is refused by the API server or Istio's webhook, or accepted but not for what it says. */
export const invalidObject: Rule = {
  name: 'invalid-object',
  severity: 'error',
  summary: 'Every object must be one that the API server and Istio accept.',
  equivalents: ['IST0106', 'IST0133'],
  istioAnalyzers: ['schema.ValidationAnalyzer'],

  *check({ model }, context) {
    yield* validate(model.resources, model, context);
    if (!model.istioParity) yield* checkMeshConfig(model, context);
  },
};

/** The rule for the objects of one kind of Istio only, as istioctl has an analyzer for each. */
export function invalidObjectOf(kind: string): Rule {
  return {
    ...invalidObject,
    check: ({ model }, context) =>
      validate(
        model.resources.filter(resource => resource.kind === kind),
        model,
        context,
      ),
  };
}

/** What istiod refuses of the mesh configuration, or passes over, wherever that is written. */
function* checkMeshConfig({ meshConfig }: MeshModel, { istioVersion }: RuleContext): Iterable<Finding> {
  const { source: resource, raw, field } = meshConfig;
  if (resource === undefined) return;
  for (const { severity, path, message, fix } of validateMeshConfig(raw, { istioVersion })) {
    yield { resource, severity, field: path.replace('meshConfig', field), problem: message, fix };
  }
  for (const { rule, path, message, fix } of checkMeshConfigFields('MeshConfig', raw, istioVersion)) {
    const unknown = rule === 'unknown-field';
    yield {
      resource,
      severity: unknown ? 'warning' : 'error',
      field: `${field}.${path}`,
      problem: unknown ? `istiod passes over "${path}", which is not a field of the mesh configuration` : message,
      fix,
    };
  }
}

function* validate(resources: readonly Resource[], model: MeshModel, { istioVersion }: RuleContext): Iterable<Finding> {
  const check = createValidator({ istioVersion });
  for (const resource of resources) {
    for (const { severity, source, path, message, fix } of check(resource.manifest)) {
      // Istioctl knows what the webhook knows, and leaves the rest to the API server.
      if (model.istioParity && (source !== 'webhook' || !resource.group.endsWith('istio.io'))) continue;
      yield {
        resource,
        severity,
        code: severity === 'error' ? 'IST0106' : 'IST0133',
        field: path === '' ? undefined : path,
        problem: message,
        fix,
      };
    }
  }
}
