import type { EffectiveMesh } from '../../../istio/effective-mesh';
import { RuleDemands } from '../../../istio/policies/rule-demands';
import { type Condition, conditionsOfMatch } from '../../../istio/routes/route-list';
import type { HttpEntry, VirtualService } from '../../../istio/routes/virtual-services';
import { AUTHORITY, PATH, TARGET } from '../../../requests/attribute';
import type { Literal } from '../../../requests/witness/literal';
import { hostCovers } from '../../../values/host-pattern';
import { isIpAddress } from '../../../values/ip-range';
import type { Finding, Rule } from '../../rule';
import { quoted } from '../../wording';

/** A match asks for what no request is, or for things that exclude each other. Its rule never takes a request by it. */
export const unmatchableRoute: Rule = {
  name: 'unmatchable-route',
  severity: 'warning',
  summary: 'The conditions of a match of a VirtualService must be able to match some request.',
  equivalents: [],

  check(mesh) {
    const findings: Finding[] = [];
    const demands = mesh.once(RuleDemands);
    const reported = new Set<string>();
    const outside = new Map<string, Finding | undefined>();
    for (const virtualService of mesh.virtualServices) {
      const { api, http } = virtualService;
      if (api !== 'istio') continue;
      for (const entry of http) {
        for (const [i, match] of (entry.spec.match ?? []).entries()) {
          const conditions = conditionsOfMatch(entry, match, i, api);
          for (const { attribute, test, holds, field } of conditions) {
            if (attribute !== AUTHORITY || test.kind !== 'exact' || !holds) continue;
            const at = `${entry.resource.fullName} ${field}`;
            const found = outsideHost(virtualService, entry, `${field}.exact`, test.text, mesh);
            // A rule of a delegate is used where one of its roots may use it.
            outside.set(at, outside.has(at) && outside.get(at) === undefined ? undefined : found);
          }
          for (const own of groups(conditions)) {
            if (demands.ofLiterals(own.map(literalOf)) !== 'none') continue;
            const dead = own.find(one => demands.ofLiterals([literalOf(one)]) === 'none');
            const blamed = dead ?? own.at(-1);
            const key = `${entry.resource.fullName} ${blamed?.field}`;
            if (blamed === undefined || reported.has(key)) continue;
            reported.add(key);
            const all = own.map(one => `${nameOf(one)} ${one.wanted}`).join(' and ');
            findings.push({
              resource: entry.resource,
              field: blamed.field,
              problem:
                dead === undefined
                  ? `no request has ${all}: the match never applies`
                  : `no request has ${nameOf(dead)} ${dead.wanted}${aboutPath(dead)}: the match never applies`,
              fix:
                dead?.attribute === PATH || dead?.attribute === TARGET
                  ? 'write the path as requests have it: with a slash in front, and without a query'
                  : 'leave out what excludes the rest',
            });
          }
        }
      }
    }
    for (const finding of outside.values()) if (finding !== undefined) findings.push(finding);
    return findings;
  },
};

/** The routes of a VirtualService are asked for its hosts alone: a match of another authority takes nothing. */
function outsideHost(
  { hosts }: VirtualService,
  { resource }: HttpEntry,
  field: string,
  written: string,
  mesh: EffectiveMesh,
): Finding | undefined {
  if (!/^[A-Za-z0-9.-]+(?::\d+)?$/.test(written)) return undefined;
  const name = written.replace(/:\d+$/, '').replace(/\.$/, '').toLowerCase();
  if (isIpAddress(name) || hosts.some(host => answersTo(host.toLowerCase(), name, mesh))) return undefined;
  return {
    resource,
    field,
    problem: `no request that the VirtualService routes has authority "${written}": its hosts are ${quoted(hosts)}`,
    fix: 'add the host to spec.hosts, or leave the match out',
  };
}

/** Whether a host of a VirtualService takes requests to a name, in full or shortened as clients of the cluster may do. */
function answersTo(host: string, name: string, mesh: EffectiveMesh): boolean {
  if (hostCovers(host, name) || host.startsWith(`${name}.`)) return true;
  return mesh
    .servicesNamed(host)
    .some(
      ({ aliases, resolution }) =>
        aliases.some(alias => alias === name || alias.startsWith(`${name}.`)) ||
        (resolution === 'passthrough' && name.includes('.')),
    );
}

function nameOf({ attribute }: Condition): string {
  return attribute === TARGET ? 'path' : attribute.id;
}

function aboutPath({ attribute }: Condition): string {
  return attribute.name === 'path' ? ' once it is normalised' : '';
}

function literalOf({ attribute, test, holds }: Condition): Literal {
  return { term: attribute, test, answer: holds };
}

/** The conditions by what they are about. */
function groups(conditions: readonly Condition[]): Iterable<readonly Condition[]> {
  if (conditions.length === 1) return [conditions];
  const found = new Map<string, Condition[]>();
  for (const one of conditions) found.set(one.attribute.id, [...(found.get(one.attribute.id) ?? []), one]);
  return found.values();
}
