import type { IConstruct } from 'constructs';
import { type AccessGrant, accessGrants, markdownTable } from '../mesh/access-grants';
import type { Mesh } from '../mesh/mesh';
import { isMeshService, type ServiceVersion } from '../mesh/mesh-service';
import { declaredExtensionProviders } from '../tree/extension-provider';
import { addOutputFile, type SynthOutput } from '../tree/output-file';
import type { MatrixEntry } from '../values/matrix-entry';
import { byText } from '../values/order';
import { drawMesh, edgeText, type GraphEdge, type GraphNode, type MeshGraph } from './mesh-graph';
import { mutualTlsRows, policyRows, shareRows } from './mesh-tables';

/** Options of `addMeshDocument`. */
export interface MeshDocumentOptions {
  /**
   * Path in the output folder.
   *
   * @default "MESH.md"
   */
  readonly path?: string | undefined;
}

/**
 * Writes a page about the mesh beside its manifests: a picture, its services and versions, who gets which requests
 * through to whom (declared or not), whether egress is open, how requests are shared between versions, what is refused, what takes plaintext and why, and where telemetry goes.
 *
 * It is made from the same tree in the same step, so that it never tells of another mesh than the manifests. Only
 * `MeshApp` writes it.
 *
 * @throws ConfigError if the path is taken or leaves the output folder
 * @example
 * addMeshDocument(mesh);
 */
export function addMeshDocument(mesh: Mesh, { path = 'MESH.md' }: MeshDocumentOptions = {}): void {
  addOutputFile(mesh, path, output => renderMeshDocument(mesh, output));
}

/** The page about a mesh, in Markdown. */
export function renderMeshDocument(mesh: Mesh, output: Pick<SynthOutput, 'mesh' | 'access'>): string {
  const { mesh: effective, access } = output;
  const sections: readonly (readonly [title: string, text: string])[] = [
    ['Services and workloads', servicesOf(mesh)],
    ['Calls', callsOf(access)],
    ['Calls to the outside', externalCallsOf(mesh)],
    ['Hosts that the mesh does not know', openEgressOf(access)],
    ['Releases', releasesOf(mesh)],
    ['Shares of requests', tableOf(['host', 'route', 'shares'], shareRows(effective))],
    ['Policies', tableOf(['kind', 'name', 'for', 'effect'], policyRows(effective))],
    ['Mutual TLS', tableOf(['pods', 'accept', 'reason'], mutualTlsRows(effective))],
    ['Telemetry and authorization providers', providersOf(mesh)],
  ];
  const pictures = drawMesh(graphOf(mesh)).map(
    ({ title, mermaid }) => `### ${title}\n\n\`\`\`mermaid\n${mermaid}\`\`\`\n`,
  );
  return [
    '# Mesh\n',
    `Written by the synth, with the manifests beside it, for Istio ${mesh.istioVersion}. Trust domain \`${mesh.trustDomain}\`.\n`,
    `## Picture\n\n${pictures.join('\n')}`,
    ...sections.filter(([, text]) => text !== '').map(([title, text]) => `## ${title}\n\n${text}`),
  ].join('\n');
}

function servicesOf(mesh: Mesh): string {
  return tableOf(
    ['service or workload', 'ports', 'versions', 'identity', 'data plane'],
    mesh.pods.map(pods => {
      const { label, principal, namespace } = pods;
      const { ports, versions } = isMeshService(pods) ? pods : { ports: [], versions: [] };
      return [
        label,
        ports.map(port => `${port.port}/${port.protocol}`).join(', ') || '–',
        versions
          .map(({ name, replicas }) =>
            replicas === undefined ? name : `${name} (${replicas} ${plural(replicas, 'pod')})`,
          )
          .join(', ') || '–',
        `\`${principal}\``,
        namespace.dataPlane.mode,
      ];
    }),
  );
}

/** Who gets what through to whom, proven of what is written: declared or not. */
function callsOf(access: readonly MatrixEntry[]): string {
  return tableOf(
    ['from', 'to', 'requests', 'how'],
    access
      .filter(({ isUnknownHost, allowed }) => allowed && !isUnknownHost)
      .map(({ from, to, requests, ending }) => [from.join(', '), to, requestsText(requests), ending]),
  );
}

/** More kinds of requests than this make a row that nobody reads. */
const MOST_REQUESTS = 4;

function requestsText(requests: readonly string[]): string {
  const written = requests.map(text => (text === ALL_REQUESTS ? text : `\`${text.replaceAll('`', "'")}\``));
  if (written.length <= MOST_REQUESTS) return written.join(', ');
  const more = written.length - MOST_REQUESTS;
  return `${written.slice(0, MOST_REQUESTS).join(', ')} and ${more} more (\`npx cdk8s-istio matrix\`)`;
}

/** Whether requests to anywhere leave the mesh, and whose. */
function openEgressOf(access: readonly MatrixEntry[]): string {
  const open = access.filter(({ isUnknownHost, allowed }) => isUnknownHost && allowed);
  if (open.length === 0) return 'Nobody gets through to them.\n';
  const from = [...new Set(open.flatMap(entry => entry.from))];
  return `Egress is open. Requests to them leave the mesh from: ${from.join(', ')}.\n`;
}

/** What a release in stages shows of itself; every construct of this shape is one. */
interface StagedRelease {
  readonly stable: ServiceVersion;
  readonly canary: ServiceVersion;
  readonly stage: { readonly name: string };
  readonly stages: readonly { readonly name: string }[];
}

function releasesOf(mesh: Mesh): string {
  const releases = mesh.node.root.node.findAll().filter(isStaged);
  return tableOf(
    ['service', 'from', 'to', 'stage', 'stages'],
    releases
      .map(({ stable, canary, stage, stages }) => [
        stable.service.label,
        stable.name,
        canary.name,
        stage.name,
        stages.map(({ name }) => name).join(', '),
      ])
      .sort(byText(cells => cells.join())),
  );
}

function isStaged(construct: IConstruct): construct is IConstruct & StagedRelease {
  const { stable, canary, stage, stages } = construct as IConstruct & Partial<StagedRelease>;
  return stable?.service !== undefined && canary !== undefined && stage?.name !== undefined && Array.isArray(stages);
}

function externalCallsOf(mesh: Mesh): string {
  return tableOf(
    ['caller', 'host', 'ports', 'leaves by'],
    mesh.externalServices
      .flatMap(({ calls, hosts, leavesFrom }) =>
        calls.map(({ caller, ports }) => [
          caller.label,
          hosts.join(', '),
          ports.map(port => `${port.port}/${port.protocol}`).join(', '),
          leavesFrom === undefined ? 'the pods themselves' : `the gateway in ${leavesFrom.name}`,
        ]),
      )
      .sort(byText(cells => cells.join())),
  );
}

function providersOf(mesh: Mesh): string {
  return tableOf(
    ['provider', 'used for', 'address'],
    declaredExtensionProviders(mesh).map(({ name, purpose, target }) => [
      name,
      purpose,
      target === undefined ? '–' : `${target.host}:${target.port}`,
    ]),
  );
}

/** The grants of all calls; a gateway is told from the service that may have the same name. */
function grantsOf(mesh: Mesh): readonly AccessGrant[] {
  const gateways = new Set(mesh.gateways.map(({ label, principal }) => `${label} ${principal}`));
  return accessGrants(mesh).map(grant =>
    gateways.has(`${grant.caller} ${grant.principal}`) ? { ...grant, caller: `gateway ${grant.caller}` } : grant,
  );
}

function graphOf(mesh: Mesh): MeshGraph {
  const services = mesh.pods.map((pods): GraphNode => {
    const { label, name, namespace } = pods;
    const versions = isMeshService(pods) ? pods.versions : [];
    const lines = versions.length > 1 ? [name, versions.map(version => version.name).join(', ')] : [name];
    return { label, namespace: namespace.name, lines, shape: 'service' };
  });
  const gateways = mesh.gateways.map(
    ({ label, name, podNamespace }): GraphNode => ({
      label: `gateway ${label}`,
      namespace: podNamespace.name,
      lines: [name],
      shape: 'gateway',
    }),
  );
  const internet: readonly GraphNode[] =
    gateways.length === 0 ? [] : [{ label: INTERNET, namespace: 'outside', lines: [INTERNET], shape: 'outside' }];
  const entries = gateways.map(({ label }): GraphEdge => ({ from: INTERNET, to: label, text: '' }));
  const outside = mesh.externalServices.map(
    ({ label }): GraphNode => ({ label, namespace: 'outside', lines: [label], shape: 'outside' }),
  );
  const edges = grantsOf(mesh).map(
    (grant): GraphEdge => ({ from: grant.caller, to: grant.callee, text: edgeText(grant) }),
  );
  const external = mesh.externalServices.flatMap(({ label, calls }) =>
    calls.map(
      ({ caller, ports }): GraphEdge => ({
        from: caller.label,
        to: label,
        text: ports.map(({ port }) => port).join(', '),
      }),
    ),
  );
  return { nodes: [...services, ...gateways, ...internet, ...outside], edges: [...entries, ...edges, ...external] };
}

/** What the matrix says where nothing is asked of requests. */
const ALL_REQUESTS = 'all requests';

/** Whoever sends requests to the gateways. */
const INTERNET = 'internet';

function tableOf(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return rows.length === 0 ? '' : markdownTable(head, rows);
}

function plural(count: number, noun: string): string {
  return count === 1 ? noun : `${noun}s`;
}
