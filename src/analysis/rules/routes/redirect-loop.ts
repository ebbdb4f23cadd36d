import type { Resource } from '../../../model/resource';
import { addTo } from '../../../values/multimap';
import type { Finding, Rule } from '../../rule';

/** Annotations by which load balancers take TLS off before the gateway. */
const TERMINATION = [
  'service.beta.kubernetes.io/aws-load-balancer-ssl-cert',
  'service.beta.kubernetes.io/azure-load-balancer-tls-cert-keyvault-id',
  'service.beta.kubernetes.io/do-loadbalancer-certificate-id',
  'service.beta.kubernetes.io/oci-load-balancer-tls-secret',
];

/**
 * The load balancer takes TLS off and sends plain HTTP to a server that redirects to HTTPS. The client comes back by
 * HTTPS, and is redirected again.
 */
export const redirectLoop: Rule = {
  name: 'redirect-loop',
  severity: 'error',
  summary: 'A Gateway behind a load balancer that terminates TLS must not redirect to HTTPS.',
  equivalents: [],

  check({ model }) {
    const findings: Finding[] = [];
    const services = new Map<string, { readonly resource: Resource<'Service'>; readonly annotation: string }[]>();
    for (const resource of model.all('Service')) {
      const annotation = TERMINATION.find(key => resource.annotations[key] !== undefined);
      if (annotation !== undefined) addTo(services, resource.fullName, { resource, annotation });
    }
    if (services.size === 0) return findings;
    for (const resource of model.all('Gateway')) {
      for (const [i, { port, tls }] of (resource.spec.servers ?? []).entries()) {
        if (tls?.httpsRedirect !== true) continue;
        const found = model
          .gatewayWorkloads(resource)
          .flatMap(workload => model.servicesOf(workload))
          .flatMap(service => services.get(service.resource.fullName) ?? [])[0];
        if (found === undefined || !isTerminated(found.resource, port?.number ?? 0)) continue;
        findings.push({
          resource,
          field: `spec.servers[${i}].tls.httpsRedirect`,
          problem: `the load balancer of Service "${found.resource.fullName}" terminates TLS (${found.annotation}), so that HTTPS clients are redirected for ever`,
          fix: 'let the load balancer redirect, or let the gateway terminate TLS',
          related: [found.resource],
        });
      }
    }
    return findings;
  },
};

/** Whether the TLS port of the load balancer leads to this port of the gateway. */
function isTerminated({ spec }: Resource<'Service'>, server: number): boolean {
  const ports = spec.ports ?? [];
  const plain = ports.find(({ port }) => port === server);
  const target = plain?.targetPort ?? server;
  return ports.some(
    ({ name = '', port, targetPort }) => (port === 443 || name.startsWith('https')) && (targetPort ?? port) === target,
  );
}
