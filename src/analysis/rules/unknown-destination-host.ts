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
  equivalents: ['IST0101', 'KIA1101'],
  istioAnalyzers: ['virtualservice.DestinationHostAnalyzer'],

  *check({ model }) {
    for (const resource of model.all('VirtualService')) {
      const clients = clientsOf(resource.namespace, resource.spec.exportTo);
      const reported = new Set<string>();
      for (const { destination, field, isMirror } of destinationsOf(resource)) {
        const host = destination.host ?? '';
        if (model.hosts.lookup(host, resource.namespace, clients) !== undefined) continue;
        // A destination without a host is for validation to report.
        if (host === '' && !model.istioParity) continue;
        // One missing Service is one mistake, however many routes lead to it.
        if (reported.has(host) && !model.istioParity) continue;
        reported.add(host);
        yield { resource, field: `${field}.host`, ...explain(host, resource, model, isMirror) };
      }
    }
  },
};

function explain(
  host: string,
  { namespace }: Resource<'VirtualService'>,
  model: MeshModel,
  isMirror: boolean,
): Pick<Finding, 'problem' | 'fix' | 'related' | 'severity'> {
  const full = model.fullHost(host, namespace);
  const what = isMirror ? 'mirror host' : 'host';
  const hidden = model.hosts.named(full)[0];
  if (hidden !== undefined) {
    return {
      problem: `${what} "${full}" is not visible in namespace "${namespace}"; it is exported to ${quoted(hidden.exportTo)}`,
      fix: `export ${hidden.source} "${hidden.resource.fullName}" to "${namespace}"`,
      related: [hidden.resource],
    };
  }
  const service = model.serviceOfHost(full);
  const written = full === host ? `"${host}"` : `"${host}", that is "${full}",`;
  if (service === undefined) {
    const short = shortServiceHost(host, model);
    const entries = model.all('ServiceEntry');
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
  const there = model.inNamespace('Service', service.namespace);
  const elsewhere = model.named('Service', service.name);
  return {
    // The Services of another namespace may come from another repository.
    severity: there.length === 0 && elsewhere.length === 0 ? 'warning' : 'error',
    problem: `${what} ${written} is not a Service; namespace "${service.namespace}" has ${quotedNames(there)}`,
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
