import { revisionOf } from '../../../model/injection';
import { matchesSelector } from '../../../model/labels';
import type { MeshModel } from '../../../model/mesh-model';
import type { Resource } from '../../../model/resource';
import type { Workload } from '../../../model/workload';
import type { Finding, Rule } from '../../rule';

/** A gateway waits for the injector to fill in its image, and the injector leaves it alone: there is no image "auto". */
export const autoImageWithoutInjection: Rule = {
  name: 'auto-image-without-injection',
  severity: 'error',
  summary: 'A pod whose proxy image is "auto" must be injected.',
  equivalents: ['IST0146', 'IST0147'],
  istioAnalyzers: ['injection.ImageAutoAnalyzer'],

  check({ model }) {
    const findings: Finding[] = [];
    for (const resource of model.all('Pod')) {
      const isAuto = resource.spec.containers?.some(({ name, image }) => name === 'istio-proxy' && image === 'auto');
      if (!isAuto || (!model.istioParity && isInjected(workloadOfPod(model, resource), model))) continue;
      findings.push({ resource, code: 'IST0147', field: 'spec.containers', problem: PROBLEM, fix: FIX });
    }
    for (const workload of model.istioParity ? model.deploymentWorkloads : model.workloads.all) {
      const { resource, pod, podPath, generated } = workload;
      const isAuto = pod.containers?.some(({ name, image }) => name === 'istio-proxy' && image === 'auto');
      if (!isAuto || generated || podPath === '' || isInjected(workload, model)) continue;
      findings.push({ resource, code: 'IST0146', field: `${podPath}.spec.containers`, problem: PROBLEM, fix: FIX });
    }
    return findings;
  },
};

const PROBLEM = 'the image of the proxy is "auto", but no injector fills it in, so that it cannot be pulled';
const FIX = 'label the pods sidecar.istio.io/inject: "true", and take "istio-injection: disabled" off the namespace';

function workloadOfPod(model: MeshModel, pod: Resource<'Pod'>): Workload | undefined {
  return model.workloads.inNamespace(pod.namespace).find(({ resource }) => resource === pod);
}

/** Whether the webhooks of the set, or else those that Istio installs, select the pods. */
function isInjected(workload: Workload | undefined, model: MeshModel): boolean {
  if (workload === undefined) return false;
  const namespace = model.namespaces.get(workload.namespace || 'default');
  const labels = namespace?.labels ?? {};
  const configurations = model.all('MutatingWebhookConfiguration');
  const webhooks = configurations
    .flatMap(({ spec }) => spec.webhooks ?? [])
    .filter(({ name = '' }) => name.endsWith('istio.io'));
  const isSelected = webhooks.some(
    ({ namespaceSelector, objectSelector }) =>
      matchesSelector(namespaceSelector, labels) && matchesSelector(objectSelector, workload.labels),
  );
  if (isSelected || model.istioParity) return isSelected;
  // An installer makes the webhooks of its control plane, so that they are not among the objects.
  const written = new Set(configurations.map(({ labels: own }) => own['istio.io/tag'] ?? own['istio.io/rev']));
  const others = model.controlPlanes.map(({ revision }) => revision).filter(revision => !written.has(revision));
  const isDefined = namespace?.resource !== undefined;
  if (others.length > 0) return isSelectedByRevision(workload, labels, isDefined, new Set(others));
  return webhooks.length === 0 && isSelectedByStockWebhooks(workload, labels, isDefined);
}

function isSelectedByRevision(
  { labels }: Workload,
  namespace: { readonly [key: string]: string },
  isDefined: boolean,
  revisions: ReadonlySet<string>,
): boolean {
  if (labels['sidecar.istio.io/inject'] === 'false') return false;
  if (!isDefined) return true;
  const revision = revisionOf(namespace, labels, false);
  return revision !== undefined && revisions.has(revision);
}

function isSelectedByStockWebhooks(
  { labels }: Workload,
  namespace: { readonly [key: string]: string },
  isDefined: boolean,
): boolean {
  if (labels['sidecar.istio.io/inject'] === 'false' || namespace['istio-injection'] === 'disabled') return false;
  // Of a namespace that is managed elsewhere the labels are unknown.
  if (!isDefined) return true;
  return (
    namespace['istio-injection'] === 'enabled' ||
    namespace['istio.io/rev'] !== undefined ||
    labels['sidecar.istio.io/inject'] === 'true' ||
    labels['istio.io/rev'] !== undefined
  );
}
