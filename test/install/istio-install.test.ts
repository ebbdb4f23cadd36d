import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ApiObject, type App, Chart, Testing } from 'cdk8s';
import { GatewayDeployment } from '../../src/gateway/gateway-deployment';
import { Delivery } from '../../src/install/delivery/delivery';
import type { DeliveryStrategy } from '../../src/install/delivery/strategy';
import { IstioInstall, type IstioInstallProps } from '../../src/install/istio-install';
import { Mesh } from '../../src/mesh/mesh';
import type { MeshProps } from '../../src/mesh/mesh-props';
import { MeshApp } from '../../src/synth/mesh-app';
import { setTargetVersion } from '../../src/tree/target-version';
import { DEFAULT_ISTIO_VERSION } from '../../src/values/istio-version';
import { findingsInYaml, findingsOf } from '../findings';
import { synthInstall, type Written } from './fixtures/synth-install';

/** An app with an installation and whatever a case adds. */
function appWith(props: IstioInstallProps, add: (chart: Chart) => void): App {
  const app = Testing.app();
  new IstioInstall(new Chart(app, 'control-plane'), 'istio', props);
  add(new Chart(app, 'mesh', { disableResourceNameHashes: true }));
  return app;
}

/** The errors that a synth finds in it. */
function problems(props: IstioInstallProps, add: (chart: Chart) => void): readonly string[] {
  return findingsOf(appWith(props, add))
    .filter(({ severity }) => severity === 'error')
    .map(({ rule, message }) => `${rule}: ${message}`);
}

const namespace = (name: string, labels: Record<string, string>) => (chart: Chart) => {
  new ApiObject(chart, `Namespace-${name}`, { apiVersion: 'v1', kind: 'Namespace', metadata: { name, labels } });
};

const telemetry = (spec: object) => (chart: Chart) => {
  new ApiObject(chart, 'Telemetry', {
    apiVersion: 'telemetry.istio.io/v1',
    kind: 'Telemetry',
    metadata: { name: 'mesh', namespace: 'istio-system' },
    spec,
  });
};

const otel = { name: 'otel', opentelemetry: { service: 'otel.monitoring.svc.cluster.local', port: 4317 } };

describe('the release of the manifests', () => {
  const writtenFor = (version: string) => (chart: Chart) => setTargetVersion(chart, version);

  test('may not be newer than any control plane', () => {
    expect(problems({ version: '1.29.4' }, writtenFor('1.30.5'))).toEqual([
      'older-control-plane: "mesh" is written for Istio 1.30.5, but the control plane is of 1.29.4 and drops what it does not know',
    ]);
    const canary = { version: '1.31.1', revision: '1-31-1' };
    expect(
      problems({ version: '1.30.5', revision: '1-30-5', canary, tags: { default: '1-30-5' } }, writtenFor('1.31.1')),
    ).toEqual([expect.stringContaining('the control plane is of 1.30.5')]);
  });

  test('may be older, or of another patch', () => {
    expect(problems({ version: '1.30.4' }, writtenFor('1.30.5'))).toEqual([]);
    expect(problems({ version: '1.30.5' }, writtenFor('1.29'))).toEqual([]);
  });

  /** The releases that are installed, and what the app has to say of it. */
  function installed(
    appVersion: string | undefined,
    meshVersion: string | undefined,
    props: IstioInstallProps = {},
  ): [versions: string, notices: string[]] {
    const app = new MeshApp(appVersion === undefined ? {} : { istioVersion: appVersion });
    new Mesh(app, 'mesh', { istioVersion: meshVersion });
    const { plan } = new IstioInstall(new Chart(app, 'control-plane'), 'istio', props);
    const found = findingsOf(app).filter(({ resource }) => resource.kind === 'Construct');
    return [
      plan.controlPlanes.map(({ version }) => version).join(),
      found.map(({ rule, message }) => `${rule}: ${message}`),
    ];
  }

  test.each<[string, string | undefined, string | undefined, string]>([
    ['the mesh', undefined, '1.30.5', '1.30.5'],
    ['the mesh, at the newest patch of its minor', undefined, '1.30', '1.30.8'],
    ['the app', '1.32.0', undefined, '1.32.0'],
    ['the mesh before the app', '1.30.8', '1.31.1', '1.31.1'],
    ['the default', undefined, undefined, DEFAULT_ISTIO_VERSION],
  ])('is followed by an installation without one: that of %s', (_, appVersion, meshVersion, version) => {
    expect(installed(appVersion, meshVersion)).toEqual([version, []]);
  });

  test('is named when upstream has stopped to mend it, once', () => {
    const message = 'Istio 1.29.6 has had no support from upstream since 2026-08-31: faults and vulnerabilities stay';
    expect(installed(undefined, '1.29.6')).toEqual(['1.29.6', [`unsupported-release: ${message}`]]);
    const canary = { revision: 'b', version: '1.31.4' };
    expect(installed(undefined, '1.29.6', { revision: 'a', canary, tags: { default: 'a' } })).toEqual([
      '1.29.6,1.31.4',
      [`unsupported-release: ${message}`],
    ]);
  });

  test('is named when everything that is installed is newer', () => {
    expect(installed(undefined, '1.30.8', { version: '1.31.4' })[1]).toEqual([
      'unchecked-release: Istio 1.31.4 is installed, but the app is written for and checked against Istio 1.30.8',
    ]);
    const canary = { revision: 'b', version: '1.31.4' };
    expect(installed(undefined, '1.30.8', { revision: 'a', canary, tags: { default: 'a' } })[1]).toEqual([]);
  });

  test('of a mesh that is declared later is not followed, and a contradiction is named both ways', () => {
    const late = { istioVersion: '1.32.0' };
    const found = findingsOf(appWith({}, chart => new Mesh(chart, 'mesh', late)));
    expect(found.filter(({ rule }) => rule === 'older-control-plane')).toMatchObject([
      {
        severity: 'error',
        message: `"mesh" is written for Istio 1.32.0, but the control plane is of ${DEFAULT_ISTIO_VERSION} and drops what it does not know`,
        fix: `set version "1.32.0" or newer for the installation, or istioVersion "${DEFAULT_ISTIO_VERSION}" for the mesh`,
      },
    ]);
  });
});

describe('IstioInstall', () => {
  test('defines the namespace of the control plane with its labels', () => {
    const { only } = synthInstall(Delivery.flux(), {
      namespaceLabels: { 'app.kubernetes.io/managed-by': 'manual' },
      network: 'network1',
    });
    expect(only('Namespace').metadata).toEqual({
      name: 'istio-system',
      labels: { 'app.kubernetes.io/managed-by': 'manual', 'topology.istio.io/network': 'network1' },
    });
  });

  test('defines namespaces where the app keeps them, and never those of the cluster', () => {
    const app = Testing.app();
    const namespaces = new Chart(app, 'namespaces', { disableResourceNameHashes: true });
    const chart = new Chart(app, 'control-plane', { disableResourceNameHashes: true });
    new IstioInstall(chart, 'istio', { delivery: Delivery.argoCd(), profile: 'openshift', namespaceScope: namespaces });
    expect((Testing.synth(namespaces) as Written[]).map(({ kind, metadata }) => [kind, metadata.name])).toEqual([
      ['Namespace', 'istio-system'],
    ]);
    expect((Testing.synth(chart) as Written[]).map(({ kind }) => kind)).not.toContain('Namespace');
  });

  test('keeps cluster-wide objects out of the namespace of the chart', () => {
    const chart = new Chart(Testing.app(), 'control-plane', { namespace: 'team', disableResourceNameHashes: true });
    new IstioInstall(chart, 'istio', {
      delivery: Delivery.job({ grant: 'scoped' }),
      revision: 'a',
      tags: { prod: 'a' },
    });
    for (const { kind, metadata } of Testing.synth(chart) as Written[]) {
      const scoped = !['Namespace', 'ClusterRole', 'ClusterRoleBinding', 'MutatingWebhookConfiguration'].includes(kind);
      expect({ kind, scoped: metadata.namespace !== undefined }).toEqual({ kind, scoped });
    }
  });

  test('defines the same objects in whatever order the properties are written', () => {
    const one: IstioInstallProps = { tags: { a: 'default', b: 'default' }, meshId: 'm', network: 'n' };
    const other: IstioInstallProps = { network: 'n', meshId: 'm', tags: { b: 'default', a: 'default' } };
    expect(synthInstall(undefined, one).objects).toEqual(synthInstall(undefined, other).objects);
  });

  test('names no object by a hash, but for what is immutable', () => {
    for (const { kind, metadata } of synthInstall(undefined, { revision: 'a', tags: { prod: 'a' } }).objects) {
      if (kind !== 'Job' && kind !== 'ConfigMap') expect(metadata.name).not.toMatch(/[0-9a-f]{8}/);
    }
  });
});

describe('an app that a GitOps controller applies', () => {
  const waves = (delivery: DeliveryStrategy) => {
    const app = Testing.app();
    const control = new Chart(app, 'control-plane', { disableResourceNameHashes: true });
    new IstioInstall(control, 'istio', { delivery });
    const chart = new Chart(app, 'mesh', { disableResourceNameHashes: true });
    namespace('shop', { 'istio-injection': 'enabled' })(chart);
    new GatewayDeployment(chart, 'istio-ingress', { namespace: 'shop', replicas: 1 });
    telemetry({})(chart);
    new ApiObject(chart, 'Late', {
      apiVersion: 'networking.istio.io/v1',
      kind: 'Sidecar',
      metadata: { name: 'late', annotations: { 'argocd.argoproj.io/sync-wave': '9' } },
    });
    Testing.synth(control);
    return Object.fromEntries(
      (Testing.synth(chart) as Written[]).map(({ kind, metadata }) => [
        kind,
        metadata.annotations?.['argocd.argoproj.io/sync-wave'],
      ]),
    );
  };

  test('is synced in waves: namespaces, what is injected, what needs the CRDs', () => {
    expect(waves(Delivery.argoCd())).toEqual({
      Namespace: '-3',
      ServiceAccount: '2',
      Role: '2',
      RoleBinding: '2',
      Service: '2',
      Deployment: '2',
      Telemetry: '3',
      Sidecar: '9',
    });
    expect(waves(Delivery.job({ appliedBy: 'argo-cd' }))).toMatchObject({
      Namespace: '0',
      Deployment: '20',
      Telemetry: '30',
    });
  });

  test('is not tried out before the CRDs exist', () => {
    const chart = new Chart(Testing.app(), 'mesh', { disableResourceNameHashes: true });
    new IstioInstall(chart, 'istio', { delivery: Delivery.argoCd() });
    namespace('shop', {})(chart);
    telemetry({})(chart);
    const skipped = (Testing.synth(chart) as Written[]).filter(
      ({ metadata }) =>
        metadata.annotations?.['argocd.argoproj.io/sync-options'] === 'SkipDryRunOnMissingResource=true',
    );
    expect(skipped.map(({ kind }) => kind)).toEqual(['Telemetry']);
  });

  test('carries no annotations where kubectl or Flux keep the order', () => {
    for (const delivery of [Delivery.job(), Delivery.flux()]) {
      expect(waves(delivery)).toMatchObject({
        Namespace: undefined,
        Deployment: undefined,
        Telemetry: undefined,
        Sidecar: '9',
      });
    }
  });
});

describe('an app with an IstioInstall', () => {
  test.each<[string, IstioInstallProps, (chart: Chart) => void, readonly string[]]>([
    [
      'injection by label with revisions only',
      { revision: '1-30-5', delivery: Delivery.argoCd() },
      namespace('shop', { 'istio-injection': 'enabled' }),
      [
        'injection-without-control-plane: "istio-injection: enabled" means the control plane without a revision or the tag "default"; installed are "1-30-5"',
      ],
    ],
    [
      'a revision that is not installed',
      { revision: '1-30-5' },
      namespace('shop', { 'istio.io/rev': '1-29-1' }),
      ['injection-without-control-plane: no control plane has the revision or tag "1-29-1"; installed are "1-30-5"'],
    ],
    [
      'ambient without ztunnel',
      {},
      namespace('shop', { 'istio.io/dataplane-mode': 'ambient' }),
      ['ambient-without-ztunnel: its pods do not join the mesh: the installation has no ztunnel'],
    ],
    [
      'a namespace that istiod does not see',
      { meshConfig: { discoverySelectors: [{ matchLabels: { mesh: 'yes' } }] } },
      namespace('shop', { 'istio-injection': 'enabled' }),
      [
        'namespace-not-discovered: it joins the mesh, but istiod ignores it: none of meshConfig.discoverySelectors selects its labels',
      ],
    ],
    [
      'telemetry to a provider that is nowhere',
      { meshConfig: { extensionProviders: [otel] } },
      telemetry({ tracing: [{ providers: [{ name: 'tempo' }] }] }),
      [
        'unknown-telemetry-provider: provider "tempo" is not defined; the mesh configuration has "envoy", "otel", "prometheus", "stackdriver"',
      ],
    ],
    [
      'an external authorizer that is nowhere',
      {},
      chart => {
        new ApiObject(chart, 'Policy', {
          apiVersion: 'security.istio.io/v1',
          kind: 'AuthorizationPolicy',
          metadata: { name: 'a', namespace: 'shop' },
          spec: { action: 'CUSTOM', provider: { name: 'oauth2-proxy' }, rules: [{}] },
        });
      },
      [
        'unknown-authorization-provider: provider "oauth2-proxy" is not an external authorizer of the mesh configuration, which has none',
      ],
    ],
    [
      'a gateway whose namespace forbids injection',
      {},
      chart => {
        namespace('edge', { 'istio-injection': 'disabled' })(chart);
        new GatewayDeployment(chart, 'istio-ingress', { namespace: 'edge' });
      },
      [
        'auto-image-without-injection: the image of the proxy is "auto", but no injector fills it in, so that it cannot be pulled',
      ],
    ],
    [
      'a gateway that no revision injects',
      { revision: '1-30-5' },
      chart => {
        namespace('edge', {})(chart);
        new GatewayDeployment(chart, 'istio-ingress', { namespace: 'edge' });
      },
      [
        'auto-image-without-injection: the image of the proxy is "auto", but no injector fills it in, so that it cannot be pulled',
      ],
    ],
  ])('stops at %s, as the analysis of its YAML does', (_, props, add, expected) => {
    expect(problems(props, add)).toEqual(expected);
    const inYaml = findingsInYaml(appWith(props, add)).filter(({ severity }) => severity === 'error');
    expect(inYaml.map(({ rule, message }) => `${rule}: ${message}`)).toEqual(expected);
  });

  test('warns of injection and revision together', () => {
    const labels = { 'istio-injection': 'enabled', 'istio.io/rev': 'default' };
    const found = findingsOf(appWith({}, namespace('shop', labels)));
    expect(found.filter(({ severity }) => severity !== 'info').map(({ rule }) => rule)).toEqual([
      'conflicting-injection-labels',
    ]);
  });

  test('knows an installation that istioctl is told by a file', () => {
    const errors = (revision: string) => {
      const app = new MeshApp({ outdir: mkdtempSync(join(tmpdir(), 'install-')) });
      new IstioInstall(new Chart(app, 'istio'), 'istio', { revision: '1-30-5', delivery: Delivery.istioctl() });
      namespace('shop', { 'istio.io/rev': revision })(new Chart(app, 'mesh'));
      return findingsOf(app).filter(({ severity }) => severity === 'error');
    };
    expect(errors('1-29-1').map(({ rule }) => rule)).toEqual(['injection-without-control-plane']);
    expect(errors('1-30-5')).toEqual([]);
  });

  test.each<[string, IstioInstallProps, (chart: Chart) => void]>([
    [
      'injection by label through the tag default',
      { revision: '1-30-5', tags: { default: '1-30-5' } },
      namespace('shop', { 'istio-injection': 'enabled' }),
    ],
    [
      'a revision that another installation serves',
      { revision: '1-30-5', otherRevisions: ['1-29-1'] },
      namespace('shop', { 'istio.io/rev': '1-29-1' }),
    ],
    [
      'the canary of an upgrade',
      {
        version: '1.29.6',
        revision: '1-29-6',
        canary: { version: '1.30.5', revision: '1-30-5' },
        tags: { default: '1-29-6' },
      },
      namespace('shop', { 'istio.io/rev': '1-30-5' }),
    ],
    ['ambient with ztunnel', { profile: 'ambient' }, namespace('shop', { 'istio.io/dataplane-mode': 'ambient' })],
    [
      'a namespace that a selector takes',
      {
        meshConfig: { discoverySelectors: [{ matchExpressions: [{ key: 'mesh', operator: 'In', values: ['yes'] }] }] },
      },
      namespace('shop', { 'istio-injection': 'enabled', mesh: 'yes' }),
    ],
    [
      'a namespace outside of the mesh',
      { meshConfig: { discoverySelectors: [{ matchLabels: { mesh: 'yes' } }] } },
      namespace('other', {}),
    ],
    [
      'telemetry to what is installed and built in',
      { meshConfig: { extensionProviders: [otel] } },
      telemetry({ tracing: [{ providers: [{ name: 'otel' }] }], metrics: [{ providers: [{ name: 'prometheus' }] }] }),
    ],
    [
      'a gateway that names its revision',
      { revision: '1-30-5' },
      chart => {
        new GatewayDeployment(chart, 'istio-ingress', { namespace: 'edge', revision: '1-30-5' });
      },
    ],
    [
      'a second installation, for another cluster',
      { revision: '1-30-5' },
      chart => {
        new IstioInstall(chart, 'west', { delivery: Delivery.flux() });
        namespace('shop', { 'istio-injection': 'enabled' })(chart);
      },
    ],
  ])('takes %s', (_, props, add) => {
    expect(problems(props, add)).toEqual([]);
  });
});

describe('path normalization of the mesh', () => {
  const install = (props: MeshProps, given: IstioInstallProps = {}) => {
    const app = new MeshApp();
    new Mesh(app, 'mesh', props);
    return new IstioInstall(new Chart(app, 'control-plane'), 'istio', given).plan.controlPlanes[0].meshConfig;
  };

  test('is written by the installation of the same app', () => {
    expect(install({ pathNormalization: 'MERGE_SLASHES' }, { meshConfig: { accessLogFile: '/dev/stdout' } })).toEqual({
      accessLogFile: '/dev/stdout',
      pathNormalization: { normalization: 'MERGE_SLASHES' },
    });
    expect(install({})).toBeUndefined();
  });

  test('must be that of the installation', () => {
    const meshConfig = { pathNormalization: { normalization: 'BASE' } } as const;
    expect(() => install({ pathNormalization: 'MERGE_SLASHES' }, { meshConfig })).toThrow(
      'Cannot install Istio at control-plane/istio: wanted pathNormalization "MERGE_SLASHES" of the mesh, got "BASE" in meshConfig',
    );
  });
});
