import type { SupportEntry } from '../support-entry';

const REFERENCE = '{group,kind,name,namespace}';
const PARENTS = `spec.parentRefs[].{${REFERENCE},sectionName,port}`;
const BACKENDS = `spec.rules[].backendRefs[].{${REFERENCE},port,weight}`;
const SELECTOR = 'selector.{matchLabels.*,matchExpressions[].{key,operator,values[]}}';
const MODIFIER = '{requestHeaderModifier,responseHeaderModifier}.{set[].{name,value},add[].{name,value},remove[]}';
const MIRROR = `requestMirror.{backendRef.{${REFERENCE},port},percent,fraction.{numerator,denominator}}`;
const PATH = 'path.{type,replaceFullPath,replacePrefixMatch}';
const VALUE = '{type,name,value}';

const LISTENERS = [
  'spec.listeners[].{name,hostname,port,protocol}',
  `spec.listeners[].tls.{mode,options.*,certificateRefs[].${REFERENCE}}`,
  `spec.listeners[].allowedRoutes.{kinds[].{group,kind},namespaces.{from,${SELECTOR}}}`,
];

const UNKNOWN_FILTERS = 'Istio leaves out a route with a filter that it does not know';

/** What the simulator makes of the fields of the Gateway API. */
export const GATEWAY_API_SUPPORT: readonly SupportEntry[] = [
  {
    kind: 'KubernetesGateway',
    support: 'modelled',
    fields: [
      'spec.{gatewayClassName,addresses[].{type,value},infrastructure.{labels.*,annotations.*}}',
      `spec.allowedListeners.namespaces.{from,${SELECTOR}}`,
      ...LISTENERS,
      `spec.tls.frontend.{default,perPort[].tls}.validation.{mode,caCertificateRefs[].${REFERENCE}}`,
      'spec.tls.frontend.perPort[].port',
    ],
  },
  {
    kind: 'KubernetesGateway',
    support: 'ignored',
    fields: ['spec.infrastructure.parametersRef.**', 'spec.tls.backend.**'],
    because: 'it changes how the pods run, or the certificate that they show to backends',
  },
  {
    kind: 'ListenerSet',
    support: 'modelled',
    fields: [`spec.parentRef.${REFERENCE}`, ...LISTENERS],
  },
  { kind: 'GatewayClass', support: 'modelled', fields: ['spec.controllerName'] },
  {
    kind: 'GatewayClass',
    support: 'ignored',
    fields: ['spec.{description,parametersRef.**}'],
    because: 'Istio does not read it',
  },
  {
    kind: 'HTTPRoute',
    support: 'modelled',
    fields: [
      PARENTS,
      'spec.hostnames[]',
      'spec.rules[].name',
      `spec.rules[].matches[].{path.{type,value},headers[].${VALUE},queryParams[].${VALUE},method}`,
      `spec.rules[].filters[].{type,${MODIFIER},${MIRROR}}`,
      `spec.rules[].filters[].requestRedirect.{scheme,hostname,port,statusCode,${PATH}}`,
      `spec.rules[].filters[].urlRewrite.{hostname,${PATH}}`,
      'spec.rules[].filters[].cors.{allowOrigins,allowMethods,allowHeaders,exposeHeaders}[]',
      'spec.rules[].filters[].cors.{allowCredentials,maxAge}',
      BACKENDS,
      `spec.rules[].backendRefs[].filters[].{type,${MODIFIER}}`,
      'spec.rules[].timeouts.{request,backendRequest}',
      'spec.rules[].retry.{codes[],attempts,backoff}',
    ],
  },
  {
    kind: 'HTTPRoute',
    support: 'ignored',
    fields: [
      'spec.rules[].filters[].{extensionRef,externalAuth}.**',
      'spec.rules[].backendRefs[].filters[].{extensionRef,externalAuth,requestRedirect,urlRewrite,requestMirror,cors}.**',
    ],
    because: UNKNOWN_FILTERS,
  },
  {
    kind: 'HTTPRoute',
    support: 'ignored',
    fields: ['spec.rules[].sessionPersistence.**', 'spec.useDefaultGateways'],
    because: 'Istio does not implement it',
  },
  {
    kind: 'GRPCRoute',
    support: 'modelled',
    fields: [
      PARENTS,
      'spec.hostnames[]',
      'spec.rules[].name',
      `spec.rules[].matches[].{method.{type,service,method},headers[].${VALUE}}`,
      `spec.rules[].filters[].{type,${MODIFIER},${MIRROR}}`,
      BACKENDS,
      `spec.rules[].backendRefs[].filters[].{type,${MODIFIER}}`,
    ],
  },
  {
    kind: 'GRPCRoute',
    support: 'ignored',
    fields: [
      'spec.rules[].filters[].extensionRef.**',
      'spec.rules[].backendRefs[].filters[].{extensionRef,requestMirror}.**',
    ],
    because: UNKNOWN_FILTERS,
  },
  {
    kind: 'GRPCRoute',
    support: 'ignored',
    fields: ['spec.rules[].sessionPersistence.**', 'spec.useDefaultGateways'],
    because: 'Istio does not implement it',
  },
  {
    kind: 'TLSRoute',
    support: 'modelled',
    fields: [PARENTS, 'spec.hostnames[]', 'spec.rules[].name', BACKENDS],
  },
  { kind: 'TCPRoute', support: 'modelled', fields: [PARENTS, 'spec.rules[].name', BACKENDS] },
  {
    kind: 'BackendTLSPolicy',
    support: 'modelled',
    fields: [
      'spec.targetRefs[].{group,kind,name,sectionName}',
      'spec.validation.{hostname,wellKnownCACertificates,caCertificateRefs[].{group,kind,name}}',
      'spec.validation.subjectAltNames[].{type,hostname,uri}',
    ],
  },
  { kind: 'BackendTLSPolicy', support: 'ignored', fields: ['spec.options.**'], because: 'Istio has no options' },
  {
    kind: 'ReferenceGrant',
    support: 'modelled',
    fields: ['spec.{from[].{group,kind,namespace},to[].{group,kind,name}}'],
  },
];
