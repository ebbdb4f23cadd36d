import { endOfSupport } from '../values/istio-releases';
import { DEFAULT_ISTIO_VERSION } from '../values/istio-version';
import type { Notice } from './notice';

/** That upstream no longer mends a release; nothing for one that it mends. */
export function unsupportedRelease(version: string): readonly Notice[] {
  const ended = endOfSupport(version);
  if (ended === undefined) return [];
  return [
    {
      rule: 'unsupported-release',
      severity: 'warning',
      message: `Istio ${version} has had no support from upstream since ${ended}: faults and vulnerabilities stay`,
      fix: `move to a release that is supported, such as ${DEFAULT_ISTIO_VERSION}`,
    },
  ];
}
