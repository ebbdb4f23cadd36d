import type { IConstruct } from 'constructs';
import type { CheckFinding } from '../tree/check';
import { unsupportedRelease } from '../tree/release-support';
import { declaredTargetVersions } from '../tree/target-version';
import { compareMinors, parseIstioVersion } from '../values/istio-version';
import type { InstallPlan } from './install-plan';

/** What the app is written for that an installed control plane, which is older, drops without an error. */
export function* olderControlPlanes(root: IConstruct, plan: InstallPlan): Iterable<CheckFinding> {
  for (const [target, path] of declaredTargetVersions(root)) {
    const older = plan.controlPlanes.find(({ version }) => isOlder(version, target));
    if (older === undefined) continue;
    yield {
      problem: `${nameOf(path)} is written for Istio ${target}, but the control plane is of ${older.version} and drops what it does not know`,
      fix: `set version "${target}" or newer for the installation, or istioVersion "${older.version}" for the mesh`,
    };
  }
}

/** What is installed although upstream no longer supports it; a mesh tells of its own release. */
export function* unsupportedControlPlanes(root: IConstruct, plan: InstallPlan): Iterable<CheckFinding> {
  const targets = [...declaredTargetVersions(root).keys()].map(minorOf);
  for (const { version } of plan.controlPlanes) {
    if (!targets.includes(minorOf(version))) yield* unsupportedRelease(version);
  }
}

/** What is installed although nothing was checked for it. */
export function* newerControlPlanes(root: IConstruct, plan: InstallPlan): Iterable<CheckFinding> {
  for (const [target, path] of declaredTargetVersions(root)) {
    const { controlPlanes } = plan;
    if (!controlPlanes.every(({ version }) => isOlder(target, version))) continue;
    yield {
      problem: `Istio ${controlPlanes.map(({ version }) => version).join(' and ')} is installed, but ${nameOf(path)} is written for and checked against Istio ${target}`,
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
