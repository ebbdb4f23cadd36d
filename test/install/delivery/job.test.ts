import { Chart, Testing } from 'cdk8s';
import { parse } from 'yaml';
import { Delivery } from '../../../src/install/delivery/delivery';
import type { JobDeliveryOptions } from '../../../src/install/delivery/job';
import { IstioInstall, type IstioInstallProps } from '../../../src/install/istio-install';

interface Found {
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly annotations?: Record<string, string> };
  // biome-ignore lint/suspicious/noExplicitAny: manifests are read by path here
  readonly [field: string]: any;
}

function install(props: IstioInstallProps = {}, options: JobDeliveryOptions = {}) {
  const chart = new Chart(Testing.app(), 'control-plane', { disableResourceNameHashes: true });
  const made = new IstioInstall(chart, 'istio', { delivery: Delivery.job(options), ...props });
  const objects = Testing.synth(chart) as readonly Found[];
  const all = (kind: string) => objects.filter(object => object.kind === kind);
  const only = (kind: string) => {
    expect(all(kind)).toHaveLength(1);
    return all(kind)[0] as Found;
  };
  return { made, objects, all, only };
}

describe('Delivery.job', () => {
  test('is what an installation is delivered by unless another is named', () => {
    const chart = new Chart(Testing.app(), 'control-plane');
    expect(new IstioInstall(chart, 'istio').outputs.delivery).toBe('job');
  });

  test('runs istioctl of the installed release on an IstioOperator that no folder holds', () => {
    const { only, objects } = install({ version: '1.30.4' });
    const [container] = only('Job').spec.template.spec.containers;
    expect(container.image).toBe('docker.io/istio/istioctl:1.30.4');
    expect(container.args.slice(0, 2)).toEqual(['install', '-y']);
    expect(parse(only('ConfigMap').data['istio-operator.yaml'])).toMatchObject({
      kind: 'IstioOperator',
      spec: { hub: 'docker.io/istio', tag: '1.30.4', profile: 'default' },
    });
    expect(objects.map(({ kind }) => kind)).not.toContain('IstioOperator');
  });

  test('mounts what it names: config map, Job and volume carry one name', () => {
    const { only } = install();
    const { name } = only('Job').metadata;
    expect(only('ConfigMap').metadata.name).toBe(name);
    expect(only('ConfigMap').immutable).toBe(true);
    expect(only('Job').spec.template.spec.volumes).toContainEqual({ name: 'config', configMap: { name } });
  });

  test('is another Job when the installation changes, and the same when it does not', () => {
    const name = (props: IstioInstallProps, options?: JobDeliveryOptions) =>
      install(props, options).only('Job').metadata.name;
    const first = name({ meshConfig: { accessLogFile: '/dev/stdout', enableTracing: true } });
    expect(first).toMatch(/^istio-install-[0-9a-f]{10}$/);
    expect(name({ meshConfig: { enableTracing: true, accessLogFile: '/dev/stdout' } })).toBe(first);
    expect(name({ meshConfig: { accessLogFile: '/dev/stdout' } })).not.toBe(first);
    expect(
      name({ meshConfig: { accessLogFile: '/dev/stdout', enableTracing: true } }, { readinessMinutes: 20 }),
    ).not.toBe(first);
  });

  test('fits the restricted pod security standard that its namespace enforces', () => {
    const { only, all } = install();
    const { spec } = only('Job').spec.template;
    expect(spec.securityContext).toEqual({
      runAsNonRoot: true,
      runAsUser: 1000,
      seccompProfile: { type: 'RuntimeDefault' },
    });
    expect(spec.containers[0].securityContext).toEqual({
      allowPrivilegeEscalation: false,
      capabilities: { drop: ['ALL'] },
      readOnlyRootFilesystem: true,
    });
    const namespace = all('Namespace').find(({ metadata }) => metadata.name === 'istio-installer');
    expect(namespace?.metadata).toMatchObject({ labels: { 'pod-security.kubernetes.io/enforce': 'restricted' } });
  });

  test('never gets a sidecar, which would keep the Job from ending', () => {
    expect(install().only('Job').spec.template.metadata.labels['sidecar.istio.io/inject']).toBe('false');
  });

  test('administers the cluster, or holds the rights that istioctl needs', () => {
    expect(install().only('ClusterRoleBinding').roleRef.name).toBe('cluster-admin');
    const scoped = install({}, { grant: 'scoped' });
    expect(scoped.only('ClusterRoleBinding').roleRef.name).toBe('istio-installer');
    const rules = scoped.only('ClusterRole').rules as { resources: string[]; verbs: string[] }[];
    const verbs = (resource: string) =>
      rules.filter(rule => rule.resources.includes(resource)).flatMap(rule => rule.verbs);
    expect(verbs('clusterroles')).toEqual(expect.arrayContaining(['bind', 'escalate']));
    // The uninstall of the run book runs by the same account.
    expect(verbs('customresourcedefinitions')).toContain('delete');
    expect(verbs('networkattachmentdefinitions')).toEqual(['list', 'delete']);
    expect(verbs('validatingwebhookconfigurations')).toContain('update');
  });

  test('waits for the Job, the CRDs and istiod before anything needs them', () => {
    const { made, only } = install();
    expect(made.outputs.gate).toBe('commands');
    expect(made.outputs.readyChecks).toEqual([
      `kubectl -n istio-installer wait --for=condition=complete job/${only('Job').metadata.name} --timeout=15m`,
      'kubectl wait --for=condition=Established crd --all --timeout=2m',
      'kubectl -n istio-system rollout status deployment/istiod --timeout=5m',
    ]);
  });

  test('is replaced by Argo CD and Flux instead of being fought over', () => {
    expect(install({}, { appliedBy: 'argo-cd' }).only('Job').metadata.annotations).toMatchObject({
      'argocd.argoproj.io/hook': 'Sync',
      'argocd.argoproj.io/hook-delete-policy': 'BeforeHookCreation',
    });
    expect(install({}, { appliedBy: 'flux' }).only('Job').metadata.annotations).toEqual({
      'kustomize.toolkit.fluxcd.io/force': 'enabled',
    });
    for (const appliedBy of ['kubectl', 'argo-cd', 'flux'] as const) {
      expect(install({}, { appliedBy }).only('Job').spec).not.toHaveProperty('ttlSecondsAfterFinished');
    }
  });

  test('installs two control planes by one Job, the newest first, which alone brings what a cluster has once', () => {
    const { only } = install({
      profile: 'ambient',
      version: '1.29.6',
      revision: '1-29-6',
      canary: { version: '1.30.5', revision: '1-30-5' },
      tags: { default: '1-29-6' },
      gateways: [{ name: 'istio-ingressgateway' }],
    });
    const { name } = only('Job').metadata;
    expect(name).toMatch(/^istio-install-[0-9a-f]{10}$/);
    const { initContainers, containers } = only('Job').spec.template.spec;
    expect([...initContainers, ...containers].map(({ image, args }) => [image, args[3]])).toEqual([
      ['docker.io/istio/istioctl:1.30.5', '/etc/istio-installer/istio-1-30-5.yaml'],
      ['docker.io/istio/istioctl:1.29.6', '/etc/istio-installer/istio-1-29-6.yaml'],
    ]);
    const config = only('ConfigMap');
    expect(config.metadata.name).toBe(name);
    const components = Object.fromEntries(
      Object.entries<string>(config.data).map(([file, text]) => {
        const { spec } = parse(text);
        const on = (component: { enabled: boolean } | undefined) => component?.enabled ?? true;
        const { base, pilot, cni, ztunnel, ingressGateways } = spec.components;
        return [file, [on(base), on(pilot), on(cni), on(ztunnel), on(ingressGateways[0]), spec.values.defaultRevision]];
      }),
    );
    expect(components).toEqual({
      'istio-1-29-6.yaml': [false, true, false, false, true, '1-29-6'],
      'istio-1-30-5.yaml': [true, true, true, true, false, '1-29-6'],
    });
  });

  test('validates what names no revision by the default one, also where tag webhooks are there before', () => {
    const values = (props: IstioInstallProps) =>
      parse(install(props).only('ConfigMap').data['istio-operator.yaml']).spec.values;
    expect(values({ revision: 'a', tags: { default: 'a' } }).defaultRevision).toBe('a');
    expect(values({ revision: 'a' }).defaultRevision).toBe('a');
    expect(values({}).defaultRevision).toBeUndefined();
  });

  test('tells the gateway that istioctl brings as it is: old ports, old account', () => {
    const { made } = install({ gateways: [{ name: 'istio-ingressgateway' }] });
    expect(made.outputs.gateways).toEqual([
      {
        name: 'istio-ingressgateway',
        role: 'ingress',
        namespace: { name: 'istio-system' },
        selector: { app: 'istio-ingressgateway', istio: 'ingressgateway' },
        ports: [
          { name: 'status-port', port: 15021, targetPort: 15021 },
          { name: 'http2', port: 80, targetPort: 8080 },
          { name: 'https', port: 443, targetPort: 8443 },
        ],
        serviceAccountName: 'istio-ingressgateway-service-account',
      },
    ]);
  });

  test('tells the ports that the profile demo adds to ingress gateways', () => {
    const ports = (profile: 'demo' | 'default') =>
      install({ profile, gateways: [{ name: 'in' }] }).made.outputs.gateways[0]?.ports.map(({ port }) => port);
    expect(ports('demo')).toEqual([15021, 80, 443, 31400, 15443]);
    expect(ports('default')).toEqual([15021, 80, 443]);
  });

  test('takes the grant back once Istio is ready, and removes Istio by a command, never by a file', () => {
    const { made } = install();
    const files = {
      root: 'dist',
      install: ['dist/10-control-plane.k8s.yaml'],
      mesh: ['dist/50-routes.k8s.yaml'],
      installAlone: ['dist/10-control-plane.k8s.yaml'],
      meshAlone: ['dist/50-routes.k8s.yaml'],
    };
    const steps = made.delivery.steps(made.plan, files);
    expect(steps.deploy.flatMap(({ commands }) => commands)).toContain(
      'kubectl delete clusterrolebinding istio-installer',
    );
    expect(steps.uninstall.flatMap(({ commands }) => commands).join('\n')).toContain('- "--purge"');
    expect(made.delivery.files(made.plan)).toEqual([]);
  });

  test('tells gateways of other roles as istioctl deploys them', () => {
    const { made, only } = install({
      network: 'network1',
      gateways: [
        { name: 'istio-egressgateway', role: 'egress' },
        { name: 'istio-eastwestgateway', role: 'east-west', network: 'network1' },
      ],
    });
    const [egress, eastWest] = made.outputs.gateways;
    expect(egress?.ports.map(({ port }) => port)).toEqual([80, 443]);
    expect(eastWest?.ports.map(({ port }) => port)).toEqual([15021, 15443, 15012, 15017]);
    const { ingressGateways } = parse(only('ConfigMap').data['istio-operator.yaml']).spec.components;
    expect(ingressGateways[0]).toMatchObject({
      label: { 'topology.istio.io/network': 'network1' },
      k8s: { env: [{ name: 'ISTIO_META_REQUESTED_NETWORK_VIEW', value: 'network1' }] },
    });
    expect(ingressGateways[0].k8s.service.ports.map(({ port }: { port: number }) => port)).toEqual([
      15021, 15443, 15012, 15017,
    ]);
  });

  test('is deployed by git where a controller applies it, which would restore a grant that was taken back', () => {
    const files = { root: 'dist', install: ['dist/10.yaml'], mesh: ['dist/50.yaml'], installAlone: [], meshAlone: [] };
    const text = (appliedBy: 'kubectl' | 'argo-cd') => {
      const { made } = install({}, { appliedBy });
      return JSON.stringify(made.delivery.steps(made.plan, files).deploy);
    };
    expect(text('argo-cd')).toContain('Commit and push dist/10.yaml, dist/50.yaml');
    expect(text('argo-cd')).not.toMatch(/kubectl apply|delete clusterrolebinding/);
    expect(text('kubectl')).toMatch(/kubectl apply -f dist\/10.yaml/);
  });

  test('waits for whole minutes', () => {
    expect(() => install({}, { readinessMinutes: 0.5 })).toThrow(/Cannot wait 0.5 minutes/);
  });

  test('wants a namespace of its own', () => {
    expect(() => install({}, { namespace: 'istio-system' })).toThrow(
      /Cannot deliver Istio by "job" at control-plane\/istio: .* namespace of its own, not "istio-system"/,
    );
  });
});
