/** Where the definitions of Kubernetes come from, and which of its kinds are taken. */
export const KUBERNETES = {
  title: 'Kubernetes 1.36.3',
  url: 'https://raw.githubusercontent.com/kubernetes/kubernetes/v1.36.3/api/openapi-spec/swagger.json',
  /** What a file of definitions is called in a folder of them. */
  file: /\/kubernetes-(\d+(?:\.\d+)*)-openapi\.json$/,
  /** The kinds by definition, of each version that is taken, the best first. */
  kinds: [
    ...namespaced('apps.v1', ['DaemonSet', 'Deployment', 'ReplicaSet', 'StatefulSet']),
    ...namespaced('batch.v1', ['CronJob', 'Job']),
    ...namespaced('core.v1', [
      'ConfigMap',
      'Endpoints',
      'LimitRange',
      'PersistentVolumeClaim',
      'Pod',
      'ResourceQuota',
      'Secret',
      'Service',
      'ServiceAccount',
    ]),
    ...cluster('core.v1', ['Namespace']),
    ...namespaced('discovery.v1', ['EndpointSlice']),
    ...namespaced('autoscaling.v2', ['HorizontalPodAutoscaler']),
    ...namespaced('autoscaling.v1', ['HorizontalPodAutoscaler']),
    ...namespaced('policy.v1', ['PodDisruptionBudget']),
    ...namespaced('networking.v1', ['Ingress', 'NetworkPolicy']),
    ...cluster('networking.v1', ['IngressClass']),
    ...namespaced('rbac.v1', ['Role', 'RoleBinding']),
    ...cluster('rbac.v1', ['ClusterRole', 'ClusterRoleBinding']),
    ...cluster('scheduling.v1', ['PriorityClass']),
  ],
} as const;

export interface KubernetesKind {
  readonly definition: string;
  readonly scope: 'Namespaced' | 'Cluster';
}

function namespaced(version: string, kinds: readonly string[]): readonly KubernetesKind[] {
  return kinds.map(kind => ({ definition: `io.k8s.api.${version}.${kind}`, scope: 'Namespaced' }));
}

function cluster(version: string, kinds: readonly string[]): readonly KubernetesKind[] {
  return kinds.map(kind => ({ definition: `io.k8s.api.${version}.${kind}`, scope: 'Cluster' }));
}

/** What the API server demands of a field beyond its definition, by definition and field. */
export interface FieldFact {
  readonly minimum?: number;
  readonly maximum?: number;
  readonly enum?: readonly string[];
  readonly format?: string;
  /** Of the items of a list. */
  readonly items?: readonly string[];
}

const PORT: FieldFact = { minimum: 1, maximum: 65535 };
const OPTIONAL_PORT: FieldFact = { minimum: 0, maximum: 65535 };
const PORT_OR_NAME: FieldFact = { ...PORT, format: 'port-or-name' };
const COUNT: FieldFact = { minimum: 0 };
const PROTOCOL: FieldFact = { enum: ['TCP', 'UDP', 'SCTP'] };

/**
 * @see https://kubernetes.io/docs/reference/kubernetes-api/
 */
export const FIELD_FACTS: { readonly [field: string]: FieldFact } = {
  'ClientIPConfig.timeoutSeconds': { minimum: 1, maximum: 86400 },
  'Container.imagePullPolicy': { enum: ['Always', 'IfNotPresent', 'Never'] },
  'Container.terminationMessagePolicy': { enum: ['File', 'FallbackToLogsOnError'] },
  'ContainerPort.containerPort': PORT,
  'ContainerPort.hostPort': OPTIONAL_PORT,
  'ContainerPort.protocol': PROTOCOL,
  'CronJobSpec.concurrencyPolicy': { enum: ['Allow', 'Forbid', 'Replace'] },
  'DaemonSetSpec.minReadySeconds': COUNT,
  'DaemonSetUpdateStrategy.type': { enum: ['RollingUpdate', 'OnDelete'] },
  'DeploymentSpec.minReadySeconds': COUNT,
  'DeploymentSpec.replicas': COUNT,
  'DeploymentSpec.revisionHistoryLimit': COUNT,
  'DeploymentStrategy.type': { enum: ['Recreate', 'RollingUpdate'] },
  'EndpointPort.port': OPTIONAL_PORT,
  'EndpointPort.protocol': PROTOCOL,
  'EndpointSlice.addressType': { enum: ['IPv4', 'IPv6', 'FQDN'] },
  'GRPCAction.port': PORT,
  'HTTPGetAction.port': PORT_OR_NAME,
  'HTTPGetAction.scheme': { enum: ['HTTP', 'HTTPS'] },
  'HTTPIngressPath.pathType': { enum: ['Exact', 'Prefix', 'ImplementationSpecific'] },
  'HorizontalPodAutoscalerSpec.maxReplicas': { minimum: 1 },
  'HorizontalPodAutoscalerSpec.minReplicas': COUNT,
  'IngressClassParametersReference.scope': { enum: ['Cluster', 'Namespace'] },
  'JobSpec.backoffLimit': COUNT,
  'JobSpec.completionMode': { enum: ['NonIndexed', 'Indexed'] },
  'JobSpec.completions': COUNT,
  'JobSpec.parallelism': COUNT,
  'JobSpec.ttlSecondsAfterFinished': COUNT,
  'LabelSelectorRequirement.operator': { enum: ['In', 'NotIn', 'Exists', 'DoesNotExist'] },
  'MetricSpec.type': { enum: ['ContainerResource', 'External', 'Object', 'Pods', 'Resource'] },
  'MetricTarget.type': { enum: ['AverageValue', 'Utilization', 'Value'] },
  'NetworkPolicyPort.endPort': PORT,
  'NetworkPolicyPort.port': PORT_OR_NAME,
  'NetworkPolicyPort.protocol': PROTOCOL,
  'NetworkPolicySpec.policyTypes': { items: ['Ingress', 'Egress'] },
  'NodeSelectorRequirement.operator': { enum: ['In', 'NotIn', 'Exists', 'DoesNotExist', 'Gt', 'Lt'] },
  'PersistentVolumeClaimSpec.accessModes': {
    items: ['ReadOnlyMany', 'ReadWriteMany', 'ReadWriteOnce', 'ReadWriteOncePod'],
  },
  'PersistentVolumeClaimSpec.volumeMode': { enum: ['Block', 'Filesystem'] },
  'PodDisruptionBudgetSpec.unhealthyPodEvictionPolicy': { enum: ['IfHealthyBudget', 'AlwaysAllow'] },
  'PodSpec.dnsPolicy': { enum: ['ClusterFirst', 'ClusterFirstWithHostNet', 'Default', 'None'] },
  'PodSpec.restartPolicy': { enum: ['Always', 'OnFailure', 'Never'] },
  'PodSpec.terminationGracePeriodSeconds': COUNT,
  'PriorityClass.preemptionPolicy': { enum: ['PreemptLowerPriority', 'Never'] },
  'Probe.failureThreshold': COUNT,
  'Probe.initialDelaySeconds': COUNT,
  'Probe.periodSeconds': COUNT,
  'Probe.successThreshold': COUNT,
  'Probe.timeoutSeconds': COUNT,
  'ReplicaSetSpec.replicas': COUNT,
  'SeccompProfile.type': { enum: ['Localhost', 'RuntimeDefault', 'Unconfined'] },
  'ServiceBackendPort.number': PORT,
  'ServicePort.nodePort': OPTIONAL_PORT,
  'ServicePort.port': PORT,
  'ServicePort.protocol': PROTOCOL,
  'ServicePort.targetPort': { ...OPTIONAL_PORT, format: 'optional-port-or-name' },
  'ServiceSpec.externalTrafficPolicy': { enum: ['Cluster', 'Local'] },
  'ServiceSpec.healthCheckNodePort': OPTIONAL_PORT,
  'ServiceSpec.internalTrafficPolicy': { enum: ['Cluster', 'Local'] },
  'ServiceSpec.ipFamilies': { items: ['IPv4', 'IPv6'] },
  'ServiceSpec.ipFamilyPolicy': { enum: ['SingleStack', 'PreferDualStack', 'RequireDualStack'] },
  'ServiceSpec.sessionAffinity': { enum: ['ClientIP', 'None'] },
  'ServiceSpec.type': { enum: ['ClusterIP', 'ExternalName', 'LoadBalancer', 'NodePort'] },
  'StatefulSetPersistentVolumeClaimRetentionPolicy.whenDeleted': { enum: ['Retain', 'Delete'] },
  'StatefulSetPersistentVolumeClaimRetentionPolicy.whenScaled': { enum: ['Retain', 'Delete'] },
  'StatefulSetSpec.podManagementPolicy': { enum: ['OrderedReady', 'Parallel'] },
  'StatefulSetSpec.replicas': COUNT,
  'StatefulSetUpdateStrategy.type': { enum: ['RollingUpdate', 'OnDelete'] },
  'TCPSocketAction.port': PORT_OR_NAME,
  'Toleration.effect': { enum: ['NoExecute', 'NoSchedule', 'PreferNoSchedule'] },
  'Toleration.operator': { enum: ['Equal', 'Exists', 'Gt', 'Lt'] },
  'TopologySpreadConstraint.maxSkew': { minimum: 1 },
  'TopologySpreadConstraint.whenUnsatisfiable': { enum: ['DoNotSchedule', 'ScheduleAnyway'] },
};

/** Fields that a definition calls required and whose absence the API server takes for the empty value. */
export const NOT_REQUIRED: ReadonlySet<string> = new Set([
  'HTTPHeader.value',
  'ISCSIVolumeSource.lun',
  'LimitRangeSpec.limits',
  'PreferredSchedulingTerm.preference',
  'Sysctl.value',
]);
