import { DestinationRuleUse } from '../../istio/destinations/destination-rule-use';
import { effectivePolicy } from '../../istio/destinations/traffic-policy';
import type { EffectiveMesh } from '../../istio/effective-mesh';
import { acceptInbound } from '../../istio/inbound';
import type { ServingPods } from '../../istio/plaintext-clients';
import { isHttp, type PortProtocol } from '../../model/protocol';
import type { Rule } from '../rule';

/** Clients are told to send something else than the pods of the service accept: every connection is reset. */
export const tlsModeMismatch: Rule = {
  name: 'tls-mode-mismatch',
  severity: 'error',
  summary: 'The TLS mode of a DestinationRule must be one that the PeerAuthentication of the service accepts.',
  equivalents: ['KIA0207', 'KIA0208'],

  *check(mesh) {
    for (const resource of mesh.model.all('DestinationRule')) {
      const { trafficPolicy, subsets = [] } = resource.spec;
      const service = trafficPolicy === undefined ? undefined : mesh.once(DestinationRuleUse).serviceOf(resource);
      if (service?.isKubernetes !== true) continue;
      for (const { number, protocol } of service.ports) {
        const { tls, tlsField = '' } = effectivePolicy({ trafficPolicy, subsets }, number, '');
        if (tls?.mode === undefined) continue;
        const sent = tls.mode === 'ISTIO_MUTUAL' ? 'mtls' : tls.mode === 'DISABLE' ? 'plaintext' : 'tls';
        const refusing = mesh.podsServing(service.host, number).find(pods => refuses(mesh, pods, sent, protocol));
        if (refusing?.mode === undefined) continue;
        const { mode, resource: policy } = refusing.mode;
        const words = { mtls: 'mutual TLS', plaintext: 'plaintext', tls: `TLS of mode ${tls.mode}` };
        const accepted = mode === 'STRICT' ? 'mutual TLS only' : mode === 'DISABLE' ? 'plaintext only' : 'no such TLS';
        yield {
          resource,
          field: `${tlsField}.mode`,
          problem: `clients send ${words[sent]} to port ${number} of "${service.host}", whose pods accept ${accepted}`,
          fix: 'leave tls out, so that clients send what the pods accept',
          related: policy === undefined ? [service.resource] : [policy, service.resource],
        };
        break;
      }
    }
  },
};

/** Whether pods refuse what is sent, or hand it encrypted to an application that cannot read it. */
function refuses(
  mesh: EffectiveMesh,
  { workload, port, mode }: ServingPods,
  tls: 'mtls' | 'plaintext' | 'tls',
  protocol: PortProtocol,
): boolean {
  // Ztunnel speaks mutual TLS whatever a DestinationRule says.
  if (mode === undefined || workload.dataPlane !== 'sidecar') return false;
  const declared = mesh.declaredPortsOf(workload).get(port);
  const spoken = isHttp(protocol) ? ('http' as const) : ('tcp' as const);
  const call = { port, protocol: tls === 'tls' ? ('tcp' as const) : spoken, tls, routedAsHttp: spoken === 'http' };
  const inbound = acceptInbound(mesh, declared, mode.mode, call);
  return inbound.refusal !== undefined || (inbound.encrypted && tls === 'mtls');
}
