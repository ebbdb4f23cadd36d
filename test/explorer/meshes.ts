import type { ManifestText } from '../../src/model/parse-manifests';

/** A shop: `web` calls `cart`, which runs as v1 and v2 and lets nobody else in. */
export function shop({
  weight = 90,
  callers = ['web'],
}: {
  weight?: number;
  callers?: readonly string[];
} = {}): ManifestText {
  const workload = (name: string, version: string) => `
apiVersion: apps/v1
kind: Deployment
metadata: { name: ${name}-${version}, namespace: shop }
spec:
  selector: { matchLabels: { app: ${name} } }
  template:
    metadata: { labels: { app: ${name}, version: ${version} } }
    spec:
      serviceAccountName: ${name}
      containers: [{ name: app, image: app, ports: [{ containerPort: 8080 }] }]
---`;
  const service = (name: string) => `
apiVersion: v1
kind: Service
metadata: { name: ${name}, namespace: shop }
spec: { selector: { app: ${name} }, ports: [{ name: http, port: 80, targetPort: 8080 }] }
---`;
  const principals = callers.map(name => `cluster.local/ns/shop/sa/${name}`).join(', ');
  return {
    name: 'shop.yaml',
    text: `
apiVersion: v1
kind: Namespace
metadata: { name: shop, labels: { istio-injection: enabled } }
---${workload('web', 'v1')}${workload('cart', 'v1')}${workload('cart', 'v2')}${workload('reports', 'v1')}${service('web')}${service('cart')}${service('reports')}
apiVersion: security.istio.io/v1
kind: PeerAuthentication
metadata: { name: default, namespace: shop }
spec: { mtls: { mode: STRICT } }
---
apiVersion: security.istio.io/v1
kind: AuthorizationPolicy
metadata: { name: nobody, namespace: shop }
spec: {}
---
apiVersion: security.istio.io/v1
kind: AuthorizationPolicy
metadata: { name: cart, namespace: shop }
spec:
  selector: { matchLabels: { app: cart } }
  rules:
    - from: [{ source: { principals: [${principals}] } }]
      to: [{ operation: { methods: [GET] } }]
---
apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata: { name: cart, namespace: shop }
spec:
  host: cart
  subsets:
    - { name: v1, labels: { version: v1 } }
    - { name: v2, labels: { version: v2 } }
---
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: cart, namespace: shop }
spec:
  hosts: [cart]
  http:
    - route:
        - { destination: { host: cart, subset: v1 }, weight: ${weight} }
        - { destination: { host: cart, subset: v2 }, weight: ${100 - weight} }
`,
  };
}
