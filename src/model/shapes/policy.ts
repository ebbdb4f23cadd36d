import { anything, fields, flag, listOf, mapOf, number, type ShapeOf, text, textMap, texts } from '../shape';

const targetRef = { group: text, kind: text, name: text, namespace: text };

/** What a policy is attached to. */
const attachment = {
  selector: fields({ matchLabels: textMap }),
  targetRef: fields(targetRef),
  targetRefs: listOf(targetRef),
};

const source = fields({
  principals: texts,
  notPrincipals: texts,
  requestPrincipals: texts,
  notRequestPrincipals: texts,
  namespaces: texts,
  notNamespaces: texts,
  ipBlocks: texts,
  notIpBlocks: texts,
  remoteIpBlocks: texts,
  notRemoteIpBlocks: texts,
  serviceAccounts: texts,
  notServiceAccounts: texts,
  trustDomains: texts,
  notTrustDomains: texts,
});

const operation = fields({
  hosts: texts,
  notHosts: texts,
  ports: texts,
  notPorts: texts,
  methods: texts,
  notMethods: texts,
  paths: texts,
  notPaths: texts,
});

export const authorizationPolicySpec = fields({
  ...attachment,
  action: text,
  provider: fields({ name: text }),
  rules: listOf({
    from: listOf({ source }),
    to: listOf({ operation }),
    when: listOf({ key: text, values: texts, notValues: texts }),
  }),
});

const mutualTls = fields({ mode: text });

export const peerAuthenticationSpec = fields({
  selector: fields({ matchLabels: textMap }),
  mtls: mutualTls,
  portLevelMtls: mapOf(mutualTls),
});

export const requestAuthenticationSpec = fields({
  ...attachment,
  jwtRules: listOf({
    issuer: text,
    audiences: texts,
    jwksUri: text,
    jwks: text,
    fromHeaders: listOf({ name: text, prefix: text }),
    fromParams: texts,
    fromCookies: texts,
    outputPayloadToHeader: text,
    forwardOriginalToken: flag,
    outputClaimToHeaders: listOf({ header: text, claim: text }),
    timeout: text,
    spaceDelimitedClaims: texts,
    presence: text,
  }),
});

const providers = listOf({ name: text });

export const telemetrySpec = fields({
  ...attachment,
  tracing: listOf({
    match: fields({ mode: text }),
    providers,
    randomSamplingPercentage: number,
    disableSpanReporting: flag,
    customTags: mapOf(anything),
    useRequestIdForTraceSampling: flag,
    enableIstioTags: flag,
    disableContextPropagation: flag,
  }),
  metrics: listOf({
    providers,
    overrides: listOf({
      match: fields({ metric: text, customMetric: text, mode: text }),
      disabled: flag,
      tagOverrides: mapOf(fields({ operation: text, value: text })),
    }),
    reportingInterval: text,
  }),
  accessLogging: listOf({
    match: fields({ mode: text }),
    providers,
    disabled: flag,
    filter: fields({ expression: text }),
  }),
});

export const wasmPluginSpec = fields({ ...attachment, url: text, phase: text, priority: number, match: anything });

export const trafficExtensionSpec = fields({ ...attachment, phase: text, priority: number, match: anything });

export type AuthorizationPolicySpec = ShapeOf<typeof authorizationPolicySpec>;
export type PeerAuthenticationSpec = ShapeOf<typeof peerAuthenticationSpec>;
export type RequestAuthenticationSpec = ShapeOf<typeof requestAuthenticationSpec>;
export type JwtRule = NonNullable<RequestAuthenticationSpec['jwtRules']>[number];
export type AuthorizationRule = NonNullable<AuthorizationPolicySpec['rules']>[number];
export type TelemetrySpec = ShapeOf<typeof telemetrySpec>;
export type AuthorizationSource = ShapeOf<typeof source>;
export type PolicyAttachment = Pick<AuthorizationPolicySpec, 'selector' | 'targetRef' | 'targetRefs'>;
