import type { EffectiveMesh } from '../../../istio/effective-mesh';
import { MESH } from '../../../istio/references';
import { type RouteKind, RouteScopes } from '../../../istio/routes/route-scopes';
import type { VirtualService } from '../../../istio/routes/virtual-services';
import type { Resource } from '../../../model/resource';
import type { Finding, Rule } from '../../rule';
import { listed } from '../../wording';

/**
 * No proxy that follows a VirtualService uses one of its rules: the rule is for a kind of traffic that none of its ports
 * has, or for a port, a gateway or clients that are not in scope.
 */
export const unusedRouteRule: Rule = {
  name: 'unused-route-rule',
  severity: 'warning',
  summary: 'Every rule of a VirtualService must be one that some proxy in scope uses.',
  equivalents: [],

  check(mesh) {
    const findings: Finding[] = [];
    const scopes = mesh.once(RouteScopes);
    const delegated = new Map<string, Finding | undefined>();
    for (const virtualService of mesh.virtualServices) {
      if (virtualService.api !== 'istio') continue;
      const redirecting = scopes.redirectsOf(virtualService);
      if (redirecting.length > 0) {
        findings.push({
          resource: virtualService.resource,
          field: 'spec.gateways',
          problem: `no request takes the routes: on port ${listed(redirecting)} the gateway sends all requests to https`,
          fix: 'bind the routes to a server with TLS as well, or leave httpsRedirect out',
        });
        continue;
      }
      for (const entry of entriesOf(virtualService)) {
        const found = judge(virtualService, entry, mesh);
        if (entry.resource === virtualService.resource) {
          findings.push(...found.all);
          continue;
        }
        // A rule of a delegate is used where one of its roots uses it.
        const key = `${entry.resource.fullName} ${entry.field}`;
        delegated.set(key, delegated.has(key) && delegated.get(key) === undefined ? undefined : found.whole);
      }
    }
    for (const finding of delegated.values()) if (finding !== undefined) findings.push(finding);
    return findings;
  },
};

interface Entry {
  readonly resource: Resource;
  readonly field: string;
  readonly kind: RouteKind;
  readonly matches: readonly Parameters<RouteScopes['unused']>[2][];
}

const ALL_USED: ReturnType<typeof judge> = { whole: undefined, all: [] };

/** What of a rule is not used: all of it, or some of its matches. */
function judge(
  virtualService: VirtualService,
  { resource, field, kind, matches }: Entry,
  mesh: EffectiveMesh,
): { readonly whole: Finding | undefined; readonly all: readonly Finding[] } {
  const scopes = mesh.once(RouteScopes);
  // That no server of the gateways uses such routes at all is for another rule to say.
  if (!virtualService.gateways.has(MESH) && !scopes.usesKinds(virtualService)) return { whole: undefined, all: [] };
  const unused = matches.map(match => scopes.unused(virtualService, kind, match));
  if (unused.every(one => one === undefined)) return ALL_USED;
  const [first] = unused;
  if (first !== undefined && unused.every(one => one !== undefined)) {
    const whole = {
      resource,
      field: first.part === undefined ? field : `${field}.match[0].${first.part}`,
      problem: `${shortOf(field)} is never used: ${first.reason}`,
      fix: first.part === undefined ? fixOf(kind) : FIXES[first.part],
    };
    return { whole, all: [whole] };
  }
  const all = unused.flatMap((one, i) =>
    one === undefined
      ? []
      : [
          {
            resource,
            field: `${field}.match[${i}]${one.part === undefined ? '' : `.${one.part}`}`,
            problem: `match ${i} of ${shortOf(field)} is never used: ${one.reason}`,
            fix: one.part === undefined ? fixOf(kind) : FIXES[one.part],
          },
        ],
  );
  return { whole: undefined, all };
}

function entriesOf({ resource, http, tls, tcp }: VirtualService): readonly Entry[] {
  return [
    // What a delegate says is about the scope of each of its roots.
    ...http.map((entry): Entry => {
      const { field, spec } = entry;
      return { resource: entry.resource, field, kind: 'http', matches: matchesOf(spec.match) };
    }),
    ...tls.map(({ field, spec }): Entry => ({ resource, field, kind: 'tls', matches: matchesOf(spec.match) })),
    ...tcp.map(({ field, spec }): Entry => ({ resource, field, kind: 'tcp', matches: matchesOf(spec.match) })),
  ];
}

function matchesOf(written: readonly Parameters<RouteScopes['unused']>[2][] = []): Entry['matches'] {
  return written.length === 0 ? WITHOUT_MATCH : written;
}

const WITHOUT_MATCH: Entry['matches'] = [undefined];

function shortOf(field: string): string {
  return field.replace(/^spec\./, '');
}

function fixOf(kind: RouteKind): string {
  return kind === 'http'
    ? 'declare the port as HTTP if it speaks HTTP, let a gateway end the TLS, or write tls or tcp rules'
    : kind === 'tls'
      ? 'declare the port as TLS or HTTPS if clients encrypt, or write http rules'
      : 'declare the port as TCP if it is, or write http or tls rules';
}

const FIXES = {
  port: 'match the port of the Service, or at a gateway that of the server, and not that of the pods',
  gateways: 'add the gateway to spec.gateways, or leave it out of the match',
  sourceLabels: 'labels are compared with those of the client, which at a gateway are its own pods',
  scheme: 'match what comes: https where a gateway ends TLS, http elsewhere',
  'headers.:scheme': 'match what comes: https where a gateway ends TLS, http elsewhere',
  sourceNamespace: 'the namespace is compared with that of the client, which at a gateway is that of its pods',
} as const;
