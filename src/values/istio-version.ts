import { ConfigError } from './config-error';

/** The Istio release whose CRD schemas the types and checks are generated from. */
export const SCHEMA_VERSION = '1.32.0';

/** The Istio release that is deployed unless the user names another: the newest minor that has been mended. */
export const DEFAULT_ISTIO_VERSION = '1.31.4';

/** The oldest and newest Istio minors that may be targeted. */
export const OLDEST_MINOR = '1.19';
export const NEWEST_MINOR = '1.32';

/** An Istio release such as `1.31.4`, or a minor such as `1.31`. */
export type IstioVersion = `${number}.${number}` | `${number}.${number}.${number}`;

/** The minor of a release as `[major, minor]`; throws if it is not one that the library can target. */
export function parseIstioVersion(version: string, where?: string): readonly [major: number, minor: number] {
  const parts = /^(\d+)\.(\d+)(?:\.(\d+))?(?:-[0-9A-Za-z.-]+)?$/.exec(version);
  const at = where === undefined ? '' : ` at ${where}`;
  if (parts === null) {
    throw new ConfigError(
      `Cannot target Istio "${version}"${at}: wanted a release such as "${DEFAULT_ISTIO_VERSION}" or a minor such as "1.31"`,
    );
  }
  const found = [Number(parts[1]), Number(parts[2])] as const;
  if (!isTargetable(version)) {
    throw new ConfigError(
      `Cannot target Istio "${version}"${at}: wanted a release from ${OLDEST_MINOR} to ${NEWEST_MINOR}`,
    );
  }
  return found;
}

/** Whether the minor of a release is one that the library knows. */
export function isTargetable(release: string): boolean {
  const minor = minorOf(release);
  return compareMinors(minor, minorOf(OLDEST_MINOR)) >= 0 && compareMinors(minor, minorOf(NEWEST_MINOR)) <= 0;
}

/** The oldest of some releases; undefined if there are none. */
export function oldestRelease(releases: Iterable<string>): string | undefined {
  let oldest: string | undefined;
  for (const release of releases) if (oldest === undefined || !isAtLeast(release, oldest)) oldest = release;
  return oldest;
}

/** Orders two minors: negative when `a` is older. */
export function compareMinors(a: readonly [number, number], b: readonly [number, number]): number {
  return a[0] - b[0] || a[1] - b[1];
}

/**
 * Whether `version` is `release` or newer. A version without a patch stands for its newest patch, a release without a
 * patch for its first one.
 */
export function isAtLeast(version: string, release: string): boolean {
  const own = version.split(/[.-]/);
  for (const [i, part] of release.split('.').entries()) {
    const [a, b] = [own[i] === undefined ? Number.POSITIVE_INFINITY : Number(own[i]), Number(part)];
    if (a !== b) return a > b;
  }
  return true;
}

function minorOf(minor: string): readonly [number, number] {
  const [major = 0, second = 0] = minor.split('.').map(Number);
  return [major, second];
}
