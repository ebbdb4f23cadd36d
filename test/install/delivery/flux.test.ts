import { Delivery } from '../../../src/install/delivery/delivery';
import type { FluxDeliveryOptions } from '../../../src/install/delivery/flux';
import type { IstioInstallProps } from '../../../src/install/istio-install';
import { ChartSource } from '../../../src/install/registries';
import { validateObject } from '../../../src/schema/validate-object';
import { synthInstall } from '../fixtures/synth-install';

const install = (options: FluxDeliveryOptions = {}, props: IstioInstallProps = {}) =>
  synthInstall(Delivery.flux(options), props);

const names = (list: readonly { name: string }[] | undefined) => (list ?? []).map(({ name }) => name);

describe('Delivery.flux', () => {
  test('defines one source and one release per chart, each after those it needs', () => {
    const { all, only, install: made } = install({}, { profile: 'ambient' });
    expect(only('HelmRepository').spec.url).toBe('https://blob.istio.io/istio-release/charts');
    const after = Object.fromEntries(
      all('HelmRelease').map(({ metadata, spec }) => [metadata.name, names(spec.dependsOn)]),
    );
    expect(after).toEqual({
      'istio-base': [],
      istiod: ['istio-base'],
      'istio-cni': ['istio-base', 'istiod'],
      ztunnel: ['istiod', 'istio-cni'],
    });
    expect(made.outputs.gate).toBe('depends-on');
  });

  test('keeps releases where their objects are, and defines the namespace itself, with its labels', () => {
    const { all, only } = install({ namespace: 'gitops' }, { network: 'network1' });
    for (const { metadata, spec } of all('HelmRelease')) {
      expect(metadata.namespace).toBe('gitops');
      expect(spec).toMatchObject({
        releaseName: metadata.name,
        targetNamespace: 'istio-system',
        storageNamespace: 'istio-system',
        install: { createNamespace: false },
      });
    }
    expect(only('Namespace').metadata.labels).toEqual({ 'topology.istio.io/network': 'network1' });
  });

  test('reads charts from an OCI registry by one source per chart and release', () => {
    const { all } = install(
      { source: ChartSource.oci() },
      { version: '1.29.6', revision: 'blue', canary: { version: '1.30.3', revision: 'green' } },
    );
    expect(all('HelmRepository')).toEqual([]);
    expect(all('OCIRepository').map(({ metadata, spec }) => [metadata.name, spec.url, spec.ref.tag])).toEqual([
      ['istio-base-1-30-3', 'oci://ghcr.io/istio/release/charts/base', '1.30.3'],
      ['istio-istiod-1-29-6', 'oci://ghcr.io/istio/release/charts/istiod', '1.29.6'],
      ['istio-istiod-1-30-3', 'oci://ghcr.io/istio/release/charts/istiod', '1.30.3'],
    ]);
    const sources = names(all('OCIRepository').map(({ metadata }) => metadata));
    for (const release of all('HelmRelease')) {
      expect(release.spec).not.toHaveProperty('chart');
      expect(sources).toContain(release.spec.chartRef.name);
      expect(validateObject(release)).toEqual([]);
    }
    for (const source of all('OCIRepository')) expect(validateObject(source)).toEqual([]);
  });

  test('applies the mesh configuration when the installation is ready', () => {
    const { named } = install({
      kustomizations: {
        source: { kind: 'GitRepository', name: 'mesh' },
        installPath: './dist/10-istio',
        meshPath: './dist/20-mesh',
      },
    });
    expect(named('Kustomization', 'istio-install').spec).toMatchObject({ path: './dist/10-istio', wait: true });
    expect(named('Kustomization', 'istio-mesh').spec).toMatchObject({
      path: './dist/20-mesh',
      dependsOn: [{ name: 'istio-install' }],
      sourceRef: { kind: 'GitRepository', name: 'mesh' },
    });
    expect(validateObject(named('Kustomization', 'istio-mesh'))).toEqual([]);
  });

  test('corrects drift, and so refuses a failure policy that istiod changes', () => {
    for (const { spec } of install().all('HelmRelease')) expect(spec.driftDetection).toEqual({ mode: 'enabled' });
    expect(() => install({}, { validationFailurePolicy: 'Ignore' })).toThrow(
      /"Ignore" does not last, .* Flux would correct/,
    );
    expect(() => install({ source: ChartSource.folder('charts') })).toThrow(/Flux cannot read charts/);
  });
});
