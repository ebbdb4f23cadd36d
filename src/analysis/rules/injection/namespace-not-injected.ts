import { valueAt } from '../../../model/installations';
import type { MeshModel } from '../../../model/mesh-model';
import type { Resource } from '../../../model/resource';
import { isMapping } from '../../../model/shape';
import type { Finding, Rule } from '../../rule';

/** A namespace does not say whether its pods join the mesh, so that the installation decides. */
export const namespaceNotInjected: Rule = {
  name: 'namespace-not-injected',
  severity: 'info',
  summary: 'A namespace with workloads should say whether its pods join the mesh.',
  equivalents: ['IST0102', 'IST0148'],
  istioAnalyzers: ['injection.Analyzer'],

  check({ model }) {
    const findings: Finding[] = [];
    let byDefault = false;
    for (const resource of model.all('Namespace')) {
      if (resource.name === 'istio-system') continue;
      const {
        'istio-injection': injection = '',
        'istio.io/rev': revision,
        'istio.io/dataplane-mode': mode,
      } = resource.labels;
      if (mode === 'ambient') continue;
      byDefault = injectsByDefault(revision, model) ?? byDefault;
      if (injection !== '' || revision !== undefined) continue;
      // The choice is made where pods make it, and there is none to make without pods.
      if (!model.istioParity && (mode !== undefined || !hasUndecidedWorkload(resource, model))) continue;
      findings.push({
        resource,
        code: byDefault ? 'IST0148' : 'IST0102',
        field: model.istioParity ? 'metadata.name' : 'metadata.labels',
        problem: byDefault
          ? 'pods get a sidecar because the installation injects namespaces by default'
          : 'pods do not join the mesh: the namespace has no label that asks for it',
        fix: 'add the label "istio-injection: enabled" or "istio.io/dataplane-mode: ambient", or "istio-injection: disabled" if that is intended',
      });
    }
    return findings;
  },
};

function hasUndecidedWorkload({ name }: Resource, model: MeshModel): boolean {
  const workloads = model.workloads.inNamespace(name);
  const decides = ['sidecar.istio.io/inject', 'istio.io/rev', 'istio.io/dataplane-mode'];
  return workloads.some(
    ({ generated, labels, dataPlane }) =>
      !generated && dataPlane === 'none' && !decides.some(key => labels[key] !== undefined),
  );
}

/** What the configuration of the injector says, if it is in the set. */
function injectsByDefault(revision: string | undefined, model: MeshModel): boolean | undefined {
  const suffix = revision === undefined || revision === '' || revision === 'default' ? '' : `-${revision}`;
  const injector = model.named('ConfigMap', `istio-sidecar-injector${suffix}`)[0];
  if (injector === undefined) return undefined;
  try {
    const values: unknown = JSON.parse(injector.spec.data?.values ?? '');
    return isMapping(values) && valueAt(values, 'sidecarInjectorWebhook.enableNamespacesByDefault') === true;
  } catch {
    return undefined;
  }
}
