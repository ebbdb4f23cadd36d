import { CLUSTER_DOMAIN, fullHost, serviceHost } from './host-name';
import type { Labels } from './labels';
import { istioPortProtocol, type PortProtocol, portProtocol } from './protocol';
import type { Resource } from './resource';
import type { ServiceSpec } from './shapes/kubernetes';

/** A port of a service. */
export interface MeshPort {
  readonly number: number;
  readonly name: string;
  /** What Istio speaks there. */
  readonly protocol: PortProtocol;
  /** `TCP`, `UDP` or `SCTP`. */
  readonly transport: string;
  /** The port of the pods, by number or name. */
  readonly targetPort: number | string;
}

/** A host that the mesh knows: a Kubernetes Service, or one host of a ServiceEntry. */
export interface MeshHost {
  /** Full name; may begin with a star for a ServiceEntry. */
  readonly host: string;
  readonly namespace: string;
  /** The object that defines the service. */
  readonly resource: Resource;
  readonly source: 'Service' | 'ServiceEntry';
  readonly ports: readonly MeshPort[];
  /** Namespaces that see the service; `*` stands for all. */
  readonly exportTo: readonly string[];
  /** Labels of the pods behind the service; undefined if it does not select pods. */
  readonly selector: Labels | undefined;
  readonly headless: boolean;
  /** The name outside the cluster that an ExternalName Service stands for. */
  readonly externalName: string | undefined;
  /** Whether a controller or chart makes the object, so that the set does not hold it. */
  readonly generated: boolean;
}

/** The Service whose ports are given, as the mesh sees it. */
export function serviceFrom(
  source: {
    readonly resource: Resource;
    readonly spec: ServiceSpec;
    readonly name?: string;
    readonly namespace?: string;
    readonly generated?: boolean;
  },
  defaults: { readonly exportTo: readonly string[]; readonly domain: string },
): MeshHost {
  const { resource, spec } = source;
  const namespace = source.namespace ?? resource.namespace;
  const ports = (spec.ports ?? []).map(port => ({
    number: port.port ?? 0,
    name: port.name ?? '',
    protocol: portProtocol(port),
    transport: port.protocol ?? 'TCP',
    targetPort: port.targetPort === undefined || port.targetPort === 0 ? (port.port ?? 0) : port.targetPort,
  }));
  const selector = spec.selector !== undefined && Object.keys(spec.selector).length > 0 ? spec.selector : undefined;
  return Object.freeze({
    host: serviceHost(source.name ?? resource.name, namespace, defaults.domain),
    namespace,
    resource,
    source: 'Service' as const,
    ports,
    exportTo: exportedTo(
      resource.annotations['networking.istio.io/exportTo']?.split(','),
      namespace,
      defaults.exportTo,
    ),
    selector,
    headless: spec.clusterIP === 'None',
    externalName: spec.type === 'ExternalName' ? spec.externalName : undefined,
    generated: source.generated ?? false,
  });
}

/** The hosts of a ServiceEntry, as the mesh sees them. */
export function serviceEntryHosts(
  resource: Resource<'ServiceEntry'>,
  defaults: { readonly exportTo: readonly string[]; readonly domain: string } = {
    exportTo: [],
    domain: CLUSTER_DOMAIN,
  },
): MeshHost[] {
  const { spec, namespace } = resource;
  const ports = (spec.ports ?? []).map(port => ({
    number: port.number ?? 0,
    name: port.name ?? '',
    protocol: istioPortProtocol(port.protocol),
    transport: port.protocol === 'UDP' ? 'UDP' : 'TCP',
    targetPort: port.targetPort ?? port.number ?? 0,
  }));
  const exportTo = exportedTo(spec.exportTo, namespace, defaults.exportTo);
  return (spec.hosts ?? []).map(host =>
    Object.freeze({
      host: fullHost(host, namespace, defaults.domain),
      namespace,
      resource,
      source: 'ServiceEntry' as const,
      ports,
      exportTo,
      selector: spec.workloadSelector?.labels,
      headless: spec.resolution === 'NONE' || spec.resolution === undefined,
      externalName: undefined,
      generated: false,
    }),
  );
}

/** The namespaces that an `exportTo` names: `.` is the own one, an empty list means the default, `*` covers all others. */
export function exportedTo(
  entries: readonly string[] | undefined,
  namespace: string,
  byDefault: readonly string[],
): readonly string[] {
  const named = (entries ?? []).map(entry => entry.trim()).filter(entry => entry !== '');
  const chosen = named.length > 0 ? named : byDefault;
  if (chosen.length === 0 || chosen.includes('*')) return ['*'];
  return [...new Set(chosen.map(entry => (entry === '.' ? namespace : entry)))];
}
