// Generated from the CRDs of cert-manager 1.21.2 (8a7b828ca4f2425d) by `npm run import`; do not edit.
import { manifestOf, VersionedObject } from '../../src/tree/versioned-object';
import { DEFAULT_ISTIO_VERSION } from '../../src/values/istio-version';
import type { ApiObjectMetadata } from 'cdk8s';
import type { Construct } from 'constructs';

/**
 * Requests a certificate and keeps it fresh in a Secret.
 * @see https://cert-manager.io/docs/reference/api-docs/
 */
export class Certificate extends VersionedObject {
  public static readonly kind = 'Certificate';
  public static readonly group = 'cert-manager.io';
  public static readonly scope = 'Namespaced';
  /** Served versions, newest first, with the Istio release that first serves each (`''`: all that can be targeted). */
  public static readonly versions = { v1: '' };

  public constructor(scope: Construct, id: string, props: CertificateProps) {
    super(scope, id, Certificate, props);
  }

  /** The object as plain data, without a construct. */
  public static manifest(props: CertificateProps, istioVersion: string = DEFAULT_ISTIO_VERSION) {
    return manifestOf(Certificate, props, istioVersion);
  }
}

export interface CertificateProps {
  /** Name, namespace, labels and annotations of the object. */
  readonly metadata?: ApiObjectMetadata | undefined;
  readonly spec: CertificateSpec;
}

/** `Certificate.spec.additionalOutputFormats[]` */
export interface CertificateAdditionalOutputFormat {
  readonly type: 'DER' | 'CombinedPEM';
}

/** `Certificate.spec.nameConstraints.excluded` */
export interface CertificateExcluded {
  readonly dnsDomains?: readonly string[] | undefined;
  readonly emailAddresses?: readonly string[] | undefined;
  readonly ipRanges?: readonly string[] | undefined;
  readonly uriDomains?: readonly string[] | undefined;
}

/** `Certificate.spec.issuerRef` */
export interface CertificateIssuerRef {
  readonly group?: string | undefined;
  readonly kind?: string | undefined;
  readonly name: string;
}

/** `Certificate.spec.keystores.jks` */
export interface CertificateJks {
  readonly alias?: string | undefined;
  readonly create: boolean;
  readonly password?: string | undefined;
  readonly passwordSecretRef?: CertificatePasswordSecretRef | undefined;
}

/** `Certificate.spec.keystores` */
export interface CertificateKeystores {
  readonly jks?: CertificateJks | undefined;
  readonly pkcs12?: CertificatePkcs12 | undefined;
}

/** `Certificate.spec.nameConstraints` */
export interface CertificateNameConstraints {
  readonly critical?: boolean | undefined;
  readonly excluded?: CertificateExcluded | undefined;
  readonly permitted?: CertificatePermitted | undefined;
}

/** `Certificate.spec.otherNames[]` */
export interface CertificateOtherName {
  readonly oid?: string | undefined;
  readonly utf8Value?: string | undefined;
}

/** `Certificate.spec.keystores.jks.passwordSecretRef` */
export interface CertificatePasswordSecretRef {
  readonly key?: string | undefined;
  readonly name: string;
}

/** `Certificate.spec.nameConstraints.permitted` */
export interface CertificatePermitted {
  readonly dnsDomains?: readonly string[] | undefined;
  readonly emailAddresses?: readonly string[] | undefined;
  readonly ipRanges?: readonly string[] | undefined;
  readonly uriDomains?: readonly string[] | undefined;
}

/** `Certificate.spec.keystores.pkcs12` */
export interface CertificatePkcs12 {
  readonly create: boolean;
  readonly password?: string | undefined;
  readonly passwordSecretRef?: CertificatePasswordSecretRef | undefined;
  readonly profile?: 'LegacyRC2' | 'LegacyDES' | 'Modern2023' | 'Modern2026' | undefined;
}

/** `Certificate.spec.privateKey` */
export interface CertificatePrivateKey {
  readonly algorithm?: 'RSA' | 'ECDSA' | 'Ed25519' | undefined;
  readonly encoding?: 'PKCS1' | 'PKCS8' | undefined;
  readonly rotationPolicy?: 'Never' | 'Always' | undefined;
  readonly size?: number | undefined;
}

/** `Certificate.spec.renewal` */
export interface CertificateRenewal {
  readonly policy?: 'RenewBefore' | 'Disabled' | undefined;
  readonly windows?: readonly CertificateWindow[] | undefined;
}

/** `Certificate.spec.secretTemplate` */
export interface CertificateSecretTemplate {
  readonly annotations?: { readonly [key: string]: string } | undefined;
  readonly labels?: { readonly [key: string]: string } | undefined;
}

/** `Certificate.spec` */
export interface CertificateSpec {
  readonly additionalOutputFormats?: readonly CertificateAdditionalOutputFormat[] | undefined;
  readonly commonName?: string | undefined;
  readonly dnsNames?: readonly string[] | undefined;
  readonly duration?: string | undefined;
  readonly emailAddresses?: readonly string[] | undefined;
  readonly encodeUsagesInRequest?: boolean | undefined;
  readonly ipAddresses?: readonly string[] | undefined;
  readonly isCA?: boolean | undefined;
  readonly issuerRef: CertificateIssuerRef;
  readonly keystores?: CertificateKeystores | undefined;
  readonly literalSubject?: string | undefined;
  readonly nameConstraints?: CertificateNameConstraints | undefined;
  readonly otherNames?: readonly CertificateOtherName[] | undefined;
  readonly privateKey?: CertificatePrivateKey | undefined;
  readonly renewBefore?: string | undefined;
  readonly renewBeforePercentage?: number | undefined;
  readonly renewal?: CertificateRenewal | undefined;
  readonly revisionHistoryLimit?: number | undefined;
  readonly secretName: string;
  readonly secretTemplate?: CertificateSecretTemplate | undefined;
  readonly signatureAlgorithm?: 'SHA256WithRSA' | 'SHA384WithRSA' | 'SHA512WithRSA' | 'ECDSAWithSHA256' | 'ECDSAWithSHA384' | 'ECDSAWithSHA512' | 'PureEd25519' | undefined;
  readonly subject?: CertificateSubject | undefined;
  readonly uris?: readonly string[] | undefined;
  readonly usages?: readonly ('signing' | 'digital signature' | 'content commitment' | 'key encipherment' | 'key agreement' | 'data encipherment' | 'cert sign' | 'crl sign' | 'encipher only' | 'decipher only' | 'any' | 'server auth' | 'client auth' | 'code signing' | 'email protection' | 's/mime' | 'ipsec end system' | 'ipsec tunnel' | 'ipsec user' | 'timestamping' | 'ocsp signing' | 'microsoft sgc' | 'netscape sgc')[] | undefined;
}

/** `Certificate.spec.subject` */
export interface CertificateSubject {
  readonly countries?: readonly string[] | undefined;
  readonly localities?: readonly string[] | undefined;
  readonly organizationalUnits?: readonly string[] | undefined;
  readonly organizations?: readonly string[] | undefined;
  readonly postalCodes?: readonly string[] | undefined;
  readonly provinces?: readonly string[] | undefined;
  readonly serialNumber?: string | undefined;
  readonly streetAddresses?: readonly string[] | undefined;
}

/** `Certificate.spec.renewal.windows[]` */
export interface CertificateWindow {
  /** At least 1 character. */
  readonly cron: string;
  /** At least 1 character. */
  readonly timezone?: string | undefined;
  /** Matches `^([0-9]+(\.[0-9]+)?(s|m|h))+$`. */
  readonly windowDuration: string;
}
