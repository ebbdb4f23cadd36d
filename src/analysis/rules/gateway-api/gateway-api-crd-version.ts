import { isAtLeast } from '../../../values/istio-version';
import type { Finding, Rule } from '../../rule';

const BUNDLE_VERSION = 'gateway.networking.k8s.io/bundle-version';

/** The oldest version that Istio reads, from the release on in which it asks for it. */
const MINIMUM: ReadonlyMap<string, { readonly since: string; readonly version: string }> = new Map([
  ['grpcroutes.gateway.networking.k8s.io', { since: '1.22', version: '1.1.0' }],
  ['backendtlspolicies.gateway.networking.k8s.io', { since: '1.28', version: '1.4.0' }],
  ['tlsroutes.gateway.networking.k8s.io', { since: '1.30', version: '1.5.0' }],
  ['tcproutes.gateway.networking.k8s.io', { since: '1.31', version: '1.6.0' }],
]);

/** The installed definitions of the Gateway API are older than what Istio reads: it ignores objects of that kind. */
export const gatewayApiCrdVersion: Rule = {
  name: 'gateway-api-crd-version',
  severity: 'warning',
  summary: 'The CustomResourceDefinitions of the Gateway API must be as new as Istio needs them.',
  equivalents: ['IST0176'],
  istioAnalyzers: ['k8sgateway.CRDVersionAnalyzer'],

  check({ model }) {
    const findings: Finding[] = [];
    for (const resource of model.all('CustomResourceDefinition')) {
      const { since = '', version: minimum = '' } = MINIMUM.get(resource.name) ?? {};
      const version = resource.annotations[BUNDLE_VERSION] ?? '';
      if (minimum === '' || !isAtLeast(model.istioVersion, since) || !isOlder(version, minimum)) continue;
      findings.push({
        resource,
        field: `metadata.annotations["${BUNDLE_VERSION}"]`,
        problem: `version "${version}" is older than ${minimum}, so that Istio ${model.istioVersion} ignores the objects of this kind`,
        fix: `install version ${minimum} or newer of the Gateway API`,
      });
    }
    return findings;
  },
};

/** Compares releases; what is no release is not older than any. */
function isOlder(version: string, minimum: string): boolean {
  const [own, wanted] = [parse(version), parse(minimum)];
  if (own === undefined || wanted === undefined) return false;
  const different = own.findIndex((number, i) => number !== wanted[i]);
  return different >= 0 && (own[different] ?? 0) < (wanted[different] ?? 0);
}

function parse(version: string): readonly number[] | undefined {
  const parts = /^v?(\d+)(?:\.(\d+))?(?:\.(\d+))?(?:[-+].*)?$/.exec(version);
  return parts === null ? undefined : parts.slice(1, 4).map(part => Number(part ?? 0));
}
