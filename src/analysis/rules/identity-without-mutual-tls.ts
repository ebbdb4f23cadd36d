import type { Resource } from '../../model/resource';
import type { AuthorizationRule } from '../../model/shapes/policy';
import type { Workload } from '../../model/workload';
import { type MutualTlsMode, MutualTlsModes } from '../mutual-tls-modes';
import { workloadsOfPolicy } from '../policies-in-force';
import type { Finding, Rule } from '../rule';

type Policy = Resource<'AuthorizationPolicy'>;

/** A policy tells callers apart by an identity that only mutual TLS proves, on a port that does not demand it. */
export const identityWithoutMutualTls: Rule = {
  name: 'identity-without-mutual-tls',
  severity: 'warning',
  summary: 'A policy that speaks of principals or namespaces needs mutual TLS on the ports that it is about.',
  equivalents: ['KIA0105'],

  *check({ model }) {
    const modes = new MutualTlsModes(model);
    for (const resource of model.all('AuthorizationPolicy')) {
      const uses = [...identitiesIn(resource)];
      if (uses.length === 0) continue;
      const workloads = workloadsOfPolicy(resource, model).filter(({ dataPlane }) => dataPlane !== 'none');
      for (const use of uses) {
        const finding = judge(resource, use, workloads, modes);
        if (finding !== undefined) yield finding;
      }
    }
  },
};

interface IdentityUse {
  readonly field: string;
  readonly negated: boolean;
  readonly ports: readonly number[];
}

const SOURCE_FIELDS = ['principals', 'namespaces', 'serviceAccounts'] as const;
const NEGATED_FIELDS = ['notPrincipals', 'notNamespaces', 'notServiceAccounts'] as const;

function* identitiesIn({ spec }: Policy): Iterable<IdentityUse> {
  for (const [i, rule] of (spec.rules ?? []).entries()) {
    const ports = portsOf(rule);
    for (const [j, { source = {} }] of (rule.from ?? []).entries()) {
      const field = `spec.rules[${i}].from[${j}].source`;
      for (const key of SOURCE_FIELDS) {
        // Any value at all is what a caller has once it proves an identity.
        if ((source[key]?.length ?? 0) > 0) yield { field: `${field}.${key}`, negated: false, ports };
      }
      for (const key of NEGATED_FIELDS) {
        if ((source[key]?.length ?? 0) > 0) yield { field: `${field}.${key}`, negated: true, ports };
      }
    }
    for (const [j, { key = '', values = [], notValues = [] }] of (rule.when ?? []).entries()) {
      if (key !== 'source.principal' && key !== 'source.namespace') continue;
      if (values.length > 0) yield { field: `spec.rules[${i}].when[${j}].values`, negated: false, ports };
      if (notValues.length > 0) yield { field: `spec.rules[${i}].when[${j}].notValues`, negated: true, ports };
    }
  }
}

function portsOf({ to = [] }: AuthorizationRule): readonly number[] {
  return to.flatMap(({ operation }) => operation?.ports ?? []).map(Number);
}

function judge(
  resource: Policy,
  { field, negated, ports }: IdentityUse,
  workloads: readonly Workload[],
  modes: MutualTlsModes,
): Finding | undefined {
  const { action = 'ALLOW' } = resource.spec;
  for (const workload of workloads) {
    for (const port of ports.length === 0 ? [undefined] : ports) {
      const { mode, policy } = modes.of(workload, port);
      const verdict = consequence(action, negated, mode, policy !== undefined);
      if (verdict === undefined) continue;
      const where = port === undefined ? 'the pods' : `port ${port} of the pods`;
      return {
        resource,
        field,
        severity: verdict.severity,
        problem: `${where} of "${workload.name}" ${mode === 'DISABLE' ? 'refuse mutual TLS' : 'take plaintext'}, which proves no identity: ${verdict.what}`,
        fix: 'set mode STRICT for the port in a PeerAuthentication, or tell callers apart by something else',
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
  if (action === 'ALLOW' && negated) return { severity: 'warning', what: 'whoever calls in plaintext is allowed' };
  if (action === 'DENY' && !negated) return { severity: 'warning', what: 'whoever calls in plaintext is not denied' };
  if (action === 'DENY') return undefined;
  if (mode === 'DISABLE') return { severity: 'error', what: 'the rule never allows anybody' };
  // PERMISSIVE is the default, under which an identity is required all the same; who asks for it may expect otherwise.
  return isStated ? { severity: 'info', what: 'the plaintext that mode PERMISSIVE lets in is refused' } : undefined;
}
