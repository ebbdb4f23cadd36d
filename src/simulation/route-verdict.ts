import type { RouteAction } from '../istio/routes/route-action';
import { durationMilliseconds } from '../values/duration';
import type { RequestRouting } from './routing';
import type { RouteVerdict } from './verdict';

/** The route that was taken, in the words of a verdict. */
export function routeVerdict({ virtualHost, route, action }: RequestRouting, path: string | undefined): RouteVerdict {
  const base = {
    virtualHost,
    name: route === undefined ? 'default' : route.name,
    ...(route === undefined ? {} : { virtualService: route.entry.resource.toString(), field: route.field }),
  };
  return { ...base, ...describe(action), ...(path === undefined ? {} : { path }) };
}

type Described = Omit<RouteVerdict, 'virtualHost' | 'name' | 'virtualService' | 'field' | 'path'>;

/** What holds for every request that takes the action. */
function describe(action: RouteAction): Described {
  if (action.kind !== 'forward') return { responseHeaders: action.responseHeaders };
  const { timeout, retries, rewrite, requestHeaders, responseHeaders, fault } = action;
  const mirrors = action.mirrors.map(({ cluster: { host, subset }, percent }) => ({
    host,
    ...(subset === '' ? {} : { subset }),
    percent,
  }));
  return {
    ...(durationMilliseconds(timeout) === 0 ? {} : { timeout }),
    ...(retries === undefined ? {} : { retries }),
    ...(Object.keys(rewrite).length === 0 ? {} : { rewrite }),
    requestHeaders,
    responseHeaders,
    ...(mirrors.length === 0 ? {} : { mirrors }),
    ...(fault === undefined ? {} : { fault }),
  };
}
