import { ConfigError } from '../values/config-error';

/** Where the images of Istio are pulled from unless the user names a mirror or a pull-through cache. */
export const DEFAULT_HUB = 'docker.io/istio';

/** The chart repository of the project, over HTTP. */
export const HTTP_CHARTS = 'https://blob.istio.io/istio-release/charts';

/** The chart registry of the project, over OCI. */
export const OCI_CHARTS = 'oci://ghcr.io/istio/release/charts';

/** Hosts and paths that the project switches off in December 2026, and what takes their place. */
const RETIRED: readonly (readonly [place: string, replacement: string])[] = [
  ['registry.istio.io', `${DEFAULT_HUB} for images, ${OCI_CHARTS} for charts`],
  ['gcr.io/istio-release', `${DEFAULT_HUB} for images, ${OCI_CHARTS} for charts`],
  ['gcr.io/istio-testing', DEFAULT_HUB],
  ['istio-release.storage.googleapis.com', HTTP_CHARTS],
];

/** What to use instead of a registry or repository that is switched off, or nothing when `place` lives on. */
export function replacementOfRetired(place: string): string | undefined {
  const bare = place.replace(/^[a-z]+:\/\//, '');
  return RETIRED.find(([retired]) => bare === retired || bare.startsWith(`${retired}/`))?.[1];
}

/**
 * Where the charts of Istio come from: the project's repository, a mirror of it, or a folder of the repository at hand.
 *
 * @example
 * const mirror = ChartSource.oci('oci://registry.example.com/mirror/istio/charts');
 */
export class ChartSource {
  private constructor(
    /** How charts are fetched. */
    public readonly kind: 'http' | 'oci' | 'folder',
    /** URL of the repository or registry without a trailing slash, or the path of the folder. */
    public readonly location: string,
  ) {}

  /**
   * A chart repository over HTTP.
   *
   * @throws ConfigError if the URL is not http(s), or names a repository that is switched off
   */
  public static http(url: string = HTTP_CHARTS): ChartSource {
    return ChartSource.remote('http', url, /^https?:\/\/[^/]+/);
  }

  /**
   * A registry that holds one repository per chart (`<url>/istiod`).
   *
   * @throws ConfigError if the URL does not start with `oci://`, or names a registry that is switched off
   */
  public static oci(url: string = OCI_CHARTS): ChartSource {
    return ChartSource.remote('oci', url, /^oci:\/\/[^/]+/);
  }

  /** A folder with one sub-folder per chart (`<path>/istiod/Chart.yaml`), for renderings without a network. */
  public static folder(path: string): ChartSource {
    return new ChartSource('folder', path.replace(/\/+$/, ''));
  }

  private static remote(kind: 'http' | 'oci', url: string, form: RegExp): ChartSource {
    if (!form.test(url)) {
      throw new ConfigError(
        `Cannot fetch charts from "${url}": wanted ${kind === 'oci' ? 'a URL that starts with oci://' : 'an http or https URL'}`,
      );
    }
    const replacement = replacementOfRetired(url);
    if (replacement !== undefined) {
      throw new ConfigError(
        `Cannot fetch charts from "${url}": wanted a repository that stays, this one is switched off in December 2026; use ${replacement}`,
      );
    }
    return new ChartSource(kind, url.replace(/\/+$/, ''));
  }
}
