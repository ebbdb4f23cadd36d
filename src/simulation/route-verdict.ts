import type { RouteAction } from '../istio/routes/route-action';
import { durationMilliseconds } from '../values/duration';
import type { RequestRouting } from './routing';
import type { RouteVerdict } from './verdict';

type Described = Omit<RouteVerdict, 'virtualHost' | 'name' | 'virtualService' | 'field' | 'path'>;

/** The routes of a mesh in the words of a verdict. What is the same for all requests is put into words once. */
export class RouteVerdicts {
  readonly #described = new WeakMap<RouteAction, Described>();

  /** The route that was taken; `path` is the one that goes upstream, where it is not as it was sent. */
  public of({ virtualHost, route, action }: RequestRouting, path: string | undefined): RouteVerdict {
    let described = this.#described.get(action);
    if (described === undefined) {
      described = describe(action);
      this.#described.set(action, described);
    }
    return {
      virtualHost,
      name: route?.name ?? 'default',
      virtualService: route?.entry.resource.toString(),
      field: route?.field,
      path,
      ...described,
    };
  }
}

function describe(action: RouteAction): Described {
  if (action.kind !== 'forward') return { responseHeaders: action.responseHeaders };
  const { timeout, retries, rewrite, requestHeaders, responseHeaders, fault } = action;
  const mirrors = action.mirrors.map(({ cluster: { host, subset }, percent }) => {
    return { host, subset: subset === '' ? undefined : subset, percent };
  });
  return {
    timeout: durationMilliseconds(timeout) === 0 ? undefined : timeout,
    retries,
    rewrite: Object.keys(rewrite).length === 0 ? undefined : rewrite,
    requestHeaders,
    responseHeaders,
    mirrors: mirrors.length === 0 ? undefined : mirrors,
    fault,
  };
}
