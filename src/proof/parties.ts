import { assumedWorkload } from '../istio/assumed-workload';
import type { EffectiveMesh } from '../istio/effective-mesh';
import { Resource } from '../model/resource';
import type { Workload } from '../model/workload';
import type { Sender } from '../simulation/hop';
import { compareText } from '../values/order';

/** Somebody in the cluster who may send requests. */
export interface Party {
  /** `namespace/name`, or what it is if it is not among the manifests. */
  readonly name: string;
  readonly sender: Sender;
  /** Whether it is not among the manifests: somebody of whom nothing is known. */
  readonly isStranger: boolean;
}

/** The pods of the manifests, by name. Jobs are left out whose names change with every release of what they run. */
export function knownParties(mesh: EffectiveMesh): readonly Party[] {
  return mesh.model.workloads.all
    .map(workload => partyOf(mesh, `${workload.namespace}/${workload.name}`, workload, false))
    .sort((a, b) => compareText(a.name, b.name));
}

/** Orders names of senders: those that the manifests name first. */
export function compareParties(a: string, b: string): number {
  return Number(a.includes(' ')) - Number(b.includes(' ')) || compareText(a, b);
}

/** A namespace that no object names. */
const ELSEWHERE = 'elsewhere';

/**
 * Who else may be in the cluster: pods without a proxy, and pods with an account that no manifest names, in each
 * namespace and in one of which nothing is known.
 */
export function strangers(mesh: EffectiveMesh): readonly Party[] {
  const namespaces = [...new Set(mesh.model.workloads.all.map(({ namespace }) => namespace))].sort(compareText);
  const unknown = (namespace: string, dataPlane: Workload['dataPlane']) => {
    const where = namespace === ELSEWHERE ? 'another namespace' : namespace;
    const what = dataPlane === 'none' ? `a pod without proxy` : `an unknown account of ${where}`;
    const name = dataPlane === 'none' ? 'no-proxy' : 'unknown';
    return partyOf(mesh, what, unknownPod(namespace, name, dataPlane), true);
  };
  return [unknown(ELSEWHERE, 'none'), ...[...namespaces, ELSEWHERE].map(namespace => unknown(namespace, 'sidecar'))];
}

/** Pods of which only the identity is known, `TRUST_DOMAIN/ns/NAMESPACE/sa/ACCOUNT`. */
export function partyWithIdentity(mesh: EffectiveMesh, label: string, principal: string): Party {
  const [, namespace = ELSEWHERE, account = 'default'] = /\/ns\/([^/]+)\/sa\/([^/]+)$/.exec(principal) ?? [];
  return partyOf(mesh, label, unknownPod(namespace, account, 'sidecar'), true);
}

function unknownPod(namespace: string, account: string, dataPlane: Workload['dataPlane']): Workload {
  const manifest = { apiVersion: 'v1', kind: 'Pod', metadata: { name: account, namespace } };
  const resource = new Resource({ manifest, origin: {} }, namespace, 0, true);
  return assumedWorkload({ resource, name: account, namespace, labels: {}, serviceAccount: account, dataPlane });
}

function partyOf(mesh: EffectiveMesh, name: string, workload: Workload, isStranger: boolean): Party {
  return { name, sender: { workload, proxy: mesh.proxyOf(workload) }, isStranger };
}

/** Parties that nothing tells apart as clients but their identity and address, in groups. */
export function alikeParties(mesh: EffectiveMesh, parties: readonly Party[]): readonly (readonly Party[])[] {
  const ids = new Map<unknown, number>();
  const idOf = (value: unknown) => {
    const id = ids.get(value) ?? ids.size;
    ids.set(value, id);
    return id;
  };
  const groups = new Map<string, Party[]>();
  for (const party of parties) {
    const { workload, proxy } = party.sender;
    const key = [mesh.viewOf(proxy), proxy.type, workload.dataPlane, ...mesh.extensionsOf(workload)].map(idOf).join();
    const group = groups.get(key) ?? [];
    group.push(party);
    groups.set(key, group);
  }
  return [...groups.values()];
}
