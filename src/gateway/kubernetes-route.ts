import type {
  HTTPRouteBackendRef,
  HTTPRouteFilter,
  HTTPRouteMatch,
  HTTPRouteRule,
} from '../../imports/gateway.networking.k8s.io';
import type { Headers, HTTPRoute, StringMatch } from '../../imports/networking.istio.io';
import type { Mesh } from '../mesh/mesh';
import { ConfigError } from '../values/config-error';
import { versionServiceOf } from './version-service';

type IstioMatch = NonNullable<HTTPRoute['match']>[number];
type IstioDestination = NonNullable<HTTPRoute['route']>[number];

/** Writes routes of Istio as rules of the Gateway API, and refuses what these cannot say. */
export class KubernetesRoutes {
  public constructor(
    private readonly mesh: Mesh,
    private readonly where: string,
  ) {}

  /** The rules of one route: several where a path is taken away, since each then changes otherwise. */
  public rulesOf(route: HTTPRoute): readonly HTTPRouteRule[] {
    const {
      name,
      match = [],
      route: destinations,
      redirect,
      timeout,
      retries,
      headers,
      mirrors,
      rewrite,
      ...rest
    } = route;
    const [unknown] = Object.entries(rest).filter(([, value]) => value !== undefined);
    if (unknown !== undefined) this.refuse(`${unknown[0]} on route "${name}"`);
    if (retries?.attempts !== undefined && retries.attempts > 0) this.refuse(`retries on route "${name}"`);
    const filters: HTTPRouteFilter[] = [...headerFilters(headers), ...this.mirrorFilters(mirrors)];
    if (redirect !== undefined) {
      const { authority, scheme, redirectCode, uri, port } = redirect;
      filters.push({
        type: 'RequestRedirect',
        requestRedirect: {
          hostname: authority,
          scheme: scheme as 'http' | 'https' | undefined,
          port,
          path: uri === undefined ? undefined : { type: 'ReplaceFullPath', replaceFullPath: uri },
          statusCode: (redirectCode ?? 301) as 301,
        },
      });
    }
    const common = {
      backendRefs: destinations?.map(to => this.backendOf(to)),
      timeouts: timeout === undefined ? undefined : { request: timeout },
    };
    const rule = (matches: readonly IstioMatch[], more: readonly HTTPRouteFilter[]): HTTPRouteRule => {
      const all = [...filters, ...more];
      const written = matches.length === 0 ? undefined : matches.map(each => this.matchOf(each));
      return { matches: written, filters: all.length === 0 ? undefined : all, ...common };
    };
    if (rewrite === undefined) return [rule(match, [])];
    const stripped = strippedPrefix(rewrite.uriRegexRewrite);
    if (stripped !== undefined) return match.map(each => rule([each], [strip(each.uri, stripped)]));
    if (rewrite.uriRegexRewrite !== undefined) this.refuse(`a rewrite by expression on route "${name}"`);
    const { uri, authority } = rewrite;
    const prefixes = match.length > 0 && match.every(each => each.uri?.prefix !== undefined);
    return [
      rule(match, [
        {
          type: 'URLRewrite',
          urlRewrite: {
            hostname: authority,
            ...(uri === undefined
              ? {}
              : {
                  path: prefixes
                    ? { type: 'ReplacePrefixMatch' as const, replacePrefixMatch: uri }
                    : { type: 'ReplaceFullPath' as const, replaceFullPath: uri },
                }),
          },
        },
      ]),
    ];
  }

  private matchOf(match: IstioMatch): HTTPRouteMatch {
    const { uri, headers, queryParams, method, ...rest } = match;
    const [unknown] = Object.entries(rest).filter(([, value]) => value !== undefined);
    if (unknown !== undefined) this.refuse(`a condition on ${unknown[0]}`);
    if (method !== undefined && method.exact === undefined) this.refuse('a condition on a part of the method');
    return {
      path: uri && pathOf(uri),
      headers: headers && textsOf(headers),
      queryParams: queryParams && textsOf(queryParams),
      method: method?.exact as 'GET' | undefined,
    };
  }

  private backendOf({ destination, weight, headers }: IstioDestination): HTTPRouteBackendRef {
    const filters = headerFilters(headers);
    return { ...this.targetOf(destination), weight, filters: filters.length === 0 ? undefined : filters };
  }

  private targetOf({ host, subset, port }: IstioDestination['destination']): HTTPRouteBackendRef {
    const service = this.mesh.serviceAt(host);
    if (service === undefined) throw new ConfigError(this.message(`a destination that is no service ("${host}")`));
    const version = service.versions.find(each => each.subset === subset);
    const name = version === undefined ? service.name : versionServiceOf(version);
    if (name === undefined || (subset !== undefined && version === undefined)) {
      this.refuse(`the subset "${subset}", which is no version`);
    }
    const number = port?.number ?? service.httpPorts[0]?.port;
    return { name, namespace: service.namespace.name, port: number };
  }

  private mirrorFilters(mirrors: HTTPRoute['mirrors'] = []): readonly HTTPRouteFilter[] {
    return mirrors.map(({ destination, percentage }) => {
      const percent = percentage?.value;
      if (percent !== undefined && !Number.isInteger(percent)) this.refuse(`copies of ${percent} percent`);
      return {
        type: 'RequestMirror' as const,
        requestMirror: { backendRef: this.targetOf(destination), percent },
      } as HTTPRouteFilter;
    });
  }

  private refuse(what: string): never {
    throw new ConfigError(this.message(what));
  }

  private message(what: string): string {
    return `Cannot write routes of the Gateway API at ${this.where}: wanted what they can say, or a gateway with api "istio", got ${what}`;
  }
}

function headerFilters(headers: Headers | undefined): HTTPRouteFilter[] {
  const changes = ({ add, set, remove }: NonNullable<Headers['request']>) => ({
    add: add && pairs(add),
    set: set && pairs(set),
    remove,
  });
  return [
    ...(headers?.request === undefined
      ? []
      : [{ type: 'RequestHeaderModifier' as const, requestHeaderModifier: changes(headers.request) }]),
    ...(headers?.response === undefined
      ? []
      : [{ type: 'ResponseHeaderModifier' as const, responseHeaderModifier: changes(headers.response) }]),
  ];
}

function pairs(values: { readonly [name: string]: string }): { name: string; value: string }[] {
  return Object.entries(values).map(([name, value]) => ({ name, value }));
}

/** A prefix means whole segments here: `/api` takes `/api/notes`, but not `/apis`. */
function pathOf(uri: StringMatch): NonNullable<HTTPRouteMatch['path']> {
  if (uri.exact !== undefined) return { type: 'Exact', value: uri.exact };
  if (uri.prefix !== undefined) return { type: 'PathPrefix', value: uri.prefix.replace(/(.)\/$/, '$1') };
  return { type: 'RegularExpression', value: uri.regex ?? '' };
}

function textsOf(matches: { readonly [name: string]: StringMatch }) {
  return Object.entries(matches).map(([name, { exact, prefix, regex }]) =>
    exact !== undefined
      ? { name, value: exact }
      : { name, type: 'RegularExpression' as const, value: regex ?? `${quote(prefix ?? '')}.*` },
  );
}

function strip(uri: StringMatch | undefined, prefix: string): HTTPRouteFilter {
  const below = (path: string): string => path.slice(prefix.length).replace(/(.)\/$/, '$1') || '/';
  const path =
    uri?.exact === undefined
      ? { type: 'ReplacePrefixMatch' as const, replacePrefixMatch: below(uri?.prefix ?? prefix) }
      : { type: 'ReplaceFullPath' as const, replaceFullPath: below(uri.exact) };
  return { type: 'URLRewrite', urlRewrite: { path } };
}

/** The prefix that our own rewrite takes away. */
function strippedPrefix(rewrite: { readonly match?: string | undefined } | undefined): string | undefined {
  const quoted = /^\^(.*)\/\?$/.exec(rewrite?.match ?? '')?.[1];
  const prefix = quoted?.replace(/\\(.)/g, '$1');
  return prefix !== undefined && quote(prefix) === quoted ? prefix : undefined;
}

function quote(text: string): string {
  return text.replace(/[\\^$.|?*+()[\]{}]/g, '\\$&');
}
