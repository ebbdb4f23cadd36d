import { gatewayNotAllowed } from '../../../../src/analysis/rules/gateways/gateway-not-allowed';
import { testRule } from '../../../../src/testing/test-rule';
import { app, mesh } from '../mesh-yaml';

const policy = (rules: string, more = '') => `
---
apiVersion: security.istio.io/v1
kind: AuthorizationPolicy
metadata: { name: web, namespace: shop }
spec: { selector: { matchLabels: { app: web } }, rules: [${rules}]${more} }
`;

const from = (source: string) => policy(`{ from: [{ source: { ${source} } }] }`);

const MESH = `
apiVersion: apps/v1
kind: Deployment
metadata: { name: edge, namespace: edge }
spec:
  template:
    metadata: { labels: { istio: edge } }
    spec: { serviceAccountName: edge, containers: [{ name: istio-proxy, image: auto }] }
---
apiVersion: networking.istio.io/v1
kind: Gateway
metadata: { name: public, namespace: edge }
spec: { selector: { istio: edge }, servers: [{ port: { number: 80, name: http, protocol: HTTP }, hosts: ["*"] }] }
---
apiVersion: v1
kind: Service
metadata: { name: web, namespace: shop }
spec: { selector: { app: web }, ports: [{ name: http, port: 80 }] }
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: web, namespace: shop }
spec: { template: { metadata: { labels: { app: web, sidecar.istio.io/inject: "true" } } } }
---
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: web, namespace: shop }
spec: { hosts: ["*"], gateways: [edge/public], http: [{ route: [{ destination: { host: web } }] }] }
`;

const DENIED = [
  'VirtualService shop/web spec.http[0].route[0].destination.host: no policy of "web" allows calls from gateway "edge/edge", through which the host is exposed',
];

const denied = (yaml: string) => ({ yaml, expect: DENIED });

testRule(gatewayNotAllowed, {
  valid: {
    'no policy': MESH,
    'a policy for the pods behind a waypoint, through which the gateway sends': `${MESH.replace(
      'metadata: { name: web, namespace: shop }\nspec: { selector: { app: web }, ports',
      'metadata: { name: web, namespace: shop, labels: { istio.io/use-waypoint: waypoint, istio.io/ingress-use-waypoint: "true" } }\nspec: { selector: { app: web }, ports',
    ).replace(', sidecar.istio.io/inject: "true"', ', istio.io/dataplane-mode: ambient')}
---
apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: { name: waypoint, namespace: shop }
spec: { gatewayClassName: istio-waypoint, listeners: [{ name: mesh, port: 15008, protocol: HBONE }] }
${from('principals: [cluster.local/ns/shop/sa/waypoint]')}`,
    'the principal of the gateway': MESH + from('principals: [cluster.local/ns/edge/sa/edge]'),
    'the principal of the gateway in the trust domain of the mesh': {
      yaml: MESH + from('principals: [corp/ns/edge/sa/edge]'),
      options: { meshConfig: { trustDomain: 'corp' } },
    },
    'a pattern for principals': MESH + from('principals: ["*/ns/edge/*"]').replace('"*/ns/edge/*"', '"*/sa/edge"'),
    'the namespace of the gateway': MESH + from('namespaces: [edge]'),
    'its service account': MESH + from('serviceAccounts: [edge/edge]'),
    'everybody but another': MESH + from('notPrincipals: [cluster.local/ns/shop/sa/cart]'),
    'rules about operations only': MESH + policy('{ to: [{ operation: { methods: [GET] } }] }'),
    'one of two policies':
      MESH + from('namespaces: [shop]') + from('namespaces: [edge]').replace('name: web,', 'name: edge,'),
    'a policy that denies': MESH + policy('{ from: [{ source: { namespaces: [bank] } }] }', ', action: DENY'),
  },
  invalid: {
    'a policy without rules': denied(MESH + policy('')),
    'the second of two hosts, twice': {
      yaml: mesh(
        MESH.replace(
          'route: [{ destination: { host: web } }]',
          'route: [{ destination: { host: open } }, { destination: { host: web } }, { destination: { host: web } }]',
        ),
        app('open') + from('principals: [cluster.local/ns/shop/sa/cart]'),
      ),
      expect: [1, 2].map(i => DENIED[0]?.replace('route[0]', `route[${i}]`) ?? ''),
    },
    'another principal': denied(MESH + from('principals: [cluster.local/ns/shop/sa/cart]')),
    'the account of the same name in another namespace': denied(
      MESH + from('principals: [cluster.local/ns/shop/sa/edge]'),
    ),
    'the namespace and another principal': denied(
      MESH + from('namespaces: [edge], principals: [cluster.local/ns/shop/sa/cart]'),
    ),
    'everybody but the gateway': denied(MESH + from('notPrincipals: [cluster.local/ns/edge/sa/edge]')),
    'everybody but its namespace': denied(MESH + from('notNamespaces: [edge]')),
  },
});
