import type { MeshModel } from '../../model/mesh-model';
import { byText } from '../../values/order';
import { isMapping } from '../../values/plain-data';
import type { ValueTree } from '../../values/value-tree';

/** A Secret that the manifests read and do not hold. */
export interface MissingSecret {
  readonly namespace: string;
  readonly name: string;
  /** The keys that are read by name, sorted; none where it is read whole. */
  readonly keys: readonly string[];
  /** Whether a gateway shows it: a certificate with its key. */
  readonly tls: boolean;
}

/** What has to be in the cluster before the manifests can work, and cannot come from them. */
export interface Prerequisites {
  readonly secrets: readonly MissingSecret[];
  /** Issuers of certificates: `ClusterIssuer name`, or `Issuer namespace/name`. */
  readonly issuers: readonly string[];
  /** API groups of kinds that neither Kubernetes nor Istio brings along. */
  readonly groups: readonly string[];
}

/** Finds what the objects of a model assume, in one pass over all their fields. */
export function prerequisitesOf(model: MeshModel): Prerequisites {
  const held = new Set<string>();
  const secrets = new Map<string, { keys: Set<string>; tls: boolean }>();
  const issuers = new Set<string>();
  const groups = new Set<string>();
  const read = (namespace: string, name: unknown, key?: unknown, tls = false): void => {
    if (typeof name !== 'string' || name === '') return;
    const id = `${namespace}/${name}`;
    const found = secrets.get(id) ?? { keys: new Set<string>(), tls };
    secrets.set(id, found);
    if (typeof key === 'string') found.keys.add(key);
  };
  for (const resource of model.resources.filter(({ assumed }) => !assumed)) {
    const { group, kind, namespace, name, manifest } = resource;
    const { spec } = manifest;
    if (isForeign(group)) groups.add(group);
    if (kind === 'Secret') held.add(`${namespace}/${name}`);
    if (kind === 'Issuer' || kind === 'ClusterIssuer') held.add(issuerId(kind, namespace, name));
    if (!isMapping(spec)) continue;
    if (kind === 'Certificate') {
      held.add(`${namespace}/${String(spec.secretName)}`);
      const issuer = isMapping(spec.issuerRef) ? spec.issuerRef : {};
      issuers.add(issuerId(String(issuer.kind ?? 'Issuer'), namespace, String(issuer.name)));
    } else if (resource.type !== 'Gateway') readPodSecrets(spec, (secret, key) => read(namespace, secret, key));
  }
  for (const gateway of model.all('Gateway')) {
    // Where the pods of the gateway run, and nowhere else, Istio looks for its certificate.
    const pods = model.gatewayWorkloads(gateway).map(({ namespace }) => namespace);
    for (const { tls } of gateway.spec.servers ?? []) {
      for (const namespace of pods.length === 0 ? [gateway.namespace] : [...new Set(pods)].sort()) {
        read(namespace, tls?.credentialName, undefined, true);
      }
    }
  }
  return {
    secrets: [...secrets]
      .filter(([id]) => !held.has(id))
      .sort(byText(([key]) => key))
      .map(([id, { keys, tls }]) => {
        const [namespace = '', name = ''] = id.split('/');
        return { namespace, name, keys: [...keys].sort(), tls };
      }),
    issuers: [...issuers].filter(id => !held.has(id)).sort(),
    groups: [...groups].sort(),
  };
}

/** The references of a pod to Secrets; those marked `optional` may be absent. */
function readPodSecrets(tree: ValueTree, read: (name: unknown, key?: unknown) => void): void {
  for (const [field, value] of Object.entries(tree)) {
    if (Array.isArray(value)) {
      if (field === 'imagePullSecrets') for (const secret of treesOf(value)) read(secret.name);
      else for (const item of treesOf(value)) readPodSecrets(item, read);
    } else if (isMapping(value)) {
      if (value.optional === true) continue;
      if (field === 'secretKeyRef') read(value.name, value.key);
      else if (field === 'secretRef') read(value.name);
      else if (field === 'secret' && typeof value.secretName === 'string') read(value.secretName);
      else readPodSecrets(value, read);
    }
  }
}

/** Groups of Kubernetes itself have no dot or end in `.k8s.io`; the Gateway API does too, but is installed apart. */
function isForeign(group: string): boolean {
  if (group === 'gateway.networking.k8s.io') return true;
  return group.includes('.') && !group.endsWith('.k8s.io') && !group.endsWith('.istio.io');
}

function issuerId(kind: string, namespace: string, name: string | undefined): string {
  return kind === 'ClusterIssuer' ? `ClusterIssuer ${name}` : `Issuer ${namespace}/${name}`;
}

function treesOf(value: unknown): readonly ValueTree[] {
  return Array.isArray(value) ? value.filter(isMapping) : [];
}
