import { clientsOf } from '../destinations';
import { MutualTlsModes } from '../mutual-tls-modes';
import type { Rule } from '../rule';

/** Clients are told to send something else than the pods of the service accept: every connection is reset. */
export const tlsModeMismatch: Rule = {
  name: 'tls-mode-mismatch',
  severity: 'error',
  summary: 'The TLS mode of a DestinationRule must be one that the PeerAuthentication of the service accepts.',
  equivalents: ['KIA0207', 'KIA0208'],

  *check({ model }) {
    const modes = new MutualTlsModes(model);
    for (const resource of model.all('DestinationRule')) {
      const { host = '', trafficPolicy = {}, exportTo } = resource.spec;
      const service = model.hosts.lookup(host, resource.namespace, clientsOf(resource.namespace, exportTo));
      if (service === undefined || service.source !== 'Service') continue;
      const workload = model.workloadsOf(service).find(({ dataPlane }) => dataPlane === 'sidecar');
      if (workload === undefined) continue;
      for (const port of service.ports) {
        const i = (trafficPolicy.portLevelSettings ?? []).findIndex(setting => setting.port?.number === port.number);
        const tls = i < 0 ? trafficPolicy.tls : trafficPolicy.portLevelSettings?.[i]?.tls;
        if (tls?.mode === undefined) continue;
        const target = typeof port.targetPort === 'number' ? port.targetPort : undefined;
        const { mode, policy } = modes.of(workload, target);
        const sends =
          tls.mode === 'ISTIO_MUTUAL' ? 'mutual TLS' : tls.mode === 'DISABLE' ? 'plaintext' : `TLS of mode ${tls.mode}`;
        const fits =
          mode === 'STRICT' ? tls.mode === 'ISTIO_MUTUAL' : mode === 'DISABLE' ? tls.mode !== 'ISTIO_MUTUAL' : true;
        if (fits) continue;
        yield {
          resource,
          field: i < 0 ? 'spec.trafficPolicy.tls.mode' : `spec.trafficPolicy.portLevelSettings[${i}].tls.mode`,
          problem: `clients send ${sends} to port ${port.number} of "${service.host}", whose pods accept ${mode === 'STRICT' ? 'mutual TLS only' : 'plaintext only'}`,
          fix: 'leave tls out, so that clients send what the pods accept',
          related: policy === undefined ? [service.resource] : [policy, service.resource],
        };
        break;
      }
    }
  },
};
