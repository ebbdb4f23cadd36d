import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Delivery } from '../../../src/install/delivery/delivery';
import type { IstioInstallProps } from '../../../src/install/istio-install';
import { ChartSource } from '../../../src/install/registries';
import { helmProgram } from '../fixtures/helm-program';
import { synthInstall } from '../fixtures/synth-install';

const CHARTS = join(__dirname, '../fixtures/charts');
const helm = helmProgram();

describe('Delivery.helm', () => {
  if (helm === undefined) {
    console.warn('Delivery.helm is not proven here: no helm program for this platform is installed.');
    test('SKIPPED: renders charts by the real helm program, which is not installed for this platform', () => {
      expect(helm).toBeUndefined();
    });
    return;
  }

  const render = (props: IstioInstallProps = {}) =>
    synthInstall(Delivery.helm({ source: ChartSource.folder(CHARTS), executable: helm }), props);

  test('renders every chart of the plan with the values at the paths where it reads them', () => {
    const { named, only } = render({
      pilot: {
        resources: { requests: { cpu: '100m' } },
        env: { PILOT_SCOPE_GATEWAY_TO_NAMESPACE: 'true' },
        traceSampling: 5,
      },
      meshConfig: { accessLogFile: '/dev/stdout' },
      variant: 'distroless',
      cni: { excludeNamespaces: ['kube-system', 'legacy'] },
    });
    const [container] = named('Deployment', 'istiod').spec.template.spec.containers;
    expect(container.image).toBe('docker.io/istio/pilot:1.31.4-distroless');
    expect(container.resources).toEqual({ requests: { cpu: '100m' } });
    expect(container.env).toEqual([
      { name: 'PILOT_SCOPE_GATEWAY_TO_NAMESPACE', value: 'true' },
      { name: 'PILOT_TRACE_SAMPLING', value: '5' },
    ]);
    expect(only('ConfigMap').data.mesh).toBe('accessLogFile: /dev/stdout');
    expect(named('DaemonSet', 'istio-cni-node').spec.template.spec.containers[0].env).toContainEqual({
      name: 'EXCLUDED_NAMESPACES',
      value: 'kube-system,legacy',
    });
    for (const webhook of render().all('ValidatingWebhookConfiguration')) {
      expect(webhook.webhooks[0].failurePolicy).toBe('Fail');
    }
  });

  test('renders two control planes side by side under names of their own', () => {
    const { named } = render({
      revision: 'blue',
      canary: { revision: 'green', version: '1.31.4' },
      tags: { default: 'blue' },
    });
    expect(named('Deployment', 'istiod-blue').spec.template.metadata.labels['istio.io/rev']).toBe('blue');
    expect(named('Deployment', 'istiod-green').spec.template.metadata.labels['istio.io/rev']).toBe('green');
    expect(
      named('ValidatingWebhookConfiguration', 'istiod-default-validator').webhooks[0].clientConfig.service.name,
    ).toBe('istiod-blue');
    expect(named('MutatingWebhookConfiguration', 'istio-revision-tag-default')).toBeDefined();
  });

  test('renders ambient with ztunnel in a namespace of its own', () => {
    const { named, all } = render({
      profile: 'ambient',
      ztunnel: { namespace: 'ztunnel', resources: { requests: { cpu: '200m' } } },
    });
    expect(named('DaemonSet', 'ztunnel').metadata.namespace).toBe('ztunnel');
    expect(named('DaemonSet', 'ztunnel').spec.template.spec.containers[0].resources).toEqual({
      requests: { cpu: '200m' },
    });
    expect(named('DaemonSet', 'istio-cni-node').spec.template.spec.containers[0].env).toContainEqual({
      name: 'PROFILE',
      value: 'ambient',
    });
    expect(all('Namespace').map(({ metadata }) => metadata.name)).toEqual(['istio-system', 'ztunnel']);
  });

  test('keeps annotations of a gateway of the chart text, and its budget where it can work', () => {
    const { named, install } = render({
      gateways: [
        {
          name: 'istio-gateway',
          service: {
            annotations: { 'service.beta.kubernetes.io/aws-load-balancer-cross-zone-load-balancing-enabled': 'true' },
          },
          autoscaling: { minReplicas: 2, maxReplicas: 4 },
          minAvailable: 1,
        },
      ],
    });
    expect(named('Service', 'istio-gateway').metadata.annotations).toEqual({
      'service.beta.kubernetes.io/aws-load-balancer-cross-zone-load-balancing-enabled': 'true',
    });
    expect(named('PodDisruptionBudget', 'istio-gateway').spec.minAvailable).toBe(1);
    expect(install.outputs.gateways[0]?.selector).toEqual(named('Service', 'istio-gateway').spec.selector);
  });

  test('leaves nothing behind in the folder for temporary files', () => {
    const scratch = mkdtempSync(join(tmpdir(), 'helm-scratch-'));
    try {
      const tsx = join(__dirname, '../../../node_modules/.bin/tsx');
      const script = join(__dirname, '../fixtures/render-charts.ts');
      const rendered = execFileSync(tsx, [script, helm], {
        env: { ...process.env, TMPDIR: scratch },
        encoding: 'utf8',
      });
      expect(Number(rendered)).toBe(render().objects.length);
      expect(readdirSync(scratch).filter(file => /^(cdk8s-helm|istio-charts)-/.test(file))).toEqual([]);
    } finally {
      rmSync(scratch, { recursive: true });
    }
  });

  test('renders the same twice', () => {
    expect(render({ cni: true }).objects).toEqual(render({ cni: true }).objects);
  });

  test('says what helm said when a chart does not render', () => {
    expect(() =>
      synthInstall(Delivery.helm({ source: ChartSource.folder(CHARTS), executable: helm, kubeVersion: 'none' })),
    ).toThrow(
      /Cannot render chart "base" 1.31.4 of ".*charts" at control-plane\/istio: wanted helm to render it, got: .*none/s,
    );
  });
});

describe('Delivery.helm without what it needs', () => {
  test('names the program that is missing, and the ways out', () => {
    expect(() =>
      synthInstall(Delivery.helm({ source: ChartSource.folder(CHARTS), executable: 'no-such-helm' })),
    ).toThrow(
      /Cannot render chart "base" at control-plane\/istio: wanted the helm program to run, got none at "no-such-helm"; install it, .*Delivery.helm\({ executable }\), or take another delivery/,
    );
  });

  test('names the chart that is missing, and the command that fetches it', () => {
    expect(() => synthInstall(Delivery.helm({ source: ChartSource.folder('no-such-folder') }))).toThrow(
      /Cannot deliver Istio by "helm" at control-plane\/istio: there is no chart "base" in "no-such-folder" .*helm pull base --repo https:\/\/blob.istio.io\/istio-release\/charts --version 1.31.4/,
    );
  });

  test('refuses a chart of another release than the plan', () => {
    expect(() => synthInstall(Delivery.helm({ source: ChartSource.folder(CHARTS) }), { version: '1.30.4' })).toThrow(
      /is of version "1.31.4", wanted "1.30.4" of the plan/,
    );
  });
});
