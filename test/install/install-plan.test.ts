import type { InstallModel } from '../../src/install/install-model';
import { type InstallPlan, planInstall } from '../../src/install/install-plan';
import { PROFILES, type ProfileName } from '../../src/install/profiles';
import { emitDocument } from '../../src/text/emit-yaml';

const releases = (plan: InstallPlan) => plan.components.map(({ release }) => release);

function values(plan: InstallPlan, release: string) {
  const component = plan.components.find(found => found.release === release);
  if (component === undefined) throw new Error(`no release "${release}" in ${releases(plan).join(', ')}`);
  // biome-ignore lint/suspicious/noExplicitAny: values are read by path here
  return component.values as any;
}

describe('planInstall', () => {
  test('installs base and istiod of the default release from a registry that stays', () => {
    const plan = planInstall();
    expect(releases(plan)).toEqual(['istio-base', 'istiod']);
    expect(plan.components.map(({ version }) => version)).toEqual(['1.31.4', '1.31.4']);
    expect(values(plan, 'istiod').global).toMatchObject({ hub: 'docker.io/istio', tag: '1.31.4' });
  });

  test('is the same for the same model', () => {
    const model: InstallModel = { profile: 'ambient', meshId: 'mesh1', tags: { prod: 'default' } };
    expect(planInstall(model)).toEqual(planInstall({ ...model }));
  });

  test.each<[ProfileName, string[]]>([
    ['default', ['istio-base', 'istiod']],
    ['demo', ['istio-base', 'istiod']],
    ['minimal', ['istio-base', 'istiod']],
    ['preview', ['istio-base', 'istiod']],
    ['stable', ['istio-base', 'istiod']],
    ['ambient', ['istio-base', 'istiod', 'istio-cni', 'ztunnel']],
    ['openshift', ['istio-base', 'istiod', 'istio-cni']],
    ['openshift-ambient', ['istio-base', 'istiod', 'istio-cni', 'ztunnel']],
  ])('installs what profile %s stands for', (profile, wanted) => {
    expect(releases(planInstall({ profile }))).toEqual(wanted);
  });

  test.each(Object.keys(PROFILES) as ProfileName[])('plans profile %s as ever', profile => {
    const wanted: InstallModel = {
      profile,
      ...(profile === 'remote' ? { remote: { address: '192.0.2.10' } } : {}),
      ...(profile === 'empty' ? { cni: true } : {}),
    };
    const { components, operators } = planInstall(wanted);
    expect([...components, ...operators].map(emitDocument).join('---\n')).toMatchSnapshot();
  });

  test('has an empty profile for those who choose the components', () => {
    expect(releases(planInstall({ profile: 'empty', cni: true }))).toEqual(['istio-cni']);
    expect(() => planInstall({ profile: 'empty' })).toThrow(/at least one component, got none/);
  });

  test('uses the preset of the charts where they carry one', () => {
    const preset = (profile: ProfileName) => values(planInstall({ profile }), 'istiod').profile;
    expect(preset('demo')).toBe('demo');
    expect(preset('stable')).toBe('stable');
    expect(preset('default')).toBeUndefined();
    expect(preset('minimal')).toBeUndefined();
    expect(preset('openshift-ambient')).toBe('ambient');
  });

  test('installs node agents of OpenShift where it allows them, and tells istiod', () => {
    const plan = planInstall({ profile: 'openshift-ambient' });
    expect(plan.components.map(({ namespace }) => namespace)).toEqual([
      'istio-system',
      'istio-system',
      'kube-system',
      'kube-system',
    ]);
    expect(values(plan, 'istiod').pilot).toEqual({ cni: { enabled: true }, trustedZtunnelNamespace: 'kube-system' });
    expect(values(plan, 'ztunnel').istioNamespace).toBe('istio-system');
    for (const { values: each } of plan.components) expect(each).toMatchObject({ global: { platform: 'openshift' } });
  });

  test('orders every component after what it needs', () => {
    const { components } = planInstall({ profile: 'ambient', gateways: [{ name: 'istio-ingressgateway' }] });
    const ready = new Set<string>();
    for (const { release, dependsOn } of components) {
      for (const needed of dependsOn) expect(ready).toContain(needed);
      ready.add(release);
    }
    expect(components.at(-1)?.dependsOn).toContain('istiod');
  });

  test('fails closed in base and istiod, so that appliers and istiod agree', () => {
    const plan = planInstall();
    expect(values(plan, 'istio-base').base).toEqual({ validationFailurePolicy: 'Fail' });
    expect(values(plan, 'istiod').base).toEqual({ validationFailurePolicy: 'Fail' });
    const older = planInstall({ version: '1.27.9' });
    expect(values(older, 'istio-base').base).toBeUndefined();
  });

  test.each<[string, InstallModel, string]>([
    ['the control plane without a revision', {}, 'default'],
    ['the only revision', { revision: '1-30-5' }, '1-30-5'],
    [
      'the revision that the tag default points to',
      { revision: '1-30-5', canary: { revision: '1-31-1', version: '1.31.1' }, tags: { default: '1-31-1' } },
      '1-31-1',
    ],
  ])('lets %s validate resources', (_, model, wanted) => {
    const plan = planInstall(model);
    expect(plan.defaultRevision).toBe(wanted);
    expect(values(plan, 'istio-base').defaultRevision).toBe(wanted);
  });

  test.each<[string, InstallModel, object]>([
    ['without a revision', {}, { 'istio-injection': 'enabled' }],
    ['with a revision', { revision: '1-30-5' }, { 'istio.io/rev': '1-30-5' }],
    [
      'with a revision behind the tag default',
      { revision: '1-30-5', tags: { default: '1-30-5' } },
      { 'istio-injection': 'enabled' },
    ],
  ])('tells how namespaces ask for sidecars %s', (_, model, wanted) => {
    expect(planInstall(model).injectionLabels).toEqual(wanted);
  });

  test('does without the node agent on OpenShift where the plan has none, whatever the preset of the charts says', () => {
    const plan = planInstall({ platform: 'openshift' });
    expect(plan.components.map(({ release }) => release)).toEqual(['istio-base', 'istiod']);
    expect(values(plan, 'istiod')).toMatchObject({ pilot: { cni: { enabled: false } } });
    expect(values(planInstall({ profile: 'openshift' }), 'istiod')).toMatchObject({
      pilot: { cni: { enabled: true } },
    });
    expect(values(planInstall(), 'istiod')).not.toHaveProperty('pilot.cni');
  });

  test('runs two control planes side by side, and one of what a cluster has once, at the newer release', () => {
    const plan = planInstall({
      version: '1.29.6',
      revision: '1-29-6',
      canary: { version: '1.30.5', revision: '1-30-5', pilot: { autoscaling: { minReplicas: 1, maxReplicas: 2 } } },
      pilot: { autoscaling: { minReplicas: 2, maxReplicas: 4 }, env: { PILOT_ENABLE_CDS_CACHE: 'true' } },
      cni: true,
    });
    expect(plan.components.map(({ release, version }) => `${release} ${version}`)).toEqual([
      'istio-base 1.30.5',
      'istiod-1-29-6 1.29.6',
      'istiod-1-30-5 1.30.5',
      'istio-cni 1.30.5',
    ]);
    expect(values(plan, 'istiod-1-29-6')).toMatchObject({ revision: '1-29-6', pilot: { autoscaleMin: 2 } });
    expect(values(plan, 'istiod-1-30-5')).toMatchObject({
      revision: '1-30-5',
      global: { tag: '1.30.5' },
      pilot: { autoscaleMin: 1, env: { PILOT_ENABLE_CDS_CACHE: 'true' } },
    });
  });

  test('writes every setting where the charts look for it', () => {
    const plan = planInstall({
      meshId: 'mesh1',
      network: 'network1',
      cluster: 'cluster1',
      variant: 'distroless',
      compatibilityVersion: '1.29',
      pilot: {
        resources: { requests: { cpu: '1000m', memory: '1024Mi' } },
        env: { PILOT_SCOPE_GATEWAY_TO_NAMESPACE: 'true' },
        traceSampling: 5,
      },
      proxy: { resources: { limits: { memory: '256Mi' } }, logLevel: 'info', startupProbe: true },
      meshConfig: { outboundTrafficPolicy: { mode: 'REGISTRY_ONLY' } },
    });
    expect(values(plan, 'istiod')).toMatchObject({
      compatibilityVersion: '1.29',
      global: {
        variant: 'distroless',
        meshID: 'mesh1',
        network: 'network1',
        multiCluster: { clusterName: 'cluster1' },
        proxy: { resources: { limits: { memory: '256Mi' } }, logLevel: 'info', startupProbe: { enabled: true } },
      },
      pilot: {
        resources: { requests: { cpu: '1', memory: '1Gi' } },
        env: { PILOT_SCOPE_GATEWAY_TO_NAMESPACE: 'true' },
        traceSampling: 5,
      },
      meshConfig: { outboundTrafficPolicy: { mode: 'REGISTRY_ONLY' } },
    });
    expect(plan.namespaceLabels).toEqual({ 'topology.istio.io/network': 'network1' });
  });

  test('switches autoscaling off for a fixed number of pods, which has no effect otherwise', () => {
    expect(values(planInstall({ pilot: { replicas: 3 } }), 'istiod').pilot).toEqual({
      autoscaleEnabled: false,
      replicaCount: 3,
    });
  });

  test('merges chart values last, key by key, and replaces lists', () => {
    const plan = planInstall({
      hub: 'registry.example.com/istio',
      meshConfig: { accessLogFile: '/dev/stdout', trustDomainAliases: ['a', 'b'] },
      extraValues: {
        istiod: { global: { hub: 'mirror.example.com/istio' }, meshConfig: { trustDomainAliases: ['c'] } },
      },
    });
    expect(values(plan, 'istiod').global).toMatchObject({ hub: 'mirror.example.com/istio', tag: '1.31.4' });
    expect(values(plan, 'istiod').meshConfig).toEqual({ accessLogFile: '/dev/stdout', trustDomainAliases: ['c'] });
  });

  test('asks for gateways of the chart by the revision that has to inject them', () => {
    const revision = (model: InstallModel) =>
      values(planInstall({ ...model, gateways: [{ name: 'istio-ingressgateway' }] }), 'istio-ingressgateway').revision;
    expect(revision({})).toBeUndefined();
    expect(revision({ revision: '1-30-5' })).toBe('1-30-5');
    expect(revision({ revision: '1-30-5', tags: { default: '1-30-5' } })).toBeUndefined();
  });

  test('reaches an egress gateway of the chart inside the cluster only', () => {
    const plan = planInstall({ gateways: [{ name: 'istio-egress', role: 'egress' }, { name: 'istio-ingress' }] });
    expect(values(plan, 'istio-egress').service).toEqual({ type: 'ClusterIP' });
    expect(values(plan, 'istio-ingress').service).toBeUndefined();
  });

  test('tells the node agents to behave like the control plane whose release they have', () => {
    const plan = planInstall({
      version: '1.29.6',
      compatibilityVersion: '1.28',
      canary: { version: '1.30.5', revision: 'b', compatibilityVersion: '1.29' },
      cni: true,
    });
    expect(values(plan, 'istiod').compatibilityVersion).toBe('1.28');
    expect(values(plan, 'istio-cni').compatibilityVersion).toBe('1.29');
  });

  test('has a caution for profiles that are not for production', () => {
    expect(PROFILES.demo.caution).toMatch(/traces every request/);
    expect(PROFILES.default.caution).toBeUndefined();
  });
});
