import { ApiObject } from 'cdk8s';
import type { IConstruct } from 'constructs';
import { nearest } from '../values/nearest';
import { isMapping } from '../values/plain-data';
import { type InjectionWebhooks, injectionWebhooks, isInjected, type Labels } from './injection';
import type { InstallPlan } from './install-plan';
import { BUILT_IN_PROVIDERS } from './mesh-config-checks';
import { type ValueTree, valueAt } from './value-tree';

/** The kinds of which the installation has something to say. */
const READ: ReadonlySet<string> = new Set(['AuthorizationPolicy', 'DaemonSet', 'Deployment', 'Namespace', 'Telemetry']);

/**
 * Checks the rest of an app against the installation: that what is labelled is injected, and that what is named exists.
 *
 * @param otherRevisions revisions and tags that somebody else installs
 * @returns one text per problem
 */
export function checkTree(root: IConstruct, plan: InstallPlan, otherRevisions: readonly string[]): readonly string[] {
  const objects = root.node
    .findAll()
    .filter((construct): construct is ApiObject => ApiObject.isApiObject(construct) && READ.has(construct.kind))
    .map(object => ({ path: object.node.path, manifest: object.toJson() as ValueTree }));
  const webhooks = plan.profile.components.includes('istiod') ? injectionWebhooks(plan, otherRevisions) : undefined;
  const namespaces = new Map<string, Labels>();
  const problems: string[] = [];
  for (const { path, manifest } of objects) {
    if (manifest.kind !== 'Namespace') continue;
    namespaces.set(String(valueAt(manifest, 'metadata', 'name')), labelsAt(manifest, 'metadata', 'labels'));
    problems.push(...namespaceProblems(manifest, path, plan, webhooks));
  }
  for (const { path, manifest } of objects) {
    if (manifest.kind === 'Telemetry' || manifest.kind === 'AuthorizationPolicy') {
      problems.push(...providerProblems(manifest, path, plan));
    } else if (manifest.kind !== 'Namespace' && webhooks !== undefined) {
      problems.push(...gatewayProblems(manifest, path, webhooks, namespaces));
    }
  }
  return problems;
}

function* namespaceProblems(
  manifest: ValueTree,
  path: string,
  plan: InstallPlan,
  webhooks: InjectionWebhooks | undefined,
): Iterable<string> {
  const name = String(valueAt(manifest, 'metadata', 'name'));
  const labels = labelsAt(manifest, 'metadata', 'labels');
  const { 'istio-injection': injection, 'istio.io/rev': revision, 'istio.io/dataplane-mode': mode } = labels;
  const cannot = `Cannot join namespace "${name}" at ${path} to the mesh`;
  if (injection !== undefined && revision !== undefined) {
    yield `${cannot}: wanted istio-injection or istio.io/rev, got istio-injection=${injection} and istio.io/rev=${revision}, of which the revision has no effect`;
    return;
  }
  if (mode === 'ambient' && plan.model.ztunnel === undefined) {
    yield `${cannot}: wanted an installation with ztunnel for istio.io/dataplane-mode=ambient, got profile "${plan.profile.name}"`;
  }
  if ((injection === 'enabled' || revision !== undefined || mode === 'ambient') && !isDiscovered(plan, name, labels)) {
    yield `${cannot}: istiod does not see it, because none of meshConfig.discoverySelectors selects its labels; wanted a label that one of them selects`;
  }
  if (webhooks === undefined || (injection !== 'enabled' && revision === undefined)) return;
  if (isInjected(webhooks, labels, {})) return;
  const label = injection === undefined ? `istio.io/rev=${revision}` : `istio-injection=${injection}`;
  const names = webhooks.names.map(known => `"${known}"`).join(', ');
  yield injection === undefined
    ? `${cannot}: no webhook selects ${label}; wanted one of the revisions and tags that are installed, ${names}`
    : `${cannot}: no webhook selects ${label}; wanted istio.io/rev with one of ${names}, or a tag "default" that points to one of them`;
}

/** Without selectors istiod sees every namespace; with some, one of them has to select it. */
function isDiscovered(plan: InstallPlan, name: string, own: Labels): boolean {
  const selectors = plan.operators.map(({ spec }) => valueAt(spec, 'meshConfig', 'discoverySelectors'));
  const labels: Labels = { 'kubernetes.io/metadata.name': name, ...own };
  return selectors.some(
    list =>
      !Array.isArray(list) || list.length === 0 || (list as readonly ValueTree[]).some(each => selects(each, labels)),
  );
}

function selects(selector: ValueTree, labels: Labels): boolean {
  const { matchLabels, matchExpressions } = selector;
  if (isMapping(matchLabels) && Object.entries(matchLabels).some(([key, value]) => labels[key] !== value)) return false;
  if (!Array.isArray(matchExpressions)) return true;
  return (matchExpressions as readonly ValueTree[]).every(({ key, operator, values }) => {
    const value = labels[String(key)];
    const listed = value !== undefined && Array.isArray(values) && values.includes(value);
    switch (operator) {
      case 'In':
        return listed;
      case 'NotIn':
        return !listed;
      case 'Exists':
        return value !== undefined;
      case 'DoesNotExist':
        return value === undefined;
      default:
        return false;
    }
  });
}

function* gatewayProblems(
  manifest: ValueTree,
  path: string,
  webhooks: InjectionWebhooks,
  namespaces: ReadonlyMap<string, Labels>,
): Iterable<string> {
  const template = valueAt(manifest, 'spec', 'template');
  if (!isMapping(template)) return;
  const containers = valueAt(template, 'spec', 'containers');
  const waits =
    Array.isArray(containers) && containers.some(container => valueAt(container as ValueTree, 'image') === 'auto');
  if (!waits) return;
  const name = String(valueAt(manifest, 'metadata', 'name'));
  const namespace = String(valueAt(manifest, 'metadata', 'namespace') ?? 'default');
  const inNamespace = namespaces.get(namespace) ?? {};
  if (isInjected(webhooks, inNamespace, labelsAt(template, 'metadata', 'labels'))) return;
  const blocked = inNamespace['istio-injection'] === 'disabled';
  yield `Cannot start gateway "${namespace}/${name}" at ${path}: wanted a webhook that fills in its image, got ${
    blocked
      ? `istio-injection=disabled on its namespace, which wins over the label of its pods`
      : `none that selects its pods; installed are ${webhooks.names.map(known => `"${known}"`).join(', ')}, name one as its revision`
  }`;
}

function* providerProblems(manifest: ValueTree, path: string, plan: InstallPlan): Iterable<string> {
  const known = [...plan.extensionProviders, ...BUILT_IN_PROVIDERS];
  for (const name of providersOf(manifest)) {
    if (known.includes(name)) continue;
    const meant = nearest(name, known);
    yield `Cannot use provider "${name}" of ${String(manifest.kind)} at ${path}: wanted one of meshConfig.extensionProviders of the installation${meant === undefined ? '' : `, did you mean "${meant}"?`} (there are ${known.map(provider => `"${provider}"`).join(', ')})`;
  }
}

function providersOf(manifest: ValueTree): ReadonlySet<string> {
  const names = new Set<string>();
  const add = (name: unknown) => {
    if (typeof name === 'string') names.add(name);
  };
  if (manifest.kind === 'AuthorizationPolicy') add(valueAt(manifest, 'spec', 'provider', 'name'));
  for (const signal of ['metrics', 'tracing', 'accessLogging']) {
    const rules = valueAt(manifest, 'spec', signal);
    for (const rule of Array.isArray(rules) ? (rules as readonly ValueTree[]) : []) {
      const { providers } = rule;
      for (const provider of Array.isArray(providers) ? (providers as readonly ValueTree[]) : []) add(provider.name);
    }
  }
  return names;
}

function labelsAt(tree: ValueTree, ...path: readonly string[]): Labels {
  const labels = valueAt(tree, ...path);
  return isMapping(labels) ? (labels as Labels) : {};
}
