import { Delivery } from '../../src/install/delivery/delivery';
import type { DeliveryStrategy } from '../../src/install/delivery/strategy';
import type { InstallModel } from '../../src/install/install-model';
import { planInstall } from '../../src/install/install-plan';
import { bytes, milliCores } from '../../src/install/run-book/resource-demand';
import { renderRunBook } from '../../src/install/run-book/run-book';
import { effectiveMeshOf } from '../../src/istio/effective-mesh';
import { buildModel } from '../../src/model/mesh-model';
import type { LocatedManifest, Manifest } from '../../src/values/manifest';

const INSTALL = '10-control-plane/istio';

const file = (path: string, manifests: readonly Manifest[], constructPath?: string) => ({
  path,
  objects: manifests.map(
    (manifest, index): LocatedManifest => ({
      manifest,
      origin: { constructPath: `${constructPath ?? path}/${index}` },
    }),
  ),
});

const namespace = (name: string, labels: Record<string, string>): Manifest => ({
  apiVersion: 'v1',
  kind: 'Namespace',
  metadata: { name, labels },
});

const workload = (
  kind: string,
  name: string,
  image = 'registry.example.com/app',
  labels: Record<string, string> = {},
): Manifest => ({
  apiVersion: 'apps/v1',
  kind,
  metadata: { name, namespace: 'shop' },
  spec: { replicas: 2, template: { metadata: { labels }, spec: { containers: [{ name: 'app', image }] } } },
});

const service = (name: string, port: number): Manifest => ({
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name, namespace: 'shop' },
  spec: { ports: [{ port }] },
});

const rule: Manifest = {
  apiVersion: 'networking.istio.io/v1',
  kind: 'DestinationRule',
  metadata: { name: 'backend', namespace: 'shop' },
  spec: { host: 'backend.shop.svc.cluster.local', subsets: [{ name: 'v2' }, { name: 'v1' }] },
};

const FILES = [
  file('00-namespaces.yaml', [namespace('istio-system', {}), namespace('shop', { 'istio-injection': 'enabled' })]),
  file(
    '10-control-plane.yaml',
    [{ apiVersion: 'batch/v1', kind: 'Job', metadata: { name: 'x', namespace: 'istio-installer' } }],
    INSTALL,
  ),
  file('20-gateways.yaml', [
    workload('Deployment', 'edge', 'auto', { 'sidecar.istio.io/inject': 'true' }),
    service('edge', 443),
  ]),
  file('30-workloads.yaml', [
    workload('Deployment', 'backend'),
    workload('StatefulSet', 'mysql'),
    workload('Deployment', 'plain', undefined, { 'sidecar.istio.io/inject': 'false' }),
    service('backend', 5000),
    service('mysql', 3306),
  ]),
  file('40-destination-rules.yaml', [rule]),
];

function runBook(model: InstallModel = {}, delivery: DeliveryStrategy = Delivery.job(), files = FILES): string {
  const mesh = effectiveMeshOf(buildModel(files.flatMap(({ objects }) => objects)));
  return renderRunBook({
    plan: planInstall(model),
    delivery,
    output: { files, mesh, access: [] },
    installPath: INSTALL,
  });
}

/** The part of a run book under a heading. */
function part(text: string, heading: string): string {
  return text.split(/^## /m).find(each => each.startsWith(heading)) ?? '';
}

describe('renderRunBook', () => {
  test('deploys in two steps with the wait between them, by the files that are written', () => {
    const deploy = part(runBook(), 'Deploy');
    const order = [
      'kubectl apply -f dist/00-namespaces.yaml -f dist/10-control-plane.yaml',
      '--for=condition=complete job/istio-install-',
      '--for=condition=Established crd',
      'rollout status deployment/istiod',
      'kubectl apply -f dist/20-gateways.yaml -f dist/30-workloads.yaml -f dist/40-destination-rules.yaml',
    ].map(command => deploy.indexOf(command));
    expect(order).not.toContain(-1);
    expect(order).toEqual([...order].sort((a, b) => a - b));
  });

  test('applies a file of both steps twice, and removes neither applications nor their namespaces', () => {
    const files = [file('all.yaml', [namespace('shop', {}), rule, workload('Deployment', 'backend')])];
    const text = runBook({}, Delivery.job(), files);
    expect(part(text, 'Deploy').match(/kubectl apply -f dist\/all.yaml/g)).toHaveLength(2);
    expect(part(text, 'Uninstall')).not.toContain('delete --ignore-not-found -f dist/all.yaml');
    for (const delivery of [Delivery.helm(), Delivery.istioctl(), Delivery.k3s(), Delivery.job()]) {
      const uninstall = part(runBook({}, delivery), 'Uninstall');
      expect(uninstall).toContain('kubectl delete --ignore-not-found -f dist/40-destination-rules.yaml');
      expect(uninstall).not.toMatch(/delete --ignore-not-found -f dist\/(00-namespaces|30-workloads)/);
    }
  });

  test('removes gateways, whose pods cannot start without Istio, and keeps the pods of applications', () => {
    const uninstall = part(runBook(), 'Uninstall');
    expect(uninstall).toMatch(/delete --ignore-not-found deployment,service,\S+ edge$/m);
    expect(uninstall).not.toMatch(/delete .*(backend|mysql)/);
  });

  test('lists the clusters that proxies know, by host, port and subset', () => {
    const clusters = part(runBook(), 'Expected clusters');
    expect(clusters.match(/outbound\|.*/g)).toEqual([
      'outbound|5000||backend.shop.svc.cluster.local',
      'outbound|5000|v1|backend.shop.svc.cluster.local',
      'outbound|5000|v2|backend.shop.svc.cluster.local',
      'outbound|3306||mysql.shop.svc.cluster.local',
    ]);
    expect(clusters).toContain('istioctl proxy-config clusters deployment/backend -n shop');
  });

  test('restarts every kind of workload that carries a proxy, and no other', () => {
    expect(part(runBook(), 'Restart').match(/rollout restart .*/g)).toEqual([
      'rollout restart deployment/backend',
      'rollout restart deployment/edge',
      'rollout restart statefulset/mysql',
    ]);
  });

  test('looks for the proxy among containers and init containers', () => {
    expect(part(runBook(), 'Verify')).toContain('{.spec.initContainers[*].name}{" "}{.spec.containers[*].name}');
  });

  test('checks exactly the CRDs that the manifests need', () => {
    expect(part(runBook(), 'Verify')).toContain('kubectl get crd destinationrules.networking.istio.io\n');
  });

  test('adds up what istiod, gateways and sidecars ask of the cluster', () => {
    const table = part(
      runBook({
        pilot: {
          autoscaling: { minReplicas: 2, maxReplicas: 3 },
          resources: { requests: { cpu: '250m', memory: '1Gi' } },
        },
      }),
      'What is installed',
    );
    expect(table).toContain('| istiod | 2 | 500m | 2048Mi |');
    expect(table).toContain('| gateway edge | 2 | 200m | 256Mi |');
    expect(table).toContain('| sidecars | 4 | 400m | 512Mi |');
    expect(table).toContain('| **together** | 8 | 1100m | 2816Mi |');
  });

  test('moves one namespace after the other to the second control plane', () => {
    const text = runBook({
      version: '1.29.6',
      revision: 'blue',
      canary: { version: '1.30.5', revision: 'green' },
      tags: { default: 'blue' },
    });
    const move = part(text, 'Move to the new control plane');
    expect(move).toContain('istiod-blue (1.29.6) and istiod-green (1.30.5)');
    expect(move).toContain('Move namespace shop');
    expect(move).toContain('istioctl uninstall --revision blue -y');
    expect(part(runBook(), 'Move')).toBe('');
  });

  test.each([
    ['job', Delivery.job()],
    ['argo-cd', Delivery.argoCd()],
    ['flux', Delivery.flux()],
    ['helm', Delivery.helm()],
    ['istioctl', Delivery.istioctl()],
    ['sail', Delivery.sail({ version: 'v1.30-latest' })],
    ['k3s', Delivery.k3s()],
  ])('names no command that is gone, when delivered by %s', (_, delivery) => {
    const text = runBook({}, delivery);
    expect(text).not.toMatch(
      /verify-install|authn tls-check|pilot-discovery proxy-status|istioctl operator|profile dump|manifest diff/,
    );
    expect(text).not.toMatch(/istioctl (install|uninstall)(?!.* -y)/);
    expect(text).not.toMatch(/undefined|\[object/);
    expect(part(text, 'Roll back')).toContain('```sh');
  });

  test('opens the add-ons that the manifests hold', () => {
    const kiali: Manifest = {
      apiVersion: 'kiali.io/v1alpha1',
      kind: 'Kiali',
      metadata: { name: 'kiali', namespace: 'istio-system' },
    };
    const files = [...FILES, file('80-add-ons.yaml', [kiali, service('grafana', 3000)])];
    expect(part(runBook({}, Delivery.job(), files), 'When it does not work').match(/istioctl dashboard \w+/g)).toEqual([
      'istioctl dashboard grafana',
      'istioctl dashboard kiali',
    ]);
    expect(runBook()).not.toContain('istioctl dashboard');
  });

  test('warns of a profile that is not for production', () => {
    expect(runBook({ profile: 'demo' })).toContain('**Not for production.** The demo profile traces every request');
    expect(runBook()).not.toContain('Not for production');
  });

  test('is the same text for the same manifests', () => {
    expect(runBook()).toBe(runBook());
  });
});

describe('quantities', () => {
  test.each([
    ['500m', 500],
    ['2', 2000],
    ['0.5', 500],
  ])('CPU %s is %d thousandths of a core', (quantity, wanted) => {
    expect(milliCores(quantity)).toBe(wanted);
  });

  test.each([
    ['128Mi', 128 * 2 ** 20],
    ['1G', 1e9],
    ['1024', 1024],
  ])('memory %s is %d bytes', (quantity, wanted) => {
    expect(bytes(quantity)).toBe(wanted);
  });
});

test('a change is planned from the manifests of the commit before', () => {
  expect(part(runBook(), 'Change the mesh')).toContain('npx cdk8s-istio plan before/dist dist');
});
