import type { EffectiveMesh } from '../../istio/effective-mesh';
import { writtenConditions } from '../../istio/policies/written-conditions';
import { isSeenByZtunnel } from '../../istio/policies/ztunnel-rule';
import { isKind } from '../../model/resource';
import type { AuthorizationRule } from '../../model/shapes/policy';
import type { Manifest } from '../../values/manifest';
import { canonicalJson } from '../../values/plain-data';
import { freeName } from './free-name';
import { readersOfRequests, ruleNeedsRequests } from './l7-policies';
import type { WaypointUse } from './waypoints';

type Source = NonNullable<NonNullable<AuthorizationRule['from']>[number]['source']>;

/**
 * Refuses what has gone past the waypoint, where only the waypoint can refuse what policies and tokens say: all that such
 * a refusal might be about, as far as ztunnel sees it. Undefined where nothing is refused by what a request says.
 */
export function guardOf(mesh: EffectiveMesh, use: WaypointUse): Manifest | undefined {
  const { service, pods, waypoint, principal } = use;
  const rules = new Map<string, AuthorizationRule>();
  for (const policy of readersOfRequests(mesh, pods)) {
    if (!isKind(policy, 'AuthorizationPolicy')) {
      const all = pastWaypoint({}, principal);
      rules.set(canonicalJson(all), all);
      continue;
    }
    const { action = 'ALLOW', rules: written = [] } = policy.spec;
    if (action !== 'DENY' && action !== 'CUSTOM') continue;
    for (const rule of written.filter(one => action === 'CUSTOM' || ruleNeedsRequests(one))) {
      const guard = pastWaypoint(rule, principal);
      rules.set(canonicalJson(guard), guard);
    }
  }
  if (rules.size === 0) return undefined;
  return {
    apiVersion: 'security.istio.io/v1',
    kind: 'AuthorizationPolicy',
    metadata: {
      name: freeName(
        mesh,
        'AuthorizationPolicy',
        service.namespace,
        `deny-past-${waypoint}-to-${service.resource.name}`,
      ),
      namespace: service.namespace,
    },
    spec: {
      action: 'DENY',
      selector: { matchLabels: service.service.selector ?? {} },
      rules: [...rules.values()],
    },
  };
}

/** What ztunnel sees of a rule, for everybody but the waypoint. */
function pastWaypoint(rule: AuthorizationRule, principal: string): AuthorizationRule {
  const { from, to, when } = writtenConditions(rule);
  const seenIn = (part: object, conditions: (typeof from)[number]) => {
    const seen = new Set(conditions.filter(isSeenByZtunnel).map(({ key }) => key));
    return Object.fromEntries(Object.entries(part).filter(([field]) => seen.has(positive(field))));
  };
  const sources = (rule.from ?? []).map(({ source = {} }, i) => ({
    source: notFrom(seenIn(source, from[i] ?? []), principal),
  }));
  const operations = (rule.to ?? []).map(({ operation = {} }, i) => seenIn(operation, to[i] ?? []));
  const isAny = operations.some(operation => Object.keys(operation).length === 0);
  const conditions = (rule.when ?? []).filter(({ key = '' }) =>
    when.some(one => one.key === key && isSeenByZtunnel(one)),
  );
  return {
    from: sources.length === 0 ? [{ source: notFrom({}, principal) }] : sources,
    ...(operations.length === 0 || isAny ? {} : { to: operations.map(operation => ({ operation })) }),
    ...(conditions.length === 0 ? {} : { when: conditions }),
  } as AuthorizationRule;
}

function notFrom(source: Source, principal: string): Source {
  return { ...source, notPrincipals: [...(source.notPrincipals ?? []), principal] };
}

/** The field of wanted values beside that of unwanted ones, such as `ports` for `notPorts`. */
function positive(field: string): string {
  return field.replace(/^not([A-Z])/, (_, first: string) => first.toLowerCase());
}
