import { isTargetable, oldestRelease } from '../values/istio-version';
import { type ChartInstallation, type OperatorInstallation, valueAt } from './installations';
import type { Resource } from './resource';

/**
 * The Istio release of the control plane that the set installs; the oldest of several, because what works there works
 * with all. Undefined if the set names none that can be targeted.
 */
export function installedRelease(
  operators: readonly OperatorInstallation[],
  charts: readonly ChartInstallation[],
  deployments: readonly Resource<'Deployment'>[],
): string | undefined {
  const written = [
    ...operators.map(({ spec }) => spec.tag ?? valueAt(spec.values, 'global.tag')),
    ...charts.filter(({ chart }) => chart === 'istiod').map(({ version }) => version),
    ...deployments.filter(({ labels }) => labels.app === 'istiod').map(imageTag),
  ];
  const releases = written.flatMap(text => {
    const [, release] = /^v?(\d+\.\d+(?:\.\d+)?)(?![0-9])/.exec(String(text)) ?? [];
    return release !== undefined && isTargetable(release) ? [release] : [];
  });
  return oldestRelease(releases);
}

function imageTag({ spec }: Resource<'Deployment'>): string | undefined {
  const images = (spec.template?.spec?.containers ?? []).map(({ image = '' }) => image);
  return images.flatMap(image => /(?:^|\/)pilot:([^:/@]+)/.exec(image)?.[1] ?? [])[0];
}
