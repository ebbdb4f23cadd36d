import { istio, mesh, namespace, type ObstacleCase, pods, service, WEB } from './case';

const sidecar = (name: string, at: string, spec: string) => istio('Sidecar', 'networking', name, at, spec);

const meshConfig = (text: string) => `
apiVersion: v1
kind: ConfigMap
metadata: { name: istio, namespace: istio-system }
data:
  mesh: |
    ${text}`;

const NETWORK_OF_SHOP = `
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: out, namespace: shop }
spec: { podSelector: {}, policyTypes: [Egress], egress: [] }`;

export const SIDECARS: { readonly [kind: string]: readonly ObstacleCase[] } = {
  'sidecar-egress-scope': [
    {
      what: 'of a namespace, and one that imports all',
      with: mesh(WEB, sidecar('default', 'shop', '{ egress: [{ hosts: ["./*", "istio-system/*"] }] }')),
      without: mesh(WEB, sidecar('default', 'shop', '{ egress: [{ hosts: ["*/*"] }] }')),
      ids: ['sidecar-egress-scope:shop/default'],
    },
    {
      what: 'of the mesh, and overridden for the pods',
      with: mesh(WEB, sidecar('default', 'istio-system', '{ egress: [{ hosts: ["./*"] }] }')),
      without: mesh(
        WEB,
        sidecar('default', 'istio-system', '{ egress: [{ hosts: ["./*"] }] }'),
        sidecar('web', 'shop', '{ workloadSelector: { labels: { app: web } }, egress: [{ hosts: ["*/*"] }] }'),
      ),
      ids: ['sidecar-egress-scope:istio-system/default'],
    },
  ],
  'sidecar-listener': [
    {
      what: 'for another port of the application, and for the same',
      with: mesh(
        WEB,
        sidecar(
          'web',
          'shop',
          '{ ingress: [{ port: { number: 8080, protocol: HTTP, name: http }, defaultEndpoint: "127.0.0.1:9000" }] }',
        ),
      ),
      without: mesh(
        WEB,
        sidecar(
          'web',
          'shop',
          '{ ingress: [{ port: { number: 8080, protocol: HTTP, name: http }, defaultEndpoint: "0.0.0.0:8080" }] }',
        ),
      ),
      ids: ['sidecar-listener:shop/web/ingress-8080'],
    },
    {
      what: 'on an address of the pod for a service, and at the address of the service',
      with: mesh(
        WEB,
        sidecar(
          'web',
          'shop',
          '{ egress: [{ port: { number: 3306, protocol: TCP, name: db }, bind: 127.0.0.1, hosts: ["*/*"] }, { hosts: ["*/*"] }] }',
        ),
      ),
      without: mesh(
        WEB,
        sidecar(
          'web',
          'shop',
          '{ egress: [{ port: { number: 3306, protocol: TCP, name: db }, hosts: ["*/*"] }, { hosts: ["*/*"] }] }',
        ),
      ),
      ids: ['sidecar-listener:shop/web/egress-3306'],
    },
  ],
  'inbound-connection-limit': [
    {
      what: 'of the pods, and of those who call them',
      with: mesh(WEB, sidecar('web', 'shop', '{ inboundConnectionPool: { http: { http2MaxRequests: 9 } } }')),
      without: mesh(
        WEB,
        istio(
          'DestinationRule',
          'networking',
          'web',
          'shop',
          '{ host: web, trafficPolicy: { connectionPool: { http: { http2MaxRequests: 9 } } } }',
        ),
      ),
      ids: ['inbound-connection-limit:shop/web'],
    },
  ],
  'outbound-registry-only': [
    {
      what: 'of the mesh, and lifted for the namespace',
      with: mesh(WEB, meshConfig('outboundTrafficPolicy: { mode: REGISTRY_ONLY }')),
      without: mesh(
        WEB,
        meshConfig('outboundTrafficPolicy: { mode: REGISTRY_ONLY }'),
        sidecar('default', 'shop', '{ outboundTrafficPolicy: { mode: ALLOW_ANY } }'),
      ),
      ids: ['outbound-registry-only:istio-system/istio'],
    },
    {
      what: 'of a namespace, and of one that stays',
      with: mesh(WEB, sidecar('default', 'shop', '{ outboundTrafficPolicy: { mode: REGISTRY_ONLY } }')),
      without: mesh(
        WEB,
        namespace('other'),
        pods('other', 'other'),
        sidecar('default', 'other', '{ outboundTrafficPolicy: { mode: REGISTRY_ONLY } }'),
      ),
      ids: ['outbound-registry-only:shop/default'],
    },
    {
      what: 'that pods could go around, and that the network keeps as well',
      with: mesh(
        WEB,
        NETWORK_OF_SHOP.replace('egress: []', 'egress: [{ to: [{ ipBlock: { cidr: 0.0.0.0/0 } }] }]'),
        sidecar('default', 'shop', '{ outboundTrafficPolicy: { mode: REGISTRY_ONLY } }'),
      ),
      without: mesh(
        WEB,
        NETWORK_OF_SHOP,
        sidecar('default', 'shop', '{ egress: [{ hosts: ["./*"] }], outboundTrafficPolicy: { mode: REGISTRY_ONLY } }'),
      ),
      ids: ['outbound-registry-only:shop/default'],
    },
    {
      what: 'of a mesh configuration that is given beside the set',
      with: WEB,
      without: WEB.replace('istio-injection: enabled', 'istio.io/dataplane-mode: ambient'),
      options: { meshConfig: { outboundTrafficPolicy: { mode: 'REGISTRY_ONLY' } } },
      ids: ['outbound-registry-only:istio-system/istio'],
    },
  ],
  'outbound-proxy': [
    {
      what: 'for unknown hosts, and without one',
      with: mesh(
        WEB,
        service('exit'),
        sidecar(
          'default',
          'shop',
          '{ outboundTrafficPolicy: { mode: ALLOW_ANY, egressProxy: { host: exit.shop.svc.cluster.local, port: { number: 80 } } } }',
        ),
      ),
      without: mesh(WEB, service('exit'), sidecar('default', 'shop', '{ outboundTrafficPolicy: { mode: ALLOW_ANY } }')),
      ids: ['outbound-proxy:shop/default'],
    },
  ],
  'inbound-to-localhost': [
    {
      what: 'of the mesh, and to the address of the pods',
      with: mesh(WEB, meshConfig('inboundTrafficPolicy: { mode: LOCALHOST }')),
      without: mesh(WEB, meshConfig('inboundTrafficPolicy: { mode: PASSTHROUGH }')),
      ids: ['inbound-to-localhost:istio-system/istio'],
    },
  ],
};
