// Two fields of one group: each program must be refused, for each pair of fields that exclude each other.
import type { TrafficExtensionSpec, WasmPluginSpec } from '../../imports/extensions.istio.io';
import type {
  ConsistentHashLB,
  EnvoyConfigObjectMatch,
  EnvoyFilterSpec,
  HTTPBody,
  HTTPFaultInjectionAbort,
  HTTPFaultInjectionDelay,
  HTTPRedirect,
  HTTPRewrite,
  HTTPRoute,
  LoadBalancerSettings,
  ReadinessProbe,
  ServerTLSSettings,
  ServiceEntrySpec,
  StringMatch,
} from '../../imports/networking.istio.io';
import type {
  AuthorizationPolicySpec,
  JWTRule,
  RequestAuthenticationSpec,
  Source,
} from '../../imports/security.istio.io';
import type { CustomTag, MetricSelector, TelemetrySpec } from '../../imports/telemetry.istio.io';

// @ts-expect-error TrafficExtensionSpec: selector, targetRefs
export const n0: TrafficExtensionSpec = {
  lua: { inlineCode: 'a' },
  selector: {},
  targetRefs: [{ kind: 'Gateway', name: 'a' }],
};
// @ts-expect-error TrafficExtensionSpec: wasm, lua
export const n1: TrafficExtensionSpec = { wasm: { url: 'a' }, lua: { inlineCode: 'a' } };

// @ts-expect-error WasmPluginSpec: selector, targetRef
export const n2: WasmPluginSpec = { url: 'a', selector: {}, targetRef: { kind: 'Gateway', name: 'a' } };
// @ts-expect-error WasmPluginSpec: selector, targetRefs
export const n3: WasmPluginSpec = { url: 'a', selector: {}, targetRefs: [{ kind: 'Gateway', name: 'a' }] };
// @ts-expect-error WasmPluginSpec: targetRef, targetRefs
export const n4: WasmPluginSpec = {
  url: 'a',
  targetRef: { kind: 'Gateway', name: 'a' },
  targetRefs: [{ kind: 'Gateway', name: 'a' }],
};

// @ts-expect-error ConsistentHashLB: httpHeaderName, httpCookie
export const n5: ConsistentHashLB = { httpHeaderName: 'a', httpCookie: { name: 'a' } };
// @ts-expect-error ConsistentHashLB: httpHeaderName, useSourceIp
export const n6: ConsistentHashLB = { httpHeaderName: 'a', useSourceIp: true };
// @ts-expect-error ConsistentHashLB: httpHeaderName, httpQueryParameterName
export const n7: ConsistentHashLB = { httpHeaderName: 'a', httpQueryParameterName: 'a' };
// @ts-expect-error ConsistentHashLB: httpCookie, useSourceIp
export const n8: ConsistentHashLB = { httpCookie: { name: 'a' }, useSourceIp: true };
// @ts-expect-error ConsistentHashLB: httpCookie, httpQueryParameterName
export const n9: ConsistentHashLB = { httpCookie: { name: 'a' }, httpQueryParameterName: 'a' };
// @ts-expect-error ConsistentHashLB: useSourceIp, httpQueryParameterName
export const n10: ConsistentHashLB = { useSourceIp: true, httpQueryParameterName: 'a' };
// @ts-expect-error ConsistentHashLB: ringHash, maglev
export const n11: ConsistentHashLB = { ringHash: {}, maglev: {} };

// @ts-expect-error LoadBalancerSettings: simple, consistentHash
export const n12: LoadBalancerSettings = { simple: 'RANDOM', consistentHash: { useSourceIp: true } };
// @ts-expect-error LoadBalancerSettings: simple, backendUtilization
export const n71: LoadBalancerSettings = { simple: 'RANDOM', backendUtilization: {} };
// @ts-expect-error LoadBalancerSettings: consistentHash, backendUtilization
export const n72: LoadBalancerSettings = { consistentHash: { useSourceIp: true }, backendUtilization: {} };
// @ts-expect-error LoadBalancerSettings: localityLbSetting, zoneAwareLbSetting
export const n73: LoadBalancerSettings = { localityLbSetting: {}, zoneAwareLbSetting: {} };

// @ts-expect-error EnvoyConfigObjectMatch: listener, routeConfiguration
export const n13: EnvoyConfigObjectMatch = { listener: {}, routeConfiguration: {} };
// @ts-expect-error EnvoyConfigObjectMatch: listener, cluster
export const n14: EnvoyConfigObjectMatch = { listener: {}, cluster: {} };
// @ts-expect-error EnvoyConfigObjectMatch: listener, waypoint
export const n15: EnvoyConfigObjectMatch = { listener: {}, waypoint: {} };
// @ts-expect-error EnvoyConfigObjectMatch: routeConfiguration, cluster
export const n16: EnvoyConfigObjectMatch = { routeConfiguration: {}, cluster: {} };
// @ts-expect-error EnvoyConfigObjectMatch: routeConfiguration, waypoint
export const n17: EnvoyConfigObjectMatch = { routeConfiguration: {}, waypoint: {} };
// @ts-expect-error EnvoyConfigObjectMatch: cluster, waypoint
export const n18: EnvoyConfigObjectMatch = { cluster: {}, waypoint: {} };

// @ts-expect-error EnvoyFilterSpec: workloadSelector, targetRefs
export const n19: EnvoyFilterSpec = { workloadSelector: {}, targetRefs: [{ kind: 'Gateway', name: 'a' }] };

// @ts-expect-error ServiceEntrySpec: workloadSelector, endpoints
export const n20: ServiceEntrySpec = { hosts: ['a'], workloadSelector: {}, endpoints: [{ address: '1.2.3.4' }] };

// @ts-expect-error ServerTLSSettings: tlsCertificates, credentialNames
export const n21: ServerTLSSettings = { tlsCertificates: [{}], credentialNames: ['a'] };
// @ts-expect-error ServerTLSSettings: credentialName, credentialNames
export const n22: ServerTLSSettings = { credentialName: 'a', credentialNames: ['a'] };

// @ts-expect-error HTTPBody: string, bytes
export const n23: HTTPBody = { string: 'a', bytes: 'a' };

// @ts-expect-error HTTPFaultInjectionAbort: httpStatus, grpcStatus
export const n24: HTTPFaultInjectionAbort = { httpStatus: 1, grpcStatus: 'a' };
// @ts-expect-error HTTPFaultInjectionAbort: httpStatus, http2Error
export const n25: HTTPFaultInjectionAbort = { httpStatus: 1, http2Error: 'a' };
// @ts-expect-error HTTPFaultInjectionAbort: grpcStatus, http2Error
export const n26: HTTPFaultInjectionAbort = { grpcStatus: 'a', http2Error: 'a' };

// @ts-expect-error HTTPFaultInjectionDelay: fixedDelay, exponentialDelay
export const n27: HTTPFaultInjectionDelay = { fixedDelay: '5s', exponentialDelay: '5s' };

// @ts-expect-error HTTPRedirect: port, derivePort
export const n28: HTTPRedirect = { port: 1, derivePort: 'FROM_REQUEST_PORT' };

// @ts-expect-error HTTPRedirect: uri, prefixRewrite
export const n74: HTTPRedirect = { uri: 'a', prefixRewrite: 'b' };

// @ts-expect-error HTTPRewrite: uri, uriRegexRewrite
export const n29: HTTPRewrite = { uri: 'a', uriRegexRewrite: { match: 'a', rewrite: 'b' } };

// @ts-expect-error HTTPRoute: mirror, mirrors
export const n30: HTTPRoute = { mirror: { host: 'a' }, mirrors: [{ destination: { host: 'a' } }] };
// @ts-expect-error HTTPRoute: route, redirect
export const n31: HTTPRoute = { route: [{ destination: { host: 'a' } }], redirect: { uri: 'a' } };
// @ts-expect-error HTTPRoute: route, directResponse
export const n32: HTTPRoute = { route: [{ destination: { host: 'a' } }], directResponse: { status: 200 } };
// @ts-expect-error HTTPRoute: route, delegate
export const n33: HTTPRoute = { route: [{ destination: { host: 'a' } }], delegate: { name: 'a' } };
// @ts-expect-error HTTPRoute: redirect, directResponse
export const n34: HTTPRoute = { redirect: { uri: 'a' }, directResponse: { status: 200 } };
// @ts-expect-error HTTPRoute: redirect, delegate
export const n35: HTTPRoute = { redirect: { uri: 'a' }, delegate: { name: 'a' } };
// @ts-expect-error HTTPRoute: directResponse, delegate
export const n36: HTTPRoute = { directResponse: { status: 200 }, delegate: { name: 'a' } };

// @ts-expect-error StringMatch: exact, prefix
export const n37: StringMatch = { exact: 'a', prefix: 'a' };
// @ts-expect-error StringMatch: exact, regex
export const n38: StringMatch = { exact: 'a', regex: 'a' };
// @ts-expect-error StringMatch: prefix, regex
export const n39: StringMatch = { prefix: 'a', regex: 'a' };

// @ts-expect-error ReadinessProbe: httpGet, tcpSocket
export const n40: ReadinessProbe = { httpGet: { port: 80 }, tcpSocket: { port: 80 } };
// @ts-expect-error ReadinessProbe: httpGet, exec
export const n41: ReadinessProbe = { httpGet: { port: 80 }, exec: { command: ['a'] } };
// @ts-expect-error ReadinessProbe: httpGet, grpc
export const n42: ReadinessProbe = { httpGet: { port: 80 }, grpc: { port: 80 } };
// @ts-expect-error ReadinessProbe: tcpSocket, exec
export const n43: ReadinessProbe = { tcpSocket: { port: 80 }, exec: { command: ['a'] } };
// @ts-expect-error ReadinessProbe: tcpSocket, grpc
export const n44: ReadinessProbe = { tcpSocket: { port: 80 }, grpc: { port: 80 } };
// @ts-expect-error ReadinessProbe: exec, grpc
export const n45: ReadinessProbe = { exec: { command: ['a'] }, grpc: { port: 80 } };

// @ts-expect-error AuthorizationPolicySpec: selector, targetRef
export const n46: AuthorizationPolicySpec = { selector: {}, targetRef: { kind: 'Gateway', name: 'a' } };
// @ts-expect-error AuthorizationPolicySpec: selector, targetRefs
export const n47: AuthorizationPolicySpec = { selector: {}, targetRefs: [{ kind: 'Gateway', name: 'a' }] };
// @ts-expect-error AuthorizationPolicySpec: targetRef, targetRefs
export const n48: AuthorizationPolicySpec = {
  targetRef: { kind: 'Gateway', name: 'a' },
  targetRefs: [{ kind: 'Gateway', name: 'a' }],
};

// @ts-expect-error Source: serviceAccounts, principals
export const n49: Source = { serviceAccounts: ['a'], principals: ['a'] };
// @ts-expect-error Source: serviceAccounts, notPrincipals
export const n50: Source = { serviceAccounts: ['a'], notPrincipals: ['a'] };
// @ts-expect-error Source: serviceAccounts, namespaces
export const n51: Source = { serviceAccounts: ['a'], namespaces: ['a'] };
// @ts-expect-error Source: serviceAccounts, notNamespaces
export const n52: Source = { serviceAccounts: ['a'], notNamespaces: ['a'] };
// @ts-expect-error Source: notServiceAccounts, principals
export const n53: Source = { notServiceAccounts: ['a'], principals: ['a'] };
// @ts-expect-error Source: notServiceAccounts, notPrincipals
export const n54: Source = { notServiceAccounts: ['a'], notPrincipals: ['a'] };
// @ts-expect-error Source: notServiceAccounts, namespaces
export const n55: Source = { notServiceAccounts: ['a'], namespaces: ['a'] };
// @ts-expect-error Source: notServiceAccounts, notNamespaces
export const n56: Source = { notServiceAccounts: ['a'], notNamespaces: ['a'] };

// @ts-expect-error JWTRule: jwksUri, jwks
export const n57: JWTRule = { jwksUri: 'a', jwks: 'a' };

// @ts-expect-error RequestAuthenticationSpec: selector, targetRef
export const n58: RequestAuthenticationSpec = { selector: {}, targetRef: { kind: 'Gateway', name: 'a' } };
// @ts-expect-error RequestAuthenticationSpec: selector, targetRefs
export const n59: RequestAuthenticationSpec = { selector: {}, targetRefs: [{ kind: 'Gateway', name: 'a' }] };
// @ts-expect-error RequestAuthenticationSpec: targetRef, targetRefs
export const n60: RequestAuthenticationSpec = {
  targetRef: { kind: 'Gateway', name: 'a' },
  targetRefs: [{ kind: 'Gateway', name: 'a' }],
};

// @ts-expect-error CustomTag: literal, environment
export const n61: CustomTag = { literal: { value: 'a' }, environment: { name: 'a' } };
// @ts-expect-error CustomTag: literal, header
export const n62: CustomTag = { literal: { value: 'a' }, header: { name: 'a' } };
// @ts-expect-error CustomTag: literal, formatter
export const n63: CustomTag = { literal: { value: 'a' }, formatter: { value: 'a' } };
// @ts-expect-error CustomTag: environment, header
export const n64: CustomTag = { environment: { name: 'a' }, header: { name: 'a' } };
// @ts-expect-error CustomTag: environment, formatter
export const n65: CustomTag = { environment: { name: 'a' }, formatter: { value: 'a' } };
// @ts-expect-error CustomTag: header, formatter
export const n66: CustomTag = { header: { name: 'a' }, formatter: { value: 'a' } };

// @ts-expect-error MetricSelector: metric, customMetric
export const n67: MetricSelector = { metric: 'ALL_METRICS', customMetric: 'a' };

// @ts-expect-error TelemetrySpec: selector, targetRef
export const n68: TelemetrySpec = { selector: {}, targetRef: { kind: 'Gateway', name: 'a' } };
// @ts-expect-error TelemetrySpec: selector, targetRefs
export const n69: TelemetrySpec = { selector: {}, targetRefs: [{ kind: 'Gateway', name: 'a' }] };
// @ts-expect-error TelemetrySpec: targetRef, targetRefs
export const n70: TelemetrySpec = {
  targetRef: { kind: 'Gateway', name: 'a' },
  targetRefs: [{ kind: 'Gateway', name: 'a' }],
};
