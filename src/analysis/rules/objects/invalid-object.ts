import { parseValues } from '../../../model/installations';
import type { MeshModel } from '../../../model/mesh-model';
import { isKind, type Resource } from '../../../model/resource';
import { checkMeshConfigFields } from '../../../schema/mesh-config-fields';
import { createValidator, validateMeshConfig } from '../../../schema/validate-object';
import type { Finding, Rule, RuleContext } from '../../rule';

/** An object is refused by the API server or Istio's webhook, or accepted but not for what it says. */
export const invalidObject: Rule = {
  name: 'invalid-object',
  severity: 'error',
  summary: 'Every object must be one that the API server and Istio accept.',
  equivalents: ['IST0106', 'IST0133', 'KIA1108'],
  istioAnalyzers: ['schema.ValidationAnalyzer'],

  check({ model }, context) {
    const ofObjects = validate(model.resources, model, context);
    if (model.istioParity) return ofObjects;
    return [...ofObjects, ...checkMeshConfig(model, context), ...unreadableMeshConfigs(model)];
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

/** A mesh configuration that is no YAML: istiod goes on with what it had, or with the defaults. */
function unreadableMeshConfigs(model: MeshModel): readonly Finding[] {
  const findings: Finding[] = [];
  for (const resource of model.all('ConfigMap')) {
    const text = /^istio(?:-|$)/.test(resource.name) ? resource.spec.data?.mesh : undefined;
    if (text === undefined || text.trim() === '' || parseValues(text) !== undefined) continue;
    findings.push({
      resource,
      field: 'data.mesh',
      problem: 'the mesh configuration cannot be read: it is no mapping in YAML',
      fix: 'correct the text',
    });
  }
  return findings;
}

/** What istiod refuses of the mesh configuration, or passes over, wherever that is written. */
function checkMeshConfig({ meshConfig }: MeshModel, { istioVersion }: RuleContext): readonly Finding[] {
  const findings: Finding[] = [];
  const { source: resource, raw, field } = meshConfig;
  if (resource === undefined) return findings;
  for (const { severity, path, message, fix } of validateMeshConfig(raw, { istioVersion })) {
    findings.push({ resource, severity, field: path.replace('meshConfig', field), problem: message, fix });
  }
  for (const { rule, path, message, fix } of checkMeshConfigFields('MeshConfig', raw, istioVersion)) {
    const unknown = rule === 'unknown-field';
    findings.push({
      resource,
      severity: unknown ? 'warning' : 'error',
      field: `${field}.${path}`,
      problem: unknown ? `istiod passes over "${path}", which is not a field of the mesh configuration` : message,
      fix,
    });
  }
  return findings;
}

function validate(resources: readonly Resource[], model: MeshModel, { istioVersion }: RuleContext): readonly Finding[] {
  const findings: Finding[] = [];
  const check = createValidator({ istioVersion });
  for (const resource of resources) {
    for (const { severity, source, path, message, fix, rule } of check(resource.manifest)) {
      // Istioctl knows what the webhook knows, and leaves the rest to the API server.
      if (model.istioParity && (source !== 'webhook' || !resource.group.endsWith('istio.io'))) continue;
      // Of the kinds of Kubernetes a mesh may be analysed by what matters to Istio alone; "validate" wants them whole.
      if (source === 'api-server') continue;
      if (rule === OWN_NAMESPACE && !model.istioParity && isForAllNamespaces(resource, model)) continue;
      findings.push({
        resource,
        severity: severity === 'warning' && !model.istioParity && ADVICE.has(rule) ? 'info' : severity,
        code: severity === 'error' ? 'IST0106' : 'IST0133',
        field: path === '' ? undefined : path,
        problem: message,
        fix,
      });
    }
  }
  return findings;
}

/** What the webhook advises whatever the object is about; where it does harm, other rules see it. */
const ADVICE: ReadonlySet<string | undefined> = new Set(['authorization-deny-tcp', 'envoy-filter-internals']);

/** The webhook takes `.` for the namespace of the object, where it is that of each client. */
const OWN_NAMESPACE = 'sidecar-egress-duplicate';

/** Whether a Sidecar is for the clients of all namespaces that have none of their own. */
function isForAllNamespaces(resource: Resource, { meshConfig }: MeshModel): boolean {
  if (!isKind(resource, 'Sidecar') || resource.namespace !== meshConfig.rootNamespace) return false;
  const { workloadSelector, egress = [] } = resource.spec;
  const namesOwn = egress.some(({ hosts = [] }) => hosts.some(host => host.startsWith('./')));
  return namesOwn && Object.keys(workloadSelector?.labels ?? {}).length === 0;
}
