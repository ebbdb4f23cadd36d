import { prerequisitesOf as prerequisitesOfModel } from '../../../src/install/run-book/prerequisites';
import { buildModel } from '../../../src/model/mesh-model';
import type { Manifest } from '../../../src/values/manifest';

const object = (apiVersion: string, kind: string, id: string, spec: unknown = {}): Manifest => {
  const [namespace = '', name = ''] = id.split('/');
  return { apiVersion, kind, metadata: { name, namespace }, spec };
};

const prerequisitesOf = (manifests: readonly Manifest[]) =>
  prerequisitesOfModel(buildModel(manifests.map(manifest => ({ manifest, origin: {} }))));

const pods = (spec: object) => ({ template: { metadata: { labels: { istio: 'edge' } }, spec } });

test('Secrets that pods read by key, whole, as volume or to pull images are named with their keys', () => {
  const { secrets } = prerequisitesOf([
    object(
      'apps/v1',
      'Deployment',
      'shop/web',
      pods({
        imagePullSecrets: [{ name: 'registry' }],
        volumes: [{ name: 'v', secret: { secretName: 'files' } }],
        containers: [
          {
            envFrom: [{ secretRef: { name: 'whole' } }],
            env: [
              { valueFrom: { secretKeyRef: { name: 'db', key: 'user' } } },
              { valueFrom: { secretKeyRef: { name: 'db', key: 'password' } } },
              { valueFrom: { secretKeyRef: { name: 'extra', key: 'x', optional: true } } },
            ],
          },
        ],
      }),
    ),
  ]);
  expect(secrets.map(({ namespace, name, keys }) => [`${namespace}/${name}`, keys])).toEqual([
    ['shop/db', ['password', 'user']],
    ['shop/files', []],
    ['shop/registry', []],
    ['shop/whole', []],
  ]);
});

test('Secrets that the manifests hold, or that a Certificate makes, are not asked for', () => {
  const reads = object(
    'apps/v1',
    'Deployment',
    'shop/web',
    pods({ containers: [{ envFrom: [{ secretRef: { name: 'a' } }] }] }),
  );
  expect(prerequisitesOf([reads, object('v1', 'Secret', 'shop/a')]).secrets).toEqual([]);
  const certificate = object('cert-manager.io/v1', 'Certificate', 'shop/a', {
    secretName: 'a',
    issuerRef: { name: 'ca' },
  });
  expect(prerequisitesOf([reads, certificate])).toEqual({
    secrets: [],
    issuers: ['Issuer shop/ca'],
    groups: ['cert-manager.io'],
  });
});

test('the certificate of a gateway is wanted where its pods run', () => {
  const gateway = object('networking.istio.io/v1', 'Gateway', 'shop/edge', {
    selector: { istio: 'edge' },
    servers: [{ tls: { mode: 'SIMPLE', credentialName: 'edge-tls' } }, { tls: { httpsRedirect: true } }],
  });
  const deployment = object('apps/v1', 'Deployment', 'ingress/edge', pods({ containers: [] }));
  expect(prerequisitesOf([gateway, deployment]).secrets).toEqual([
    { namespace: 'ingress', name: 'edge-tls', keys: [], tls: true },
  ]);
});

test('issuers and kinds that the manifests bring along are not asked for', () => {
  const certificate = object('cert-manager.io/v1', 'Certificate', 'shop/a', {
    secretName: 'a',
    issuerRef: { kind: 'ClusterIssuer', name: 'ca' },
  });
  expect(prerequisitesOf([certificate, object('cert-manager.io/v1', 'ClusterIssuer', '/ca')]).issuers).toEqual([]);
  expect(prerequisitesOf([certificate]).issuers).toEqual(['ClusterIssuer ca']);
  expect(
    prerequisitesOf([
      object('networking.k8s.io/v1', 'NetworkPolicy', 'shop/a'),
      object('apps/v1', 'Deployment', 'shop/b'),
      object('security.istio.io/v1', 'AuthorizationPolicy', 'shop/c'),
      object('gateway.networking.k8s.io/v1', 'Gateway', 'shop/d'),
    ]).groups,
  ).toEqual(['gateway.networking.k8s.io']);
});
