import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ApiObject, Chart } from 'cdk8s';
import { parseAllDocuments } from 'yaml';
import { Delivery } from '../../../src/install/delivery/delivery';
import type { FluxDeliveryOptions } from '../../../src/install/delivery/flux';
import { IstioInstall, type IstioInstallProps } from '../../../src/install/istio-install';
import { ChartSource } from '../../../src/install/registries';
import { Mesh } from '../../../src/mesh/mesh';
import { MeshNamespace } from '../../../src/mesh/mesh-namespace';
import { MeshService } from '../../../src/mesh/mesh-service';
import { validateObject } from '../../../src/schema/validate-object';
import { MeshApp } from '../../../src/synth/mesh-app';
import { FaultInjection } from '../../../src/traffic/fault-injection';
import { setOutputPath } from '../../../src/tree/output-path';
import { synthInstall, type Written } from '../fixtures/synth-install';

const folder = mkdtempSync(join(tmpdir(), 'flux-'));
afterAll(() => rmSync(folder, { recursive: true }));

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

  test('applies the folder of the mesh when that of the installation is ready', () => {
    const app = new MeshApp({ outdir: folder });
    const source = { kind: 'GitRepository' as const, name: 'mesh' };
    new IstioInstall(new Chart(app, '10-control-plane'), 'istio', {
      delivery: Delivery.flux({ kustomizations: { source, path: './clusters/dev/dist' } }),
    });
    new ApiObject(new Chart(app, '50-routes'), 'Sidecar', {
      apiVersion: 'networking.istio.io/v1',
      kind: 'Sidecar',
      metadata: { name: 'default', namespace: 'istio-system' },
      spec: { egress: [{ hosts: ['./*'] }] },
    });
    new ApiObject(new Chart(app, '00-namespaces'), 'Namespace', {
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: { name: 'shop' },
    });
    app.synth();
    expect(
      (readdirSync(folder, { recursive: true }) as string[]).filter(file => file.endsWith('.yaml')).sort(),
    ).toEqual([
      '10-istio/00-namespaces.k8s.yaml',
      '10-istio/10-control-plane.k8s.yaml',
      '20-mesh/50-routes.k8s.yaml',
      'kustomizations.k8s.yaml',
    ]);
    const [install, mesh] = parseAllDocuments(readFileSync(join(folder, 'kustomizations.k8s.yaml'), 'utf8')).map(
      document => document.toJS() as Written,
    );
    expect(install?.spec).toMatchObject({ path: './clusters/dev/dist/10-istio', wait: true, sourceRef: source });
    expect(mesh?.spec).toMatchObject({
      path: './clusters/dev/dist/20-mesh',
      dependsOn: [{ name: install?.metadata.name }],
      sourceRef: source,
    });
    for (const each of [install, mesh]) expect(each === undefined ? ['none'] : validateObject(each)).toEqual([]);
  });

  test('and routes with faults among what needs it, where they alone are left in their chart', () => {
    const app = new MeshApp({ outdir: folder, analyze: false });
    new IstioInstall(new Chart(app, '10-control-plane'), 'istio', { delivery: Delivery.flux() });
    const mesh = new Mesh(app, 'mesh');
    const namespace = new MeshNamespace(mesh, 'shop');
    const ports = [{ port: 80, protocol: 'http' }] as const;
    const service = new MeshService(mesh, 'web', { namespace, ports, versions: { v1: { image: 'web:1' } } });
    new FaultInjection(mesh, 'chaos', { service, abort: { percent: 1, httpStatus: 500 } });
    app.synth();
    expect(readdirSync(join(folder, '20-mesh')).sort()).toEqual(['30-workloads.k8s.yaml', '90-faults.k8s.yaml']);
  });

  test('leaves charts where they were put, and refuses one that belongs into both folders', () => {
    const app = new MeshApp({ outdir: folder });
    const chart = new Chart(app, 'all');
    setOutputPath(chart, 'elsewhere/all');
    new IstioInstall(chart, 'istio', { delivery: Delivery.flux() });
    app.synth();
    expect(readdirSync(folder)).toEqual(['elsewhere']);
    new ApiObject(chart, 'Deployment', {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name: 'web', namespace: 'shop' },
    });
    expect(() => app.synth()).toThrow(
      /Cannot order chart "all" at all\/istio: wanted what installs Istio in a chart of its own, .* got Deployment "web" beside it/,
    );
  });

  test('corrects drift, and so refuses a failure policy that istiod changes', () => {
    for (const { spec } of install().all('HelmRelease')) expect(spec.driftDetection).toEqual({ mode: 'enabled' });
    expect(() => install({}, { validationFailurePolicy: 'Ignore' })).toThrow(
      /"Ignore" does not last, .* Flux would correct/,
    );
    expect(() => install({ source: ChartSource.folder('charts') })).toThrow(/Flux cannot read charts/);
  });
});
