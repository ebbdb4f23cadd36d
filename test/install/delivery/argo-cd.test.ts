import { parse } from 'yaml';
import type { ArgoCdDeliveryOptions } from '../../../src/install/delivery/argo-cd';
import { Delivery } from '../../../src/install/delivery/delivery';
import type { IstioInstallProps } from '../../../src/install/istio-install';
import { ChartSource } from '../../../src/install/registries';
import { validateObject } from '../../../src/schema/validate-object';
import { synthInstall } from '../fixtures/synth-install';

const install = (options: ArgoCdDeliveryOptions = {}, props: IstioInstallProps = {}) =>
  synthInstall(Delivery.argoCd(options), props);

const SYNC_WAVE = 'argocd.argoproj.io/sync-wave';

describe('Delivery.argoCd', () => {
  test('defines one Application per chart at exactly its release, named as its release', () => {
    const { all } = install({ project: 'platform', server: 'https://eks.example.com' }, { version: '1.30.4' });
    expect(all('Application').map(({ metadata }) => metadata.name)).toEqual(['istio-base', 'istiod']);
    for (const { metadata, spec } of all('Application')) {
      expect(metadata.namespace).toBe('argocd');
      expect(spec.project).toBe('platform');
      expect(spec.destination).toEqual({ namespace: 'istio-system', server: 'https://eks.example.com' });
      expect(spec.source).toMatchObject({
        repoURL: 'https://blob.istio.io/istio-release/charts',
        targetRevision: '1.30.4',
        helm: { releaseName: metadata.name },
      });
    }
  });

  test('syncs in waves: namespaces, CRDs, node agent, control plane, ztunnel, gateways, mesh', () => {
    const { objects, install: made } = install({}, { profile: 'ambient', gateways: [{ name: 'istio-ingress' }] });
    const waves = Object.fromEntries(
      objects.map(({ kind, metadata }) => [`${kind} ${metadata.name}`, Number(metadata.annotations?.[SYNC_WAVE])]),
    );
    expect(waves).toEqual({
      'Namespace istio-system': -3,
      'Application istio-base': -2,
      'Application istio-cni': -1,
      'Application istiod': 0,
      'Application ztunnel': 1,
      'Application istio-ingress': 2,
    });
    expect(made.outputs.phases.gateways.annotations).toEqual({ [SYNC_WAVE]: '2' });
    expect(made.outputs.phases.mesh.annotations).toEqual({
      [SYNC_WAVE]: '3',
      'argocd.argoproj.io/sync-options': 'SkipDryRunOnMissingResource=true',
    });
    expect(made.outputs.gate).toBe('sync-waves');
  });

  test('does not fight istiod over its webhooks', () => {
    for (const { spec } of install().all('Application')) {
      expect(
        spec.ignoreDifferences.map(({ group, kind }: { group: string; kind: string }) => `${group} ${kind}`),
      ).toEqual([
        'admissionregistration.k8s.io ValidatingWebhookConfiguration',
        'admissionregistration.k8s.io MutatingWebhookConfiguration',
      ]);
      expect(spec.syncPolicy.syncOptions).toEqual(
        expect.arrayContaining(['RespectIgnoreDifferences=true', 'ServerSideApply=true']),
      );
    }
  });

  test('leaves alone what else the cluster changes', () => {
    const selectors = {
      group: 'admissionregistration.k8s.io',
      kind: 'MutatingWebhookConfiguration',
      jqPathExpressions: ['.webhooks[].namespaceSelector'],
    };
    for (const { spec } of install({ ignoreDifferences: [selectors] }).all('Application')) {
      expect(spec.ignoreDifferences).toHaveLength(3);
      expect(spec.ignoreDifferences).toContainEqual(selectors);
    }
  });

  test('never prunes the CRDs', () => {
    const { named } = install();
    expect(named('Application', 'istio-base').spec.syncPolicy.automated.prune).toBe(false);
    expect(named('Application', 'istiod').spec.syncPolicy.automated.prune).toBe(true);
  });

  test('names an OCI registry without its scheme', () => {
    const { spec } = install({ source: ChartSource.oci() }).named('Application', 'istiod');
    expect(spec.source).toMatchObject({ repoURL: 'ghcr.io/istio/release/charts', chart: 'istiod' });
  });

  test('syncs an ApplicationSet step by step, with the values of every chart', () => {
    const { only, all } = install({ applicationSet: true }, { profile: 'ambient', meshId: 'mesh1' });
    const { spec } = only('ApplicationSet');
    expect(all('Application')).toEqual([]);
    expect(validateObject(only('ApplicationSet'))).toEqual([]);
    const steps = spec.strategy.rollingSync.steps.map(
      ({ matchExpressions: [{ values }] }: { matchExpressions: [{ values: string[] }] }) => values[0],
    );
    expect(steps).toEqual(['base', 'cni', 'istiod', 'ztunnel']);
    const [{ list }] = spec.generators;
    expect(list.elements.map(({ release, step }: { release: string; step: string }) => `${release} ${step}`)).toEqual([
      'istio-base base',
      'istiod istiod',
      'istio-cni cni',
      'ztunnel ztunnel',
    ]);
    expect(parse(list.elements[1].values).global.meshID).toBe('mesh1');
    const template = JSON.stringify(spec.template);
    for (const [, field] of template.matchAll(/{{ \.(\w+) }}/g)) {
      for (const element of list.elements) expect(element).toHaveProperty(field as string);
    }
  });

  test('brings the mesh configuration after Istio as an Application of its own', () => {
    const { named } = install({ meshConfig: { repoURL: 'https://git.example.com/mesh.git', path: 'dist' } });
    const { metadata, spec } = named('Application', 'istio-mesh-config');
    expect(metadata.annotations).toEqual({ [SYNC_WAVE]: '3' });
    expect(spec.source).toEqual({ repoURL: 'https://git.example.com/mesh.git', path: 'dist', targetRevision: 'HEAD' });
  });

  test('tells the gateway as the chart deploys it', () => {
    expect(
      install({}, { gateways: [{ name: 'istio-gateway', namespace: 'istio-gateway' }] }).install.outputs.gateways,
    ).toEqual([
      expect.objectContaining({
        name: 'istio-gateway',
        namespace: { name: 'istio-gateway' },
        selector: { app: 'istio-gateway', istio: 'gateway' },
        serviceAccountName: 'istio-gateway',
        ports: expect.arrayContaining([{ name: 'http2', port: 80, targetPort: 80 }]),
      }),
    ]);
  });

  test('refuses a failure policy that istiod changes, and charts it cannot reach', () => {
    expect(() => install({}, { validationFailurePolicy: 'Ignore' })).toThrow(
      /"Ignore" does not last, .* never be in sync/,
    );
    expect(() => install({ source: ChartSource.folder('charts') })).toThrow(
      /Argo CD cannot read charts from the folder "charts"/,
    );
  });
});
