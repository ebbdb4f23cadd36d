import { policyParts } from '../../istio/destinations/policy-parts';
import type { EffectiveMesh } from '../../istio/effective-mesh';
import type { RegisteredService } from '../../istio/services/registered-service';
import type { Resource } from '../../model/resource';
import type { Workload } from '../../model/workload';
import { Clients, handlingOf } from './clients';
import { type Move, makersOf, podsText } from './move';
import type { FoundObstacle, ObstacleKind } from './obstacle';
import { PAGES } from './pages';

/** A DestinationRule that pods which move follow for a host that they reach past every waypoint that reads it. */
interface RuleOut {
  readonly resource: Resource<'DestinationRule'>;
  readonly host: string;
  readonly followers: readonly Workload[];
  /** Whether the pods of the host move, and their waypoint would not read the rule. */
  readonly isAtWaypoint: boolean;
}

function rulesOut(mesh: EffectiveMesh, move: Move): readonly RuleOut[] {
  const clients = mesh.once(Clients);
  const found = new Map<Resource, RuleOut & { readonly followers: Workload[] }>();
  for (const service of mesh.services) {
    const { host } = service;
    if (mesh.destinationRules.naming(host).length === 0) continue;
    const handling = handlingOf(mesh, move, service);
    const read = readAtWaypoint(mesh, service);
    for (const client of move.workloads) {
      const followed = clients.ruleFor(client, host);
      for (const resource of followed?.from ?? []) {
        const isRead = (handling === 'waypoint' || handling === 'own-waypoint') && read.has(resource);
        const isShown = handling !== 'staying' || move.includes(resource.namespace) || clients.calls(client, host);
        if (isRead || !isShown || isEmpty(resource)) continue;
        const isAtWaypoint = handling === 'own-waypoint' || handling === 'waypoint';
        const one = found.get(resource) ?? { resource, host, followers: [], isAtWaypoint };
        found.set(resource, one);
        if (!one.followers.includes(client)) one.followers.push(client);
      }
    }
  }
  return [...found.values()];
}

/** What a waypoint in the namespace of a service follows for it. */
function readAtWaypoint(
  mesh: EffectiveMesh,
  { host, namespace }: RegisteredService,
): ReadonlySet<Resource<'DestinationRule'>> {
  return new Set(mesh.destinationRules.ruleFor({ namespace, labels: {} }, host, namespace)?.from ?? []);
}

/** Whether a rule says nothing, but for what mutual TLS of the mesh there is, which the ambient mesh always has. */
function isEmpty(resource: Resource<'DestinationRule'>): boolean {
  if ((resource.spec.subsets ?? []).length > 0) return false;
  return policyParts(resource).every(({ policy }) =>
    Object.entries(policy).every(
      ([key]) =>
        key === 'port' ||
        key === 'portLevelSettings' ||
        (key === 'tls' && (policy.tls?.mode === 'DISABLE' || policy.tls?.mode === 'ISTIO_MUTUAL')),
    ),
  );
}

/** Where a rule makes clients start TLS with certificates of their own. */
function originationOf(resource: Resource<'DestinationRule'>): string | undefined {
  for (const { policy, field } of policyParts(resource)) {
    if (policy.tls?.mode === 'SIMPLE' || policy.tls?.mode === 'MUTUAL') return `${field}.tls.mode`;
  }
  return undefined;
}

export const tlsOrigination: ObstacleKind = {
  name: 'tls-origination',
  severity: 'blocker',
  summary:
    'Sidecars originate TLS for a host by a DestinationRule that no waypoint reads; ztunnel forwards connections as they are',
  instead:
    'bind the Service or ServiceEntry to a waypoint in the namespace of the DestinationRule, which originates TLS instead',
  url: PAGES.egress,

  *find(mesh, move) {
    for (const { resource, host, followers } of move.once(rulesOut)) {
      const field = originationOf(resource);
      if (field === undefined) continue;
      yield {
        resource,
        field,
        lost: `what ${podsText(followers)} send to "${host}" goes out without the TLS that it asks for`,
        related: makersOf(followers),
      };
    }
    yield* certificatesInSidecars(mesh, move);
  },
};

/** Rules that a waypoint reads, with certificates of clients in files that only sidecars have. */
function* certificatesInSidecars(mesh: EffectiveMesh, move: Move): Iterable<FoundObstacle> {
  const clients = mesh.once(Clients);
  for (const service of mesh.services) {
    const handling = handlingOf(mesh, move, service);
    if (handling !== 'own-waypoint' && handling !== 'waypoint') continue;
    for (const resource of readAtWaypoint(mesh, service)) {
      const part = policyParts(resource).find(
        ({ policy: { tls } }) => tls?.mode === 'MUTUAL' && tls.clientCertificate !== undefined,
      );
      if (part === undefined) continue;
      const pods = move.workloads.filter(one => clients.ruleFor(one, service.host)?.from.includes(resource) === true);
      if (pods.length === 0) continue;
      yield {
        resource,
        field: `${part.field}.tls.clientCertificate`,
        lost: `the waypoint of "${service.host}" has no such file, as the sidecars of ${podsText(pods)} have`,
        instead: 'keep the certificate in a Secret, and name it in credentialName',
        related: makersOf(pods),
      };
    }
  }
}

export const clientDestinationRule: ObstacleKind = {
  name: 'client-destination-rule',
  severity: 'loss',
  summary:
    'A DestinationRule applies to some clients only, by their namespace or by workloadSelector; a waypoint uses the rules of its own namespace and of that of the service, for all clients',
  instead: 'move the policy into the namespace of the service, where it applies to all clients',
  url: PAGES.policies,

  *find(mesh, move) {
    for (const { resource, host, followers, isAtWaypoint } of move.once(rulesOut)) {
      if (!isAtWaypoint || originationOf(resource) !== undefined) continue;
      yield {
        resource,
        field: resource.spec.workloadSelector === undefined ? 'spec.host' : 'spec.workloadSelector',
        lost: `the waypoint of "${host}" does not follow it for requests of ${podsText(followers)}`,
        related: makersOf(followers),
      };
    }
    yield* rulesForMore(mesh, move);
  },
};

/** Rules of the namespace of a service that some clients do not follow today, and whose requests will be under them. */
function* rulesForMore(mesh: EffectiveMesh, move: Move): Iterable<FoundObstacle> {
  const clients = mesh.once(Clients);
  for (const service of move.services) {
    for (const resource of readAtWaypoint(mesh, service)) {
      if (isEmpty(resource)) continue;
      const others = move.workloads.filter(
        one => clients.sees(one, service.host) && clients.ruleFor(one, service.host) === undefined,
      );
      if (others.length === 0) continue;
      yield {
        resource,
        field: resource.spec.exportTo === undefined ? 'spec.host' : 'spec.exportTo',
        lost: `the waypoint of "${service.host}" follows it for requests of ${podsText(others)} as well, which it is not for today`,
        related: makersOf(others),
      };
    }
  }
}

export const trafficPolicyWithoutWaypoint: ObstacleKind = {
  name: 'traffic-policy-without-waypoint',
  severity: 'loss',
  summary:
    'Sidecars apply a DestinationRule for a host that does not move and has no waypoint; ztunnel does not apply traffic policies',
  instead: 'bind the Service or ServiceEntry to a waypoint that reads the rule, by the label istio.io/use-waypoint',
  url: PAGES.waypoints,

  *find(_mesh, move) {
    for (const { resource, host, followers, isAtWaypoint } of move.once(rulesOut)) {
      if (isAtWaypoint || originationOf(resource) !== undefined) continue;
      yield {
        resource,
        field: 'spec.host',
        lost: `requests of ${podsText(followers)} to "${host}" pass by its policy`,
        related: makersOf(followers),
      };
    }
  },
};
