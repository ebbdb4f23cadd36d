import { type AmbientMigrationOptions, migrateToAmbient } from '../../src/migration/migrate-to-ambient';
import { parseManifests } from '../../src/model/read-manifests';
import type { LocatedManifest, Manifest } from '../../src/values/manifest';
import { namespace, object, service } from '../simulation/mesh-of';

/** The objects of YAML documents. */
export function objectsOf(documents: readonly string[]): LocatedManifest[] {
  return documents.flatMap((text, i) => parseManifests(text, `part ${i}`));
}

/** A shop with three services in one namespace, all of whose pods demand mutual TLS. */
export const SHOP: readonly string[] = [
  namespace('shop'),
  service('shop/web'),
  service('shop/docs'),
  service('shop/backend', ['v1', 'v2']),
  object('PeerAuthentication', 'shop/default', '{ mtls: { mode: STRICT } }'),
];

/** Retries that somebody asked for, in the configuration of the mesh. */
export const OWN_RETRIES = `
apiVersion: v1
kind: ConfigMap
metadata: { name: istio, namespace: istio-system }
data: { mesh: 'defaultHttpRetryPolicy: { attempts: 3 }' }
`;

export const BACKEND = 'selector: { matchLabels: { app: backend } }';

/** The source of a rule: the account of a service of the shop. */
export const from = (account: string): string =>
  `from: [{ source: { principals: [cluster.local/ns/shop/sa/${account}] } }]`;

/** A policy of the shop. */
export const policy = (name: string, spec: string): string => object('AuthorizationPolicy', `shop/${name}`, spec);

/** Lets everybody of the namespace in. */
export const ALLOW_SHOP = policy('shop', '{ rules: [{ from: [{ source: { namespaces: [shop] } }] }] }');

/** The pods, the Service and the Gateway of an ingress that exposes the backend. */
export const INGRESS: readonly string[] = [
  `
apiVersion: apps/v1
kind: Deployment
metadata: { name: ingress, namespace: shop }
spec:
  selector: { matchLabels: { istio: ingress } }
  template:
    metadata: { labels: { istio: ingress }, annotations: { inject.istio.io/templates: gateway } }
    spec: { serviceAccountName: ingress, containers: [{ name: istio-proxy, image: auto }] }
---
apiVersion: v1
kind: Service
metadata: { name: ingress, namespace: shop }
spec: { selector: { istio: ingress }, type: LoadBalancer, ports: [{ name: http, port: 80, targetPort: 8080 }] }
`,
  object(
    'Gateway',
    'shop/main',
    '{ selector: { istio: ingress }, servers: [{ hosts: ["*"], port: { number: 80, name: http, protocol: HTTP } }] }',
  ),
  object(
    'VirtualService',
    'shop/exposed',
    '{ hosts: [shop.example.com], gateways: [main], http: [{ route: [{ destination: { host: backend } }] }] }',
  ),
];

/** The plan for YAML documents. */
export function planOf(documents: readonly string[], options: AmbientMigrationOptions = {}) {
  const plan = migrateToAmbient(objectsOf(documents), options);
  const manifestsAfter = (stage: string): readonly Manifest[] =>
    (plan.stages.find(({ name }) => name === stage)?.manifests ?? []).map(({ manifest }) => manifest);
  return {
    ...plan,
    stageNames: plan.stages.map(({ name }) => name),
    /** Names of the decisions, without those about retries of Istio's own. */
    ids: plan.decisions.map(({ id }) => id).filter(id => !id.startsWith('default-retries:')),
    manifestsAfter,
    after: (stage: string, kind: string, name: string) =>
      manifestsAfter(stage).find(one => one.kind === kind && one.metadata.name === name),
  };
}
