import { istio, mesh, namespace, type ObstacleCase, pods, WEB } from './case';

const filter = (context: string, more = '') =>
  istio(
    'EnvoyFilter',
    'networking',
    'filter',
    'shop',
    `{ ${more}configPatches: [{ applyTo: HTTP_FILTER, match: { context: ${context} }, patch: { operation: INSERT_BEFORE, value: { name: lua } } }] }`,
  ).replace('/v1\n', '/v1alpha3\n');

const plugin = (more: string, at = 'shop') =>
  istio('WasmPlugin', 'extensions', 'plugin', at, `{ ${more}url: oci://registry.example/plugin:1 }`).replace(
    '/v1\n',
    '/v1alpha1\n',
  );

const extension = (more: string) =>
  istio('TrafficExtension', 'extensions', 'extension', 'shop', `{ ${more}lua: { inlineCode: x } }`).replace(
    '/v1\n',
    '/v1alpha1\n',
  );

const GATEWAY = pods('edge', 'shop', undefined, 'annotations: { inject.istio.io/templates: gateway }');

export const EXTENSIONS: { readonly [kind: string]: readonly ObstacleCase[] } = {
  'envoy-filter-on-sidecars': [
    {
      what: 'for what pods receive, and for gateways only',
      with: mesh(WEB, filter('SIDECAR_INBOUND')),
      without: mesh(WEB, filter('GATEWAY')),
      ids: ['envoy-filter-on-sidecars:shop/filter'],
    },
    {
      what: 'for these pods, and for a gateway beside them',
      with: mesh(WEB, GATEWAY, filter('ANY', 'workloadSelector: { labels: { app: web } }, ')),
      without: mesh(WEB, GATEWAY, filter('ANY', 'workloadSelector: { labels: { app: edge } }, ')),
      ids: ['envoy-filter-on-sidecars:shop/filter'],
    },
    {
      what: 'of the whole mesh, and of another namespace',
      with: mesh(WEB, filter('SIDECAR_OUTBOUND').replace('namespace: shop', 'namespace: istio-system')),
      without: mesh(WEB, filter('SIDECAR_OUTBOUND').replace('namespace: shop', 'namespace: other')),
      ids: ['envoy-filter-on-sidecars:istio-system/filter'],
    },
    {
      what: 'that only limits a rate, and without patches',
      with: mesh(
        WEB,
        istio(
          'EnvoyFilter',
          'networking',
          'limit',
          'shop',
          '{ configPatches: [{ applyTo: HTTP_FILTER, patch: { operation: INSERT_BEFORE, value: { typed_config: { "@type": type.googleapis.com/envoy.extensions.filters.http.local_ratelimit.v3.LocalRateLimit, token_bucket: { max_tokens: 9 } } } } }] }',
        ),
      ),
      without: mesh(WEB, istio('EnvoyFilter', 'networking', 'limit', 'shop', '{ configPatches: [] }')),
      ids: ['envoy-filter-on-sidecars:shop/limit'],
    },
  ],
  'plugin-on-sidecars': [
    {
      what: 'that selects pods, and one that names a Gateway',
      with: mesh(WEB, plugin('selector: { matchLabels: { app: web } }, ')),
      without: mesh(WEB, plugin('targetRefs: [{ group: gateway.networking.k8s.io, kind: Gateway, name: waypoint }], ')),
      ids: ['plugin-on-sidecars:shop/plugin'],
    },
    {
      what: 'of the whole mesh, and of a namespace that stays',
      with: mesh(WEB, namespace('other'), pods('other', 'other'), plugin('', 'istio-system')),
      without: mesh(WEB, namespace('other'), pods('other', 'other'), plugin('', 'other')),
      ids: ['plugin-on-sidecars:istio-system/plugin'],
    },
    {
      what: 'in its newer form, and one for the pods of a gateway',
      with: mesh(WEB, GATEWAY, extension('')),
      without: mesh(WEB, GATEWAY, extension('selector: { matchLabels: { app: edge } }, ')),
      ids: ['plugin-on-sidecars:shop/extension'],
    },
  ],
};
