import type { MeshModel } from '../../../model/mesh-model';
import type { Resource } from '../../../model/resource';
import type { TrafficPolicy } from '../../../model/shapes/traffic';
import { isAtLeast } from '../../../values/istio-version';
import type { Rule } from '../../rule';

/** A client of an old release starts TLS without being told which authority to trust, and so talks to anybody. */
export const unverifiedTlsOrigination: Rule = {
  name: 'unverified-tls-origination',
  severity: 'warning',
  summary: 'A DestinationRule that originates TLS must name the certificates by which the server is verified.',
  equivalents: ['IST0128', 'IST0129'],
  istioAnalyzers: ['destinationrule.CaCertificateAnalyzer'],

  *check({ model }) {
    if (!model.istioParity && verifiesByItself(model)) return;
    for (const resource of model.all('DestinationRule')) {
      const { host = '', trafficPolicy = {} } = resource.spec;
      if (isUnverified(trafficPolicy.tls, resource, model.istioParity)) {
        yield {
          resource,
          field: 'spec.trafficPolicy.tls',
          problem: `TLS mode ${trafficPolicy.tls?.mode} for "${host}" names no caCertificates, so that the server is not verified`,
          fix: FIX,
        };
      }
      for (const [i, { tls, port }] of (trafficPolicy.portLevelSettings ?? []).entries()) {
        if (!isUnverified(tls, resource, model.istioParity)) continue;
        yield {
          resource,
          code: 'IST0129',
          field: `spec.trafficPolicy.portLevelSettings[${i}].tls`,
          problem: `TLS mode ${tls?.mode} for port ${port?.number ?? 0} of "${host}" names no caCertificates, so that the server is not verified`,
          fix: FIX,
        };
      }
    }
  },
};

/** Since Istio 1.21 proxies trust the authorities of their system where a rule names none. */
function verifiesByItself({ istioVersion, compatibilityVersion, istiodEnvironment }: MeshModel): boolean {
  const isOff = istiodEnvironment.get('VERIFY_CERTIFICATE_AT_CLIENT') === 'false' && !isAtLeast(istioVersion, '1.31');
  return isAtLeast(compatibilityVersion ?? istioVersion, '1.21') && !isOff;
}

const FIX =
  'set caCertificates, for example to "/etc/ssl/certs/ca-certificates.crt" for public authorities, or "system"';

function isUnverified(tls: TrafficPolicy['tls'], { spec }: Resource<'DestinationRule'>, istioParity: boolean): boolean {
  if (tls === undefined || (tls.mode !== 'SIMPLE' && tls.mode !== 'MUTUAL') || (tls.caCertificates ?? '') !== '')
    return false;
  // Written out, it is a decision. Gateways and sidecars also take the authority from the credential.
  if (!istioParity && tls.insecureSkipVerify === true) return false;
  return (tls.credentialName ?? '') === '' || spec.workloadSelector === undefined;
}
