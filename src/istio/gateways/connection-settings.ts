import { parseValues, valueAt } from '../../model/installations';
import { readConnectionSettings } from '../../model/mesh-config';
import type { Workload } from '../../model/workload';
import type { PathNormalization } from '../../values/path-normalization';
import type { EffectiveMesh } from '../effective-mesh';
import { Memo } from '../memo';

/** What a gateway does to paths and headers before it looks for a server, a policy or a route. */
export interface RequestCleaning {
  /** Where it is written, for reasons. */
  readonly where: string;
  readonly mergesSlashes: boolean;
  /** What happens to a path with `%2F` or `%5C`. */
  readonly escapedSlashes: 'kept' | 'rejected' | 'redirected' | 'forwarded';
  /** What happens to a request that has a header with an underscore in its name. */
  readonly underscores: 'kept' | 'rejected' | 'dropped';
  /** What the whole mesh has done to the path before, and a proxy with these settings would not have done. */
  readonly undone: string | undefined;
}

const ESCAPED_SLASHES: { readonly [action: string]: RequestCleaning['escapedSlashes'] | undefined } = {
  KEEP_UNCHANGED: 'kept',
  REJECT_REQUEST: 'rejected',
  UNESCAPE_AND_REDIRECT: 'redirected',
  UNESCAPE_AND_FORWARD: 'forwarded',
};

const UNDERSCORES: { readonly [action: string]: RequestCleaning['underscores'] | undefined } = {
  HEADERS_WITH_UNDERSCORES_ALLOW: 'kept',
  HEADERS_WITH_UNDERSCORES_REJECT_REQUEST: 'rejected',
  HEADERS_WITH_UNDERSCORES_DROP_HEADER: 'dropped',
};

/** How gateways clean requests by their `connectionSettings`. */
export class RequestCleanings {
  readonly #known = new Memo((workload: Workload) => ({ cleaning: this.#find(workload) }));

  public constructor(private readonly mesh: EffectiveMesh) {}

  /** How the gateway of these pods does it; undefined where it leaves requests as the whole mesh has them. */
  public of(workload: Workload): RequestCleaning | undefined {
    return this.#known.get(workload).cleaning;
  }

  #find(workload: Workload): RequestCleaning | undefined {
    const { mesh } = this;
    if (!mesh.release.has('connectionSettings') || mesh.proxyOf(workload).type !== 'gateway') return undefined;
    // The settings of the pods take the place of those of the mesh as a whole.
    const own = readConnectionSettings(
      valueAt(parseValues(workload.annotations['proxy.istio.io/config']), 'connectionSettings'),
    );
    const settings = own ?? mesh.model.meshConfig.defaultConfig?.connectionSettings;
    if (settings === undefined) return undefined;
    const isEdge = settings.profile === 'EDGE';
    const { pathNormalization } = mesh.settings;
    const mergesSlashes = settings.httpMergeSlashes ?? (isEdge || undefined);
    const escapedSlashes =
      ESCAPED_SLASHES[settings.httpPathWithEscapedSlashesAction ?? ''] ?? (isEdge ? 'redirected' : undefined);
    return {
      where: own === undefined ? 'the mesh configuration' : 'proxy.istio.io/config',
      mergesSlashes: mergesSlashes === true,
      escapedSlashes: escapedSlashes ?? 'kept',
      underscores: UNDERSCORES[settings.httpHeadersWithUnderscoresAction ?? ''] ?? (isEdge ? 'rejected' : 'kept'),
      undone: undoneBy(mergesSlashes, escapedSlashes, pathNormalization),
    };
  }
}

function undoneBy(
  mergesSlashes: boolean | undefined,
  escapedSlashes: RequestCleaning['escapedSlashes'] | undefined,
  normalization: PathNormalization,
): string | undefined {
  const decodes = normalization === 'DECODE_AND_MERGE_SLASHES';
  if (decodes && escapedSlashes !== undefined && escapedSlashes !== 'forwarded')
    return 'httpPathWithEscapedSlashesAction';
  return (decodes || normalization === 'MERGE_SLASHES') && mergesSlashes === false ? 'httpMergeSlashes' : undefined;
}
