import type { MeshHost, MeshPort } from '../../../model/mesh-host';
import type { MeshModel } from '../../../model/mesh-model';
import type { Workload } from '../../../model/workload';
import type { Finding, Rule } from '../../rule';
import { quoted } from '../../wording';
import { isInMesh } from '../authorization/policy-without-workload';

/** Services use one port number of the same pods for TCP and for UDP. Istio serves a port with one of them. */
export const portProtocolConflict: Rule = {
  name: 'port-protocol-conflict',
  severity: 'warning',
  summary: 'All Services of a workload must use a port number for the same protocol.',
  equivalents: ['IST0116'],
  istioAnalyzers: ['deployment.ServiceAssociationAnalyzer'],

  check({ model }) {
    const findings: Finding[] = [];
    for (const { workload, ports } of servedPorts(model)) {
      const byNumber = new Map<number, ServedPort[]>();
      for (const port of ports) byNumber.set(port.port.number, [...(byNumber.get(port.port.number) ?? []), port]);
      for (const [number, uses] of byNumber) {
        const transports = new Set(uses.map(({ port }) => port.transport));
        if (transports.size < 2) continue;
        const services = uses.map(({ service }) => service.resource.fullName);
        // DNS is served on both by nature.
        if (number === 53 && !model.istioParity) continue;
        findings.push({
          resource: workload.resource,
          problem: `port ${number} is used for ${[...transports].sort().join(' and ')} by Service ${quoted(services)}`,
          fix: 'give one of them another port',
          related: [...new Set(uses.map(({ service }) => service.resource))],
        });
      }
    }
    return findings;
  },
};

interface ServedPort {
  readonly service: MeshHost;
  readonly port: MeshPort;
}

interface ServedPorts {
  readonly workload: Workload;
  readonly ports: readonly ServedPort[];
}

/** The workloads of the mesh to which Services send by several ports, with all of these. */
export function servedPorts(model: MeshModel): readonly ServedPorts[] {
  const found: ServedPorts[] = [];
  for (const workload of model.istioParity ? deployments(model) : model.workloads.all) {
    if (workload.generated || (!model.istioParity && workload.dataPlane === 'none')) continue;
    const services = model.servicesOf(workload);
    if (services.length < 2 && (services[0]?.ports.length ?? 0) < 2) continue;
    const ports = services
      .filter(({ generated }) => !generated)
      .flatMap(service => service.ports.map(port => ({ service, port })));
    if (ports.length > 1) found.push({ workload, ports });
  }
  return found;
}

/** Istioctl looks at Deployments here, though at Pods everywhere else. */
function deployments(model: MeshModel): readonly Workload[] {
  const found: Workload[] = [];
  for (const workload of model.deploymentWorkloads) {
    const { pod, resource } = workload;
    const outer = { ...workload, pod: { ...(pod.containers === undefined ? {} : { containers: pod.containers }) } };
    if (resource.labels['gateway.istio.io/managed'] !== 'istio.io-mesh-controller' && isInMesh(outer, model))
      found.push(workload);
  }
  return found;
}
