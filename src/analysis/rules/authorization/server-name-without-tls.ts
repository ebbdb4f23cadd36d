import type { EffectiveMesh } from '../../../istio/effective-mesh';
import { PolicyScopes } from '../../../istio/policies/policy-scope';
import { isHttp } from '../../../model/protocol';
import type { Workload } from '../../../model/workload';
import { SERVER_NAME } from '../../../requests/attribute';
import { policyValue, type Test } from '../../../requests/test';
import type { Finding, Rule } from '../../rule';

/**
 * A policy compares the server name of the TLS handshake where there is no TLS, or only the mutual TLS of the mesh, whose
 * names are those of clusters such as `outbound_.80_._.api.shop.svc.cluster.local`.
 */
export const serverNameWithoutTls: Rule = {
  name: 'server-name-without-tls',
  severity: 'error',
  summary: 'A policy may compare server names only on connections with TLS.',
  equivalents: [],

  check(mesh) {
    const findings: Finding[] = [];
    for (const { policy, condition, rule } of mesh.policyConditions.all) {
      const { attribute, wanted, unwanted } = condition;
      if (attribute.about !== SERVER_NAME) continue;
      const isWanted = wanted.length > 0;
      const tests = (isWanted ? wanted : unwanted).map(value => policyValue(value));
      const workloads = mesh
        .once(PolicyScopes)
        .of(policy)
        .workloads.filter(({ dataPlane }) => dataPlane !== 'none');
      const reasons = workloads.map(workload => whyNever(workload, tests, mesh));
      const [first] = workloads;
      const [reason] = reasons;
      if (first === undefined || reason === undefined || reasons.includes(undefined)) continue;
      findings.push({
        resource: policy,
        field: `spec.rules[${rule}].${isWanted ? condition.field : condition.notField}`,
        ...(isWanted ? {} : { severity: 'warning' }),
        problem: `no connection to "${first.name}" has such a server name${isWanted ? '' : ', so that none is excluded'}: ${reason}`,
        fix: 'compare hosts of requests instead, or the server name of the handshake',
        related: [first.resource],
      });
    }
    return findings;
  },
};

function whyNever(workload: Workload, tests: readonly Test[], mesh: EffectiveMesh): string | undefined {
  const proxy = mesh.proxyOf(workload);
  if (proxy.type === 'gateway') {
    const servers = [...mesh.viewOf(proxy).gatewayPorts.values()].flatMap(port => port.servers);
    // Gateways of other sets may use the pods.
    if (servers.length === 0 || servers.some(({ kind, server }) => kind !== 'http' && server.tls?.mode !== undefined)) {
      return undefined;
    }
    return 'none of its servers has TLS';
  }
  if (workload.dataPlane === 'ambient') return undefined;
  const ports = [...mesh.declaredPortsOf(workload)];
  // On other ports clients may use TLS of their own.
  if (ports.length === 0 || ports.some(([, { protocol }]) => !isHttp(protocol))) return undefined;
  const ofMesh = ports.flatMap(([, { number, service }]) => {
    const modes = mesh.peerAuthentications.modeOf(workload, number).mode;
    return service === undefined || modes === 'DISABLE' ? [] : [`outbound_.${number}_._.${service.host}`];
  });
  if (tests.some(test => ofMesh.some(name => test.fits(name)) || startsAsMesh(test))) return undefined;
  return 'its ports speak HTTP, and the mutual TLS of the mesh names clusters, such as "outbound_.80_._.host"';
}

/** Whether a test is for names of clusters, those of subsets among them. */
function startsAsMesh(test: Test): boolean {
  return (
    test.kind === 'not-empty' ||
    ((test.kind === 'exact' || test.kind === 'prefix') && test.text.startsWith('outbound_'))
  );
}
