import { makersOf, podsText } from './move';
import type { ObstacleKind } from './obstacle';
import { PAGES } from './pages';

export const serviceEntryForSome: ObstacleKind = {
  name: 'service-entry-for-some',
  severity: 'loss',
  summary: 'A ServiceEntry is exported to some namespaces; ztunnel uses it for pods of all namespaces',
  instead: 'limit it by serviceEntryVisibility of the mesh configuration, which ztunnel supports from Istio 1.31 on',
  url: PAGES.visibility,

  *find(mesh, move) {
    if (mesh.settings.serviceEntryVisibility !== undefined && mesh.release.has('serviceEntryVisibility')) return;
    for (const { resource, host, service, isKubernetes } of mesh.services) {
      const { exportTo } = service;
      if (isKubernetes || exportTo.includes('*')) continue;
      // Who knows the host by another object is not told of this one.
      const others = move.workloads.filter(
        ({ namespace }) => !exportTo.includes(namespace) && mesh.seen.from(namespace, host) === undefined,
      );
      if (others.length === 0) continue;
      yield {
        resource,
        field: 'spec.exportTo',
        lost: `requests of ${podsText(others)} to "${host}" are under it as well, to whom it is not exported`,
        related: makersOf(others),
      };
    }
  },
};
