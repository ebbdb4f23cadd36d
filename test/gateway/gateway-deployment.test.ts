import { Chart, Testing } from 'cdk8s';
import { analyze } from '../../src/analysis/analyze';
import { unknownProxyConfigField } from '../../src/analysis/rules/metadata/unknown-proxy-config-field';
import { GatewayDeployment } from '../../src/gateway/gateway-deployment';
import type { GatewayDeploymentProps } from '../../src/gateway/gateway-deployment-props';
import { GatewayWorkload } from '../../src/gateway/gateway-workload';
import { LoadBalancer } from '../../src/gateway/load-balancer';
import { meshOf } from '../../src/testing/mesh-under-test';
import { ConfigError } from '../../src/values/config-error';

interface Found {
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace: string;
    readonly annotations?: Record<string, string>;
  };
  // biome-ignore lint/suspicious/noExplicitAny: manifests are read by path here
  readonly [field: string]: any;
}

function deploy(props: Partial<GatewayDeploymentProps> = {}) {
  const chart = new Chart(Testing.app(), 'gateways', { disableResourceNameHashes: true });
  const gateway = new GatewayDeployment(chart, 'istio-ingress', { namespace: 'istio-ingress', ...props });
  const objects = Testing.synth(chart) as readonly Found[];
  const one = (kind: string) => {
    const found = objects.filter(object => object.kind === kind);
    expect(found).toHaveLength(1);
    return found[0] as Found;
  };
  return { gateway, objects, one, kinds: objects.map(object => object.kind).sort() };
}

function refusal(props: Partial<GatewayDeploymentProps>): string {
  try {
    deploy(props);
  } catch (error) {
    expect(error).toBeInstanceOf(ConfigError);
    return (error as ConfigError).message;
  }
  throw new Error('it was accepted');
}

describe('GatewayDeployment', () => {
  test('defines what a gateway needs, and no disruption budget for a single pod', () => {
    const { kinds, objects } = deploy();
    expect(kinds).toEqual([
      'Deployment',
      'HorizontalPodAutoscaler',
      'Role',
      'RoleBinding',
      'Service',
      'ServiceAccount',
    ]);
    for (const { metadata } of objects)
      expect(metadata).toMatchObject({ name: 'istio-ingress', namespace: 'istio-ingress' });
  });

  test('asks for injection by the gateway template with an image that istiod fills in', () => {
    const { template } = deploy().one('Deployment').spec;
    expect(template.metadata.labels).toMatchObject({
      'sidecar.istio.io/inject': 'true',
      'istio.io/dataplane-mode': 'none',
    });
    expect(template.metadata.annotations['inject.istio.io/templates']).toBe('gateway');
    expect(template.spec.containers).toHaveLength(1);
    expect(template.spec.containers[0]).toMatchObject({ name: 'istio-proxy', image: 'auto' });
  });

  test('runs under the restricted pod security standard', () => {
    const { spec } = deploy().one('Deployment').spec.template;
    const [{ securityContext }] = spec.containers;
    expect(spec.securityContext.seccompProfile).toEqual({ type: 'RuntimeDefault' });
    expect(securityContext).toMatchObject({
      allowPrivilegeEscalation: false,
      capabilities: { drop: ['ALL'] },
      runAsNonRoot: true,
      runAsUser: 1337,
    });
  });

  test('leaves the user of the container to OpenShift', () => {
    const [container] = deploy({ platform: 'openshift' }).one('Deployment').spec.template.spec.containers;
    expect(container.securityContext).not.toHaveProperty('runAsUser');
  });

  test('selects the same pods in Service, Deployment, budget and in what a Gateway reads', () => {
    const { gateway, one } = deploy({ autoscaling: { minReplicas: 2, maxReplicas: 4 } });
    const selector = { app: 'istio-ingress', istio: 'ingress' };
    expect(gateway.selector).toEqual(selector);
    expect(one('Service').spec.selector).toEqual(selector);
    expect(one('Deployment').spec.selector.matchLabels).toEqual(selector);
    expect(one('Deployment').spec.template.metadata.labels).toMatchObject(selector);
    expect(one('PodDisruptionBudget').spec.selector.matchLabels).toEqual(selector);
  });

  test('keeps labels that select the pods from being overwritten by further pod labels', () => {
    const { one } = deploy({ selector: { istio: 'ingressgateway' }, podLabels: { istio: 'other', team: 'edge' } });
    expect(one('Deployment').spec.template.metadata.labels).toMatchObject({ istio: 'ingressgateway', team: 'edge' });
  });

  test('tells name, namespace, ports, account and principal', () => {
    const { gateway, one } = deploy({ name: 'edge', namespace: { name: 'edge-system' }, trustDomain: 'example.org' });
    expect(gateway).toMatchObject({ name: 'edge', namespace: { name: 'edge-system' }, serviceAccountName: 'edge' });
    expect(gateway.principal).toBe('example.org/ns/edge-system/sa/edge');
    expect(one('Deployment').spec.template.spec.serviceAccountName).toBe('edge');
    expect(gateway.ports.map(({ port, targetPort }) => [port, targetPort])).toEqual([
      [15021, 15021],
      [80, 80],
      [443, 443],
    ]);
  });

  test('may read the certificates of its own namespace only', () => {
    const { one } = deploy();
    expect(one('Role').rules).toEqual([{ apiGroups: [''], resources: ['secrets'], verbs: ['get', 'watch', 'list'] }]);
    expect(one('RoleBinding').subjects).toEqual([
      { kind: 'ServiceAccount', name: 'istio-ingress', namespace: 'istio-ingress' },
    ]);
  });

  test('leaves the number of pods to the autoscaler, so that GitOps does not reset it', () => {
    const { one } = deploy({ autoscaling: { minReplicas: 2, maxReplicas: 4, cpuPercent: 70 } });
    expect(one('Deployment').spec).not.toHaveProperty('replicas');
    expect(one('HorizontalPodAutoscaler').spec).toMatchObject({
      minReplicas: 2,
      maxReplicas: 4,
      scaleTargetRef: { kind: 'Deployment', name: 'istio-ingress' },
      metrics: [{ resource: { name: 'cpu', target: { averageUtilization: 70 } } }],
    });
  });

  test('runs a fixed number of pods without an autoscaler, and protects two of three', () => {
    const { one, kinds } = deploy({ replicas: 3, minAvailable: 2 });
    expect(kinds).not.toContain('HorizontalPodAutoscaler');
    expect(one('Deployment').spec.replicas).toBe(3);
    expect(one('PodDisruptionBudget').spec.minAvailable).toBe(2);
  });

  test('needs no sysctl when it listens on high ports only', () => {
    const low = deploy().one('Deployment').spec.template.spec.securityContext;
    const high = deploy({ ports: [{ name: 'http2', port: 80, targetPort: 8080 }] }).one('Deployment').spec.template
      .spec;
    expect(low.sysctls).toEqual([{ name: 'net.ipv4.ip_unprivileged_port_start', value: '0' }]);
    expect(high.securityContext).not.toHaveProperty('sysctls');
  });

  test('keeps the port of the health checks whatever ports are asked for', () => {
    const { gateway } = deploy({ ports: [{ name: 'mysql', port: 3306, targetPort: 3306 }] });
    expect(gateway.ports.map(({ port }) => port)).toEqual([15021, 3306]);
  });

  test('is reached inside the cluster only when it leads out of the mesh', () => {
    expect(deploy({ role: 'egress' }).one('Service').spec.type).toBe('ClusterIP');
    expect(deploy().one('Service').spec.type).toBe('LoadBalancer');
  });

  test('leads into a network as an east-west gateway', () => {
    const { gateway, one } = deploy({ role: 'east-west', network: 'network1' });
    const { template } = one('Deployment').spec;
    expect(gateway.ports.map(({ port }) => port)).toEqual([15021, 15443, 15012, 15017]);
    expect(template.metadata.labels['topology.istio.io/network']).toBe('network1');
    expect(one('Service').metadata).toMatchObject({ labels: { 'topology.istio.io/network': 'network1' } });
    expect(template.spec.containers[0].env).toEqual([{ name: 'ISTIO_META_REQUESTED_NETWORK_VIEW', value: 'network1' }]);
  });

  test('names the revision that injects it', () => {
    const { labels } = deploy({ revision: 'prod' }).one('Deployment').spec.template.metadata;
    expect(labels['istio.io/rev']).toBe('prod');
  });

  test('tells the proxy how many proxies to trust, and that connections carry an address', () => {
    const config = (loadBalancer: LoadBalancer) =>
      deploy({ loadBalancer }).one('Deployment').spec.template.metadata.annotations['proxy.istio.io/config'];
    expect(config(LoadBalancer.awsNlb())).toBeUndefined();
    expect(JSON.parse(config(LoadBalancer.awsNlb({ proxyProtocol: true })))).toEqual({
      gatewayTopology: { proxyProtocol: {} },
    });
    expect(JSON.parse(config(LoadBalancer.awsAlb({ proxiesInFront: 1 })))).toEqual({
      gatewayTopology: { numTrustedProxies: 2 },
    });
  });

  test('builds an application load balancer from an Ingress in front of it', () => {
    const { one } = deploy({ loadBalancer: LoadBalancer.awsAlb() });
    expect(one('Service').spec.type).toBe('ClusterIP');
    expect(one('Ingress').spec).toEqual({
      ingressClassName: 'alb',
      defaultBackend: { service: { name: 'istio-ingress', port: { number: 80 } } },
    });
  });

  test('puts the annotations of a GitOps controller on every object', () => {
    const { objects } = deploy({ annotations: { 'argocd.argoproj.io/sync-wave': '2' } });
    for (const { metadata } of objects)
      expect(metadata.annotations).toMatchObject({ 'argocd.argoproj.io/sync-wave': '2' });
  });

  test.each<[string, Partial<GatewayDeploymentProps>, RegExp]>([
    [
      'a disruption budget for a single pod',
      { minAvailable: 1 },
      /minAvailable from 1 to one less than the 1 pod that runs/,
    ],
    ['a budget that no drain can keep', { replicas: 2, minAvailable: 2 }, /one less than the 2 pods that run/],
    [
      'replicas beside autoscaling',
      { replicas: 2, autoscaling: { minReplicas: 1, maxReplicas: 2 } },
      /either replicas or autoscaling/,
    ],
    [
      'a range upside down',
      { autoscaling: { minReplicas: 3, maxReplicas: 2 } },
      /1 <= minReplicas <= maxReplicas, got 3 and 2/,
    ],
    ['a quantity that is none', { resources: { limits: { memory: '1 GB' } } }, /resources.limits.memory, got "1 GB"/],
    ['a drain of no time', { drainSeconds: 0 }, /drainSeconds to be a whole number from 1, got 0/],
    ['no pods', { replicas: 0 }, /replicas to be a whole number from 1, got 0/],
    ['a name that is none', { name: 'Edge' }, /"Edge" as name of a gateway/],
    ['an empty selector', { selector: {} }, /wanted labels to select its pods by/],
    [
      'a port twice',
      {
        ports: [
          { name: 'a', port: 80, targetPort: 80 },
          { name: 'b', port: 80, targetPort: 81 },
        ],
      },
      /80\) twice/,
    ],
    ['a port out of range', { ports: [{ name: 'a', port: 70_000, targetPort: 80 }] }, /port 70000/],
    [
      'an east-west gateway without a network',
      { role: 'east-west' },
      /network exactly for the role east-west, got role east-west and none/,
    ],
    ['a network for another role', { network: 'network1' }, /got role ingress and network "network1"/],
    [
      'an application load balancer without port 80',
      { loadBalancer: LoadBalancer.awsAlb(), ports: [{ name: 'https', port: 443, targetPort: 443 }] },
      /wanted port 80 .* got 15021, 443/,
    ],
  ])('refuses %s', (_, props, message) => {
    const text = refusal(props);
    expect(text).toMatch(message);
    expect(text).toContain('gateways/istio-ingress');
  });
});

describe('GatewayWorkload', () => {
  test('takes the defaults of the gateway chart for pods that are deployed elsewhere', () => {
    const workload = GatewayWorkload.existing({ name: 'istio-gateway', namespace: 'istio-system' });
    expect(workload.selector).toEqual({ app: 'istio-gateway', istio: 'gateway' });
    expect(workload.serviceAccountName).toBe('istio-gateway');
    expect(workload.ports.map(({ port }) => port)).toEqual([15021, 80, 443]);
  });

  test('refuses a selector that would take every pod, and ports out of range', () => {
    const existing = { name: 'istio-gateway', namespace: 'istio-system' };
    expect(() => GatewayWorkload.existing({ ...existing, selector: {} })).toThrow(/labels that select its pods/);
    expect(() => GatewayWorkload.existing({ ...existing, ports: [{ name: 'http', port: 0, targetPort: 80 }] })).toThrow(
      /port 0/,
    );
  });
});

test('connection settings stand beside what the load balancer makes the proxy trust', () => {
  const { one } = deploy({
    loadBalancer: LoadBalancer.awsAlb(),
    connections: { profile: 'EDGE', httpIdleTimeout: '10m' },
  });
  const { annotations } = one('Deployment').spec.template.metadata;
  expect(JSON.parse(annotations['proxy.istio.io/config'])).toEqual({
    gatewayTopology: { numTrustedProxies: 1 },
    connectionSettings: { profile: 'EDGE', httpIdleTimeout: '10m' },
  });
  expect(deploy().one('Deployment').spec.template.metadata.annotations['proxy.istio.io/config']).toBeUndefined();
});

test('connection settings are a finding where the release does not know them', () => {
  const found = (istioVersion: string) => {
    const app = Testing.app();
    new GatewayDeployment(new Chart(app, 'gateways'), 'edge', { namespace: 'edge', connections: { profile: 'EDGE' } });
    const { model } = meshOf(app, { istioVersion });
    return analyze(model, { rules: [unknownProxyConfigField] }).map(({ message }) => message);
  };
  expect(found('1.31.4')).toEqual([]);
  expect(found('1.30.5')).toEqual([expect.stringContaining('field "connectionSettings" exists since Istio 1.31')]);
});
