import { Chart, Testing } from 'cdk8s';
import type { InstallModel } from '../../src/install/install-model';
import { planInstall } from '../../src/install/install-plan';
import { RevisionTag } from '../../src/install/revision-tag';
import { buildModel } from '../../src/model/mesh-model';
import type { Manifest } from '../../src/values/manifest';

const PODS: readonly Record<string, string>[] = [
  {},
  { 'sidecar.istio.io/inject': 'true' },
  { 'sidecar.istio.io/inject': 'false' },
  { 'istio.io/rev': '1-30-3' },
];

/** The installation as istioctl and kubectl are given it. */
function installed(model: InstallModel): readonly Manifest[] {
  const plan = planInstall(model);
  const chart = new Chart(Testing.app(), 'tags', { disableResourceNameHashes: true });
  for (const { tag, revision } of plan.tags) new RevisionTag(chart, tag, { revision });
  return [...plan.operators.map(operator => ({ ...operator })), ...(Testing.synth(chart) as Manifest[])];
}

const unrevisioned = installed({});
const revisionOnly = installed({ revision: '1-30-3' });
const tagged = installed({ revision: '1-30-3', tags: { default: '1-30-3', prod: '1-30-3' } });

function row(installation: readonly Manifest[], labels: Record<string, string>): string {
  const pods = PODS.map(
    (own, i): Manifest => ({
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: `pod-${i}`, namespace: 'shop', labels: own },
    }),
  );
  const namespace: Manifest = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop', labels } };
  const { workloads } = buildModel([...installation, namespace, ...pods].map(manifest => ({ manifest, origin: {} })));
  const own = workloads.inNamespace('shop');
  return own.map(({ dataPlane }) => (dataPlane === 'sidecar' ? 'Y' : '-')).join(' ');
}

// Per installation: pods without a label, with inject=true, with inject=false, with a revision of their own.
test.each<[string, Record<string, string>, string, string, string]>([
  ['no label', {}, '- Y - -', '- - - Y', '- Y - Y'],
  ['istio-injection=enabled', { 'istio-injection': 'enabled' }, 'Y Y - Y', '- - - -', 'Y Y - Y'],
  ['istio-injection=disabled', { 'istio-injection': 'disabled' }, '- - - -', '- - - -', '- - - -'],
  ['istio.io/rev=default', { 'istio.io/rev': 'default' }, 'Y Y - Y', '- - - -', 'Y Y - Y'],
  ['istio.io/rev=1-30-3', { 'istio.io/rev': '1-30-3' }, '- - - -', 'Y Y - Y', 'Y Y - Y'],
  ['istio.io/rev=prod', { 'istio.io/rev': 'prod' }, '- - - -', '- - - -', 'Y Y - Y'],
  ['both labels', { 'istio-injection': 'enabled', 'istio.io/rev': 'prod' }, 'Y Y - Y', '- - - -', 'Y Y - Y'],
])('injection in a namespace with %s is decided as the selectors of the webhooks do', (_, labels, ...wanted) => {
  expect([unrevisioned, revisionOnly, tagged].map(installation => row(installation, labels))).toEqual(wanted);
});
