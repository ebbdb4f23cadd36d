import type { EffectiveMesh } from '../../../istio/effective-mesh';
import { RouteUse } from '../../../istio/routes/route-use';
import type { MeshModel } from '../../../model/mesh-model';
import { unknownHosts } from '../../istioctl/destinations';
import type { Finding, Rule } from '../../rule';
import { QuotedNames, quoted } from '../../wording';

/** A route leads to a host that no Service or ServiceEntry defines. Envoy has no cluster for it and answers 503. */
export const unknownDestinationHost: Rule = {
  name: 'unknown-destination-host',
  severity: 'error',
  summary: 'Every destination host of a route must be a Service or a host of a ServiceEntry that its clients see.',
  equivalents: ['IST0101', 'KIA1101'],
  istioAnalyzers: ['virtualservice.DestinationHostAnalyzer'],

  asIstioctl: unknownHosts,

  check(mesh) {
    const findings: Finding[] = [];
    const reported = new Set<string>();
    const use = mesh.once(RouteUse);
    for (const resource of mesh.model.all('VirtualService')) {
      reported.clear();
      for (const place of use.destinationsOf(resource)) {
        const { host: full } = place;
        const { host = '' } = place.destination;
        // A destination without a host is for validation to report. One missing Service is one mistake, however many
        // routes lead to it.
        if (host === '' || reported.has(host)) continue;
        const clients = use.clientsOf(resource, place);
        const blind = mesh.seen.unknownTo(clients, full);
        if (blind.length === 0) continue;
        reported.add(host);
        const found = hidden(full, blind, clients.size, mesh) ?? explain(host, full, mesh);
        const what = place.isMirror ? 'mirror host' : 'host';
        findings.push({ resource, field: `${place.field}.host`, ...found, problem: `${what} ${found.problem}` });
      }
    }
    return findings;
  },
};

type Explanation = Pick<Finding, 'problem' | 'fix' | 'related' | 'severity'>;

/** That there is such a service, but not for all who follow the route. */
function hidden(host: string, blind: readonly string[], clients: number, mesh: EffectiveMesh): Explanation | undefined {
  const [service] = mesh.seen.named(host);
  if (service === undefined) return undefined;
  const { resource, service: exported } = service;
  return {
    severity: blind.length < clients ? 'warning' : 'error',
    problem: `"${host}" is not visible in namespace ${quoted(blind)}; it is exported to ${quoted(exported.exportTo)}`,
    fix: `export ${resource.kind} "${resource.fullName}" to ${quoted(blind)}, or the route only to those who see the host`,
    related: [resource],
  };
}

function explain(host: string, full: string, mesh: EffectiveMesh): Explanation {
  const { model } = mesh;
  const service = model.serviceOfHost(full);
  const written = full === host ? `"${host}"` : `"${host}", that is "${full}",`;
  if (service === undefined) {
    const short = shortServiceHost(host, model);
    const entries = model.all('ServiceEntry');
    return {
      // A set without any ServiceEntry is likely to be a part of the mesh only.
      severity: short === undefined && entries.length === 0 ? 'warning' : 'error',
      problem: `${written} is neither a Service nor a host of a ServiceEntry`,
      fix:
        short === undefined
          ? `define a ServiceEntry with host "${host}"`
          : `write "${short}": Istio does not complete a name with a dot`,
    };
  }
  const there = model.inNamespace('Service', service.namespace);
  const elsewhere = model.named('Service', service.name);
  return {
    // The Services of another namespace may come from another repository.
    severity: there.length === 0 && elsewhere.length === 0 ? 'warning' : 'error',
    problem: `${written} is not a Service; namespace "${service.namespace}" has ${mesh.once(QuotedNames).of(there)}`,
    fix:
      elsewhere[0] === undefined
        ? 'define the Service, or route to one that exists'
        : `write "${elsewhere[0].name}.${elsewhere[0].namespace}.svc.${model.hosts.domain}"`,
    related: elsewhere.slice(0, 1),
  };
}

/** The full host that somebody meant who wrote `name.namespace`. */
function shortServiceHost(host: string, model: MeshModel): string | undefined {
  const [name, namespace, ...rest] = host.split('.');
  if (name === undefined || namespace === undefined || (rest.length > 0 && rest.join('.') !== 'svc')) return undefined;
  const full = `${name}.${namespace}.svc.${model.hosts.domain}`;
  return model.hosts.named(full).length > 0 ? full : undefined;
}
