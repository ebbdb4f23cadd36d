import type { GatewaySpec, HTTPRouteSpec } from '../../imports/gateway.networking.k8s.io';
import { hostCovers } from '../values/host-pattern';
import { byText } from '../values/order';
import { canonicalJson } from '../values/plain-data';
import { type Plain, plain } from './plain-spec';
import type { Scene } from './scene';

/** The kinds of routes that a listener takes where it does not say so. */
function kindsFor(protocol: string): readonly { readonly kind: string }[] {
  return protocol === 'TCP' ? [{ kind: 'TCPRoute' }] : [];
}

/** Names of listeners only tell routes apart, which are compared by their gateways; the proof tells the rest. */
export function kubernetesGateway(spec: GatewaySpec): Plain {
  const listeners = (spec.listeners ?? []).map(({ name: _, allowedRoutes, tls, ...rest }) =>
    plain({
      ...rest,
      allowedRoutes: {
        namespaces: { from: 'Same', ...allowedRoutes?.namespaces },
        kinds: (allowedRoutes?.kinds ?? kindsFor(rest.protocol)).map(({ kind }) => kind),
      },
      tls: tls && {
        mode: 'Terminate',
        ...tls,
        certificateRefs: (tls.certificateRefs ?? []).map(({ name, namespace }) => ({ name, namespace })),
      },
    }),
  );
  return { ...spec, listeners: listeners.sort(byText(canonicalJson)) };
}

type ParentRef = NonNullable<HTTPRouteSpec['parentRefs']>[number];

/** Which listener a route is for is for the proof to tell. */
function parentsOf(parentRefs: readonly ParentRef[], own: string): readonly string[] {
  return [...new Set(parentRefs.map(({ name, namespace = own }) => `${namespace}/${name}`))].sort();
}

interface ConnectionRouteSpec {
  readonly parentRefs?: readonly ParentRef[];
  readonly hostnames?: readonly string[];
  readonly rules?: readonly {
    readonly name?: string;
    readonly backendRefs?: readonly (Backend & { weight?: number })[];
  }[];
}

/** A route of connections, with its shares in percent. */
export function connectionRoute(
  { parentRefs = [], hostnames = [], rules = [], ...rest }: ConnectionRouteSpec,
  own: string,
): Plain {
  const backends = rules.map(({ backendRefs = [], name: _, ...rule }) => {
    const sum = backendRefs.reduce((total, { weight = 1 }) => total + weight, 0);
    const shares = backendRefs.map(({ weight = 1, ...backend }) =>
      plain({ ...backendForm(backend, own), share: sum === 0 ? 0 : (weight * 100) / sum }),
    );
    return { ...rule, backendRefs: shares };
  });
  return { ...rest, hostnames, parentRefs: parentsOf(parentRefs, own), rules: backends };
}

/** A route with each of its matches as a rule, in no order. */
export function httpRoute(spec: HTTPRouteSpec, own: string, scene: Scene): Plain {
  const { parentRefs = [], hostnames = [], rules = [], ...rest } = spec;
  const single = rules.flatMap(({ matches = [], backendRefs = [], filters = [], name: _, ...rule }) => {
    const sum = backendRefs.reduce((total, { weight = 1 }) => total + weight, 0);
    const backends = backendRefs.map(({ weight = 1, filters: changes = [], ...backend }) => ({
      ...backendForm(backend, own),
      share: sum === 0 ? 0 : (weight * 100) / sum,
      filters: changes.map(filter => filterForm(filter, own)),
    }));
    const all: typeof matches = matches.length === 0 ? [{}] : matches;
    return all.map(({ path, headers = [], queryParams = [], ...match }) =>
      plain({
        ...rule,
        filters: filters.map(filter => filterForm(filter, own)).sort(byText(canonicalJson)),
        backendRefs: backends,
        match: {
          ...match,
          headers: textForms(headers),
          queryParams: textForms(queryParams),
          path: { type: 'PathPrefix', value: '/', ...path },
        },
      }),
    );
  });
  // The specification puts rules in order by what they match; that of the rest is for the proof to tell.
  const parents = parentsOf(parentRefs, own);
  return {
    ...rest,
    hostnames: hostForm(spec, own, scene),
    parentRefs: parents,
    rules: single.sort(byText(canonicalJson)),
  };
}

/** The hosts of a route; none of one that redirects to HTTPS all that its listeners take. */
function hostForm(spec: HTTPRouteSpec, own: string, { model }: Scene): readonly string[] {
  const { parentRefs = [], hostnames = [], rules = [] } = spec;
  const redirects = rules.every(({ filters = [] }) => filters.some(one => one.requestRedirect?.scheme === 'https'));
  if (!redirects) return hostnames;
  const listeners = parentRefs.map(({ name, namespace = own, sectionName }) => {
    const { listeners: all = [] } = model.find('KubernetesGateway', namespace, name)?.spec ?? {};
    return sectionName === undefined ? undefined : all.find(listener => listener.name === sectionName);
  });
  const isCovered = (listener: (typeof listeners)[number]) =>
    listener !== undefined && hostnames.some(host => hostCovers(host, listener.hostname ?? '*'));
  return listeners.length > 0 && listeners.every(isCovered) ? [] : hostnames;
}

type RouteFilter = NonNullable<NonNullable<HTTPRouteSpec['rules']>[number]['filters']>[number];

/** A filter with what is left out spelled out. */
function filterForm(filter: RouteFilter, own: string): Plain {
  const { requestMirror, requestRedirect } = filter;
  if (requestMirror !== undefined) {
    const { backendRef, percent, fraction } = requestMirror;
    const share = fraction === undefined ? percent : (fraction.numerator * 100) / (fraction.denominator ?? 100);
    return { ...filter, requestMirror: { backendRef: backendForm(backendRef, own), share: share ?? 100 } };
  }
  if (requestRedirect !== undefined) return { ...filter, requestRedirect: { statusCode: 302, ...requestRedirect } };
  return { ...filter };
}

interface Backend {
  readonly name: string;
  readonly namespace?: string | undefined;
  readonly port?: number | undefined;
  readonly kind?: string | undefined;
}

function backendForm({ name, namespace, port, kind = 'Service' }: Backend, own: string): Plain {
  return { name, namespace: namespace ?? own, port, kind };
}

function textForms(
  matches: readonly { readonly name: string; readonly type?: string | undefined }[],
): readonly Plain[] {
  return matches.map(match => ({ type: 'Exact', ...match })).sort(byText(({ name }) => name));
}
