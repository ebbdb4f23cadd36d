import { isKind, type Resource } from '../../model/resource';
import type { ListenerSpec } from '../../model/shapes/gateway-api';
import { fromBase64 } from '../../text/base64';
import type { GatewayApiFacts, Refusal } from './facts';
import type { ReferenceGrants } from './reference-grants';

type CertificateReference = NonNullable<NonNullable<ListenerSpec['tls']>['certificateRefs']>[number];

/** What happens to a reference to a certificate. */
export type CertificateResult =
  | { readonly state: 'found'; readonly credential: string }
  /** The Secret is not in the set, and is taken to be in the cluster. */
  | { readonly state: 'assumed'; readonly credential: string; readonly secret: string }
  | { readonly state: 'refused'; readonly refusal: Refusal };

/** The server certificate to which a listener refers. */
export function certificateOf(
  { model }: GatewayApiFacts,
  grants: ReferenceGrants,
  owner: Resource<'KubernetesGateway'> | Resource<'ListenerSet'>,
  { group = '', kind = 'Secret', name = '', namespace = owner.namespace }: CertificateReference,
  field: string,
): CertificateResult {
  const target = { group, kind, namespace, name };
  const refuse = (reason: string, message: string): CertificateResult => ({
    state: 'refused',
    refusal: { reason, message, field, target },
  });
  if (group !== '' || kind !== 'Secret') {
    return refuse('InvalidCertificateRef', `only a Secret may hold a certificate, and this is a ${kind}`);
  }
  const secret = model.credentials.secret(namespace, name);
  const wrong = secret === undefined ? undefined : formProblem(secret);
  if (wrong !== undefined) return refuse('InvalidCertificateRef', `${secret} ${wrong}`);
  if (!grants.permits({ kind: owner.kind, namespace: owner.namespace }, target)) {
    return refuse(
      'RefNotPermitted',
      `Secret ${namespace}/${name} is in another namespace, where no ReferenceGrant permits the reference`,
    );
  }
  const credential = `kubernetes-gateway://${namespace}/${name}`;
  const isKnown = secret !== undefined || model.credentials.promised(namespace, name) !== undefined;
  return isKnown
    ? { state: 'found', credential }
    : { state: 'assumed', credential, secret: `Secret ${namespace}/${name}` };
}

const PAIRS: readonly (readonly [certificate: string, key: string])[] = [
  ['tls.crt', 'tls.key'],
  ['cert', 'key'],
];

/** Why a Secret is no server certificate; undefined where it is one. */
export function formProblem(secret: Resource): string | undefined {
  if (!isKind(secret, 'Secret')) return undefined;
  const { data = {}, stringData = {} } = secret.spec;
  const textOf = (key: string) => stringData[key] ?? (data[key] === undefined ? undefined : decode(data[key]));
  const pair = PAIRS.find(([certificate, key]) => textOf(certificate) !== undefined && textOf(key) !== undefined);
  if (pair === undefined) return 'has no keys "tls.crt" and "tls.key"';
  const [certificate, key] = pair;
  if (!/-----BEGIN [A-Z0-9 ]*CERTIFICATE-----/.test(textOf(certificate) ?? '')) {
    return `holds no PEM certificate under "${certificate}"`;
  }
  if (!/-----BEGIN [A-Z0-9 ]*PRIVATE KEY-----/.test(textOf(key) ?? ''))
    return `holds no PEM private key under "${key}"`;
  return undefined;
}

function decode(text: string): string {
  return fromBase64(text);
}
