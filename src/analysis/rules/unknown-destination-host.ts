import type { MeshModel } from '../../model/mesh-model';
import type { Resource } from '../../model/resource';
import { clientsOf, destinationsOf } from '../destinations';
import type { Finding, Rule } from '../rule';
import { quoted, quotedNames } from '../wording';

/** A route leads to a host that no Service or ServiceEntry defines. Envoy has no cluster for it and answers 503. */
export const unknownDestinationHost: Rule = {
  name: 'unknown-destination-host',
  severity: 'error',
  summary: 'Every host that a route leads to must be a Service or a host of a ServiceEntry that its clients see.',
  reads: ['VirtualService', 'Service', 'ServiceEntry'],
  equivalents: ['IST0101', 'KIA1101'],
  istioAnalyzers: ['virtualservice.DestinationHostAnalyzer'],

  *check(mesh) {
    for (const resource of mesh.all('VirtualService')) {
      const clients = clientsOf(resource.namespace, resource.spec.exportTo);
      const reported = new Set<string>();
      for (const { destination, field, isMirror } of destinationsOf(resource)) {
        const host = destination.host ?? '';
        if (mesh.hosts.lookup(host, resource.namespace, clients) !== undefined) continue;
        // A destination without a host is for validation to report.
        if (host === '' && !mesh.istioParity) continue;
        // One missing Service is one mistake, however many routes lead to it.
        if (reported.has(host) && !mesh.istioParity) continue;
        reported.add(host);
        yield { resource, field: `${field}.host`, ...explain(host, resource, mesh, isMirror) };
      }
    }
  },
};

function explain(
  host: string,
  { namespace }: Resource<'VirtualService'>,
  mesh: MeshModel,
  isMirror: boolean,
): Pick<Finding, 'problem' | 'fix' | 'related' | 'severity'> {
  const full = mesh.fullHost(host, namespace);
  const what = isMirror ? 'mirror host' : 'host';
  const hidden = mesh.hosts.named(full)[0];
  if (hidden !== undefined) {
    return {
      problem: `${what} "${full}" is not visible in namespace "${namespace}"; it is exported to ${quoted(hidden.exportTo)}`,
      fix: `export ${hidden.source} "${hidden.resource.fullName}" to "${namespace}"`,
      related: [hidden.resource],
    };
  }
  const service = mesh.serviceOfHost(full);
  const written = full === host ? `"${host}"` : `"${host}", that is "${full}",`;
  if (service === undefined) {
    const short = shortServiceHost(host, mesh);
    const entries = mesh.all('ServiceEntry');
    return {
      // A set without any ServiceEntry is likely to be a part of the mesh only.
      severity: short === undefined && entries.length === 0 ? 'warning' : 'error',
      problem: `${what} ${written} is neither a Service nor a host of a ServiceEntry`,
      fix:
        short === undefined
          ? `define a ServiceEntry with host "${host}"`
          : `write "${short}": Istio does not complete a name with a dot`,
    };
  }
  const there = mesh.inNamespace('Service', service.namespace);
  const elsewhere = mesh.named('Service', service.name);
  return {
    // The Services of another namespace may come from another repository.
    severity: there.length === 0 && elsewhere.length === 0 ? 'warning' : 'error',
    problem: `${what} ${written} is not a Service; namespace "${service.namespace}" has ${quotedNames(there)}`,
    fix:
      elsewhere[0] === undefined
        ? 'define the Service, or route to one that exists'
        : `write "${elsewhere[0].name}.${elsewhere[0].namespace}.svc.${mesh.hosts.domain}"`,
    related: elsewhere.slice(0, 1),
  };
}

/** The full host that somebody meant who wrote `name.namespace`. */
function shortServiceHost(host: string, mesh: MeshModel): string | undefined {
  const [name, namespace, ...rest] = host.split('.');
  if (name === undefined || namespace === undefined || (rest.length > 0 && rest.join('.') !== 'svc')) return undefined;
  const full = `${name}.${namespace}.svc.${mesh.hosts.domain}`;
  return mesh.hosts.named(full).length > 0 ? full : undefined;
}
