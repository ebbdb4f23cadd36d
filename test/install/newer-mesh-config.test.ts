import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Delivery } from '../../src/install/delivery/delivery';
import type { DeliveryStrategy } from '../../src/install/delivery/strategy';
import { planInstall } from '../../src/install/install-plan';
import { IstioInstall } from '../../src/install/istio-install';
import type { InstalledMeshConfig } from '../../src/install/newer-mesh-config';
import { Mesh } from '../../src/mesh/mesh';
import { MeshApp } from '../../src/synth/mesh-app';

const folder = mkdtempSync(join(tmpdir(), 'mesh-config-'));
afterAll(() => rmSync(folder, { recursive: true }));

const NEWER: InstalledMeshConfig = {
  defaultTrafficPolicy: { outlierDetection: { consecutive5xxErrors: 5 } },
  serviceEntryVisibility: { defaultVisibility: 'NAMESPACE', applyToSidecars: true },
  zoneAwareLbSetting: { enabled: true },
  defaultConfig: { connectionSettings: { profile: 'EDGE' }, holdApplicationUntilProxyStarts: true },
};

test('fields that came after the types of the operator reach the charts', () => {
  const { components } = planInstall({ meshConfig: NEWER });
  expect(components.find(({ kind }) => kind === 'istiod')?.values.meshConfig).toMatchObject(NEWER);
});

test('a misspelt field beside them is still refused', () => {
  const meshConfig = { defaultConfig: { connectionSetings: {} } } as InstalledMeshConfig;
  expect(() => planInstall({ meshConfig })).toThrow('defaultConfig.connectionSetings');
});

test.each<[string, DeliveryStrategy]>([
  ['a Job', Delivery.job()],
  ['Argo CD', Delivery.argoCd()],
  ['Flux', Delivery.flux()],
])('what the release does not have stops the synth, delivered by %s', (_, delivery) => {
  const synth = (istioVersion: string, meshConfig: InstalledMeshConfig): void => {
    const app = new MeshApp({ outdir: join(folder, delivery.name) });
    const mesh = new Mesh(app, 'mesh', { istioVersion });
    new IstioInstall(mesh.chart('controlPlane'), 'istio', { delivery, meshConfig });
    app.synth();
  };
  expect(() => synth('1.30.8', NEWER)).toThrow('field "serviceEntryVisibility" exists since Istio 1.31, the target is');
  expect(() => synth('1.31.4', NEWER)).not.toThrow();
  expect(() => synth('1.31.4', { defaultConfig: { connectionSettings: { httpMaxConcurrentStreams: 0 } } })).toThrow(
    'meshConfig.defaultConfig.connectionSettings.httpMaxConcurrentStreams: must be at least 1, got 0',
  );
});

test('the Sail operator does not know them yet', () => {
  const app = new MeshApp({ outdir: join(folder, 'sail') });
  const mesh = new Mesh(app, 'mesh', { istioVersion: '1.30.3' });
  expect(
    () =>
      new IstioInstall(mesh.chart('controlPlane'), 'istio', {
        delivery: Delivery.sail(),
        meshConfig: { zoneAwareLbSetting: { enabled: true } },
      }),
  ).toThrow('"meshConfig.zoneAwareLbSetting"');
});
