import { istio, mesh, namespace, type ObstacleCase, pods, WEB } from './case';

const policy = (name: string, at: string, spec: string) => `
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: ${name}, namespace: ${at} }
spec: ${spec}`;

const CALLER = mesh(namespace('client'), pods('caller', 'client'));
const PORT_OF_WEB = istio(
  'AuthorizationPolicy',
  'security',
  'web',
  'shop',
  '{ selector: { matchLabels: { app: web } }, rules: [{ to: [{ operation: { ports: ["8080"] } }] }] }',
);

const FROM_SHOP = istio(
  'AuthorizationPolicy',
  'security',
  'web',
  'shop',
  '{ rules: [{ from: [{ source: { namespaces: [shop] } }] }] }',
);

export const NETWORK_POLICIES: { readonly [kind: string]: readonly ObstacleCase[] } = {
  'network-policy-without-tunnel': [
    {
      what: 'into pods, and one with the port of tunnels',
      with: mesh(
        WEB,
        policy('web', 'shop', '{ podSelector: { matchLabels: { app: web } }, ingress: [{ ports: [{ port: 8080 }] }] }'),
      ),
      without: mesh(
        WEB,
        policy(
          'web',
          'shop',
          '{ podSelector: { matchLabels: { app: web } }, ingress: [{ ports: [{ port: 8080 }, { port: 15008 }] }] }',
        ),
      ),
      ids: ['network-policy-without-tunnel:shop/web/ingress'],
    },
    {
      what: 'whose port a policy of the pods repeats, so that the tunnel can be let through',
      with: mesh(
        WEB,
        policy(
          'web',
          'shop',
          '{ podSelector: {}, ingress: [{ from: [{ podSelector: {} }], ports: [{ port: 8080 }] }] }',
        ),
      ),
      without: mesh(
        WEB,
        PORT_OF_WEB,
        policy(
          'web',
          'shop',
          '{ podSelector: {}, ingress: [{ from: [{ podSelector: {} }], ports: [{ port: 8080 }] }] }',
        ),
      ),
      ids: ['network-policy-without-tunnel:shop/web/ingress'],
    },
    {
      what: 'whose port a policy of callers does not repeat, and one that repeats it under a condition',
      with: mesh(WEB, FROM_SHOP, policy('web', 'shop', '{ podSelector: {}, ingress: [{ ports: [{ port: 8080 }] }] }')),
      without: mesh(
        WEB,
        FROM_SHOP.replace('] } }] }] }', '] } }], when: [{ key: destination.port, values: ["8080"] }] }] }'),
        policy('web', 'shop', '{ podSelector: {}, ingress: [{ ports: [{ port: 8080 }] }] }'),
      ),
      ids: ['network-policy-without-tunnel:shop/web/ingress'],
    },
    {
      what: 'out of pods to the mesh, and to DNS and hosts outside',
      with: mesh(
        WEB,
        CALLER,
        policy(
          'out',
          'client',
          '{ podSelector: {}, policyTypes: [Egress], egress: [{ to: [{ namespaceSelector: { matchLabels: { kubernetes.io/metadata.name: shop } } }], ports: [{ port: 8080 }] }] }',
        ),
      ),
      without: mesh(
        WEB,
        CALLER,
        policy(
          'out',
          'client',
          '{ podSelector: {}, policyTypes: [Egress], egress: [{ to: [{ namespaceSelector: {} }], ports: [{ port: 53, protocol: UDP }, { port: 53 }] }, { to: [{ ipBlock: { cidr: 203.0.113.0/24 } }], ports: [{ port: 443 }] }] }',
        ),
      ),
      namespaces: ['client'],
      ids: ['network-policy-without-tunnel:client/out/egress'],
    },
    {
      what: 'of pods that stay and are called by those that move, and that lets their ports through as a range',
      with: mesh(
        WEB,
        CALLER,
        policy(
          'web',
          'shop',
          '{ podSelector: { matchLabels: { app: web } }, ingress: [{ from: [{ namespaceSelector: { matchLabels: { kubernetes.io/metadata.name: client } } }], ports: [{ port: 8080 }] }] }',
        ),
      ),
      without: mesh(
        WEB,
        CALLER,
        policy(
          'web',
          'shop',
          '{ podSelector: { matchLabels: { app: web } }, ingress: [{ from: [{ namespaceSelector: { matchLabels: { kubernetes.io/metadata.name: client } } }], ports: [{ port: 8080, endPort: 16000 }] }] }',
        ),
      ),
      namespaces: ['client'],
      ids: ['network-policy-without-tunnel:shop/web/ingress'],
    },
    {
      what: 'for callers of the mesh, and for callers outside of it',
      with: mesh(
        WEB,
        pods('job'),
        policy(
          'web',
          'shop',
          '{ podSelector: { matchLabels: { app: web } }, ingress: [{ from: [{ podSelector: { matchLabels: { app: job } } }], ports: [{ port: 8080 }] }] }',
        ),
      ),
      without: mesh(
        WEB,
        pods('job').replace('labels: { app: job } }', 'labels: { app: job, sidecar.istio.io/inject: "false" } }'),
        policy(
          'web',
          'shop',
          '{ podSelector: { matchLabels: { app: web } }, ingress: [{ from: [{ podSelector: { matchLabels: { app: job } } }], ports: [{ port: 8080 }] }] }',
        ),
      ),
      ids: ['network-policy-without-tunnel:shop/web/ingress'],
    },
    {
      what: 'where nothing else lets the tunnel through, and where another policy does',
      with: mesh(
        WEB,
        policy(
          'web',
          'shop',
          '{ podSelector: {}, ingress: [{ from: [{ podSelector: {} }], ports: [{ port: 8080 }] }] }',
        ),
        policy(
          'tunnel',
          'shop',
          '{ podSelector: {}, ingress: [{ from: [{ namespaceSelector: { matchLabels: { team: a } } }], ports: [{ port: 15008 }] }] }',
        ),
      ),
      without: mesh(
        WEB,
        policy(
          'web',
          'shop',
          '{ podSelector: {}, ingress: [{ from: [{ podSelector: {} }], ports: [{ port: 8080 }] }] }',
        ),
        policy('tunnel', 'shop', '{ podSelector: {}, ingress: [{ ports: [{ port: 15008 }] }] }'),
      ),
      ids: ['network-policy-without-tunnel:shop/web/ingress'],
    },
  ],
};
