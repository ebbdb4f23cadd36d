import type { MeshModel } from '../model/mesh-model';
import type { Resource } from '../model/resource';
import type { CheckFinding } from '../tree/check';
import { groupedBy } from '../values/multimap';

/** Namespaces that every cluster has. */
const ALWAYS_THERE: readonly string[] = ['default', 'kube-system', 'kube-public', 'kube-node-lease'];

/** What controllers of deliveries read. It lives where the controller runs, so that its namespace is there before. */
const READ_BY_CONTROLLERS = /^((source|helm|kustomize)\.toolkit\.fluxcd\.io|helm\.cattle\.io)$/;
const ARGO_CD_KINDS: readonly string[] = ['Application', 'ApplicationSet', 'AppProject'];

/** Namespaces of objects of the app that nobody creates, as far as the app tells: what is in them cannot be applied. */
export function* undefinedNamespaces(known: readonly string[], model: MeshModel): Iterable<CheckFinding> {
  const own = model.resources.filter(
    resource => !resource.assumed && resource.namespace !== '' && !isReadByController(resource),
  );
  for (const [namespace, objects] of groupedBy(own, resource => resource.namespace)) {
    const isKnown = ALWAYS_THERE.includes(namespace) || known.includes(namespace);
    if (isKnown || model.find('Namespace', '', namespace) !== undefined) continue;
    const [first] = objects;
    yield {
      resource: first,
      field: 'metadata.namespace',
      problem: `namespace "${namespace}" is used by ${objects.length} ${objects.length === 1 ? 'object' : 'objects'}, and nobody creates it`,
      fix: `add new MeshNamespace(mesh, '${namespace}'), or MeshNamespace.existing(mesh, '${namespace}') if somebody else creates it`,
      related: objects.slice(1, 4),
    };
  }
}

function isReadByController({ group, kind }: Resource): boolean {
  return READ_BY_CONTROLLERS.test(group) || (group === 'argoproj.io' && ARGO_CD_KINDS.includes(kind));
}
