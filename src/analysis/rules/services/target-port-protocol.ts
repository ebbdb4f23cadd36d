import type { MeshHost, MeshPort } from '../../../model/mesh-host';
import type { Finding, Rule } from '../../rule';

/** Services declare different protocols for one port of the same pods. The inbound listener of the pods uses one of them. */
export const targetPortProtocol: Rule = {
  name: 'target-port-protocol',
  severity: 'warning',
  summary: 'All Services must declare the same protocol for a port of the same pods.',
  equivalents: [],

  check({ model }) {
    const findings: Finding[] = [];
    for (const workload of model.workloads.all) {
      if (workload.dataPlane === 'none' || workload.generated) continue;
      const services = model.servicesOf(workload);
      if (services.length < 2 && (services[0]?.ports.length ?? 0) < 2) continue;
      const first = new Map<string, { readonly service: MeshHost; readonly port: MeshPort }>();
      for (const service of services) {
        for (const [i, port] of service.ports.entries()) {
          if (port.transport !== 'TCP' || service.generated) continue;
          const known = first.get(String(port.targetPort));
          if (known === undefined) first.set(String(port.targetPort), { service, port });
          else if (spokenOn(known.port) !== spokenOn(port)) {
            findings.push({
              resource: service.resource,
              field: `spec.ports[${i}]`,
              problem: `port "${port.targetPort}" of the pods of "${workload.name}" is ${port.protocol} here and ${known.port.protocol} in Service "${known.service.resource.fullName}"; one of them is used for both`,
              fix: 'declare the same protocol in both, by appProtocol or name',
              related: known.service === service ? [workload.resource] : [known.service.resource, workload.resource],
            });
          }
        }
      }
    }
    return findings;
  },
};

/** What the inbound listener does with a protocol: gRPC is HTTP/2, and what is not HTTP passes through it unread. */
function spokenOn({ protocol }: MeshPort): string {
  if (protocol === 'grpc' || protocol === 'grpc-web' || protocol === 'http2') return 'http2';
  if (protocol === 'http' || protocol === 'http-proxy') return 'http';
  return protocol === 'auto' ? 'auto' : 'tcp';
}
