/** YAML of the objects that most tests of rules need. */

/** Documents of one set. */
export const mesh = (...documents: readonly string[]): string => documents.join('\n---\n');

export function object(apiVersion: string, kind: string, name: string, namespace: string, spec: string): string {
  return `
apiVersion: ${apiVersion}
kind: ${kind}
metadata: { name: ${name}, namespace: ${namespace} }
spec: ${spec}`;
}

export function namespace(name: string, labels = ''): string {
  return `
apiVersion: v1
kind: Namespace
metadata: { name: ${name}, labels: { ${labels} } }`;
}

export const sidecars = (name: string): string => namespace(name, 'istio-injection: enabled');

export const ambient = (name: string, labels = ''): string =>
  namespace(name, `istio.io/dataplane-mode: ambient${labels === '' ? '' : `, ${labels}`}`);

export interface AppOptions {
  readonly namespace?: string;
  /** Port of the pods. */
  readonly port?: number;
  /** Ports of the Service. */
  readonly ports?: string;
  /** More labels of the pods. */
  readonly labels?: string;
  /** Labels of the Service. */
  readonly serviceLabels?: string;
  readonly env?: string;
}

/** A Deployment and its Service. */
export function app(name: string, options: AppOptions = {}): string {
  const { namespace: at = 'shop', port = 8080, labels = '', serviceLabels = '', env = '' } = options;
  const { ports = `{ name: http, port: 80, targetPort: ${port} }` } = options;
  const more = labels === '' ? '' : `, ${labels}`;
  return `
apiVersion: apps/v1
kind: Deployment
metadata: { name: ${name}, namespace: ${at} }
spec:
  replicas: 2
  selector: { matchLabels: { app: ${name} } }
  template:
    metadata: { labels: { app: ${name}${more} } }
    spec:
      serviceAccountName: ${name}
      containers: [{ name: app, image: app, ports: [{ containerPort: ${port} }], env: [${env}] }]
---
apiVersion: v1
kind: Service
metadata: { name: ${name}, namespace: ${at}, labels: { ${serviceLabels} } }
spec: { selector: { app: ${name} }, ports: [${ports}] }`;
}

/** The pods of an ingress gateway in namespace `edge`, with the label `istio: ingress`. */
export const GATEWAY_PODS = `
apiVersion: v1
kind: Namespace
metadata: { name: edge }
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: ingress, namespace: edge }
spec:
  replicas: 2
  selector: { matchLabels: { istio: ingress } }
  template:
    metadata:
      labels: { istio: ingress, sidecar.istio.io/inject: "true" }
      annotations: { inject.istio.io/templates: gateway }
    spec: { serviceAccountName: ingress, containers: [{ name: istio-proxy, image: auto }] }
---
apiVersion: v1
kind: Service
metadata: { name: ingress, namespace: edge }
spec:
  type: LoadBalancer
  selector: { istio: ingress }
  ports: [{ name: http2, port: 80, targetPort: 8080 }, { name: https, port: 443, targetPort: 8443 }]`;

/** A Gateway of these pods for `shop.example.org`. */
export function gateway(
  server = '{ port: { number: 80, name: http, protocol: HTTP }, hosts: [shop.example.org] }',
): string {
  return object(
    'networking.istio.io/v1',
    'Gateway',
    'edge',
    'shop',
    `{ selector: { istio: ingress }, servers: [${server}] }`,
  );
}

export function waypoint(at = 'shop', labels = '', listener = ''): string {
  return `
apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: { name: waypoint, namespace: ${at}, labels: { ${labels} } }
spec:
  gatewayClassName: istio-waypoint
  listeners: [{ name: mesh, port: 15008, protocol: HBONE${listener} }]`;
}

export const virtualService = (spec: string, name = 'routes', at = 'shop'): string =>
  object('networking.istio.io/v1', 'VirtualService', name, at, spec);

export const destinationRule = (spec: string, name = 'rule', at = 'shop'): string =>
  object('networking.istio.io/v1', 'DestinationRule', name, at, spec);

export const policy = (spec: string, name = 'policy', at = 'shop'): string =>
  object('security.istio.io/v1', 'AuthorizationPolicy', name, at, spec);
