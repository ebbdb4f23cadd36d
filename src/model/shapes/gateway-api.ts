import { anything, fields, flag, list, listOf, mapping, number, type ShapeOf, text, textMap, texts } from '../shape';
import { labelSelector } from './kubernetes';

const objectReference = { group: text, kind: text, name: text, namespace: text };

/** Which namespaces something is open to. */
const namespaces = fields({ from: text, selector: labelSelector });

const listener = {
  name: text,
  hostname: text,
  port: number,
  protocol: text,
  tls: fields({ mode: text, certificateRefs: listOf(objectReference), options: textMap }),
  allowedRoutes: fields({ namespaces, kinds: listOf({ group: text, kind: text }) }),
};

const clientValidation = fields({
  validation: fields({ mode: text, caCertificateRefs: listOf(objectReference) }),
});

export const kubernetesGatewaySpec = fields({
  gatewayClassName: text,
  listeners: listOf(listener),
  addresses: listOf({ type: text, value: text }),
  infrastructure: fields({ labels: textMap, annotations: textMap, parametersRef: fields(objectReference) }),
  allowedListeners: fields({ namespaces }),
  tls: fields({
    frontend: fields({ default: clientValidation, perPort: listOf({ port: number, tls: clientValidation }) }),
    backend: fields({ clientCertificateRef: fields(objectReference) }),
  }),
});

export const gatewayClassSpec = fields({ controllerName: text });

export const listenerSetSpec = fields({ parentRef: fields(objectReference), listeners: listOf(listener) });

const parentRefs = listOf({ ...objectReference, sectionName: text, port: number });

const backendReference = { ...objectReference, port: number };

const headerModifier = fields({
  set: listOf({ name: text, value: text }),
  add: listOf({ name: text, value: text }),
  remove: texts,
});

const pathModifier = fields({ type: text, replaceFullPath: text, replacePrefixMatch: text });

/** The filters of HTTPRoutes; GRPCRoutes have some of them. */
const filters = listOf({
  type: text,
  requestHeaderModifier: headerModifier,
  responseHeaderModifier: headerModifier,
  requestRedirect: fields({
    scheme: text,
    hostname: text,
    port: number,
    statusCode: number,
    path: pathModifier,
  }),
  urlRewrite: fields({ hostname: text, path: pathModifier }),
  requestMirror: fields({
    backendRef: fields(backendReference),
    percent: number,
    fraction: fields({ numerator: number, denominator: number }),
  }),
  cors: fields({
    allowOrigins: texts,
    allowMethods: texts,
    allowHeaders: texts,
    exposeHeaders: texts,
    allowCredentials: flag,
    maxAge: number,
  }),
  extensionRef: fields(objectReference),
});

const backendRefs = listOf({ ...backendReference, weight: number });
const filteringBackendRefs = listOf({ ...backendReference, weight: number, filters });

const valueMatch = { type: text, name: text, value: text };

export const httpRouteSpec = fields({
  parentRefs,
  useDefaultGateways: text,
  hostnames: texts,
  rules: listOf({
    name: text,
    matches: listOf({
      path: fields({ type: text, value: text }),
      headers: listOf(valueMatch),
      queryParams: listOf(valueMatch),
      method: text,
    }),
    filters,
    backendRefs: filteringBackendRefs,
    timeouts: fields({ request: text, backendRequest: text }),
    retry: fields({ codes: list(number, 0), attempts: number, backoff: text }),
    sessionPersistence: mapping,
  }),
});

export const grpcRouteSpec = fields({
  parentRefs,
  useDefaultGateways: text,
  hostnames: texts,
  rules: listOf({
    name: text,
    matches: listOf({
      method: fields({ type: text, service: text, method: text }),
      headers: listOf(valueMatch),
    }),
    filters,
    backendRefs: filteringBackendRefs,
    sessionPersistence: mapping,
  }),
});

/** TLSRoute, TCPRoute and UDPRoute; only the first has hostnames. */
export const connectionRouteSpec = fields({
  parentRefs,
  hostnames: texts,
  rules: listOf({ name: text, backendRefs }),
});

/** Who of another namespace may refer to which objects of this one. */
export const referenceGrantSpec = fields({
  from: listOf({ group: text, kind: text, namespace: text }),
  to: listOf({ group: text, kind: text, name: text }),
});

export const backendTlsPolicySpec = fields({
  targetRefs: listOf({ group: text, kind: text, name: text, sectionName: text }),
  validation: fields({
    hostname: text,
    wellKnownCACertificates: text,
    caCertificateRefs: listOf(objectReference),
    subjectAltNames: listOf({ type: text, hostname: text, uri: text }),
  }),
  options: anything,
});

export type KubernetesGatewaySpec = ShapeOf<typeof kubernetesGatewaySpec>;
export type ListenerSpec = NonNullable<KubernetesGatewaySpec['listeners']>[number];
export type AllowedNamespaces = ShapeOf<typeof namespaces>;
export type ParentReference = NonNullable<ShapeOf<typeof parentRefs>>[number];
export type BackendReference = NonNullable<ShapeOf<typeof filteringBackendRefs>>[number];
export type HttpRouteRule = NonNullable<ShapeOf<typeof httpRouteSpec>['rules']>[number];
export type HttpRouteMatch = NonNullable<HttpRouteRule['matches']>[number];
export type GrpcRouteRule = NonNullable<ShapeOf<typeof grpcRouteSpec>['rules']>[number];
export type GrpcRouteMatch = NonNullable<GrpcRouteRule['matches']>[number];
export type RouteFilter = NonNullable<HttpRouteRule['filters']>[number];
export type ConnectionRouteRule = NonNullable<ShapeOf<typeof connectionRouteSpec>['rules']>[number];
export type BackendTlsPolicySpec = ShapeOf<typeof backendTlsPolicySpec>;
