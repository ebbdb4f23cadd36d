import type { RouteAction } from '../istio/routes/route-action';
import type { Term } from '../requests/attribute';
import { durationMilliseconds } from '../values/duration';
import type { RequestRouting } from './routing';
import type { RouteVerdict } from './verdict';

type Described = Omit<RouteVerdict, 'virtualHost' | 'name' | 'virtualService' | 'field' | 'path'>;

/** What a route makes of the path of a request, for comparisons over many requests. */
export interface PathChange {
  /** What the path is made of when it arrives at the proxy. */
  readonly arrived: Term;
  /** What it is made of when it goes on, or in the answer that sends the client elsewhere. */
  readonly left: Term;
  /** What the host is made of in such an answer. @default - the request goes on */
  readonly host?: Term;
}

const pathChanges = new WeakMap<RouteVerdict, PathChange>();

/** What the route of a verdict makes of paths; undefined where the request does not go on. */
export function pathChangeOf(route: RouteVerdict): PathChange | undefined {
  return pathChanges.get(route);
}

/** The routes of a mesh in the words of a verdict. What is the same for all requests is put into words once. */
export class RouteVerdicts {
  readonly #described = new WeakMap<RouteAction, Described>();

  /** The route that was taken; `path` is the one that goes upstream, where it is not as it was sent. */
  public of(
    { virtualHost, route, action }: RequestRouting,
    path: string | undefined,
    change: PathChange | undefined,
  ): RouteVerdict {
    let described = this.#described.get(action);
    if (described === undefined) {
      described = describe(action);
      this.#described.set(action, described);
    }
    const verdict: RouteVerdict = {
      virtualHost,
      name: route?.name ?? 'default',
      virtualService: route?.entry.resource.toString(),
      field: route?.field,
      path,
      ...described,
    };
    if (change !== undefined) pathChanges.set(verdict, change);
    return verdict;
  }
}

function describe(action: RouteAction): Described {
  if (action.kind !== 'forward') return { responseHeaders: action.responseHeaders };
  const { timeout, retries, rewrite, requestHeaders, responseHeaders, fault } = action;
  const mirrors = action.mirrors.map(({ cluster: { host, port, subset }, percent }) => {
    return { host, port, subset: subset === '' ? undefined : subset, percent };
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
