import type { KindName } from './kinds';
import type { MeshModel } from './mesh-model';

/**
 * What a reader of the model looks at: a kind of objects, or something that is made from several of them. `Workload`
 * stands for every object that makes pods, `Credential` for Secrets and what promises them, `ControlPlane` for what
 * installs Istio, `Object` for objects of every kind.
 */
export type ModelRead =
  | KindName
  | 'Workload'
  | 'Credential'
  | 'ControlPlane'
  | 'MeshConfig'
  | 'MeshNetworks'
  | 'Object';

/** What the parts of the model are made from; `all` and `find` read the kind that they are asked for. */
export const READS: Readonly<Partial<Record<keyof MeshModel, readonly ModelRead[]>>> = {
  resources: ['Object'],
  replaced: ['Object'],
  meshConfig: ['MeshConfig'],
  meshNetworks: ['MeshNetworks'],
  namespaces: ['Namespace'],
  workloads: ['Workload'],
  deploymentWorkloads: ['Workload'],
  hosts: ['Service', 'ServiceEntry'],
  credentials: ['Credential'],
  controlPlanes: ['ControlPlane'],
  istiodEnvironment: ['ControlPlane'],
  usesCni: ['ControlPlane'],
  workloadsOf: ['Service', 'Workload'],
  servicesOf: ['Service', 'Workload'],
  servicesIn: ['Service', 'ServiceEntry'],
  listenerSetsOf: ['ListenerSet'],
  gatewayWorkloads: ['Workload'],
};
