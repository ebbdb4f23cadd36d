import { anything, fields, flag, list, listOf, mapOf, number, type ShapeOf, text, textMap, texts } from '../shape';

const stringMatch = fields({ exact: text, prefix: text, regex: text });

const destination = fields({ host: text, subset: text, port: fields({ number, name: text }) });

const headerOperations = fields({ set: textMap, add: textMap, remove: texts });
const headers = fields({ request: headerOperations, response: headerOperations });

const percent = fields({ value: number });

const httpMatch = fields({
  name: text,
  uri: stringMatch,
  scheme: stringMatch,
  method: stringMatch,
  authority: stringMatch,
  headers: mapOf(anything),
  withoutHeaders: mapOf(anything),
  queryParams: mapOf(anything),
  port: number,
  sourceLabels: textMap,
  gateways: texts,
  ignoreUriCase: flag,
  sourceNamespace: text,
  statPrefix: text,
});

const l4Match = {
  destinationSubnets: texts,
  port: number,
  sourceLabels: textMap,
  gateways: texts,
  sourceNamespace: text,
  sourceSubnet: text,
};

/** Retries of a route, and of the mesh by default. */
export const httpRetry = fields({
  attempts: number,
  perTryTimeout: text,
  retryOn: text,
  retryRemoteLocalities: flag,
  retryIgnorePreviousHosts: flag,
  backoff: text,
});

const routeDestination = listOf({ destination, weight: number, headers });

export const virtualServiceSpec = fields({
  hosts: texts,
  gateways: texts,
  exportTo: texts,
  http: listOf({
    name: text,
    match: list(httpMatch, {}),
    route: routeDestination,
    redirect: fields({
      uri: text,
      authority: text,
      port: number,
      derivePort: text,
      scheme: text,
      redirectCode: number,
      prefixRewrite: text,
    }),
    directResponse: fields({ status: number, body: fields({ string: text, bytes: text }) }),
    delegate: fields({ name: text, namespace: text }),
    rewrite: fields({ uri: text, authority: text, uriRegexRewrite: fields({ match: text, rewrite: text }) }),
    timeout: text,
    retries: httpRetry,
    fault: fields({
      delay: fields({ percent: number, fixedDelay: text, exponentialDelay: text, percentage: percent }),
      abort: fields({ httpStatus: number, grpcStatus: text, http2Error: text, percentage: percent }),
    }),
    mirror: destination,
    mirrors: listOf({ destination, percentage: percent }),
    mirrorPercent: number,
    mirrorPercentage: percent,
    corsPolicy: anything,
    headers,
  }),
  tls: listOf({ match: listOf({ ...l4Match, sniHosts: texts }), route: routeDestination }),
  tcp: listOf({ match: listOf(l4Match), route: routeDestination }),
});

const clientTls = fields({
  mode: text,
  clientCertificate: text,
  privateKey: text,
  caCertificates: text,
  credentialName: text,
  subjectAltNames: texts,
  sni: text,
  insecureSkipVerify: flag,
  caCrl: text,
});

const localityLbSetting = fields({
  distribute: listOf({ from: text, to: mapOf(number) }),
  failover: listOf({ from: text, to: text }),
  failoverPriority: texts,
  enabled: flag,
});

const policyFields = {
  loadBalancer: fields({
    simple: text,
    consistentHash: fields({
      httpHeaderName: text,
      httpCookie: fields({ name: text, path: text, ttl: text }),
      useSourceIp: flag,
      httpQueryParameterName: text,
      ringHash: anything,
      maglev: anything,
      minimumRingSize: number,
    }),
    localityLbSetting,
    warmupDurationSecs: text,
    warmup: anything,
  }),
  connectionPool: fields({
    tcp: fields({ maxConnections: number, connectTimeout: text, tcpKeepalive: anything, idleTimeout: text }),
    http: fields({
      http1MaxPendingRequests: number,
      http2MaxRequests: number,
      maxRequestsPerConnection: number,
      maxRetries: number,
      idleTimeout: text,
      h2UpgradePolicy: text,
      useClientProtocol: flag,
      maxConcurrentStreams: number,
      http2KeepAlive: anything,
    }),
  }),
  outlierDetection: fields({
    consecutiveErrors: number,
    splitExternalLocalOriginErrors: flag,
    consecutiveLocalOriginFailures: number,
    consecutiveGatewayErrors: number,
    consecutive5xxErrors: number,
    interval: text,
    baseEjectionTime: text,
    maxEjectionPercent: number,
    minHealthPercent: number,
    failurePercentageThreshold: number,
  }),
  tls: clientTls,
};

const trafficPolicy = fields({
  ...policyFields,
  portLevelSettings: listOf({ ...policyFields, port: fields({ number }) }),
  tunnel: anything,
  proxyProtocol: anything,
});

export const destinationRuleSpec = fields({
  host: text,
  trafficPolicy,
  subsets: listOf({ name: text, labels: textMap, trafficPolicy }),
  exportTo: texts,
  workloadSelector: fields({ matchLabels: textMap }),
});

const port = fields({ number, protocol: text, name: text, targetPort: number });

const serverTls = fields({
  httpsRedirect: flag,
  mode: text,
  serverCertificate: text,
  privateKey: text,
  caCertificates: text,
  credentialName: text,
  credentialNames: texts,
  tlsCertificates: anything,
  subjectAltNames: texts,
  minProtocolVersion: text,
  maxProtocolVersion: text,
  cipherSuites: texts,
});

export const gatewaySpec = fields({
  selector: textMap,
  servers: listOf({ port, bind: text, hosts: texts, tls: serverTls, defaultEndpoint: text, name: text }),
});

const workloadEntry = {
  address: text,
  ports: mapOf(number),
  labels: textMap,
  network: text,
  locality: text,
  weight: number,
  serviceAccount: text,
};

export const serviceEntrySpec = fields({
  hosts: texts,
  addresses: texts,
  ports: list(port, {}),
  location: text,
  resolution: text,
  endpoints: listOf(workloadEntry),
  workloadSelector: fields({ labels: textMap }),
  exportTo: texts,
  subjectAltNames: texts,
});

export const workloadEntrySpec = fields(workloadEntry);

export const workloadGroupSpec = fields({
  metadata: fields({ labels: textMap, annotations: textMap }),
  template: fields(workloadEntry),
});

export const sidecarSpec = fields({
  workloadSelector: fields({ labels: textMap }),
  ingress: listOf({
    port,
    bind: text,
    captureMode: text,
    defaultEndpoint: text,
    tls: serverTls,
    connectionPool: anything,
  }),
  egress: listOf({ port, bind: text, captureMode: text, hosts: texts }),
  outboundTrafficPolicy: fields({ mode: text, egressProxy: destination }),
  inboundConnectionPool: anything,
});

export const envoyFilterSpec = fields({
  workloadSelector: fields({ labels: textMap }),
  targetRefs: listOf({ group: text, kind: text, name: text, namespace: text }),
  priority: number,
  configPatches: listOf({
    applyTo: text,
    match: fields({
      context: text,
      proxy: fields({ proxyVersion: text }),
      listener: fields({ portNumber: number, filterChain: fields({ filter: fields({ name: text }) }) }),
      cluster: fields({ service: text }),
      routeConfiguration: fields({ vhost: fields({ name: text }) }),
    }),
    patch: fields({ operation: text, value: anything, filterClass: text }),
  }),
});

export const proxyConfigSpec = fields({
  selector: fields({ matchLabels: textMap }),
  concurrency: number,
  environmentVariables: textMap,
  image: fields({ imageType: text }),
});

export type VirtualServiceSpec = ShapeOf<typeof virtualServiceSpec>;
export type DestinationRuleSpec = ShapeOf<typeof destinationRuleSpec>;
export type GatewaySpec = ShapeOf<typeof gatewaySpec>;
export type ServiceEntrySpec = ShapeOf<typeof serviceEntrySpec>;
export type SidecarSpec = ShapeOf<typeof sidecarSpec>;
export type EnvoyFilterSpec = ShapeOf<typeof envoyFilterSpec>;
export type TrafficPolicy = ShapeOf<typeof trafficPolicy>;
export type HttpRoute = NonNullable<VirtualServiceSpec['http']>[number];
export type HttpMatch = ShapeOf<typeof httpMatch>;
export type StringMatch = ShapeOf<typeof stringMatch>;
export type RouteDestination = ShapeOf<typeof destination>;
export type HttpRetrySpec = ShapeOf<typeof httpRetry>;
export type ServerTls = ShapeOf<typeof serverTls>;
