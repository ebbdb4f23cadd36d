import { matchesLabels, printLabels } from '../../../model/labels';
import type { MeshHost } from '../../../model/mesh-host';
import type { MeshModel } from '../../../model/mesh-model';
import type { Workload } from '../../../model/workload';
import type { Finding, Rule } from '../../rule';
import { listed } from '../../wording';

/** A Gateway listens on a port that no Service in front of its pods leads to: nobody reaches it. */
export const gatewayPortNotInService: Rule = {
  name: 'gateway-port-not-in-service',
  severity: 'warning',
  summary: 'Every port of a Gateway must be reachable through a Service of its pods.',
  equivalents: ['IST0162'],
  istioAnalyzers: ['gateway.IngressGatewayPortAnalyzer'],

  check({ model }) {
    const findings: Finding[] = [];
    for (const resource of model.all('Gateway')) {
      const workloads = model.gatewayWorkloads(resource);
      if (workloads.length === 0) continue;
      const ports = new Set<number>();
      let services = 0;
      for (const workload of workloads) services += collect(workload, model, ports);
      // Pods without any Service are reached by other means, such as the network of the host.
      if (services === 0 && !model.istioParity) continue;
      for (const [i, { port }] of (resource.spec.servers ?? []).entries()) {
        const number = port?.number ?? 0;
        if (port === undefined || ports.has(number)) continue;
        findings.push({
          resource,
          field: model.istioParity ? undefined : `spec.servers[${i}].port.number`,
          problem: `no Service of the pods with "${printLabels(resource.spec.selector)}" leads to port ${number}; reachable are ${listed(ports)}`,
          fix: `add port ${number} to the Service of the gateway`,
          related: [
            ...new Set(workloads.flatMap(workload => model.servicesOf(workload).map(service => service.resource))),
          ],
        });
      }
    }
    return findings;
  },
};

/** Adds the ports that lead to the pods of a workload, and tells how many Services do. */
function collect(workload: Workload, model: MeshModel, ports: Set<number>): number {
  const services = model.istioParity
    ? // To istioctl a Service without a selector selects every pod.
      model
        .servicesIn(workload.namespace)
        .filter(({ source, selector }) => source === 'Service' && matchesLabels(selector, workload.labels))
    : model.servicesOf(workload);
  for (const service of services) {
    for (const [i, { transport, targetPort, number }] of service.ports.entries()) {
      // Istioctl does not know that TCP is the default.
      const isTcp = model.istioParity ? declaredTransport(service, i, model) === 'TCP' : transport === 'TCP';
      if (!isTcp) continue;
      ports.add(number);
      if (typeof targetPort === 'number') ports.add(targetPort);
    }
  }
  return services.length;
}

function declaredTransport({ resource, namespace, ports }: MeshHost, i: number, model: MeshModel): string | undefined {
  const service = model.find('Service', namespace, resource.name);
  return service === undefined ? ports[i]?.transport : service.spec.ports?.[i]?.protocol;
}
