import type { IConstruct } from 'constructs';
import type { Notice } from '../tree/notice';
import { unsupportedRelease } from '../tree/release-notice';
import { declaredTargetVersions } from '../tree/target-version';
import { compareMinors, parseIstioVersion } from '../values/istio-version';
import type { InstallPlan } from './install-plan';

/**
 * A control plane drops fields of later releases without a word.
 *
 * @param where path of the installation, for messages
 */
export function* releaseProblems(root: IConstruct, plan: InstallPlan, where: string): Iterable<string> {
  for (const [target, path] of declaredTargetVersions(root)) {
    const older = plan.controlPlanes.find(({ version }) => isOlder(version, target));
    if (older === undefined) continue;
    yield `Cannot rely on Istio ${older.version} at ${where}: ${nameOf(path)} is written for Istio ${target}; wanted version "${target}" or newer for the installation, or istioVersion "${older.version}" for the mesh`;
  }
}

/** What is installed although upstream no longer mends it, or although nothing was checked for it. */
export function* releaseNotices(root: IConstruct, plan: InstallPlan): Iterable<Notice> {
  const targets = [...declaredTargetVersions(root)];
  const isTarget = (version: string): boolean => targets.some(([target]) => minorOf(target) === minorOf(version));
  // A mesh tells of its own release.
  for (const { version } of plan.controlPlanes) if (!isTarget(version)) yield* unsupportedRelease(version);
  for (const [target, path] of targets) {
    const { controlPlanes } = plan;
    if (!controlPlanes.every(({ version }) => isOlder(target, version))) continue;
    yield {
      rule: 'unchecked-release',
      severity: 'warning',
      message: `Istio ${controlPlanes.map(({ version }) => version).join(' and ')} is installed, but ${nameOf(path)} is written for and checked against Istio ${target}`,
      fix: `set istioVersion "${controlPlanes[0].version}" for the mesh, or version "${target}" for the installation`,
    };
  }
}

function isOlder(a: string, b: string): boolean {
  return compareMinors(parseIstioVersion(a), parseIstioVersion(b)) < 0;
}

function minorOf(version: string): string {
  return parseIstioVersion(version).join('.');
}

function nameOf(path: string): string {
  return path === '' ? 'the app' : `"${path}"`;
}
