import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parse, parseAllDocuments } from 'yaml';
import type { Written } from './fixtures/synth-install';

const ROOT = resolve(__dirname, '../..');

jest.setTimeout(60_000);

/** What an example writes into its output folder. */
class Output {
  public constructor(private readonly folder: string) {}

  public text(file: string): string {
    return readFileSync(join(this.folder, file), 'utf8');
  }

  public named(kind: string, name: string): Written {
    const found = this.objects.find(object => object.kind === kind && object.metadata.name === name);
    if (found === undefined) throw new Error(`no ${kind} "${name}"`);
    return found;
  }

  public get files(): readonly string[] {
    return (readdirSync(this.folder, { recursive: true }) as string[]).filter(file => /\.\w/.test(file)).sort();
  }

  private get objects(): readonly Written[] {
    return this.files
      .filter(file => file.endsWith('.yaml'))
      .flatMap(file => parseAllDocuments(this.text(file)).map(document => document.toJS() as Written));
  }
}

describe('example', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'example-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const run = (example: string, outdir = 'dist'): Output => {
    const tsx = join(ROOT, 'node_modules/.bin/tsx');
    execFileSync(tsx, ['--tsconfig', join(ROOT, 'tsconfig.json'), join(ROOT, 'examples', example)], {
      cwd: folder,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    return new Output(join(folder, outdir));
  };

  test('install-eks.ts installs what the EKS walk-through does, without what is dead or wrong in it', () => {
    const output = run('install-eks.ts');

    expect(output.named('Namespace', 'istio-system').metadata.labels).toEqual({
      'app.kubernetes.io/managed-by': 'manual',
      'topology.istio.io/network': 'eks-cluster',
    });

    const istiod = output.named('Application', 'istiod').spec.source;
    expect(istiod).toMatchObject({ repoURL: 'https://blob.istio.io/istio-release/charts', targetRevision: '1.31.4' });
    const { global, pilot, meshConfig } = istiod.helm.valuesObject;
    expect(global).toMatchObject({ istioNamespace: 'istio-system', meshID: 'eks-cluster', network: 'eks-cluster' });
    expect(pilot).toEqual({
      resources: { requests: { cpu: '100m', memory: '128Mi' }, limits: { cpu: '500m', memory: '2Gi' } },
    });
    expect(meshConfig).toMatchObject({ accessLogFile: '/dev/stdout', defaultConfig: { tracing: { sampling: 1 } } });

    const providers = meshConfig.extensionProviders.map(({ name }: { name: string }) => name);
    const { tracing, accessLogging } = output.named('Telemetry', 'default').spec;
    for (const { providers: used } of [...tracing, ...accessLogging]) expect(providers).toContain(used[0].name);

    const service = output.named('Service', 'istio-gateway');
    expect(service.spec.type).toBe('LoadBalancer');
    expect(service.metadata.annotations).toMatchObject({
      'service.beta.kubernetes.io/aws-load-balancer-type': 'nlb',
      'service.beta.kubernetes.io/aws-load-balancer-backend-protocol': 'tcp',
      'service.beta.kubernetes.io/aws-load-balancer-cross-zone-load-balancing-enabled': 'true',
    });
    expect(output.named('HorizontalPodAutoscaler', 'istio-gateway').spec).toMatchObject({
      minReplicas: 2,
      maxReplicas: 4,
    });
    expect(output.named('PodDisruptionBudget', 'istio-gateway').spec.minAvailable).toBe(1);
    const pod = output.named('Deployment', 'istio-gateway').spec.template;
    expect(pod.metadata.annotations).not.toHaveProperty('proxy.istio.io/config');
    expect(pod.metadata.labels).toMatchObject(output.named('Gateway', 'default-gateway').spec.selector);

    const kiali = output.named('Kiali', 'kiali').spec;
    expect(kiali.auth.strategy).toBe('token');
    expect(kiali.external_services.tracing).toMatchObject({
      provider: 'tempo',
      internal_url: expect.stringContaining(':3200'),
    });
    expect(JSON.stringify(kiali)).not.toContain('in_cluster_url');
  });

  test('install-istioctl.ts writes what istioctl of a pinned release installs by default and as demo', () => {
    const defaults = run('install-istioctl.ts', 'dist/default');
    const operator = parse(defaults.text('istioctl/istio.istio-operator')).spec;
    expect(operator).toMatchObject({ profile: 'default', hub: 'docker.io/istio', tag: '1.31.4' });
    expect(operator.components.ingressGateways).toMatchObject([{ name: 'istio-ingressgateway', enabled: true }]);
    expect(operator.components.egressGateways).toMatchObject([{ enabled: false }]);
    expect(defaults.text('RUNBOOK.md')).toContain('istioctl install -y -f dist/default/istioctl/istio.istio-operator');

    const demo = new Output(join(folder, 'dist/demo'));
    expect(parse(demo.text('istioctl/istio.istio-operator')).spec).toMatchObject({
      profile: 'demo',
      components: { egressGateways: [{ name: 'istio-egressgateway', enabled: true }] },
    });
    expect(demo.text('RUNBOOK.md')).toContain('Not for production');
  });

  test('install-canary-upgrade.ts runs two revisions and moves namespaces by tag', () => {
    const output = run('install-canary-upgrade.ts');
    expect(output.named('HelmRelease', 'istiod-1-30-5').spec.chart.spec.version).toBe('1.30.5');
    expect(output.named('HelmRelease', 'istiod-1-31-1').spec.chart.spec.version).toBe('1.31.1');
    const revision = (tag: string) =>
      output.named('MutatingWebhookConfiguration', `istio-revision-tag-${tag}`).metadata.labels?.['istio.io/rev'];
    expect(revision(output.named('Namespace', 'payments').metadata.labels?.['istio.io/rev'] ?? '')).toBe('1-30-5');
    expect(revision(output.named('Namespace', 'catalog').metadata.labels?.['istio.io/rev'] ?? '')).toBe('1-31-1');
    expect(output.text('RUNBOOK.md')).toContain('Move namespace payments');
  });

  test('install-multi-network.ts connects two clusters by one folder each', () => {
    const east = run('install-multi-network.ts', 'dist/east');
    const west = new Output(join(folder, 'dist/west'));
    expect(east.files).toEqual(west.files);
    for (const [output, network] of [
      [east, 'network1'],
      [west, 'network2'],
    ] as const) {
      expect(output.named('Namespace', 'istio-system').metadata.labels).toEqual({
        'topology.istio.io/network': network,
      });
      expect(output.named('Service', 'istio-eastwestgateway').metadata.labels).toMatchObject({
        'topology.istio.io/network': network,
      });
      expect(output.named('Gateway', 'cross-network-gateway').spec.servers[0].port.number).toBe(15443);
    }
  });
});
