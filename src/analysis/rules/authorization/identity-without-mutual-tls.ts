import type { EffectiveMesh } from '../../../istio/effective-mesh';
import type { PolicyCondition } from '../../../istio/policies/policy-conditions';
import type { Resource } from '../../../model/resource';
import type { Workload } from '../../../model/workload';
import { PRINCIPAL } from '../../../requests/attribute';
import type { MutualTlsMode } from '../../../values/mutual-tls-mode';
import { workloadsOfPolicy } from '../../policies';
import type { Finding, Rule } from '../../rule';

type Policy = Resource<'AuthorizationPolicy'>;

/** A policy tells callers apart by an identity that only mutual TLS proves, on a port that does not demand it. */
export const identityWithoutMutualTls: Rule = {
  name: 'identity-without-mutual-tls',
  severity: 'warning',
  summary: 'A policy about principals or namespaces needs mutual TLS on its ports.',
  equivalents: ['KIA0105'],

  check(mesh) {
    const findings: Finding[] = [];
    for (const resource of mesh.model.all('AuthorizationPolicy')) {
      const uses = identitiesIn(resource, mesh);
      if (uses.length === 0) continue;
      const workloads = workloadsOfPolicy(resource, mesh).filter(({ dataPlane }) => dataPlane !== 'none');
      for (const use of uses) {
        const finding = judge(resource, use, workloads, mesh);
        if (finding !== undefined) findings.push(finding);
      }
    }
    return findings;
  },
};

interface IdentityUse {
  readonly asked: PolicyCondition;
  readonly negated: boolean;
  readonly ports: readonly number[];
}

function identitiesIn(policy: Policy, mesh: EffectiveMesh): readonly IdentityUse[] {
  const found: IdentityUse[] = [];
  for (const asked of mesh.policyConditions.of(policy)) {
    const { attribute, wanted, unwanted } = asked.condition;
    if (attribute.about !== PRINCIPAL) continue;
    const ports = asked.ports.map(Number);
    if (wanted.length > 0) found.push({ asked, negated: false, ports });
    if (unwanted.length > 0) found.push({ asked, negated: true, ports });
  }
  return found;
}

function judge(
  resource: Policy,
  { asked, negated, ports }: IdentityUse,
  workloads: readonly Workload[],
  { peerAuthentications }: EffectiveMesh,
): Finding | undefined {
  const { action = 'ALLOW' } = resource.spec;
  for (const workload of workloads) {
    for (const port of ports.length === 0 ? [undefined] : ports) {
      const { mode, resource: policy } = peerAuthentications.modeOf(workload, port);
      const verdict = consequence(action, negated, mode, policy !== undefined);
      if (verdict === undefined) continue;
      const where = port === undefined ? 'the pods' : `port ${port} of the pods`;
      return {
        resource,
        field: `spec.rules[${asked.rule}].${negated ? asked.condition.notField : asked.condition.field}`,
        severity: verdict.severity,
        problem: `${where} of "${workload.name}" ${mode === 'DISABLE' ? 'accept no mutual TLS' : 'accept plaintext'}, which proves no identity: ${verdict.what}`,
        fix: 'set mode STRICT for the port in a PeerAuthentication, or distinguish callers in another way',
        related: [...(policy === undefined ? [] : [policy]), workload.resource],
      };
    }
  }
  return undefined;
}

function consequence(
  action: string,
  negated: boolean,
  mode: MutualTlsMode,
  isStated: boolean,
): { readonly severity: 'error' | 'warning' | 'info'; readonly what: string } | undefined {
  if (mode === 'STRICT' || (action !== 'ALLOW' && action !== 'DENY')) return undefined;
  if (action === 'ALLOW' && negated) return { severity: 'warning', what: 'plaintext requests are allowed' };
  if (action === 'DENY' && !negated) return { severity: 'warning', what: 'plaintext requests are not denied' };
  if (action === 'DENY') return undefined;
  if (mode === 'DISABLE') return { severity: 'error', what: 'the rule never allows anything' };
  // PERMISSIVE is the default, under which an identity is required all the same; who asks for it may expect otherwise.
  return isStated
    ? { severity: 'info', what: 'plaintext requests, which mode PERMISSIVE accepts, are denied' }
    : undefined;
}
