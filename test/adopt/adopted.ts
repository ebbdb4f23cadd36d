import { adopt } from '../../src/api/adopt';
import { parseManifests } from '../../src/model/read-manifests';

/** Adopts manifests of namespace "shop", which has sidecars, with two services of two versions each. */
export function adopted(yaml: string) {
  return adopt(parseManifests(`${SHOP}\n---\n${yaml}`, 'shop.yaml'));
}

/** The program as one text. */
export function sourceOf({ files }: ReturnType<typeof adopt>): string {
  return files
    .filter(({ path }) => path.startsWith('src/'))
    .map(({ text }) => text)
    .join('\n');
}

const workload = (app: string, version: string) => `
apiVersion: apps/v1
kind: Deployment
metadata: { name: ${app}-${version}, namespace: shop }
spec:
  selector: { matchLabels: { app: ${app}, version: ${version} } }
  template:
    metadata: { labels: { app: ${app}, version: ${version} } }
    spec:
      serviceAccountName: ${app}
      containers: [{ name: ${app}, image: 'shop/${app}:1', ports: [{ containerPort: 8080 }], env: [] }]
---
`;

export const service = (app: string, port = '{ port: 80, targetPort: 8080, name: http }') => `
apiVersion: v1
kind: Service
metadata: { name: ${app}, namespace: shop }
spec: { selector: { app: ${app} }, ports: [${port}] }
---
${workload(app, 'v1')}${workload(app, 'v2')}`;

export const SHOP = `
apiVersion: v1
kind: Namespace
metadata: { name: shop, labels: { istio-injection: enabled } }
---
${service('web')}${service('cart')}`;

export const object = (kind: string, spec: string, metadata = 'name: cart') => `
apiVersion: ${/Policy|Authentication/.test(kind) ? 'security' : kind === 'Telemetry' ? 'telemetry' : 'networking'}.istio.io/v1
kind: ${kind}
metadata: { ${metadata}, namespace: shop }
spec: ${spec}
---
`;

export const SUBSETS = object(
  'DestinationRule',
  '{ host: cart, subsets: [{ name: v1, labels: { version: v1 } }, { name: v2, labels: { version: v2 } }] }',
);

export const route = (http: string) => `${SUBSETS}${object('VirtualService', `{ hosts: [cart], http: ${http} }`)}`;

export const to = (subset: string, weight = '') => `{ destination: { host: cart, subset: ${subset} }${weight} }`;

export const GATEWAY = object(
  'Gateway',
  '{ selector: { istio: ingressgateway }, servers: [{ port: { number: 80, name: http, protocol: HTTP }, hosts: [shop.example.com] }] }',
  'name: public',
);

export const exposed = (http: string) =>
  `${GATEWAY}${object('VirtualService', `{ hosts: [shop.example.com], gateways: [public], http: ${http} }`, 'name: edge')}`;

export const policy = (spec: string) =>
  object('AuthorizationPolicy', `{ selector: { matchLabels: { app: cart } }, ${spec} }`);
