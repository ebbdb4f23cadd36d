import {
  anything,
  fields,
  flag,
  list,
  listOf,
  mapping,
  number,
  numberOrText,
  type ShapeOf,
  text,
  textMap,
  texts,
} from '../shape';

export const labelSelector = fields({
  matchLabels: textMap,
  matchExpressions: listOf({ key: text, operator: text, values: texts }),
});

export const serviceSpec = fields({
  type: text,
  clusterIP: text,
  clusterIPs: texts,
  externalName: text,
  selector: textMap,
  ports: listOf({
    name: text,
    port: number,
    protocol: text,
    targetPort: numberOrText,
    appProtocol: text,
    nodePort: number,
  }),
  publishNotReadyAddresses: flag,
});

/** The addresses behind a Service, as a controller or a user writes them. */
export const endpointSliceBody = fields({
  endpoints: listOf({ addresses: texts }),
  ports: listOf({ name: text, port: number, protocol: text, appProtocol: text }),
});

const endpointAddress = { ip: text };

export const endpointsBody = fields({
  subsets: listOf({
    addresses: listOf(endpointAddress),
    ports: listOf({ name: text, port: number, protocol: text, appProtocol: text }),
  }),
});

const probe = fields({
  httpGet: fields({ port: numberOrText }),
  tcpSocket: fields({ port: numberOrText }),
  grpc: fields({ port: numberOrText }),
});

const container = {
  name: text,
  image: text,
  command: texts,
  args: texts,
  env: listOf({ name: text, value: text, valueFrom: fields({ configMapKeyRef: fields({ name: text, key: text }) }) }),
  envFrom: listOf({ prefix: text, configMapRef: fields({ name: text }) }),
  ports: listOf({ name: text, containerPort: number, protocol: text, hostPort: number, hostIP: text }),
  securityContext: fields({ runAsUser: number, runAsNonRoot: flag, privileged: flag, capabilities: anything }),
  restartPolicy: text,
  readinessProbe: probe,
  livenessProbe: probe,
  startupProbe: probe,
  lifecycle: anything,
};

const podFields = {
  containers: listOf(container),
  initContainers: listOf(container),
  serviceAccountName: text,
  serviceAccount: text,
  hostNetwork: flag,
  nodeName: text,
  hostname: text,
  subdomain: text,
  volumes: listOf({
    name: text,
    csi: fields({ driver: text }),
    hostPath: fields({ path: text }),
    configMap: fields({ name: text }),
  }),
  securityContext: fields({ runAsUser: number, fsGroup: number }),
};

export const podSpec = fields(podFields);

const podTemplate = fields({
  metadata: fields({ labels: textMap, annotations: textMap }),
  spec: podSpec,
});

/** Deployment, StatefulSet, DaemonSet, ReplicaSet, Job and Rollout. */
export const controllerSpec = fields({
  replicas: number,
  parallelism: number,
  selector: labelSelector,
  template: podTemplate,
  workloadRef: fields({ kind: text, name: text }),
  serviceName: text,
  ordinals: fields({ start: number }),
  strategy: mapping,
});

export const cronJobSpec = fields({ jobTemplate: fields({ spec: controllerSpec }) });

export const autoscalerSpec = fields({
  scaleTargetRef: fields({ kind: text, name: text }),
  minReplicas: number,
  maxReplicas: number,
});

/** KEDA's way to say the same. */
export const scaledObjectSpec = fields({
  scaleTargetRef: fields({ kind: text, name: text }),
  minReplicaCount: number,
  maxReplicaCount: number,
});

export const disruptionBudgetSpec = fields({
  selector: labelSelector,
  minAvailable: numberOrText,
  maxUnavailable: numberOrText,
});

const scraped = { port: text, path: text, targetPort: numberOrText, portNumber: number, scheme: text };

const monitored = { selector: labelSelector, namespaceSelector: fields({ any: flag, matchNames: texts }) };

export const serviceMonitorSpec = fields({ ...monitored, endpoints: listOf(scraped) });

export const podMonitorSpec = fields({ ...monitored, podMetricsEndpoints: listOf(scraped) });

const ingressBackend = fields({ service: fields({ name: text, port: fields({ number, name: text }) }) });

export const ingressSpec = fields({
  ingressClassName: text,
  defaultBackend: ingressBackend,
  rules: listOf({ http: fields({ paths: listOf({ backend: ingressBackend }) }) }),
});

export const configMapBody = fields({ data: textMap });

export const secretBody = fields({ type: text, data: textMap, stringData: textMap });

export const webhookBody = fields({
  webhooks: listOf({
    name: text,
    clientConfig: fields({ url: text, service: fields({ name: text, namespace: text, path: text, port: number }) }),
    namespaceSelector: labelSelector,
    objectSelector: labelSelector,
    failurePolicy: text,
  }),
});

export const crdSpec = fields({ group: text, names: fields({ kind: text }), scope: text });

export const certificateSpec = fields({ secretName: text, dnsNames: texts, commonName: text });

export const networkPolicySpec = fields({
  podSelector: labelSelector,
  policyTypes: texts,
  ingress: list(mapping, {}),
  egress: list(mapping, {}),
});

const argoSource = {
  repoURL: text,
  chart: text,
  targetRevision: text,
  helm: fields({
    releaseName: text,
    values: text,
    valuesObject: mapping,
    parameters: listOf({ name: text, value: text }),
  }),
};

export const argoApplicationSpec = fields({
  destination: fields({ namespace: text }),
  source: fields(argoSource),
  sources: listOf(argoSource),
});

export const helmReleaseSpec = fields({
  releaseName: text,
  targetNamespace: text,
  chart: fields({ spec: fields({ chart: text, version: text }) }),
  chartRef: fields({ name: text }),
  values: mapping,
});

export const helmChartSpec = fields({
  chart: text,
  version: text,
  targetNamespace: text,
  valuesContent: text,
  set: mapping,
});

export const externalSecretSpec = fields({ target: fields({ name: text }) });

const gatewayComponent = {
  name: text,
  namespace: text,
  enabled: flag,
  label: textMap,
  k8s: fields({ replicaCount: number, hpaSpec: autoscalerSpec, service: serviceSpec }),
};

export const istioOperatorSpec = fields({
  profile: text,
  tag: text,
  revision: text,
  namespace: text,
  meshConfig: mapping,
  values: mapping,
  components: fields({
    pilot: fields({ enabled: flag, k8s: anything }),
    cni: fields({ enabled: flag }),
    ztunnel: fields({ enabled: flag }),
    ingressGateways: listOf(gatewayComponent),
    egressGateways: listOf(gatewayComponent),
  }),
});

export const sailIstioSpec = fields({
  namespace: text,
  profile: text,
  version: text,
  updateStrategy: fields({ type: text }),
  values: mapping,
});

export type LabelSelector = ShapeOf<typeof labelSelector>;
export type ServiceSpec = ShapeOf<typeof serviceSpec>;
export type PodSpec = ShapeOf<typeof podSpec>;
export type PodTemplate = ShapeOf<typeof podTemplate>;
export type Container = NonNullable<PodSpec['containers']>[number];
export type ControllerSpec = ShapeOf<typeof controllerSpec>;
