import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { type AmbientMigrationPlan, migrateToAmbient } from '../../src/migration/migrate-to-ambient';
import { readManifests } from '../../src/model/read-manifests';
import { CASES } from '../conformance/cases-folder';

const ROOT = resolve(__dirname, '../..');
const SAMPLES = join(CASES, 'adopt');

jest.setTimeout(120_000);

const names = ({ stages }: AmbientMigrationPlan) => stages.map(({ name }) => name);
const ids = ({ decisions }: AmbientMigrationPlan) => decisions.map(({ id }) => id);

describe('the Notes App', () => {
  const plan = migrateToAmbient(readManifests([join(ROOT, 'dist')]));

  test('moves with nothing to decide', () => {
    expect(plan.decisions).toEqual([]);
    expect(plan.namespaces).toEqual(['notes-app']);
  });

  test('moves the clients of its headless database before the database', () => {
    expect(names(plan)).toEqual(['00-prepare', '10-dual', '20-notes-app', '21-notes-app-2', '90-clean-up']);
    const [, , first] = plan.stages;
    const mysql = first?.manifests.find(({ manifest }) => manifest.kind === 'StatefulSet')?.manifest;
    expect(mysql).toMatchObject({
      spec: { template: { metadata: { labels: { 'sidecar.istio.io/inject': 'true' } } } },
    });
  });

  test('needs a waypoint for its backend alone', () => {
    expect(plan.waypoints).toMatchObject([{ isForNamespace: false, services: [{ name: 'notes-app-backend' }] }]);
  });

  test('gets ztunnel and a control plane for it, in an installation of its own', () => {
    const states = Object.fromEntries(plan.needs.map(({ name, state }) => [name, state]));
    expect(states).toMatchObject({ ztunnel: 'written', istiod: 'written', 'sidecars that take tunnels': 'written' });
  });

  test('routes its backend by the Gateway API, under every name that its Sidecar lets the frontend know', () => {
    const dual = plan.stages[1]?.manifests.map(({ manifest }) => manifest) ?? [];
    const named = (kind: string, name: string) => dual.find(one => one.kind === kind && one.metadata.name === name);
    expect(named('VirtualService', 'notes-app-backend')).toBeUndefined();
    expect(named('HTTPRoute', 'notes-app-backend')?.spec).toMatchObject({
      parentRefs: [{ kind: 'Service', name: 'notes-app-backend' }],
      rules: [
        {
          matches: [{ headers: [{ name: 'x-canary', value: 'true' }] }],
          backendRefs: [{ name: 'notes-app-backend-v2' }],
        },
        {
          backendRefs: [
            { name: 'notes-app-backend-v1', weight: 90 },
            { name: 'notes-app-backend-v2', weight: 10 },
          ],
        },
      ],
    });
    expect(named('Sidecar', 'frontend')?.spec).toMatchObject({
      egress: [{ hosts: expect.arrayContaining(['./notes-app-backend-v2.notes-app.svc.cluster.local']) }],
    });
  });

  test('leaves no Sidecar behind, since ztunnel reads none', () => {
    expect(plan.stages.at(-1)?.manifests.filter(({ manifest }) => manifest.kind === 'Sidecar')).toEqual([]);
  });
});

(existsSync(SAMPLES) ? describe : describe.skip)(`applications in ${SAMPLES}`, () => {
  /** What each does not keep: losses that Istio's documentation names. */
  const LOST: { readonly [name: string]: readonly string[] } = {
    bookinfo: ['default-retries:default', 'virtual-service-at-waypoint:default/ratings'],
    'httpbin-gateway': ['default-retries:default'],
    'online-boutique': ['default-retries:default', 'default-retries:outside'],
  };

  test.each(Object.entries(LOST))('%s moves with nothing else to decide', (name, lost) => {
    const manifests = readManifests([join(SAMPLES, name)]);
    const plan = migrateToAmbient(manifests, { accept: lost.filter(id => !id.startsWith('default-retries:')) });
    expect(ids(plan)).toEqual(lost);
    expect(plan.decisions.every(({ isAccepted }) => isAccepted)).toBe(true);
    expect(plan.assumptions).toEqual([expect.stringContaining('the Namespace "default" is not among the manifests')]);
  });
});
