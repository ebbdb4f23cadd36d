// Generated from the CRDs of the Sail operator 1.30.3 (db75d8a343e99404) by `npm run import`; do not edit.

/** `Istio.spec.values.pilot.affinity` */
export interface Affinity {
  readonly nodeAffinity?: NodeAffinity | undefined;
  readonly podAffinity?: PodAffinity | undefined;
  readonly podAntiAffinity?: PodAntiAffinity | undefined;
}

/** `Istio.spec.values.pilot.volumes[].awsElasticBlockStore` */
export interface AwsElasticBlockStore {
  readonly fsType?: string | undefined;
  readonly partition?: number | undefined;
  readonly readOnly?: boolean | undefined;
  readonly volumeID: string;
}

/** `Istio.spec.values.pilot.volumes[].azureDisk` */
export interface AzureDisk {
  readonly cachingMode?: string | undefined;
  readonly diskName: string;
  readonly diskURI: string;
  /** @default ext4 */
  readonly fsType?: string | undefined;
  readonly kind?: string | undefined;
  /** @default false */
  readonly readOnly?: boolean | undefined;
}

/** `Istio.spec.values.pilot.volumes[].azureFile` */
export interface AzureFile {
  readonly readOnly?: boolean | undefined;
  readonly secretName: string;
  readonly shareName: string;
}

/** `Istio.spec.values.pilot.volumes[].cephfs` */
export interface Cephfs {
  readonly monitors: readonly string[];
  readonly path?: string | undefined;
  readonly readOnly?: boolean | undefined;
  readonly secretFile?: string | undefined;
  readonly secretRef?: SecretRef | undefined;
  readonly user?: string | undefined;
}

/** `Istio.spec.values.pilot.volumes[].cinder` */
export interface Cinder {
  readonly fsType?: string | undefined;
  readonly readOnly?: boolean | undefined;
  readonly secretRef?: SecretRef | undefined;
  readonly volumeID: string;
}

/** `Istio.spec.values.pilot.resources.claims[]` */
export interface Claim {
  readonly name: string;
  readonly request?: string | undefined;
}

/** `Istio.spec.values.pilot.volumes[].projected.sources[].clusterTrustBundle` */
export interface ClusterTrustBundle {
  readonly labelSelector?: LabelSelector | undefined;
  readonly name?: string | undefined;
  readonly optional?: boolean | undefined;
  readonly path: string;
  readonly signerName?: string | undefined;
}

/** `Istio.spec.values.pilot.volumes[].csi` */
export interface Csi {
  readonly driver: string;
  readonly fsType?: string | undefined;
  readonly nodePublishSecretRef?: NodePublishSecretRef | undefined;
  readonly readOnly?: boolean | undefined;
  readonly volumeAttributes?: { readonly [key: string]: string } | undefined;
}

/** `Istio.spec.values.pilot.volumes[].ephemeral.volumeClaimTemplate.spec.dataSource` */
export interface DataSource {
  readonly apiGroup?: string | undefined;
  readonly kind: string;
  readonly name: string;
}

/** `Istio.spec.values.pilot.volumes[].ephemeral.volumeClaimTemplate.spec.dataSourceRef` */
export interface DataSourceRef {
  readonly apiGroup?: string | undefined;
  readonly kind: string;
  readonly name: string;
  readonly namespace?: string | undefined;
}

/** `Istio.spec.values.global.defaultResources` */
export interface DefaultResources {
  /** Items differ in `name`. */
  readonly claims?: readonly Claim[] | undefined;
  readonly limits?: { readonly [key: string]: number | string } | undefined;
  readonly requests?: { readonly [key: string]: number | string } | undefined;
}

/** `Istio.spec.values.pilot.volumes[].downwardAPI.items[]` */
export interface DownwardAPIItem {
  readonly fieldRef?: FieldRef | undefined;
  readonly mode?: number | undefined;
  readonly path: string;
  readonly resourceFieldRef?: ResourceFieldRef | undefined;
}

/** `Istio.spec.values.pilot.volumes[].emptyDir` */
export interface EmptyDir {
  readonly medium?: string | undefined;
  readonly sizeLimit?: number | string | undefined;
}

/** `Istio.spec.values.pilot.volumes[].ephemeral` */
export interface Ephemeral {
  readonly volumeClaimTemplate?: VolumeClaimTemplate | undefined;
}

/** `Istio.spec.values.global.proxy.lifecycle.preStop.exec` */
export interface Exec {
  readonly command?: readonly string[] | undefined;
}

/** `Istio.spec.values.pilot.volumes[].fc` */
export interface Fc {
  readonly fsType?: string | undefined;
  readonly lun?: number | undefined;
  readonly readOnly?: boolean | undefined;
  readonly targetWWNs?: readonly string[] | undefined;
  readonly wwids?: readonly string[] | undefined;
}

/** `Istio.spec.values.pilot.envVarFrom[].valueFrom.fieldRef` */
export interface FieldRef {
  readonly apiVersion?: string | undefined;
  readonly fieldPath: string;
}

/** `Istio.spec.values.pilot.volumes[].flexVolume` */
export interface FlexVolume {
  readonly driver: string;
  readonly fsType?: string | undefined;
  readonly options?: { readonly [key: string]: string } | undefined;
  readonly readOnly?: boolean | undefined;
  readonly secretRef?: SecretRef | undefined;
}

/** `Istio.spec.values.pilot.volumes[].flocker` */
export interface Flocker {
  readonly datasetName?: string | undefined;
  readonly datasetUUID?: string | undefined;
}

/** `Istio.spec.values.pilot.volumes[].gcePersistentDisk` */
export interface GcePersistentDisk {
  readonly fsType?: string | undefined;
  readonly partition?: number | undefined;
  readonly pdName: string;
  readonly readOnly?: boolean | undefined;
}

/** `Istio.spec.values.pilot.volumes[].gitRepo` */
export interface GitRepo {
  readonly directory?: string | undefined;
  readonly repository: string;
  readonly revision?: string | undefined;
}

/** `Istio.spec.values.global.logging` */
export interface GlobalLogging {
  readonly level?: string | undefined;
}

/** `Istio.spec.values.pilot.volumes[].glusterfs` */
export interface Glusterfs {
  readonly endpoints: string;
  readonly path: string;
  readonly readOnly?: boolean | undefined;
}

/** `Istio.spec.values.pilot.volumes[].hostPath` */
export interface HostPath {
  readonly path: string;
  readonly type?: string | undefined;
}

/** `Istio.spec.values.global.proxy.lifecycle.preStop.httpGet` */
export interface HttpGet {
  readonly host?: string | undefined;
  readonly httpHeaders?: readonly HttpHeader[] | undefined;
  readonly path?: string | undefined;
  readonly port: number | string;
  readonly scheme?: string | undefined;
}

/** `Istio.spec.values.global.proxy.lifecycle.preStop.httpGet.httpHeaders[]` */
export interface HttpHeader {
  readonly name: string;
  readonly value: string;
}

/** `Istio.spec.values.pilot.volumes[].iscsi` */
export interface Iscsi {
  readonly chapAuthDiscovery?: boolean | undefined;
  readonly chapAuthSession?: boolean | undefined;
  readonly fsType?: string | undefined;
  readonly initiatorName?: string | undefined;
  readonly iqn: string;
  /** @default default */
  readonly iscsiInterface?: string | undefined;
  readonly lun: number;
  readonly portals?: readonly string[] | undefined;
  readonly readOnly?: boolean | undefined;
  readonly secretRef?: SecretRef | undefined;
  readonly targetPortal: string;
}

/** `Istio.spec.values.pilot.topologySpreadConstraints[].labelSelector` */
export interface LabelSelector {
  readonly matchExpressions?: readonly MatchExpression[] | undefined;
  readonly matchLabels?: { readonly [key: string]: string } | undefined;
}

/** `Istio.spec.values.meshConfig.discoverySelectors[].matchExpressions[]` */
export interface MatchExpression {
  readonly key: string;
  readonly operator: string;
  readonly values?: readonly string[] | undefined;
}

/** `Istio.spec.values.global.waypoint.nodeSelector.nodeSelectorTerms[].matchFields[]` */
export interface MatchField {
  readonly key: string;
  readonly operator: string;
  readonly values?: readonly string[] | undefined;
}

/** `Istio.spec.values.global.multiCluster` */
export interface MultiCluster {
  readonly clusterName?: string | undefined;
  readonly enabled?: boolean | undefined;
  readonly globalDomainSuffix?: string | undefined;
  readonly includeEnvoyFilter?: boolean | undefined;
}

/** `Istio.spec.values.meshConfig.serviceScopeConfigs[].namespaceSelector` */
export interface NamespaceSelector {
  readonly matchExpressions?: readonly MatchExpression[] | undefined;
  readonly matchLabels?: { readonly [key: string]: string } | undefined;
}

/** `Istio.spec.values.pilot.volumes[].nfs` */
export interface Nfs {
  readonly path: string;
  readonly readOnly?: boolean | undefined;
  readonly server: string;
}

/** `Istio.spec.values.pilot.affinity.nodeAffinity` */
export interface NodeAffinity {
  readonly preferredDuringSchedulingIgnoredDuringExecution?: readonly NodeAffinityPreferredDuringSchedulingIgnoredDuringExecution[] | undefined;
  readonly requiredDuringSchedulingIgnoredDuringExecution?: NodeAffinityRequiredDuringSchedulingIgnoredDuringExecution | undefined;
}

/** `Istio.spec.values.pilot.affinity.nodeAffinity.preferredDuringSchedulingIgnoredDuringExecution[]` */
export interface NodeAffinityPreferredDuringSchedulingIgnoredDuringExecution {
  readonly preference: Preference;
  readonly weight: number;
}

/** `Istio.spec.values.pilot.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution` */
export interface NodeAffinityRequiredDuringSchedulingIgnoredDuringExecution {
  readonly nodeSelectorTerms: readonly NodeSelectorTerm[];
}

/** `Istio.spec.values.pilot.volumes[].csi.nodePublishSecretRef` */
export interface NodePublishSecretRef {
  /** @default  */
  readonly name?: string | undefined;
}

/** `Istio.spec.values.global.waypoint.nodeSelector.nodeSelectorTerms[]` */
export interface NodeSelectorTerm {
  readonly matchExpressions?: readonly MatchExpression[] | undefined;
  readonly matchFields?: readonly MatchField[] | undefined;
}

/** `Istio.spec.values.pilot.volumes[].persistentVolumeClaim` */
export interface PersistentVolumeClaim {
  readonly claimName: string;
  readonly readOnly?: boolean | undefined;
}

/** `Istio.spec.values.pilot.volumes[].photonPersistentDisk` */
export interface PhotonPersistentDisk {
  readonly fsType?: string | undefined;
  readonly pdID: string;
}

/** `Istio.spec.values.pilot.resources` */
export interface PilotResources {
  /** Items differ in `name`. */
  readonly claims?: readonly Claim[] | undefined;
  readonly limits?: { readonly [key: string]: number | string } | undefined;
  readonly requests?: { readonly [key: string]: number | string } | undefined;
}

/** `Istio.spec.values.pilot.affinity.podAffinity` */
export interface PodAffinity {
  readonly preferredDuringSchedulingIgnoredDuringExecution?: readonly PodAffinityPreferredDuringSchedulingIgnoredDuringExecution[] | undefined;
  readonly requiredDuringSchedulingIgnoredDuringExecution?: readonly PodAffinityRequiredDuringSchedulingIgnoredDuringExecution[] | undefined;
}

/** `Istio.spec.values.pilot.affinity.podAffinity.preferredDuringSchedulingIgnoredDuringExecution[]` */
export interface PodAffinityPreferredDuringSchedulingIgnoredDuringExecution {
  readonly podAffinityTerm: PodAffinityTerm;
  readonly weight: number;
}

/** `Istio.spec.values.pilot.affinity.podAffinity.requiredDuringSchedulingIgnoredDuringExecution[]` */
export interface PodAffinityRequiredDuringSchedulingIgnoredDuringExecution {
  readonly labelSelector?: LabelSelector | undefined;
  readonly matchLabelKeys?: readonly string[] | undefined;
  readonly mismatchLabelKeys?: readonly string[] | undefined;
  readonly namespaceSelector?: NamespaceSelector | undefined;
  readonly namespaces?: readonly string[] | undefined;
  readonly topologyKey: string;
}

/** `Istio.spec.values.pilot.affinity.podAffinity.preferredDuringSchedulingIgnoredDuringExecution[].podAffinityTerm` */
export interface PodAffinityTerm {
  readonly labelSelector?: LabelSelector | undefined;
  readonly matchLabelKeys?: readonly string[] | undefined;
  readonly mismatchLabelKeys?: readonly string[] | undefined;
  readonly namespaceSelector?: NamespaceSelector | undefined;
  readonly namespaces?: readonly string[] | undefined;
  readonly topologyKey: string;
}

/** `Istio.spec.values.pilot.affinity.podAntiAffinity` */
export interface PodAntiAffinity {
  readonly preferredDuringSchedulingIgnoredDuringExecution?: readonly PodAffinityPreferredDuringSchedulingIgnoredDuringExecution[] | undefined;
  readonly requiredDuringSchedulingIgnoredDuringExecution?: readonly PodAffinityRequiredDuringSchedulingIgnoredDuringExecution[] | undefined;
}

/** `Istio.spec.values.pilot.volumes[].projected.sources[].podCertificate` */
export interface PodCertificate {
  readonly certificateChainPath?: string | undefined;
  readonly credentialBundlePath?: string | undefined;
  readonly keyPath?: string | undefined;
  readonly keyType: string;
  readonly maxExpirationSeconds?: number | undefined;
  readonly signerName: string;
  readonly userAnnotations?: { readonly [key: string]: string } | undefined;
}

/** `Istio.spec.values.pilot.volumes[].portworxVolume` */
export interface PortworxVolume {
  readonly fsType?: string | undefined;
  readonly readOnly?: boolean | undefined;
  readonly volumeID: string;
}

/** `Istio.spec.values.pilot.affinity.nodeAffinity.preferredDuringSchedulingIgnoredDuringExecution[].preference` */
export interface Preference {
  readonly matchExpressions?: readonly MatchExpression[] | undefined;
  readonly matchFields?: readonly MatchField[] | undefined;
}

/** `Istio.spec.values.pilot.volumes[].projected` */
export interface Projected {
  readonly defaultMode?: number | undefined;
  readonly sources?: readonly Source[] | undefined;
}

/** `Istio.spec.values.pilot.volumes[].quobyte` */
export interface Quobyte {
  readonly group?: string | undefined;
  readonly readOnly?: boolean | undefined;
  readonly registry: string;
  readonly tenant?: string | undefined;
  readonly user?: string | undefined;
  readonly volume: string;
}

/** `Istio.spec.values.pilot.volumes[].rbd` */
export interface Rbd {
  readonly fsType?: string | undefined;
  readonly image: string;
  /** @default /etc/ceph/keyring */
  readonly keyring?: string | undefined;
  readonly monitors: readonly string[];
  /** @default rbd */
  readonly pool?: string | undefined;
  readonly readOnly?: boolean | undefined;
  readonly secretRef?: SecretRef | undefined;
  /** @default admin */
  readonly user?: string | undefined;
}

/** `Istio.spec.values.pilot.envVarFrom[].valueFrom.resourceFieldRef` */
export interface ResourceFieldRef {
  readonly containerName?: string | undefined;
  readonly divisor?: number | string | undefined;
  readonly resource: string;
}

/** `Istio.spec.values.pilot.volumes[].scaleIO` */
export interface ScaleIO {
  /** @default xfs */
  readonly fsType?: string | undefined;
  readonly gateway: string;
  readonly protectionDomain?: string | undefined;
  readonly readOnly?: boolean | undefined;
  readonly secretRef: SecretRef;
  readonly sslEnabled?: boolean | undefined;
  /** @default ThinProvisioned */
  readonly storageMode?: string | undefined;
  readonly storagePool?: string | undefined;
  readonly system: string;
  readonly volumeName?: string | undefined;
}

/** `Istio.spec.values.pilot.seccompProfile` */
export interface SeccompProfile {
  readonly localhostProfile?: string | undefined;
  readonly type: string;
}

/** `Istio.spec.values.pilot.volumes[].secret.items[]` */
export interface SecretItem {
  readonly key: string;
  readonly mode?: number | undefined;
  readonly path: string;
}

/** `Istio.spec.values.pilot.volumes[].rbd.secretRef` */
export interface SecretRef {
  /** @default  */
  readonly name?: string | undefined;
}

/** `Istio.spec.values.pilot.volumes[].ephemeral.volumeClaimTemplate.spec.selector` */
export interface Selector {
  readonly matchExpressions?: readonly MatchExpression[] | undefined;
  readonly matchLabels?: { readonly [key: string]: string } | undefined;
}

/** `Istio.spec.values.pilot.volumes[].projected.sources[].serviceAccountToken` */
export interface ServiceAccountToken {
  readonly audience?: string | undefined;
  readonly expirationSeconds?: number | undefined;
  readonly path: string;
}

/** `Istio.spec.values.pilot.volumes[].projected.sources[]` */
export interface Source {
  readonly clusterTrustBundle?: ClusterTrustBundle | undefined;
  readonly configMap?: SourceConfigMap | undefined;
  readonly downwardAPI?: SourceDownwardAPI | undefined;
  readonly podCertificate?: PodCertificate | undefined;
  readonly secret?: SourceSecret | undefined;
  readonly serviceAccountToken?: ServiceAccountToken | undefined;
}

/** `Istio.spec.values.pilot.volumes[].projected.sources[].configMap` */
export interface SourceConfigMap {
  readonly items?: readonly SecretItem[] | undefined;
  /** @default  */
  readonly name?: string | undefined;
  readonly optional?: boolean | undefined;
}

/** `Istio.spec.values.pilot.volumes[].projected.sources[].downwardAPI` */
export interface SourceDownwardAPI {
  readonly items?: readonly DownwardAPIItem[] | undefined;
}

/** `Istio.spec.values.pilot.volumes[].projected.sources[].secret` */
export interface SourceSecret {
  readonly items?: readonly SecretItem[] | undefined;
  /** @default  */
  readonly name?: string | undefined;
  readonly optional?: boolean | undefined;
}

/** `Istio.spec.values.pilot.volumes[].ephemeral.volumeClaimTemplate.spec` */
export interface Spec {
  readonly accessModes?: readonly string[] | undefined;
  readonly dataSource?: DataSource | undefined;
  readonly dataSourceRef?: DataSourceRef | undefined;
  readonly resources?: SpecResources | undefined;
  readonly selector?: Selector | undefined;
  readonly storageClassName?: string | undefined;
  readonly volumeAttributesClassName?: string | undefined;
  readonly volumeMode?: string | undefined;
  readonly volumeName?: string | undefined;
}

/** `Istio.spec.values.pilot.volumes[].ephemeral.volumeClaimTemplate.spec.resources` */
export interface SpecResources {
  readonly limits?: { readonly [key: string]: number | string } | undefined;
  readonly requests?: { readonly [key: string]: number | string } | undefined;
}

/** `Istio.spec.values.pilot.volumes[].storageos` */
export interface Storageos {
  readonly fsType?: string | undefined;
  readonly readOnly?: boolean | undefined;
  readonly secretRef?: SecretRef | undefined;
  readonly volumeName?: string | undefined;
  readonly volumeNamespace?: string | undefined;
}

/** `ZTunnel.spec.targetRef` */
export interface TargetRef {
  readonly kind: 'Istio' | 'IstioRevision';
  /** 1 to 253 characters. */
  readonly name: string;
}

/** `Istio.spec.values.global.proxy.lifecycle.preStop.tcpSocket` */
export interface TcpSocket {
  readonly host?: string | undefined;
  readonly port: number | string;
}

/** `Istio.spec.values.pilot.tolerations[]` */
export interface Toleration {
  readonly effect?: string | undefined;
  readonly key?: string | undefined;
  readonly operator?: string | undefined;
  readonly tolerationSeconds?: number | undefined;
  readonly value?: string | undefined;
}

/** `Istio.spec.values.global.tracer.datadog` */
export interface TracerDatadog {
  readonly address?: string | undefined;
}

/** `Istio.spec.values.global.tracer.lightstep` */
export interface TracerLightstep {
  readonly accessToken?: string | undefined;
  readonly address?: string | undefined;
}

/** `Istio.spec.values.global.tracer.stackdriver` */
export interface TracerStackdriver {
  readonly debug?: boolean | undefined;
  readonly maxNumberOfAnnotations?: number | undefined;
  readonly maxNumberOfAttributes?: number | undefined;
  readonly maxNumberOfMessageEvents?: number | undefined;
}

/** `Istio.spec.values.global.tracer.zipkin` */
export interface TracerZipkin {
  readonly address?: string | undefined;
}

/** `Istio.spec.values.pilot.volumes[]` */
export interface Volume {
  readonly awsElasticBlockStore?: AwsElasticBlockStore | undefined;
  readonly azureDisk?: AzureDisk | undefined;
  readonly azureFile?: AzureFile | undefined;
  readonly cephfs?: Cephfs | undefined;
  readonly cinder?: Cinder | undefined;
  readonly configMap?: VolumeConfigMap | undefined;
  readonly csi?: Csi | undefined;
  readonly downwardAPI?: VolumeDownwardAPI | undefined;
  readonly emptyDir?: EmptyDir | undefined;
  readonly ephemeral?: Ephemeral | undefined;
  readonly fc?: Fc | undefined;
  readonly flexVolume?: FlexVolume | undefined;
  readonly flocker?: Flocker | undefined;
  readonly gcePersistentDisk?: GcePersistentDisk | undefined;
  readonly gitRepo?: GitRepo | undefined;
  readonly glusterfs?: Glusterfs | undefined;
  readonly hostPath?: HostPath | undefined;
  readonly image?: VolumeImage | undefined;
  readonly iscsi?: Iscsi | undefined;
  readonly name: string;
  readonly nfs?: Nfs | undefined;
  readonly persistentVolumeClaim?: PersistentVolumeClaim | undefined;
  readonly photonPersistentDisk?: PhotonPersistentDisk | undefined;
  readonly portworxVolume?: PortworxVolume | undefined;
  readonly projected?: Projected | undefined;
  readonly quobyte?: Quobyte | undefined;
  readonly rbd?: Rbd | undefined;
  readonly scaleIO?: ScaleIO | undefined;
  readonly secret?: VolumeSecret | undefined;
  readonly storageos?: Storageos | undefined;
  readonly vsphereVolume?: VsphereVolume | undefined;
}

/** `Istio.spec.values.pilot.volumes[].ephemeral.volumeClaimTemplate` */
export interface VolumeClaimTemplate {
  readonly metadata?: { readonly [field: string]: unknown } | undefined;
  readonly spec: Spec;
}

/** `Istio.spec.values.pilot.volumes[].configMap` */
export interface VolumeConfigMap {
  readonly defaultMode?: number | undefined;
  readonly items?: readonly SecretItem[] | undefined;
  /** @default  */
  readonly name?: string | undefined;
  readonly optional?: boolean | undefined;
}

/** `Istio.spec.values.pilot.volumes[].downwardAPI` */
export interface VolumeDownwardAPI {
  readonly defaultMode?: number | undefined;
  readonly items?: readonly DownwardAPIItem[] | undefined;
}

/** `Istio.spec.values.pilot.volumes[].image` */
export interface VolumeImage {
  readonly pullPolicy?: string | undefined;
  readonly reference?: string | undefined;
}

/** `Istio.spec.values.pilot.volumeMounts[]` */
export interface VolumeMount {
  readonly mountPath: string;
  readonly mountPropagation?: string | undefined;
  readonly name: string;
  readonly readOnly?: boolean | undefined;
  readonly recursiveReadOnly?: string | undefined;
  readonly subPath?: string | undefined;
  readonly subPathExpr?: string | undefined;
}

/** `Istio.spec.values.pilot.volumes[].secret` */
export interface VolumeSecret {
  readonly defaultMode?: number | undefined;
  readonly items?: readonly SecretItem[] | undefined;
  readonly optional?: boolean | undefined;
  readonly secretName?: string | undefined;
}

/** `Istio.spec.values.pilot.volumes[].vsphereVolume` */
export interface VsphereVolume {
  readonly fsType?: string | undefined;
  readonly storagePolicyID?: string | undefined;
  readonly storagePolicyName?: string | undefined;
  readonly volumePath: string;
}
