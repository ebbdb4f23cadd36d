import type { EffectiveMesh } from '../../../istio/effective-mesh';
import { RouteScopes } from '../../../istio/routes/route-scopes';
import { redirectsToItself } from '../../../istio/routes/self-redirect';
import type { MeshModel } from '../../../model/mesh-model';
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
 * The answer to a request leads back to where it came from: the load balancer takes TLS off and sends plain HTTP to a
 * server that redirects to HTTPS, or a rule redirects to what it matches itself.
 */
export const redirectLoop: Rule = {
  name: 'redirect-loop',
  severity: 'error',
  summary: 'A redirect must not lead back to itself, also through a load balancer that terminates TLS.',
  equivalents: [],

  check(mesh) {
    return [...ofServers(mesh.model), ...ofRules(mesh)];
  },
};

function ofServers(model: MeshModel): readonly Finding[] {
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
}

function ofRules(mesh: EffectiveMesh): readonly Finding[] {
  const findings: Finding[] = [];
  const isRedirecting = ({ spec }: Resource<'VirtualService'>) =>
    spec.http?.some(({ redirect }) => redirect !== undefined) === true;
  if (!mesh.model.all('VirtualService').some(isRedirecting)) return findings;
  for (const virtualService of mesh.virtualServices) {
    for (const [i, { spec, resource, field }] of virtualService.http.entries()) {
      if (spec.redirect === undefined || !redirectsToItself(virtualService, i, mesh.once(RouteScopes))) continue;
      findings.push({
        resource,
        field: `${field}.redirect`,
        problem: 'the address that the answer names matches the rule again, so that clients are redirected for ever',
        fix: 'let the rule match only what is to be redirected, or put a rule for the new address before it',
      });
    }
  }
  return findings;
}

/** Whether the TLS port of the load balancer leads to this port of the gateway. */
function isTerminated({ spec }: Resource<'Service'>, server: number): boolean {
  const ports = spec.ports ?? [];
  const plain = ports.find(({ port }) => port === server);
  const target = plain?.targetPort ?? server;
  return ports.some(
    ({ name = '', port, targetPort }) => (port === 443 || name.startsWith('https')) && (targetPort ?? port) === target,
  );
}
