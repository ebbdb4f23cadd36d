import type { EffectiveMesh } from '../../istio/effective-mesh';
import type { HttpEntry } from '../../istio/routes/virtual-services';
import { isKind, type Resource } from '../../model/resource';
import type { Workload } from '../../model/workload';
import { AUTHORITY, headerAttribute, PATH } from '../../requests/attribute';
import { meshRoutesOf } from '../mesh-routes';
import type { Move } from './move';
import type { FoundObstacle, ObstacleKind } from './obstacle';
import { PAGES } from './pages';
import { requestPoliciesOf } from './policies';
import { routesOfMovers } from './routes';
import { quotedList } from './wording';

/** An entry of a VirtualService that counts for the mesh, and the pods to which it sends. */
interface EntryOfMovers {
  readonly entry: HttpEntry;
  /** The pods of the service that is called. */
  readonly called: readonly Workload[];
  /** The pods that get the requests. */
  readonly reached: readonly Workload[];
}

function* entriesOfMovers(mesh: EffectiveMesh, move: Move): Iterable<EntryOfMovers> {
  const podsOf = (host: string | undefined) => {
    const [service] = mesh.servicesNamed(host ?? '');
    return service === undefined ? [] : mesh.model.workloadsOf(service.service);
  };
  for (const { virtualService, services } of move.once(routesOfMovers)) {
    for (const service of services) {
      const called = mesh.model.workloadsOf(service.service);
      const counting = service.ports.flatMap(({ number }) => meshRoutesOf(virtualService, number, mesh.release));
      for (const entry of new Set(counting.map(one => one.entry))) {
        const reached = new Set((entry.spec.route ?? []).flatMap(({ destination }) => podsOf(destination?.host)));
        yield { entry, called, reached: [...reached] };
      }
    }
  }
}

export const requestChangedBeforePolicy: ObstacleKind = {
  name: 'request-changed-before-policy',
  severity: 'blocker',
  summary:
    'Routes of clients change a header, the path or the host before a policy of the pods checks it; a waypoint enforces policies before it applies routes',
  instead: 'let the policy check the original request, before the route changes it',
  url: PAGES.requests,

  *find(mesh, move) {
    for (const { entry, reached } of entriesOfMovers(mesh, move)) {
      const changed = changesOf(entry);
      if (changed.size === 0) continue;
      const policies = new Set(reached.flatMap(pod => requestPoliciesOf(mesh, pod)));
      for (const policy of policies) {
        if (!isKind(policy, 'AuthorizationPolicy')) continue;
        const found = changeBefore(mesh, policy, changed);
        if (found !== undefined) yield obstacleOf(entry, policy, found);
      }
    }
  },
};

/** A part of a request that an entry changes. */
interface Change {
  readonly what: string;
  readonly part: string;
}

/** What an entry changes of requests before they reach the pods, by the attribute that policies compare. */
function changesOf({ spec }: HttpEntry): ReadonlyMap<string, Change> {
  const found = new Map<string, Change>();
  const { rewrite = {}, headers, route = [] } = spec;
  if (rewrite.uri !== undefined || rewrite.uriRegexRewrite !== undefined) {
    found.set(PATH.id, { what: 'the path', part: 'rewrite' });
  }
  if (rewrite.authority !== undefined) found.set(AUTHORITY.id, { what: 'the host', part: 'rewrite.authority' });
  const all = [
    { request: headers?.request, at: 'headers' },
    ...route.map((one, i) => ({ request: one.headers?.request, at: `route[${i}].headers` })),
  ];
  for (const { request, at } of all) {
    const names = [...Object.keys(request?.set ?? {}), ...Object.keys(request?.add ?? {}), ...(request?.remove ?? [])];
    for (const name of names) {
      const isHost = name.toLowerCase() === 'host' || name === ':authority';
      const { id } = isHost ? AUTHORITY : headerAttribute(name);
      found.set(id, { what: `the header "${name}"`, part: `${at}.request` });
    }
  }
  return found;
}

function changeBefore(
  mesh: EffectiveMesh,
  policy: Resource<'AuthorizationPolicy'>,
  changed: ReadonlyMap<string, Change>,
): Change | undefined {
  for (const { condition } of mesh.policyConditions.of(policy)) {
    const change = changed.get(condition.attribute.about.id);
    if (change !== undefined) return change;
  }
  return undefined;
}

function obstacleOf({ resource, field }: HttpEntry, policy: Resource, { what, part }: Change): FoundObstacle {
  return {
    resource,
    field: `${field}.${part}`,
    lost: `it changes ${what}, which ${policy} compares: the waypoint compares what clients send instead`,
    related: [policy],
  };
}

export const routePastPolicies: ObstacleKind = {
  name: 'route-past-policies',
  severity: 'blocker',
  summary:
    'A route sends requests for one service to the pods of another one with policies about requests; the waypoint of the first bypasses the waypoint of the second',
  instead: 'attach the policies to the service that clients call as well',
  url: PAGES.waypoints,

  *find(mesh, move) {
    for (const { entry, called, reached } of entriesOfMovers(mesh, move)) {
      const carriedOut = new Set(called.flatMap(pod => requestPoliciesOf(mesh, pod)));
      const others = reached.filter(pod => !called.includes(pod));
      const passed = [...new Set(others.flatMap(pod => requestPoliciesOf(mesh, pod)))].filter(
        policy => !carriedOut.has(policy),
      );
      if (passed.length === 0) continue;
      yield {
        resource: entry.resource,
        field: `${entry.field}.route`,
        lost: `requests that it sends on pass by ${quotedList(passed.map(String).sort())}`,
        related: passed,
      };
    }
  },
};
