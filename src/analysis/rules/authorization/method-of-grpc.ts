import type { EffectiveMesh } from '../../../istio/effective-mesh';
import { PolicyScopes } from '../../../istio/policies/policy-scope';
import { isHttp, type PortProtocol } from '../../../model/protocol';
import type { Resource } from '../../../model/resource';
import { METHOD } from '../../../requests/attribute';
import { policyValue } from '../../../requests/test';
import type { Rule } from '../../rule';
import { quoted } from '../../wording';

/** Every request of gRPC is a POST. A rule for other methods never applies to a service that speaks gRPC only. */
export const methodOfGrpc: Rule = {
  name: 'method-of-grpc',
  severity: 'error',
  summary: 'A policy for gRPC ports must not match methods other than POST.',
  equivalents: [],

  *check(mesh) {
    for (const { policy, condition, rule, ports } of mesh.policyConditions.all) {
      const { attribute, wanted } = condition;
      if (attribute.about !== METHOD || wanted.length === 0) continue;
      if (wanted.some(value => policyValue(value).fits('POST'))) continue;
      const by = grpcOnly(policy, ports.map(Number), mesh);
      if (by === undefined) continue;
      yield {
        resource: policy,
        field: `spec.rules[${rule}].${condition.field}`,
        problem: `"${by.name}" speaks gRPC, whose requests are all POST: no request has method ${quoted(wanted)}`,
        fix: 'match the path "/package.Service/Method" instead',
        related: [by.resource],
      };
    }
  },
};

/** One of the objects that a policy is about, if all of them speak gRPC and nothing else. */
function grpcOnly(
  policy: Resource<'AuthorizationPolicy'>,
  ports: readonly number[],
  mesh: EffectiveMesh,
): { readonly name: string; readonly resource: Resource } | undefined {
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
  const speaksOnlyGrpc = ({ spoken }: (typeof parties)[number]) => {
    const meant = spoken.filter(
      ({ port, protocol }) => isSeen(protocol) && (ports.length === 0 || ports.includes(port)),
    );
    return meant.length > 0 && meant.every(({ protocol }) => protocol === 'grpc');
  };
  return parties.length > 0 && parties.every(speaksOnlyGrpc) ? parties[0] : undefined;
}

/** Whether requests may be seen on a port. */
function isSeen(protocol: PortProtocol): boolean {
  return protocol === 'auto' || isHttp(protocol);
}
