import { serverVerification } from '../../../istio/destinations/server-verification';
import type { EffectiveMesh } from '../../../istio/effective-mesh';
import type { Resource } from '../../../model/resource';
import type { TrafficPolicy } from '../../../model/shapes/traffic';
import type { Finding, Rule } from '../../rule';

/** A client starts TLS and does not find out whether it talks to the server that is meant. */
export const unverifiedTlsOrigination: Rule = {
  name: 'unverified-tls-origination',
  severity: 'warning',
  summary: 'A DestinationRule that originates TLS must verify the certificate and the name of the server.',
  equivalents: ['IST0128', 'IST0129'],
  istioAnalyzers: ['destinationrule.CaCertificateAnalyzer'],

  check(mesh) {
    const findings: Finding[] = [];
    for (const resource of mesh.model.all('DestinationRule')) {
      const { host = '', trafficPolicy = {} } = resource.spec;
      const whole = found(trafficPolicy.tls, resource, mesh);
      if (whole !== undefined) {
        const { problem, fix } = whole;
        const mode = trafficPolicy.tls?.mode;
        findings.push({
          resource,
          field: 'spec.trafficPolicy.tls',
          problem: `TLS mode ${mode} for "${host}" ${problem}`,
          fix,
        });
      }
      for (const [i, { tls, port }] of (trafficPolicy.portLevelSettings ?? []).entries()) {
        const one = found(tls, resource, mesh);
        if (one === undefined) continue;
        findings.push({
          resource,
          code: 'IST0129',
          field: `spec.trafficPolicy.portLevelSettings[${i}].tls`,
          problem: `TLS mode ${tls?.mode} for port ${port?.number ?? 0} of "${host}" ${one.problem}`,
          fix: one.fix,
        });
      }
    }
    return findings;
  },
};

const ANYBODY = {
  problem: 'names no caCertificates, so that the server is not verified',
  fix: 'set caCertificates, for example to "/etc/ssl/certs/ca-certificates.crt" for public authorities, or "system"',
};

function found(
  tls: TrafficPolicy['tls'],
  { spec }: Resource<'DestinationRule'>,
  { model, release }: EffectiveMesh,
): { readonly problem: string; readonly fix: string } | undefined {
  if (model.istioParity) return lacksAuthority(tls, spec.workloadSelector !== undefined) ? ANYBODY : undefined;
  const { host = '' } = spec;
  const names = model
    .all('ServiceEntry')
    .filter(entry => entry.spec.hosts?.includes(host))
    .flatMap(entry => entry.spec.subjectAltNames ?? []);
  // Written out, it is a decision.
  const verified = tls?.insecureSkipVerify === true ? undefined : serverVerification(tls, names, release);
  if (verified === 'nothing') return ANYBODY;
  // Which authorities are trusted, and for what, is a decision where they are named.
  if (verified !== 'authority' || isNamed(tls)) return undefined;
  return {
    problem: `names sni "${tls?.sni}" and no subjectAltNames, so that a certificate of any public authority for any name is accepted`,
    fix: `set subjectAltNames: ["${tls?.sni}"], or leave sni out: both are then taken from the request`,
  };
}

function isNamed(tls: TrafficPolicy['tls']): boolean {
  return (tls?.caCertificates ?? '') !== '' || (tls?.credentialName ?? '') !== '';
}

/** What the analyzer of Istio looks at, whatever the release verifies by itself. */
function lacksAuthority(tls: TrafficPolicy['tls'], isSelective: boolean): boolean {
  if (tls === undefined || (tls.mode !== 'SIMPLE' && tls.mode !== 'MUTUAL') || (tls.caCertificates ?? '') !== '') {
    return false;
  }
  return (tls.credentialName ?? '') === '' || !isSelective;
}
