import type { EffectiveMode } from '../../istio/policies/peer-authentication';
import type { Workload } from '../../model/workload';
import { makersOf, podsText } from './move';
import type { ObstacleKind } from './obstacle';
import { PAGES } from './pages';

export const disabledMutualTls: ObstacleKind = {
  name: 'disabled-mutual-tls',
  severity: 'blocker',
  summary:
    'A PeerAuthentication with mode DISABLE is ignored: the ambient mesh always sends mutual TLS between its pods',
  instead:
    'remove the mode, or keep pods that need plaintext out of the mesh by the label istio.io/dataplane-mode: none',
  url: PAGES.migration,

  *find(mesh, move) {
    const byField = new Map<string, { mode: EffectiveMode; port: number | undefined; pods: Workload[] }>();
    for (const workload of move.workloads) {
      const named = mesh.model
        .inNamespace('PeerAuthentication', workload.namespace)
        .flatMap(({ spec }) => Object.keys(spec.portLevelMtls ?? {}).map(Number));
      for (const port of [undefined, ...new Set(named)]) {
        const mode = mesh.peerAuthentications.modeOf(workload, port);
        if (mode.mode !== 'DISABLE' || mode.resource === undefined) continue;
        const key = `${mode.resource} ${mode.field}`;
        const found = byField.get(key) ?? { mode, port: isOfPort(mode) ? port : undefined, pods: [] };
        byField.set(key, found);
        if (!found.pods.includes(workload)) found.pods.push(workload);
      }
    }
    for (const { mode, port, pods } of byField.values()) {
      if (mode.resource === undefined) continue;
      yield {
        resource: mode.resource,
        field: mode.field,
        part: port === undefined ? undefined : String(port),
        lost: `${podsText(pods)} take no mutual TLS${port === undefined ? '' : ` on port ${port}`}, and in the ambient mesh they get nothing else from pods of the mesh`,
        related: makersOf(pods),
      };
    }
  },
};

function isOfPort({ field = '' }: EffectiveMode): boolean {
  return field.startsWith('spec.portLevelMtls');
}
