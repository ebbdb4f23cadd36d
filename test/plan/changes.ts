import { parseManifests } from '../../src/model/read-manifests';
import { planChanges } from '../../src/plan/plan-changes';

const NOW = new Date('2026-01-01T00:00:00Z');
export const HOST = 'reviews.shop.svc.cluster.local';

export const plan = (before: string, after: string) =>
  planChanges(parseManifests(before, 'before.yaml'), parseManifests(after, 'after.yaml'), { now: NOW });

/** The steps as `ACTION KIND/NAME`, an interim form with a star. */
export const order = (before: string, after: string) =>
  plan(before, after).steps.map(({ changes }) =>
    changes.map(
      ({ action, resource, isInterim }) => `${action} ${resource.kind}/${resource.name}${isInterim ? '*' : ''}`,
    ),
  );

export const drops = (before: string, after: string) =>
  plan(before, after).steps.flatMap((step, i) =>
    step.drops.map(({ resource, reason, until }) => `${i + 1}-${until ?? 'end'} ${resource.kind}: ${reason}`),
  );

/** What the first step that touches an object of this kind applies. */
export const interim = (before: string, after: string, kind: string) =>
  plan(before, after)
    .steps.flatMap(({ changes }) => changes)
    .find(({ resource }) => resource.kind === kind)?.manifest?.spec;

export const object = (apiVersion: string, kind: string, name: string, spec: string) => `
apiVersion: ${apiVersion}
kind: ${kind}
metadata: { name: ${name}, namespace: shop }
spec: ${spec}
---`;

export const service = object(
  'v1',
  'Service',
  'reviews',
  '{ selector: { app: reviews }, ports: [{ name: http, port: 80 }] }',
);
export const deployment = (version: string, extra = '') =>
  object(
    'apps/v1',
    'Deployment',
    `reviews-${version}`,
    `{ ${extra} selector: { matchLabels: { app: reviews, version: ${version} } }, template: { metadata: { labels: { app: reviews, version: ${version} } }, spec: { containers: [{ name: app, image: app }] } } }`,
  );
export const subsets = (...names: readonly string[]) =>
  object(
    'networking.istio.io/v1',
    'DestinationRule',
    'reviews',
    `{ host: ${HOST}, subsets: [${names.map(name => `{ name: ${name}, labels: { version: ${name} } }`).join(', ')}] }`,
  );
export const route = (subset: string) =>
  object(
    'networking.istio.io/v1',
    'VirtualService',
    'reviews',
    `{ hosts: [${HOST}], http: [{ route: [{ destination: { host: ${HOST}, subset: ${subset} } }] }] }`,
  );
export const mutualTls = (mode: string) =>
  object('security.istio.io/v1', 'PeerAuthentication', 'default', `{ mtls: { mode: ${mode} } }`);
export const policy = (name: string, rules: string, action = 'ALLOW') =>
  object('security.istio.io/v1', 'AuthorizationPolicy', name, `{ action: ${action}, rules: [${rules}] }`);
export const from = (namespace: string) => `{ from: [{ source: { namespaces: [${namespace}] } }] }`;
