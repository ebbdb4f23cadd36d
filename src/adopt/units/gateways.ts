import type { GatewaySpec, Server } from '../../../imports/networking.istio.io';
import type { Resource } from '../../model/resource';
import { canonicalJson } from '../../values/plain-data';
import { type Code, type CodeLike, call, create, imported, type Statement, variable } from '../code';
import { type ConnectionServer, MESH, type Scene } from '../scene';
import { attempt, type Candidate, inexpressible, onlyFields, type Proposed } from '../unit';
import { gatewayWorkload } from './gateway-workload';

/** Gateways as `IngressGateway`, and those between networks as `CrossNetworkGateway`. */
export function gatewayUnits(scene: Scene): readonly Proposed[] {
  return scene.model.all('Gateway').map(resource => ({
    resource,
    proposals: attempt(() =>
      resource.spec.servers?.some(({ tls }) => tls?.mode === 'AUTO_PASSTHROUGH') === true
        ? crossNetworkGateway(scene, resource)
        : new GatewayCode(scene, resource).candidate(),
    ),
  }));
}

function crossNetworkGateway(scene: Scene, resource: Resource<'Gateway'>): Candidate {
  const { name, namespace } = resource;
  const { servers = [] } = resource.manifest.spec as GatewaySpec;
  const workload = gatewayWorkload(scene, resource);
  const id = scene.idFor(resource, name, `gateway-${name}`);
  if (id !== name || workload.namespace !== namespace) {
    inexpressible('a construct between networks names its Gateway itself, in the namespace of the pods');
  }
  const hosts = servers[0]?.hosts ?? [];
  const props = { workload: workload.code, hosts: canonicalJson(hosts) === '["*.local"]' ? undefined : hosts };
  return {
    form: 'construct',
    what: 'CrossNetworkGateway',
    statements: [{ code: create('CrossNetworkGateway', MESH, id, props), comment: workload.comment }],
    ids: [id],
    notes: workload.comment,
  };
}

class GatewayCode {
  private readonly statements: Statement[] = [];
  private readonly connections: ConnectionServer[] = [];
  private readonly name: string;

  public constructor(
    private readonly scene: Scene,
    private readonly resource: Resource<'Gateway'>,
  ) {
    this.name = scene.variables.for(
      resource.name,
      `${resource.namespace}-${resource.name}`,
      `${resource.name}-gateway`,
    );
  }

  public candidate(): Candidate {
    const { scene, resource } = this;
    const spec = resource.manifest.spec as GatewaySpec;
    onlyFields(spec, ['selector', 'servers'], 'spec');
    const { selector = {}, servers = [] } = spec;
    if (Object.keys(selector).length === 0) inexpressible('it has no selector');
    const workload = gatewayWorkload(scene, resource);
    const id = scene.idFor(resource, resource.name, `gateway-${resource.name}`);
    const elsewhere = workload.namespace !== resource.namespace;
    const props: { [key: string]: CodeLike } = { workload: workload.code };
    if (id !== resource.name) props.name = resource.name;
    if (elsewhere) props.namespace = variable(scene.namespaces.get(resource.namespace)?.variable ?? '');
    const code = create('IngressGateway', MESH, id, props);
    this.statements.push({ variable: this.name, code, comment: workload.comment });
    const redirects = servers.filter(isRedirect);
    for (const server of servers) if (!isRedirect(server)) this.server(server, redirects);
    if (redirects.length > 0) inexpressible('a server redirects to HTTPS for other hosts than one for HTTPS takes');
    scene.gateways.set(`${resource.namespace}/${resource.name}`, {
      id,
      variable: this.name,
      namespace: resource.namespace,
      name: resource.name,
      selector,
      podNamespace: workload.namespace,
      connections: this.connections,
    });
    return {
      form: 'construct',
      what: 'IngressGateway',
      statements: this.statements,
      ids: [id],
      notes: workload.comment,
    };
  }

  private server(server: Server, redirects: Server[]): void {
    onlyFields(server, ['port', 'hosts', 'tls', 'name'], 'servers');
    onlyFields(server.port, ['number', 'protocol', 'name'], 'servers.port');
    const { port, tls } = server;
    const hosts = server.hosts.map(host => host.replace(/^\*\//, ''));
    if (hosts.some(host => host.includes('/'))) inexpressible('a server takes hosts of some namespaces alone');
    const gateway = variable(this.name);
    const { number } = port;
    switch (port.protocol.toUpperCase()) {
      case 'HTTP':
      case 'HTTP2':
        if (tls !== undefined && canonicalJson(tls) !== '{}')
          inexpressible('no construct writes tls of an HTTP server');
        this.statements.push({ code: call(gateway, 'http', { hosts, port: number === 80 ? undefined : number }) });
        return;
      case 'GRPC':
        this.statements.push({ code: call(gateway, 'grpc', { hosts, port: number }) });
        return;
      case 'HTTPS': {
        const props = termination(server, hosts, tls);
        const redirect = redirects.findIndex(
          other =>
            other.port.number === 80 &&
            canonicalJson([...other.hosts].sort()) === canonicalJson([...server.hosts].sort()),
        );
        if (redirect >= 0) redirects.splice(redirect, 1);
        const code = call(gateway, 'https', { ...props, redirectHttp: redirect >= 0 ? undefined : false });
        this.statements.push({ code });
        return;
      }
      case 'TLS':
        if (tls?.mode === 'PASSTHROUGH') {
          onlyFields(tls, ['mode'], 'servers.tls');
          this.connection('passthrough', { hosts, port: number === 443 ? undefined : number }, server);
        } else this.connection('tls', termination(server, hosts, tls), server);
        return;
      case 'TCP':
        if (canonicalJson(hosts) !== '["*"]') inexpressible('a server takes connections for some hosts alone');
        this.connection('tcp', { port: number }, server);
        return;
      default:
        inexpressible(`no construct writes a server of protocol ${port.protocol}`);
    }
  }

  private connection(
    kind: ConnectionServer['kind'],
    props: { readonly [key: string]: CodeLike },
    server: Server,
  ): void {
    const name = this.scene.variables.for(
      `${this.resource.name}-${kind}`,
      `${this.resource.name}-${kind}-${server.port.number}`,
    );
    this.connections.push({ variable: name, kind, port: server.port.number, hosts: server.hosts });
    this.statements.push({ variable: name, code: call(variable(this.name), kind, props) });
  }
}

function isRedirect({ port, tls }: Server): boolean {
  return port.protocol === 'HTTP' && tls?.httpsRedirect === true && Object.keys(tls).length === 1;
}

function termination({ port }: Server, hosts: readonly string[], tls: Server['tls']) {
  const { mode, credentialName, minProtocolVersion, cipherSuites, subjectAltNames, ...rest } = tls ?? {};
  onlyFields(rest, [], 'servers.tls');
  const clients: { readonly [mode: string]: string | undefined } = { MUTUAL: 'required', OPTIONAL_MUTUAL: 'optional' };
  if (credentialName === undefined) inexpressible('a server takes its certificate from files');
  if (mode !== 'SIMPLE' && clients[mode ?? ''] === undefined) inexpressible(`no construct writes tls.mode "${mode}"`);
  const credential: Code = call(imported('TlsCredential'), 'existing', credentialName);
  return {
    hosts,
    port: port.number === 443 ? undefined : port.number,
    credential,
    clientCertificate: clients[mode ?? ''],
    subjectAltNames,
    minProtocolVersion,
    cipherSuites,
  };
}
