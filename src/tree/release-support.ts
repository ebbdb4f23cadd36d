import { endOfSupport } from '../values/istio-releases';
import { DEFAULT_ISTIO_VERSION } from '../values/istio-version';
import type { CheckFinding } from './check';

/** That upstream no longer supports a release; nothing for one that it supports. */
export function unsupportedRelease(version: string): readonly CheckFinding[] {
  const ended = endOfSupport(version);
  if (ended === undefined) return [];
  return [
    {
      problem: `Istio ${version} has had no support from upstream since ${ended}: faults and vulnerabilities stay`,
      fix: `move to a release that is supported, such as ${DEFAULT_ISTIO_VERSION}`,
    },
  ];
}
