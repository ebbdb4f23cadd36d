import { workloadsOfPolicy } from '../../analysis/policies';
import type { EffectiveMesh } from '../../istio/effective-mesh';
import { targetRefsOf } from '../../istio/policies/policy-attachment';
import { fieldOfCondition } from '../../istio/policies/policy-conditions';
import { DRY_RUN_FIELD, isOnTrial } from '../../istio/policies/policy-set';
import type { RegisteredService } from '../../istio/services/registered-service';
import { isKind, type Resource } from '../../model/resource';
import type { Workload } from '../../model/workload';
import { headerAttribute } from '../../requests/attribute';
import { byText } from '../../values/order';
import { needsRequests } from '../conversion/l7-policies';
import { type Move, makersOf, podsText } from './move';
import type { ObstacleKind } from './obstacle';
import { PAGES } from './pages';
import { routesOfMovers } from './routes';
import { quotedList } from './wording';

type Policy = Resource<'AuthorizationPolicy'> | Resource<'RequestAuthentication'>;

/** A policy that sidecars of pods that move carry out, and these pods. */
interface PolicyOfMovers {
  readonly policy: Policy;
  readonly pods: readonly Workload[];
  /** All pods whose sidecars carry it out. */
  readonly all: readonly Workload[];
}

function policiesOfMovers(mesh: EffectiveMesh, move: Move): readonly PolicyOfMovers[] {
  const { model } = mesh;
  return [...model.all('AuthorizationPolicy'), ...model.all('RequestAuthentication')].flatMap(policy => {
    if (targetRefsOf(policy.spec).length > 0) return [];
    const all = workloadsOfPolicy(policy, mesh);
    const pods = move.movingOf(all);
    return pods.length === 0 ? [] : [{ policy, pods, all }];
  });
}

/** The policies about single requests that apply to some pods: only a waypoint can carry them out. */
export function requestPoliciesOf(mesh: EffectiveMesh, pod: Workload): readonly Policy[] {
  return [...mesh.authorizationPolicies.for(pod), ...mesh.requestAuthentications.for(pod)].filter(
    policy => targetRefsOf(policy.spec).length === 0 && isAboutRequests(policy),
  );
}

function isAboutRequests(policy: Policy): boolean {
  return isKind(policy, 'AuthorizationPolicy') ? needsRequests(policy) : true;
}

function isSelecting({ spec }: Policy): boolean {
  return Object.keys(spec.selector?.matchLabels ?? {}).length > 0;
}

const scopeField = (policy: Policy) => (isSelecting(policy) ? 'spec.selector' : 'spec');

export const requestPolicyWithoutService: ObstacleKind = {
  name: 'request-policy-without-service',
  severity: 'blocker',
  summary:
    'A policy about requests applies to pods without a Service; a waypoint handles requests to Services only, and ztunnel reads no requests',
  instead: 'define a Service for the pods, or limit the policy to callers and ports',
  url: PAGES.requests,

  *find(_mesh, move) {
    for (const { policy, pods } of move.once(policiesOfMovers)) {
      if (!isAboutRequests(policy)) continue;
      const bare = pods.filter(pod => move.servicesOf(pod).length === 0 && (isSelecting(policy) || opensPorts(pod)));
      if (bare.length === 0) continue;
      yield {
        resource: policy,
        field: scopeField(policy),
        lost: `requests to ${podsText(bare)} pass no waypoint, so that nothing carries it out`,
        related: makersOf(bare),
      };
    }
  },
};

function opensPorts({ pod }: Workload): boolean {
  return (pod.containers ?? []).some(({ ports = [] }) => ports.length > 0);
}

export const requestPolicyOnSomePods: ObstacleKind = {
  name: 'request-policy-on-some-pods',
  severity: 'blocker',
  summary:
    'A policy about requests applies to some pods of a Service; a waypoint enforces policies for the whole Service',
  instead: 'give the pods a separate Service, or let the policy select all pods of the Service',
  url: PAGES.requests,

  *find(mesh, move) {
    for (const { policy, pods, all } of move.once(policiesOfMovers)) {
      if (!isAboutRequests(policy)) continue;
      const selected = new Set(all);
      const parts = move.services.flatMap(service => {
        const behind = mesh.model.workloadsOf(service.service);
        const own = behind.filter(pod => selected.has(pod));
        return own.length > 0 && own.length < behind.length ? [service] : [];
      });
      const [first] = parts;
      if (first === undefined) continue;
      yield {
        resource: policy,
        field: scopeField(policy),
        lost: `it is for ${podsText(pods)}, and the Service "${first.host}" has others: at its waypoint it holds for requests to all of them or to none`,
        related: parts.map(({ resource }) => resource),
      };
    }
  },
};

const CERTIFICATE_HEADER = 'x-forwarded-client-cert';

export const clientCertificateHeader: ObstacleKind = {
  name: 'client-certificate-header',
  severity: 'blocker',
  summary: `Sidecars send the caller in the header ${CERTIFICATE_HEADER}; a waypoint does not receive the header, and sends it only if its Gateway enables it`,
  instead: 'name callers by principals or namespaces',
  url: PAGES.requests,

  *find(mesh, move) {
    const { id } = headerAttribute(CERTIFICATE_HEADER);
    for (const { policy, pods } of move.once(policiesOfMovers)) {
      if (!isKind(policy, 'AuthorizationPolicy')) continue;
      const found = mesh.policyConditions.of(policy).find(({ condition }) => condition.attribute.about.id === id);
      if (found === undefined) continue;
      yield {
        resource: policy,
        field: fieldOfCondition(found),
        lost: `for requests to ${podsText(pods)} the condition finds no header at the waypoint`,
        related: makersOf(pods),
      };
    }
  },
};

const DRY_RUN_SWITCH = 'AMBIENT_ENABLE_DRY_RUN_AUTHORIZATION_POLICY';

export const policyOnTrial: ObstacleKind = {
  name: 'policy-on-trial',
  severity: 'loss',
  summary: `A policy is a dry run; ztunnel does not log what it would deny unless istiod has ${DRY_RUN_SWITCH}`,
  instead: `set ${DRY_RUN_SWITCH} of istiod, or attach the policy to a waypoint`,
  url: PAGES.connections,

  *find(mesh, move) {
    if (mesh.model.istiodEnvironment.get(DRY_RUN_SWITCH) === 'true') return;
    for (const { policy, pods } of move.once(policiesOfMovers)) {
      if (!isKind(policy, 'AuthorizationPolicy') || !isOnTrial(policy) || needsRequests(policy)) continue;
      yield {
        resource: policy,
        field: DRY_RUN_FIELD,
        lost: `nothing is told of the connections to ${podsText(pods)} that it would refuse`,
        related: makersOf(pods),
      };
    }
  },
};

export const auditPolicy: ObstacleKind = {
  name: 'audit-policy',
  severity: 'loss',
  summary: 'A policy with action AUDIT marks connections; ztunnel does not support the action',
  instead: 'attach the policy to the Service by targetRefs, so that a waypoint carries it out',
  url: PAGES.policies,

  *find(_mesh, move) {
    for (const { policy, pods } of move.once(policiesOfMovers)) {
      if (!isKind(policy, 'AuthorizationPolicy') || policy.spec.action !== 'AUDIT' || needsRequests(policy)) continue;
      yield {
        resource: policy,
        field: 'spec.action',
        lost: `connections to ${podsText(pods)} are not marked any more`,
        related: makersOf(pods),
      };
    }
  },
};

export const headlessService: ObstacleKind = {
  name: 'headless-service',
  severity: 'blocker',
  summary:
    'Clients of a headless Service call its pods by address, and bypass the waypoint of the Service, which would enforce policies about requests and apply routes',
  instead: 'give the Service an address, let clients call a Service with one, or limit the policy to callers and ports',
  url: PAGES.dataPlane,

  *find(mesh, move) {
    for (const service of move.services) {
      if (!service.isKubernetes || !service.service.headless) continue;
      const pods = move.movingOf(mesh.model.workloadsOf(service.service));
      const policies = hasAddress(move, pods) ? [] : pods.flatMap(pod => requestPoliciesOf(mesh, pod));
      const routes = move
        .once(routesOfMovers)
        .filter(({ services }) => services.includes(service))
        .map(({ virtualService }) => virtualService.resource);
      const unmet = [...new Set([...policies, ...routes])].sort(byText(String));
      if (unmet.length === 0) continue;
      yield {
        resource: service.resource,
        field: 'spec.clusterIP',
        lost: `requests to the pods of "${service.host}" pass no waypoint, so that nothing follows ${quotedList(unmet.map(String))}`,
        related: unmet,
      };
    }
  },
};

/** Whether all of some pods are also behind a Service with an address. */
function hasAddress(move: Move, pods: readonly Workload[]): boolean {
  return pods.every(pod => move.servicesOf(pod).some(isAddressed));
}

function isAddressed({ isKubernetes, service }: RegisteredService): boolean {
  return isKubernetes && !service.headless;
}
