import { PolicyScopes } from '../../istio/policies/policy-scope';
import type { Resource } from '../../model/resource';
import { isMapping } from '../../model/shape';
import { makersOf, podField, podsText } from './move';
import type { ObstacleKind } from './obstacle';
import { PAGES } from './pages';

export const telemetryOnSidecars: ObstacleKind = {
  name: 'telemetry-on-sidecars',
  severity: 'loss',
  summary:
    'A Telemetry selects pods, or is about outgoing requests; ztunnel reads no Telemetry, and a waypoint reports each request once, as a server',
  instead: 'use targetRefs for the Service, and remove the mode CLIENT',
  url: PAGES.requests,

  *find(mesh, move) {
    for (const resource of mesh.model.all('Telemetry')) {
      const pods = move.movingOf(mesh.once(PolicyScopes).of(resource).workloads);
      if (pods.length === 0) continue;
      const isSelecting = Object.keys(resource.spec.selector?.matchLabels ?? {}).length > 0;
      const ofClients = clientField(resource);
      if (!isSelecting && ofClients === undefined) continue;
      yield {
        resource,
        field: isSelecting ? 'spec.selector' : ofClients,
        lost: `what it says of ${ofClients === undefined ? 'requests' : 'requests that are sent'} has no effect for ${podsText(pods)}`,
        related: makersOf(pods),
      };
    }
  },
};

/** Where a Telemetry is about clients alone. */
function clientField({ spec }: Resource<'Telemetry'>): string | undefined {
  const isOfClients = (item: unknown) => isMapping(item) && isMapping(item.match) && item.match.mode === 'CLIENT';
  for (const list of ['tracing', 'accessLogging'] as const) {
    const i = (spec[list] ?? []).findIndex(isOfClients);
    if (i >= 0) return `spec.${list}[${i}].match.mode`;
  }
  for (const [i, { overrides }] of (spec.metrics ?? []).entries()) {
    const j = Array.isArray(overrides) ? overrides.findIndex(isOfClients) : -1;
    if (j >= 0) return `spec.metrics[${i}].overrides[${j}].match.mode`;
  }
  return undefined;
}

const SCRAPE = 'prometheus.io/scrape';

export const mergedMetrics: ObstacleKind = {
  name: 'merged-metrics',
  severity: 'loss',
  summary:
    'Prometheus reads the metrics of applications in plaintext from their sidecars, even if the ports of the applications are STRICT; ambient pods have only these ports',
  instead: 'add Prometheus to the mesh, or allow plaintext on the port of the metrics by a PeerAuthentication',
  url: PAGES.prometheus,

  *find(mesh, move) {
    if (mesh.model.meshConfig.raw.enablePrometheusMerge === false) return;
    for (const workload of move.workloads) {
      const { annotations, resource } = workload;
      if (annotations[SCRAPE] !== 'true' || annotations['prometheus.istio.io/merge-metrics'] === 'false') continue;
      const port = Number(annotations['prometheus.io/port'] ?? '80');
      if (mesh.peerAuthentications.modeOf(workload, port).mode !== 'STRICT') continue;
      yield {
        resource,
        field: podField(workload, `metadata.annotations["${SCRAPE}"]`),
        lost: `plaintext to port ${port} is refused by STRICT, so that a Prometheus outside of the mesh gets no metrics`,
      };
    }
  },
};
