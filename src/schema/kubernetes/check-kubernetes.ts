import type { ObjectIssue } from '../object-issue';
import type { Fields } from '../reading';
import { ApiReport } from './api-report';

type KindCheck = (manifest: Fields, report: ApiReport) => void;

const workloads = () => require('./workloads') as typeof import('./workloads');
const scaling = () => require('./scaling') as typeof import('./scaling');
const rbac = () => require('./rbac') as typeof import('./rbac');
const data = () => require('./data') as typeof import('./data');

/** The checks by kind, each loaded when an object of its kind is first met. */
const CHECKS: { readonly [kind: string]: () => KindCheck } = {
  '/ConfigMap': () => data().checkConfigMap,
  '/PersistentVolumeClaim': () => workloads().checkClaim,
  '/Pod': () => workloads().checkPod,
  '/Secret': () => data().checkSecret,
  '/Service': () => (require('./service') as typeof import('./service')).checkService,
  'apps/DaemonSet': () => workloads().checkDaemonSet,
  'apps/Deployment': () => workloads().checkDeployment,
  'apps/ReplicaSet': () => workloads().checkReplicaSet,
  'apps/StatefulSet': () => workloads().checkStatefulSet,
  'autoscaling/HorizontalPodAutoscaler': () => scaling().checkAutoscaler,
  'batch/CronJob': () => (require('./jobs') as typeof import('./jobs')).checkCronJob,
  'batch/Job': () => (require('./jobs') as typeof import('./jobs')).checkJob,
  'networking.k8s.io/Ingress': () => (require('./ingress') as typeof import('./ingress')).checkIngress,
  'networking.k8s.io/NetworkPolicy': () =>
    (require('./network-policy') as typeof import('./network-policy')).checkNetworkPolicy,
  'policy/PodDisruptionBudget': () => scaling().checkDisruptionBudget,
  'rbac.authorization.k8s.io/ClusterRole': () => rbac().checkClusterRole,
  'rbac.authorization.k8s.io/ClusterRoleBinding': () => rbac().checkClusterRoleBinding,
  'rbac.authorization.k8s.io/Role': () => rbac().checkRole,
  'rbac.authorization.k8s.io/RoleBinding': () => rbac().checkRoleBinding,
};

/** Kinds that are nothing without a spec. */
const NEED_SPEC =
  /^(?:\/Pod|\/PersistentVolumeClaim|\/Service|apps\/.*|batch\/.*|autoscaling\/.*|networking\.k8s\.io\/Ingress)$/;

const loaded = new Map<string, KindCheck | undefined>();

/**
 * What the API server refuses of its own kinds beyond their structure: fields that exclude or need each other, names that
 * nothing has, and values that are equal and must not be.
 *
 * @param kind API group and kind, such as `apps/Deployment`.
 */
export function checkKubernetes(kind: string, manifest: Fields): readonly ObjectIssue[] {
  if (!loaded.has(kind)) loaded.set(kind, Object.hasOwn(CHECKS, kind) ? CHECKS[kind]?.() : undefined);
  const check = loaded.get(kind);
  if (check === undefined) return [];
  const report = new ApiReport();
  if (NEED_SPEC.test(kind) && (manifest.spec === undefined || manifest.spec === null)) report.required('spec');
  else check(manifest, report);
  return report.issues;
}
