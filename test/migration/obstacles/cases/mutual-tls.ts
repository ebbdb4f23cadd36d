import { istio, mesh, namespace, type ObstacleCase, pods, WEB } from './case';

const peer = (name: string, at: string, spec: string) => istio('PeerAuthentication', 'security', name, at, spec);

export const MUTUAL_TLS: { readonly [kind: string]: readonly ObstacleCase[] } = {
  'disabled-mutual-tls': [
    {
      what: 'of a namespace, and overridden for all of its pods',
      with: mesh(WEB, peer('plain', 'shop', '{ mtls: { mode: DISABLE } }')),
      without: mesh(
        WEB,
        peer('plain', 'shop', '{ mtls: { mode: DISABLE } }'),
        peer('web', 'shop', '{ selector: { matchLabels: { app: web } }, mtls: { mode: STRICT } }'),
      ),
      ids: ['disabled-mutual-tls:shop/plain'],
    },
    {
      what: 'of the mesh, and overridden in the namespace',
      with: mesh(WEB, peer('default', 'istio-system', '{ mtls: { mode: DISABLE } }')),
      without: mesh(
        WEB,
        peer('default', 'istio-system', '{ mtls: { mode: DISABLE } }'),
        peer('default', 'shop', '{ mtls: { mode: PERMISSIVE } }'),
      ),
      ids: ['disabled-mutual-tls:istio-system/default'],
    },
    {
      what: 'of a port, and a port that is PERMISSIVE',
      with: mesh(
        WEB,
        peer(
          'web',
          'shop',
          '{ selector: { matchLabels: { app: web } }, mtls: { mode: STRICT }, portLevelMtls: { 9000: { mode: DISABLE } } }',
        ),
      ),
      without: mesh(
        WEB,
        peer(
          'web',
          'shop',
          '{ selector: { matchLabels: { app: web } }, mtls: { mode: STRICT }, portLevelMtls: { 9000: { mode: PERMISSIVE } } }',
        ),
      ),
      ids: ['disabled-mutual-tls:shop/web/9000'],
    },
    {
      what: 'of pods that move, and of pods that stay',
      with: mesh(WEB, namespace('other'), pods('other', 'other'), peer('plain', 'shop', '{ mtls: { mode: DISABLE } }')),
      without: mesh(
        WEB,
        namespace('other'),
        pods('other', 'other'),
        peer('plain', 'other', '{ mtls: { mode: DISABLE } }'),
      ),
      ids: ['disabled-mutual-tls:shop/plain'],
    },
  ],
};
