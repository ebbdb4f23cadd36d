import { Delivery } from '../../../src/install/delivery/delivery';
import type { DeliveryName, DeliveryStrategy } from '../../../src/install/delivery/strategy';
import type { IstioInstallProps } from '../../../src/install/istio-install';
import { PROFILES, type ProfileName } from '../../../src/install/profiles';
import { validateObject } from '../../../src/schema/validate-object';
import { emitDocument } from '../../../src/text/emit-yaml';
import { type SynthesizedInstall, synthInstall, type Written } from '../fixtures/synth-install';

/** The deliveries that need nothing but this process. */
const DELIVERIES: readonly (readonly [DeliveryName, () => DeliveryStrategy])[] = [
  ['job', () => Delivery.job()],
  ['argo-cd', () => Delivery.argoCd()],
  ['flux', () => Delivery.flux()],
  ['istioctl', () => Delivery.istioctl()],
  ['sail', () => Delivery.sail({ version: 'v1.30-latest' })],
  ['k3s', () => Delivery.k3s()],
];

/** What a profile cannot do without. */
const WANTED: { readonly [profile in ProfileName]?: IstioInstallProps } = {
  remote: {
    remote: { address: '192.0.2.10', injectionPath: '/inject/cluster/west/net/network1' },
    network: 'network1',
  },
  empty: { cni: true },
};

const profiles = Object.keys(PROFILES) as ProfileName[];

/** Installs a release that every delivery knows; the Sail operator is behind. */
const install = (delivery: DeliveryStrategy, props: IstioInstallProps = {}): SynthesizedInstall =>
  synthInstall(delivery, { version: '1.30.5', ...props });

/** A little of everything that a plan may say. */
const FULL: IstioInstallProps = {
  revision: '1-30-5',
  tags: { default: '1-30-5', prod: '1-30-5' },
  hub: 'registry.example.com/istio',
  variant: 'distroless',
  meshId: 'mesh1',
  network: 'network1',
  cluster: 'cluster1',
  pilot: {
    autoscaling: { minReplicas: 2, maxReplicas: 5, cpuPercent: 70 },
    env: { PILOT_SCOPE_GATEWAY_TO_NAMESPACE: 'true' },
  },
  proxy: { resources: { requests: { cpu: '50m', memory: '64Mi' } }, logLevel: 'info' },
  cni: { excludeNamespaces: ['kube-system', 'legacy'] },
  meshConfig: {
    accessLogFile: '/dev/stdout',
    discoverySelectors: [{ matchLabels: { mesh: 'yes' } }],
    extensionProviders: [{ name: 'otel', opentelemetry: { service: 'otel.monitoring.svc.cluster.local', port: 4317 } }],
    defaultConfig: { gatewayTopology: { numTrustedProxies: 1, proxyProtocol: {} } },
  },
  extraValues: { istiod: { pilot: { podLabels: { team: 'platform' } } } },
};

/** Fields of a HelmChart of helm-controller 0.17; its CRD is not among the generated ones. */
const HELM_CHART_FIELDS = [
  'chart',
  'createNamespace',
  'failurePolicy',
  'repo',
  'targetNamespace',
  'valuesContent',
  'version',
];

function expectValid(objects: readonly Written[]): void {
  for (const object of objects) {
    const issues = validateObject(object).filter(({ severity }) => severity === 'error');
    expect({ kind: object.kind, name: object.metadata.name, issues }).toEqual({
      kind: object.kind,
      name: object.metadata.name,
      issues: [],
    });
    if (object.kind === 'HelmChart')
      expect(HELM_CHART_FIELDS).toEqual(expect.arrayContaining(Object.keys(object.spec)));
  }
}

describe.each(DELIVERIES)('Delivery by %s', (name, delivery) => {
  test.each(profiles)(
    'delivers profile %s: valid objects, no retired registry, nothing that no cluster knows',
    profile => {
      const { objects, install: made } = install(delivery(), { profile, ...WANTED[profile] });
      expectValid(objects);
      const text = JSON.stringify([objects, made.delivery.files(made.plan)]);
      expect(text).not.toMatch(/registry\.istio\.io|gcr\.io\/istio-release|istio-release\.storage/);
      expect(objects.map(({ kind }) => kind)).not.toContain('IstioOperator');
      expect(made.outputs.delivery).toBe(name);
    },
  );

  test.each(['default', 'ambient'] as const)('writes profile %s as ever', profile => {
    const { objects, install: made } = install(delivery(), { profile });
    expect(objects.map(emitDocument).join('---\n')).toMatchSnapshot('manifests');
    for (const file of made.delivery.files(made.plan)) expect(file.text).toMatchSnapshot(file.path);
  });

  test('delivers everything that a plan may say', () => {
    const { objects, install: made } = install(delivery(), FULL);
    expectValid(objects);
    expect(objects.map(emitDocument).join('---\n')).toMatchSnapshot('manifests');
    for (const file of made.delivery.files(made.plan)) expect(file.text).toMatchSnapshot(file.path);
  });

  test('delivers two control planes side by side', () => {
    const { objects, install: made } = install(delivery(), {
      version: '1.29.6',
      revision: '1-29-6',
      canary: { version: '1.30.3', revision: '1-30-3' },
      tags: { default: '1-29-6', prod: '1-29-6', canary: '1-30-3' },
    });
    expectValid(objects);
    const text = JSON.stringify([objects, made.delivery.files(made.plan)]);
    for (const part of ['1-29-6', '1-30-3']) expect(text).toContain(part);
    const names = objects.map(({ kind, metadata }) => `${kind}/${metadata.namespace ?? ''}/${metadata.name}`);
    expect(new Set(names).size).toBe(names.length);
  });

  test('tells the rest of the app how to join and how to wait', () => {
    const { outputs } = install(delivery()).install;
    expect(outputs.namespace).toBe('istio-system');
    expect(outputs.injectionLabels).toEqual({ 'istio-injection': 'enabled' });
    expect(outputs.podInjectionLabels).toEqual({ 'sidecar.istio.io/inject': 'true' });
    expect(outputs.readyChecks.at(-1)).toBe('kubectl -n istio-system rollout status deployment/istiod --timeout=5m');
    expect(
      [outputs.phases.controlPlane, outputs.phases.gateways, outputs.phases.mesh].map(({ order }) => order),
    ).toEqual([1, 2, 3]);
  });

  test('says how to deploy, upgrade, roll back and uninstall by commands that exist', () => {
    const { install: made } = install(delivery());
    const files = {
      root: 'dist',
      install: ['dist/10-control-plane.k8s.yaml'],
      mesh: ['dist/50-routes.k8s.yaml'],
      installAlone: ['dist/10-control-plane.k8s.yaml'],
      meshAlone: ['dist/50-routes.k8s.yaml'],
    };
    const steps = made.delivery.steps(made.plan, files);
    for (const part of [steps.deploy, steps.upgrade, steps.rollBack, steps.uninstall]) {
      expect(part.flatMap(({ commands }) => commands)).not.toEqual([]);
    }
    const text = JSON.stringify(steps);
    expect(text).not.toMatch(
      /verify-install|istioctl operator|authn tls-check|pilot-discovery proxy-status|istioctl install(?! -y)/,
    );
  });
});

describe('the check of delivered objects', () => {
  const kinds = DELIVERIES.flatMap(([, delivery]) => install(delivery(), FULL).objects)
    .filter(({ apiVersion }) => /argoproj|fluxcd|sailoperator/.test(apiVersion))
    .map(object => [object.kind, object] as const);

  test.each([...new Map(kinds)])('refuses a field that %s does not have', (_, object) => {
    const withMore = { ...object, spec: { ...object.spec, nonsense: true } };
    expect(validateObject(withMore).map(({ path, severity }) => [path, severity])).toContainEqual([
      'spec.nonsense',
      'error',
    ]);
  });
});

describe('every delivery', () => {
  test('is chosen by one property: the plan stays', () => {
    const plans = DELIVERIES.map(([, delivery]) => install(delivery(), FULL).install.plan);
    for (const plan of plans) expect(plan).toEqual(plans[0]);
  });

  test('fails closed by chart, whatever renders it', () => {
    const values = [
      install(Delivery.argoCd())
        .all('Application')
        .map(({ spec }) => spec.source.helm.valuesObject),
      install(Delivery.flux())
        .all('HelmRelease')
        .map(({ spec }) => spec.values),
    ].flat();
    expect(values).toHaveLength(4);
    for (const each of values) expect(each.base).toEqual({ validationFailurePolicy: 'Fail' });
    for (const { spec } of install(Delivery.k3s()).all('HelmChart')) {
      expect(spec.valuesContent).toContain('validationFailurePolicy: Fail');
    }
  });

  test('of one plan takes less than 100 ms together', () => {
    const synthesizeAll = () => {
      for (const [, delivery] of DELIVERIES) install(delivery(), FULL);
    };
    synthesizeAll();
    const times = Array.from({ length: 5 }, () => {
      const start = process.cpuUsage();
      synthesizeAll();
      const { user, system } = process.cpuUsage(start);
      return (user + system) / 1000;
    });
    expect(Math.min(...times)).toBeLessThan(100);
  });
});
