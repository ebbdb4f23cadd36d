import type { EffectiveMesh } from '../../../istio/effective-mesh';
import { type PolicyCondition, valuesWhere } from '../../../istio/policies/policy-conditions';
import { PolicyScopes } from '../../../istio/policies/policy-scope';
import type { HttpEntry } from '../../../istio/routes/virtual-services';
import { istioPortProtocol, mayBeHttp, type PortProtocol } from '../../../model/protocol';
import type { Resource } from '../../../model/resource';
import { METHOD, PATH } from '../../../requests/attribute';
import { policyValue, type Test } from '../../../requests/test';
import type { Finding, Rule } from '../../rule';
import { quoted } from '../../wording';

/** Every request of gRPC is a POST to `/package.Service/Method`. A rule for other requests never applies to a service that speaks gRPC only. */
export const methodOfGrpc: Rule = {
  name: 'method-of-grpc',
  severity: 'error',
  summary: 'Policies and routes for gRPC must match its requests: POST to "/package.Service/Method".',
  equivalents: [],

  check(mesh) {
    const findings: Finding[] = [];
    if (!speaksGrpc(mesh)) return findings;
    for (const asked of mesh.policyConditions.all) findings.push(...ofPolicy(asked, mesh));
    const reported = new Set<string>();
    for (const { api, http } of mesh.virtualServices) {
      if (api !== 'istio') continue;
      for (const entry of http) {
        for (const finding of ofRoute(entry, mesh)) {
          const key = `${entry.resource.fullName} ${finding.field}`;
          if (!reported.has(key)) findings.push(finding);
          reported.add(key);
        }
      }
    }
    return findings;
  },
};

/** Whether a port of the mesh is declared as gRPC. */
function speaksGrpc({ services, sidecars }: EffectiveMesh): boolean {
  return (
    services.some(({ ports }) => ports.some(({ protocol }) => protocol === 'grpc')) ||
    sidecars.all.some(({ spec }) => spec.ingress?.some(({ port }) => istioPortProtocol(port?.protocol) === 'grpc'))
  );
}

/** What speaks gRPC and nothing else. */
interface Speaker {
  readonly name: string;
  readonly resource: Resource;
}

const ADVICE = 'match the path "/package.Service/Method" instead';

function ofPolicy(asked: PolicyCondition, mesh: EffectiveMesh): readonly Finding[] {
  const findings: Finding[] = [];
  const { policy: resource, condition, rule, ports } = asked;
  const { attribute, wanted, unwanted } = condition;
  if (attribute.about === METHOD) {
    const isExcluded = unwanted.some(value => policyValue(value).fits('POST'));
    const isMissed = wanted.length > 0 && !wanted.some(value => policyValue(value).fits('POST'));
    const by = isExcluded || isMissed ? grpcOnly(resource, ports.map(Number), mesh) : undefined;
    if (by === undefined) return findings;
    findings.push({
      resource,
      field: `spec.rules[${rule}].${isMissed ? condition.field : condition.notField}`,
      problem: `"${by.name}" speaks gRPC, whose requests are all POST: ${isMissed ? `no request has method ${quoted(wanted)}` : `${quoted(unwanted)} leaves none of them`}`,
      fix: ADVICE,
      related: [by.resource],
    });
  } else if (attribute.about === PATH) {
    for (const found of valuesWhere(asked, one => !mayBeGrpc(policyValue(one)))) {
      if (!found.isWanted) continue;
      const by = grpcOnly(resource, ports.map(Number), mesh);
      if (by !== undefined) findings.push({ resource, field: found.field, ...aboutPath(by, found.value) });
    }
  }
  return findings;
}

function ofRoute({ resource, field, spec }: HttpEntry, mesh: EffectiveMesh): readonly Finding[] {
  const findings: Finding[] = [];
  const { match = [], route = [], rewrite } = spec;
  if (match.length === 0 || route.length === 0 || rewrite !== undefined) return findings;
  let speaker: Speaker | undefined;
  for (const [i, { method, uri }] of match.entries()) {
    // Pages ask with OPTIONS whether they may call gRPC-Web.
    const isDead = method?.exact !== undefined && method.exact !== 'POST' && method.exact !== 'OPTIONS';
    const text = uri?.exact ?? uri?.prefix;
    const isLost =
      text?.startsWith('/') === true && !mayBeGrpc({ kind: uri?.exact === undefined ? 'prefix' : 'exact', text });
    if (!isDead && !isLost) continue;
    speaker ??= destinationSpeaking(spec.route ?? [], mesh);
    if (speaker === undefined) return findings;
    if (isDead) {
      findings.push({
        resource,
        field: `${field}.match[${i}].method`,
        severity: 'warning',
        problem: `"${speaker.name}" speaks gRPC, whose requests are all POST: no request has method "${method.exact}"`,
        fix: ADVICE,
        related: [speaker.resource],
      });
    } else {
      const at = `${field}.match[${i}].uri.${uri?.exact === undefined ? 'prefix' : 'exact'}`;
      findings.push({ resource, field: at, ...aboutPath(speaker, text ?? '') });
    }
  }
  return findings;
}

function aboutPath(by: Speaker, path: string): Omit<Finding, 'resource'> {
  return {
    severity: 'warning',
    problem: `"${by.name}" speaks gRPC, whose requests all have a path "/package.Service/Method": none has "${path}"`,
    fix: 'name the service and its method, or the service and a slash as a prefix',
    related: [by.resource],
  };
}

/** Whether a path of two segments may fit. */
function mayBeGrpc(test: Pick<Test, 'kind'> & { readonly text?: string }): boolean {
  const { kind, text = '' } = test;
  if (kind === 'exact') return /^\/[^/]+\/[^/]+$/.test(text);
  return kind !== 'prefix' || /^(?:\/[^/]*){0,2}$/.test(text);
}

/** One of the services to which a route sends, if all of them speak gRPC and nothing else. */
function destinationSpeaking(route: NonNullable<HttpEntry['spec']['route']>, mesh: EffectiveMesh): Speaker | undefined {
  let first: Speaker | undefined;
  for (const { destination = {} } of route) {
    const [service] = mesh.servicesNamed(destination.host ?? '');
    const wanted = destination.port?.number;
    const ports = (service?.ports ?? []).filter(({ number }) => wanted === undefined || number === wanted);
    if (service === undefined || ports.length === 0 || !speaksOnlyGrpc(ports.map(({ protocol }) => protocol))) {
      return undefined;
    }
    first ??= { name: service.host, resource: service.resource };
  }
  return first;
}

/** One of the objects that a policy is about, if all of them speak gRPC and nothing else. */
function grpcOnly(
  policy: Resource<'AuthorizationPolicy'>,
  ports: readonly number[],
  mesh: EffectiveMesh,
): Speaker | undefined {
  const { workloads, services } = mesh.once(PolicyScopes).of(policy);
  const parties = [
    ...workloads
      .filter(({ dataPlane }) => dataPlane !== 'none' && dataPlane !== 'ambient')
      .map(workload => ({
        name: workload.name,
        resource: workload.resource,
        spoken: [...mesh.declaredPortsOf(workload)].map(([port, { protocol }]) => ({ port, protocol })),
      })),
    ...services.map(({ service }) => ({
      name: service.host,
      resource: service.resource,
      spoken: service.ports.map(({ number, protocol }) => ({ port: number, protocol })),
    })),
  ];
  const areGrpc = ({ spoken }: (typeof parties)[number]) =>
    speaksOnlyGrpc(
      spoken.filter(({ port }) => ports.length === 0 || ports.includes(port)).map(({ protocol }) => protocol),
    );
  return parties.length > 0 && parties.every(areGrpc) ? parties[0] : undefined;
}

/** Whether the ports on which requests may be seen are all of gRPC. */
function speaksOnlyGrpc(protocols: readonly PortProtocol[]): boolean {
  const seen = protocols.filter(mayBeHttp);
  return seen.length > 0 && seen.every(protocol => protocol === 'grpc');
}
