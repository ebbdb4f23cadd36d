import type { ServiceEntrySpec, SidecarSpec } from '../../../imports/networking.istio.io';
import { exportedTo } from '../../model/mesh-host';
import type { Resource } from '../../model/resource';
import { canonicalJson } from '../../values/plain-data';
import { PROTOCOLS } from '../../values/protocol';
import { type CodeLike, create, variable } from '../code';
import { MESH, type Scene } from '../scene';
import { attempt, type Candidate, inexpressible, onlyFields, type Proposed } from '../unit';

/** ServiceEntries as `ExternalService`, and the Sidecar of the mesh as `OutboundTrafficPolicy`. */
export function externalUnits(scene: Scene): readonly Proposed[] {
  return [
    ...scene.model.all('ServiceEntry').map(resource => ({
      resource,
      proposals: attempt(() => externalService(scene, resource)),
    })),
    ...scene.model.inNamespace('Sidecar', scene.rootNamespace).map(resource => ({
      resource,
      proposals: attempt(() => outboundPolicy(scene, resource)),
    })),
  ];
}

function externalService(scene: Scene, resource: Resource<'ServiceEntry'>): Candidate {
  const { name, namespace } = resource;
  const spec = resource.manifest.spec as ServiceEntrySpec;
  const known = ['hosts', 'addresses', 'ports', 'location', 'resolution', 'endpoints', 'exportTo'];
  onlyFields(spec, known, 'spec');
  const { hosts, addresses, ports = [], endpoints, exportTo } = spec;
  if (spec.location === 'MESH_INTERNAL') inexpressible('it is for pods or machines of the mesh');
  const id = scene.idFor(resource, name, `${namespace}-${name}`, `${name}-external`);
  for (const port of ports) onlyFields(port, ['number', 'name', 'protocol', 'targetPort'], 'ports');
  for (const endpoint of endpoints ?? []) onlyFields(endpoint, ['address'], 'endpoints');
  const seen = exportedTo(exportTo, namespace, []);
  const props: { [key: string]: CodeLike } = {
    hosts,
    ports: ports.map(({ number, name: port, protocol = '', targetPort }) => {
      const speaks = PROTOCOLS.find(declared => declared === protocol.toLowerCase());
      if (speaks === undefined || speaks === 'udp') inexpressible(`no construct writes a port of protocol ${protocol}`);
      return {
        port: number,
        protocol: speaks,
        targetPort: targetPort === number ? undefined : targetPort,
        name: port === speaks ? undefined : port,
      };
    }),
    name: id === name ? undefined : name,
    namespace: variable(scene.namespaces.get(namespace)?.variable ?? ''),
    addresses: addresses === undefined || addresses.length === 0 ? undefined : addresses,
    endpoints: endpoints?.map(({ address }) => ({ address: address ?? '' })),
  };
  if (!seen.includes('*')) {
    props.visibleIn = seen.map(one => {
      const declared = scene.namespaces.get(one);
      return declared === undefined
        ? inexpressible(`namespace "${one}" of exportTo is not declared`)
        : variable(declared.variable);
    });
  }
  const own = scene.variables.for(name, `${namespace}-${name}`, `${name}-external`);
  for (const host of hosts) scene.externals.set(host, { variable: own, name });
  return {
    form: 'construct',
    what: 'ExternalService',
    statements: [{ variable: own, code: create('ExternalService', MESH, id, props) }],
    ids: [id],
  };
}

function outboundPolicy(scene: Scene, resource: Resource<'Sidecar'>): Candidate {
  const { outboundTrafficPolicy, egress, ...rest } = resource.manifest.spec as SidecarSpec;
  onlyFields(rest, [], 'spec');
  const mode = outboundTrafficPolicy?.mode;
  if (resource.name !== 'default' || canonicalJson(egress) !== '[{"hosts":["*/*"]}]') {
    return inexpressible('it says more than the outbound policy of the mesh');
  }
  const id = scene.idFor(resource, 'outbound-policy');
  const props = mode === 'REGISTRY_ONLY' ? [] : [{ mode: String(mode) }];
  return {
    form: 'construct',
    what: 'OutboundTrafficPolicy',
    statements: [{ code: create('OutboundTrafficPolicy', MESH, id, ...props) }],
    ids: [id],
  };
}
