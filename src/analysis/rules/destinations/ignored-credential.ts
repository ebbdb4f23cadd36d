import { DestinationRuleUse } from '../../../istio/destinations/destination-rule-use';
import { policyParts } from '../../../istio/destinations/policy-parts';
import type { EffectiveMesh } from '../../../istio/effective-mesh';
import type { Resource } from '../../../model/resource';
import type { Finding, Rule } from '../../rule';

/**
 * Sidecars take `credentialName` only from a DestinationRule with a workloadSelector. From another one they take no TLS at
 * all, and send plaintext where TLS is meant; gateways do take it.
 */
export const ignoredCredential: Rule = {
  name: 'ignored-credential',
  severity: 'warning',
  summary: 'A DestinationRule of sidecars with a credentialName must have a workloadSelector.',
  equivalents: [],

  check(mesh) {
    const findings: Finding[] = [];
    for (const resource of mesh.model.all('DestinationRule')) {
      if (resource.spec.workloadSelector !== undefined) continue;
      for (const { policy, field } of policyParts(resource)) {
        const { mode, credentialName = '' } = policy.tls ?? {};
        if (
          (mode !== 'SIMPLE' && mode !== 'MUTUAL') ||
          credentialName === '' ||
          credentialName.startsWith('configmap://')
        )
          continue;
        if (!hasSidecarClients(resource, mesh)) continue;
        findings.push({
          resource,
          field: `${field}.tls.credentialName`,
          problem: `sidecars take credentialName only from a DestinationRule with a workloadSelector: they send plaintext to "${mesh.once(DestinationRuleUse).hostOf(resource)}"`,
          fix: 'add a workloadSelector with the labels of the clients, mount the certificates and name their files, or send the requests through a gateway',
        });
      }
    }
    return findings;
  },
};

/** Whether sidecars of the set follow a rule; one that nobody of the set follows may be for any. */
function hasSidecarClients(resource: Resource<'DestinationRule'>, mesh: EffectiveMesh): boolean {
  const followers = mesh.once(DestinationRuleUse).followersOf(resource);
  if (followers === undefined) return true;
  const workloads = mesh.model.workloads;
  return followers.some(namespace => {
    const there = workloads.inNamespace(namespace).filter(({ dataPlane }) => dataPlane !== 'none');
    return there.length === 0 || there.some(one => mesh.proxyOf(one).type === 'sidecar');
  });
}
