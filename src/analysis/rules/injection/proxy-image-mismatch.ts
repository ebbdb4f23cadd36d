import { parseValues, valueAt } from '../../../model/installations';
import { matchesLabels } from '../../../model/labels';
import type { MeshModel } from '../../../model/mesh-model';
import type { Resource } from '../../../model/resource';
import { isMapping } from '../../../model/shape';
import type { Finding, Rule } from '../../rule';
import { quoted } from '../../wording';

const INJECTOR = 'istio-sidecar-injector';

/** Running pods have another proxy than the injector would give them now. Only a cluster can tell. */
export const proxyImageMismatch: Rule = {
  name: 'proxy-image-mismatch',
  severity: 'warning',
  summary: 'Running pods should have the proxy image that the injector sets.',
  equivalents: ['IST0158'],
  istioAnalyzers: ['injection.ImageAnalyzer'],
  when: 'parity',

  check({ model }) {
    const findings: Finding[] = [];
    const images = injectedImages(model);
    if (images.size === 0) return findings;
    for (const resource of model.all('Namespace')) {
      const injector = injectorOf(resource);
      const image = injector === undefined ? undefined : images.get(injector);
      if (image === undefined) continue;
      const pods = model.all('Pod').filter(pod => pod.namespace === resource.name && isMismatched(pod, image, model));
      if (pods.length === 0) continue;
      findings.push({
        resource,
        problem: `pods ${quoted(pods.map(({ name }) => name))} have another proxy image than "${image}"`,
        fix: 'restart the workloads',
      });
    }
    return findings;
  },
};

/** The image that each injector gives. */
function injectedImages(model: MeshModel): ReadonlyMap<string, string> {
  const images = new Map<string, string>();
  for (const { name, spec } of model.all('ConfigMap')) {
    if (!name.startsWith(INJECTOR)) continue;
    const global = valueAt(parseValues(spec.data?.values), 'global');
    if (!isMapping(global)) continue;
    const { hub, tag } = global;
    const image = valueAt(global, 'proxy.image');
    if (typeof image === 'string') images.set(name, image.includes('/') ? image : `${hub}/${image}:${tag}`);
  }
  return images;
}

function injectorOf({ labels }: Resource): string | undefined {
  const revision = labels['istio.io/rev'] ?? (labels['istio-injection'] === 'enabled' ? 'default' : undefined);
  if (revision === undefined) return undefined;
  return revision === '' || revision === 'default' ? INJECTOR : `${INJECTOR}-${revision}`;
}

function isMismatched(pod: Resource<'Pod'>, image: string, model: MeshModel): boolean {
  if (pod.annotations['sidecar.istio.io/proxyImage'] !== undefined) return false;
  const accepted = [image, `${image}-${variantOf(pod, model)}`];
  return [...(pod.spec.containers ?? []), ...(pod.spec.initContainers ?? [])].some(
    container => container.name === 'istio-proxy' && !accepted.includes(container.image ?? ''),
  );
}

/** The kind of image; what is more particular wins. */
function variantOf(pod: Resource<'Pod'>, model: MeshModel): string {
  let variant = model.meshConfig.defaultConfig?.image?.imageType ?? '';
  const configs = model.all('ProxyConfig');
  const chosen = [
    ...configs.filter(({ namespace }) => namespace === model.meshConfig.rootNamespace),
    ...configs.filter(({ namespace, spec }) => namespace === pod.namespace && spec.selector === undefined),
    ...configs.filter(
      ({ namespace, spec }) =>
        namespace.startsWith(pod.namespace) &&
        spec.selector !== undefined &&
        matchesLabels(spec.selector.matchLabels, pod.labels),
    ),
  ];
  for (const { spec } of chosen) variant = spec.image?.imageType ?? variant;
  const own = valueAt(parseValues(pod.annotations['proxy.istio.io/config']), 'image.imageType');
  return typeof own === 'string' ? own : variant;
}
