// Generated from the CRDs of cert-manager 1.21.2 (8a7b828ca4f2425d) by `npm run import`; do not edit.

/** `Issuer.spec.acme.solvers[].dns01.route53.accessKeyIDSecretRef` */
export interface AccessKeyIDSecretRef {
  readonly key?: string | undefined;
  readonly name: string;
}

/** `Issuer.spec.acme.solvers[].dns01.akamai.accessTokenSecretRef` */
export interface AccessTokenSecretRef {
  readonly key?: string | undefined;
  readonly name: string;
}

/** `Issuer.spec.acme.solvers[].dns01.acmeDNS.accountSecretRef` */
export interface AccountSecretRef {
  readonly key?: string | undefined;
  readonly name: string;
}

/** `Issuer.spec.acme` */
export interface Acme {
  /** Base64. */
  readonly caBundle?: string | undefined;
  readonly disableAccountKeyGeneration?: boolean | undefined;
  readonly email?: string | undefined;
  readonly enableDurationFeature?: boolean | undefined;
  readonly externalAccountBinding?: ExternalAccountBinding | undefined;
  /** At most 64 characters. */
  readonly preferredChain?: string | undefined;
  readonly privateKeySecretRef: PrivateKeySecretRef;
  readonly profile?: string | undefined;
  readonly server: string;
  readonly skipTLSVerify?: boolean | undefined;
  readonly solvers?: readonly Solver[] | undefined;
}

/** `Issuer.spec.acme.solvers[].dns01.acmeDNS` */
export interface AcmeDNS {
  readonly accountSecretRef: AccountSecretRef;
  readonly host: string;
}

/** `Issuer.spec.acme.solvers[].dns01.akamai` */
export interface Akamai {
  readonly accessTokenSecretRef: AccessTokenSecretRef;
  readonly clientSecretSecretRef: ClientSecretSecretRef;
  readonly clientTokenSecretRef: ClientTokenSecretRef;
  readonly serviceConsumerDomain: string;
}

/** `Issuer.spec.acme.solvers[].dns01.cloudflare.apiKeySecretRef` */
export interface ApiKeySecretRef {
  readonly key?: string | undefined;
  readonly name: string;
}

/** `Issuer.spec.venafi.cloud.apiTokenSecretRef` */
export interface ApiTokenSecretRef {
  readonly key?: string | undefined;
  readonly name: string;
}

/** `Issuer.spec.vault.auth.appRole` */
export interface AppRole {
  readonly path: string;
  readonly roleId: string;
  readonly secretRef: SecretRef;
}

/** `Issuer.spec.vault.auth.aws` */
export interface Aws {
  readonly iamRoleArn?: string | undefined;
  readonly mountPath?: string | undefined;
  readonly region?: string | undefined;
  /** At least 1 character. */
  readonly role: string;
  readonly serviceAccountRef?: ServiceAccountRef | undefined;
  readonly vaultHeaderValue?: string | undefined;
}

/** `Issuer.spec.acme.solvers[].dns01.azureDNS` */
export interface AzureDNS {
  readonly clientID?: string | undefined;
  readonly clientSecretSecretRef?: ClientSecretSecretRef | undefined;
  readonly environment?: 'AzurePublicCloud' | 'AzureChinaCloud' | 'AzureGermanCloud' | 'AzureUSGovernmentCloud' | undefined;
  readonly hostedZoneName?: string | undefined;
  readonly managedIdentity?: ManagedIdentity | undefined;
  readonly resourceGroupName: string;
  readonly subscriptionID: string;
  readonly tenantID?: string | undefined;
  readonly zoneType?: 'AzurePublicZone' | 'AzurePrivateZone' | undefined;
}

/** `Issuer.spec.ca` */
export interface Ca {
  readonly crlDistributionPoints?: readonly string[] | undefined;
  readonly issuingCertificateURLs?: readonly string[] | undefined;
  readonly ocspServers?: readonly string[] | undefined;
  readonly secretName: string;
}

/** `Issuer.spec.vault.caBundleSecretRef` */
export interface CaBundleSecretRef {
  readonly key?: string | undefined;
  readonly name: string;
}

/** `Issuer.spec.vault.clientCertSecretRef` */
export interface ClientCertSecretRef {
  readonly key?: string | undefined;
  readonly name: string;
}

/** `Issuer.spec.vault.auth.clientCertificate` */
export interface ClientCertificate {
  readonly mountPath?: string | undefined;
  readonly name?: string | undefined;
  readonly secretName?: string | undefined;
}

/** `Issuer.spec.vault.clientKeySecretRef` */
export interface ClientKeySecretRef {
  readonly key?: string | undefined;
  readonly name: string;
}

/** `Issuer.spec.acme.solvers[].dns01.akamai.clientSecretSecretRef` */
export interface ClientSecretSecretRef {
  readonly key?: string | undefined;
  readonly name: string;
}

/** `Issuer.spec.acme.solvers[].dns01.akamai.clientTokenSecretRef` */
export interface ClientTokenSecretRef {
  readonly key?: string | undefined;
  readonly name: string;
}

/** `Issuer.spec.venafi.cloud` */
export interface Cloud {
  readonly apiTokenSecretRef: ApiTokenSecretRef;
  readonly url?: string | undefined;
}

/** `Issuer.spec.acme.solvers[].dns01.cloudDNS` */
export interface CloudDNS {
  readonly hostedZoneName?: string | undefined;
  readonly project: string;
  readonly serviceAccountSecretRef?: ServiceAccountSecretRef | undefined;
}

/** `Issuer.spec.acme.solvers[].dns01.cloudflare` */
export interface Cloudflare {
  readonly apiKeySecretRef?: ApiKeySecretRef | undefined;
  readonly apiTokenSecretRef?: ApiTokenSecretRef | undefined;
  readonly email?: string | undefined;
}

/** `Issuer.spec.venafi.tpp.credentialsRef` */
export interface CredentialsRef {
  readonly name: string;
}

/** `Issuer.spec.acme.solvers[].dns01.digitalocean` */
export interface Digitalocean {
  readonly tokenSecretRef: TokenSecretRef;
}

/** `Issuer.spec.acme.solvers[].dns01` */
export interface Dns01 {
  readonly acmeDNS?: AcmeDNS | undefined;
  readonly akamai?: Akamai | undefined;
  readonly azureDNS?: AzureDNS | undefined;
  readonly cloudDNS?: CloudDNS | undefined;
  readonly cloudflare?: Cloudflare | undefined;
  readonly cnameStrategy?: 'None' | 'Follow' | undefined;
  readonly digitalocean?: Digitalocean | undefined;
  readonly rfc2136?: Rfc2136 | undefined;
  readonly route53?: Route53 | undefined;
  readonly webhook?: Webhook | undefined;
}

/** `Issuer.spec.acme.externalAccountBinding` */
export interface ExternalAccountBinding {
  readonly keyAlgorithm?: 'HS256' | 'HS384' | 'HS512' | undefined;
  readonly keyID: string;
  readonly keySecretRef: KeySecretRef;
}

/** `Issuer.spec.acme.solvers[].http01.gatewayHTTPRoute` */
export interface GatewayHTTPRoute {
  readonly labels?: { readonly [key: string]: string } | undefined;
  readonly parentRefs?: readonly ParentRef[] | undefined;
  readonly podTemplate?: { readonly [field: string]: unknown } | undefined;
  readonly serviceType?: string | undefined;
}

/** `Issuer.spec.acme.solvers[].http01` */
export interface Http01 {
  readonly gatewayHTTPRoute?: GatewayHTTPRoute | undefined;
  readonly ingress?: Ingress | undefined;
}

/** `Issuer.spec.acme.solvers[].http01.ingress` */
export interface Ingress {
  readonly class?: string | undefined;
  readonly ingressClassName?: string | undefined;
  readonly ingressTemplate?: IngressTemplate | undefined;
  readonly name?: string | undefined;
  readonly podTemplate?: { readonly [field: string]: unknown } | undefined;
  readonly serviceType?: string | undefined;
}

/** `Issuer.spec.acme.solvers[].http01.ingress.ingressTemplate` */
export interface IngressTemplate {
  readonly metadata?: Metadata | undefined;
}

/** `Issuer.spec` */
export interface IssuerSpec {
  readonly acme?: Acme | undefined;
  readonly ca?: Ca | undefined;
  readonly selfSigned?: SelfSigned | undefined;
  readonly vault?: Vault | undefined;
  readonly venafi?: Venafi | undefined;
}

/** `Issuer.spec.acme.externalAccountBinding.keySecretRef` */
export interface KeySecretRef {
  readonly key?: string | undefined;
  readonly name: string;
}

/** `Issuer.spec.acme.solvers[].dns01.azureDNS.managedIdentity` */
export interface ManagedIdentity {
  readonly clientID?: string | undefined;
  readonly resourceID?: string | undefined;
  readonly tenantID?: string | undefined;
}

/** `Issuer.spec.acme.solvers[].http01.ingress.ingressTemplate.metadata` */
export interface Metadata {
  readonly annotations?: { readonly [key: string]: string } | undefined;
  readonly labels?: { readonly [key: string]: string } | undefined;
}

/** `Issuer.spec.venafi.ngts` */
export interface Ngts {
  readonly credentialsRef: CredentialsRef;
  readonly tokenEndpoint?: string | undefined;
  readonly tsgID: string;
  readonly url?: string | undefined;
}

/** `Issuer.spec.acme.solvers[].http01.gatewayHTTPRoute.parentRefs[]` */
export interface ParentRef {
  /**
   * At most 253 characters.
   * @default 'gateway.networking.k8s.io'
   */
  readonly group?: string | undefined;
  /**
   * 1 to 63 characters. Matches `^[a-zA-Z]([-a-zA-Z0-9]*[a-zA-Z0-9])?$`.
   * @default 'Gateway'
   */
  readonly kind?: string | undefined;
  /** 1 to 253 characters. */
  readonly name: string;
  /** 1 to 63 characters. Matches `^[a-z0-9]([-a-z0-9]*[a-z0-9])?$`. */
  readonly namespace?: string | undefined;
  /** 1 to 65535. */
  readonly port?: number | undefined;
  /** 1 to 253 characters. */
  readonly sectionName?: string | undefined;
}

/** `Issuer.spec.acme.privateKeySecretRef` */
export interface PrivateKeySecretRef {
  readonly key?: string | undefined;
  readonly name: string;
}

/** `Issuer.spec.acme.solvers[].dns01.rfc2136` */
export interface Rfc2136 {
  readonly nameserver: string;
  readonly protocol?: 'TCP' | 'UDP' | undefined;
  readonly tsigAlgorithm?: string | undefined;
  readonly tsigKeyName?: string | undefined;
  readonly tsigSecretSecretRef?: TsigSecretSecretRef | undefined;
}

/** `Issuer.spec.acme.solvers[].dns01.route53` */
export interface Route53 {
  readonly accessKeyID?: string | undefined;
  readonly accessKeyIDSecretRef?: AccessKeyIDSecretRef | undefined;
  readonly auth?: Route53Auth | undefined;
  readonly hostedZoneID?: string | undefined;
  readonly region?: string | undefined;
  readonly role?: string | undefined;
  readonly secretAccessKeySecretRef?: SecretAccessKeySecretRef | undefined;
}

/** `Issuer.spec.acme.solvers[].dns01.route53.auth` */
export interface Route53Auth {
  readonly kubernetes: Route53AuthKubernetes;
}

/** `Issuer.spec.acme.solvers[].dns01.route53.auth.kubernetes` */
export interface Route53AuthKubernetes {
  readonly serviceAccountRef: ServiceAccountRef;
}

/** `Issuer.spec.acme.solvers[].dns01.route53.secretAccessKeySecretRef` */
export interface SecretAccessKeySecretRef {
  readonly key?: string | undefined;
  readonly name: string;
}

/** `Issuer.spec.vault.auth.appRole.secretRef` */
export interface SecretRef {
  readonly key?: string | undefined;
  readonly name: string;
}

/** `Issuer.spec.acme.solvers[].selector` */
export interface Selector {
  readonly dnsNames?: readonly string[] | undefined;
  readonly dnsZones?: readonly string[] | undefined;
  readonly matchLabels?: { readonly [key: string]: string } | undefined;
}

/** `Issuer.spec.selfSigned` */
export interface SelfSigned {
  readonly crlDistributionPoints?: readonly string[] | undefined;
}

/** `Issuer.spec.vault.auth.aws.serviceAccountRef` */
export interface ServiceAccountRef {
  readonly audiences?: readonly string[] | undefined;
  readonly name: string;
}

/** `Issuer.spec.acme.solvers[].dns01.cloudDNS.serviceAccountSecretRef` */
export interface ServiceAccountSecretRef {
  readonly key?: string | undefined;
  readonly name: string;
}

/** `Issuer.spec.acme.solvers[]` */
export interface Solver {
  readonly dns01?: Dns01 | undefined;
  readonly http01?: Http01 | undefined;
  readonly selector?: Selector | undefined;
  readonly waitInsteadOfSelfCheck?: string | undefined;
}

/** `Issuer.spec.vault.auth.tokenSecretRef` */
export interface TokenSecretRef {
  readonly key?: string | undefined;
  readonly name: string;
}

/** `Issuer.spec.venafi.tpp` */
export interface Tpp {
  /** Base64. */
  readonly caBundle?: string | undefined;
  readonly caBundleSecretRef?: CaBundleSecretRef | undefined;
  readonly credentialsRef: CredentialsRef;
  readonly url: string;
}

/** `Issuer.spec.acme.solvers[].dns01.rfc2136.tsigSecretSecretRef` */
export interface TsigSecretSecretRef {
  readonly key?: string | undefined;
  readonly name: string;
}

/** `Issuer.spec.vault` */
export interface Vault {
  readonly auth: VaultAuth;
  /** Base64. */
  readonly caBundle?: string | undefined;
  readonly caBundleSecretRef?: CaBundleSecretRef | undefined;
  readonly clientCertSecretRef?: ClientCertSecretRef | undefined;
  readonly clientKeySecretRef?: ClientKeySecretRef | undefined;
  readonly namespace?: string | undefined;
  readonly path: string;
  readonly server: string;
  readonly serverName?: string | undefined;
}

/** `Issuer.spec.vault.auth` */
export interface VaultAuth {
  readonly appRole?: AppRole | undefined;
  readonly aws?: Aws | undefined;
  readonly clientCertificate?: ClientCertificate | undefined;
  readonly kubernetes?: VaultAuthKubernetes | undefined;
  readonly tokenSecretRef?: TokenSecretRef | undefined;
}

/** `Issuer.spec.vault.auth.kubernetes` */
export interface VaultAuthKubernetes {
  readonly mountPath?: string | undefined;
  readonly role: string;
  readonly secretRef?: SecretRef | undefined;
  readonly serviceAccountRef?: ServiceAccountRef | undefined;
}

export interface VenafiFields {
  readonly zone: string;
}

export interface VenafiTpp {
  readonly tpp: Tpp;
  readonly cloud?: undefined;
  readonly ngts?: undefined;
}

export interface VenafiCloud {
  readonly tpp?: undefined;
  readonly cloud: Cloud;
  readonly ngts?: undefined;
}

export interface VenafiNgts {
  readonly tpp?: undefined;
  readonly cloud?: undefined;
  readonly ngts: Ngts;
}

/**
 * Exactly one of `tpp`, `cloud` or `ngts`.
 * `Issuer.spec.venafi`
 */
export type Venafi = VenafiFields & (VenafiTpp | VenafiCloud | VenafiNgts);
export const Venafi = {
  tpp: (tpp: Tpp, rest: VenafiFields): Venafi => ({ ...rest, tpp }),
  cloud: (cloud: Cloud, rest: VenafiFields): Venafi => ({ ...rest, cloud }),
  ngts: (ngts: Ngts, rest: VenafiFields): Venafi => ({ ...rest, ngts }),
};

/** `Issuer.spec.acme.solvers[].dns01.webhook` */
export interface Webhook {
  readonly config?: unknown | undefined;
  readonly groupName: string;
  readonly solverName: string;
}
