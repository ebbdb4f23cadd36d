import { parseIstioVersion } from './istio-version';

/** What upstream says of a minor release of Istio. */
export interface MinorRelease {
  /** The newest patch when the table was made. */
  readonly newest: string;
  /** The day until which upstream mends it, such as `2026-08-31`; absent while that is not known. */
  readonly supportEnds?: string;
}

/** The day of the table; a release whose support ends later is still supported. Dates are never compared with a clock. */
export const RELEASES_AS_OF = '2026-11-26';

/**
 * The minor releases that can be targeted. The end of support is six weeks after the release after next.
 *
 * @see https://istio.io/latest/docs/releases/supported-releases/
 */
export const RELEASES: { readonly [minor: string]: MinorRelease } = {
  '1.19': { newest: '1.19.10', supportEnds: '2024-04-24' },
  '1.20': { newest: '1.20.8', supportEnds: '2024-06-25' },
  '1.21': { newest: '1.21.6', supportEnds: '2024-09-27' },
  '1.22': { newest: '1.22.8', supportEnds: '2025-01-22' },
  '1.23': { newest: '1.23.6', supportEnds: '2025-04-16' },
  '1.24': { newest: '1.24.6', supportEnds: '2025-06-24' },
  '1.25': { newest: '1.25.5', supportEnds: '2025-09-30' },
  '1.26': { newest: '1.26.8', supportEnds: '2025-12-22' },
  '1.27': { newest: '1.27.9', supportEnds: '2026-03-30' },
  '1.28': { newest: '1.28.10', supportEnds: '2026-05-31' },
  '1.29': { newest: '1.29.6', supportEnds: '2026-08-31' },
  '1.30': { newest: '1.30.8', supportEnds: '2026-12-02' },
  '1.31': { newest: '1.31.4' },
  '1.32': { newest: '1.32.0' },
};

/** The release with its patch: that of `version`, or the newest known one of a minor without. */
export function withPatch(version: string): string {
  return /^\d+\.\d+$/.test(version) ? (RELEASES[version]?.newest ?? version) : version;
}

/** The day on which upstream stopped to mend the release; nothing for one that it still mends. */
export function endOfSupport(version: string): string | undefined {
  const ends = RELEASES[parseIstioVersion(version).join('.')]?.supportEnds;
  return ends !== undefined && ends <= RELEASES_AS_OF ? ends : undefined;
}
