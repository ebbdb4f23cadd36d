import { EnvSource, EnvValue } from '../../src/mesh/env-value';
import { Probe } from '../../src/mesh/probe';
import { Volume } from '../../src/mesh/volume';
import type { WorkloadProps } from '../../src/mesh/workload';
import { expectClean } from '../expect-clean';
import { declareMesh, find, written } from './declare';

/** A service of one version that runs so, with the objects that it becomes. */
function run(props: Partial<WorkloadProps>, port: object = { port: 8080, protocol: 'http' }) {
  const { app, service } = declareMesh();
  const ports = [port] as unknown as readonly [{ port: number; protocol: 'http' }];
  service('web', { ports, versions: { v1: { image: 'web:1', ...props } } });
  const kind = props.kind ?? 'Deployment';
  const { spec } = find(app, kind, 'web-v1');
  return { app, spec, pod: spec.template.spec, container: spec.template.spec.containers[0] };
}

describe('probes', () => {
  test('are set apart, and ask the first port unless they name one', () => {
    const { container } = run({
      health: '/health',
      probes: {
        startup: Probe.tcp({ period: '5s', failures: 30 }),
        readiness: Probe.grpc({ service: 'ready', timeout: '3s' }),
        liveness: Probe.exec(['/bin/alive'], { initialDelay: '10s' }),
      },
    });
    expect(container.startupProbe).toEqual({ tcpSocket: { port: 'http' }, periodSeconds: 5, failureThreshold: 30 });
    expect(container.readinessProbe).toEqual({ grpc: { port: 8080, service: 'ready' }, timeoutSeconds: 3 });
    expect(container.livenessProbe).toEqual({ exec: { command: ['/bin/alive'] }, initialDelaySeconds: 10 });
  });

  test('by one HTTP path are readiness and liveness', () => {
    const { container } = run({ health: '/health' });
    const probe = { httpGet: { path: '/health', port: 'http' } };
    expect([container.startupProbe, container.readinessProbe, container.livenessProbe]).toEqual([
      undefined,
      probe,
      probe,
    ]);
    expect(run({ probes: { readiness: Probe.http('/ready', { port: 9000 }) } }).container.readinessProbe).toEqual({
      httpGet: { path: '/ready', port: 9000 },
    });
  });

  test('take whole seconds', () => {
    expect(() => run({ probes: { readiness: Probe.http('/', { period: '500ms' }) } })).toThrow(
      'wanted whole seconds of at least 1, got "500ms"',
    );
    expect(() => Probe.http('health')).toThrow('wanted a path that begins with "/", got "health"');
  });
});

test('variables come from texts, Secrets, ConfigMaps and fields of the pod', () => {
  const { container } = run({
    env: {
      PASSWORD: EnvValue.secret('db', 'password', { optional: true }),
      MODE: EnvValue.configMap('settings', 'mode'),
      IP: EnvValue.field('status.podIP'),
      A: 'b',
    },
    envFrom: [EnvSource.secret('all'), EnvSource.configMap('more', { optional: true })],
  });
  expect(container.env).toEqual([
    { name: 'A', value: 'b' },
    { name: 'IP', valueFrom: { fieldRef: { fieldPath: 'status.podIP' } } },
    { name: 'MODE', valueFrom: { configMapKeyRef: { name: 'settings', key: 'mode' } } },
    { name: 'PASSWORD', valueFrom: { secretKeyRef: { name: 'db', key: 'password', optional: true } } },
  ]);
  expect(container.envFrom).toEqual([
    { secretRef: { name: 'all' } },
    { configMapRef: { name: 'more', optional: true } },
  ]);
});

test('volumes are mounted by path; pods of a StatefulSet get claims of their own', () => {
  const { spec, pod, container } = run({
    kind: 'StatefulSet',
    volumes: [
      { path: '/var/lib/data', volume: Volume.claimTemplate({ storage: '8192Mi' }) },
      { path: '/etc/tls', volume: Volume.secret('tls'), readOnly: true },
      { path: '/tmp', volume: Volume.emptyDir() },
    ],
  });
  expect(container.volumeMounts).toEqual([
    { name: 'var-lib-data', mountPath: '/var/lib/data' },
    { name: 'etc-tls', mountPath: '/etc/tls', readOnly: true },
    { name: 'tmp', mountPath: '/tmp' },
  ]);
  expect(pod.volumes).toEqual([
    { name: 'etc-tls', secret: { secretName: 'tls' } },
    { name: 'tmp', emptyDir: {} },
  ]);
  expect(spec.volumeClaimTemplates).toEqual([
    {
      metadata: { name: 'var-lib-data' },
      spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '8Gi' } } },
    },
  ]);
  expect(() => run({ volumes: [{ path: '/data', volume: Volume.claimTemplate({ storage: '1Gi' }) }] })).toThrow(
    'wanted a StatefulSet for Volume.claimTemplate, since its pods have volumes of their own, got a Deployment',
  );
});

describe('pod security', () => {
  test('keeps to the standard "restricted"', () => {
    const { pod, container } = run({ user: 1000 });
    expect(pod.securityContext).toEqual({
      runAsNonRoot: true,
      runAsUser: 1000,
      seccompProfile: { type: 'RuntimeDefault' },
    });
    expect(container.securityContext).toEqual({ allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } });
  });

  test('opens ports below 1024 by a safe sysctl', () => {
    const { pod } = run({}, { port: 80, targetPort: 80, protocol: 'http' });
    expect(pod.securityContext.sysctls).toEqual([{ name: 'net.ipv4.ip_unprivileged_port_start', value: '80' }]);
  });

  test('is left to the pod spec on demand', () => {
    const { pod, container } = run({ podSecurity: 'none' });
    expect([pod.securityContext, container.securityContext]).toEqual([undefined, undefined]);
    expect(() => run({ user: 0 })).toThrow("wanted a user that is not root, got 0; podSecurity: 'none' allows it");
    expect(run({ podSecurity: 'none', user: 0 }).pod.securityContext).toEqual({ runAsUser: 0 });
  });
});

test('a pod spec is merged by name, and cannot lose the container', () => {
  const { pod, container } = run({
    env: { A: '1', B: '2' },
    resources: { requests: { cpu: '100m' } },
    volumes: [{ path: '/tmp', volume: Volume.emptyDir() }],
    podSpec: {
      terminationGracePeriodSeconds: 60,
      securityContext: { supplementalGroups: [5] },
      containers: [
        {
          name: 'web',
          tty: true,
          env: [
            { name: 'B', value: '3' },
            { name: 'C', value: '4' },
          ],
        },
        { name: 'logger', image: 'logger:1' },
      ],
      volumes: [{ name: 'logs', emptyDir: {} }],
    },
  });
  expect(pod.containers.map(({ name }: { name: string }) => name)).toEqual(['web', 'logger']);
  expect(container).toMatchObject({ image: 'web:1', tty: true, resources: { requests: { cpu: '100m' } } });
  expect(container.env).toEqual([
    { name: 'A', value: '1' },
    { name: 'B', value: '3' },
    { name: 'C', value: '4' },
  ]);
  expect(pod.volumes.map(({ name }: { name: string }) => name)).toEqual(['tmp', 'logs']);
  expect(pod).toMatchObject({ terminationGracePeriodSeconds: 60, serviceAccountName: 'web' });
  expect(pod.securityContext).toMatchObject({ runAsNonRoot: true, supplementalGroups: [5] });
});

test('amounts are written as the API server stores them', () => {
  const { container } = run({
    resources: { requests: { cpu: '2000m', memory: '1024Mi' }, limits: { memory: '1.5Gi' } },
  });
  expect(container.resources).toEqual({ requests: { cpu: '2', memory: '1Gi' }, limits: { memory: '1536Mi' } });
  expect(() => run({ resources: { requests: { cpu: 'much' } } })).toThrow('wanted an amount of cpu');
});

test('pods are spread and kept while nodes are drained, on demand', () => {
  const { app, pod } = run({ spread: true, disruptionBudget: { minAvailable: 1 } });
  expect(pod.topologySpreadConstraints.map(({ topologyKey }: { topologyKey: string }) => topologyKey)).toEqual([
    'kubernetes.io/hostname',
    'topology.kubernetes.io/zone',
  ]);
  expect(find(app, 'PodDisruptionBudget', 'web-v1').spec).toEqual({
    minAvailable: 1,
    selector: { matchLabels: { app: 'web', version: 'v1' } },
  });
  expectClean(app);
});

test('labels tell of every object, and select nothing', () => {
  const { app, spec } = run({ autoscaling: { minReplicas: 2, maxReplicas: 3 }, resources: { requests: { cpu: '1' } } });
  const described = { 'app.kubernetes.io/name': 'web', 'app.kubernetes.io/version': 'v1' };
  expect(spec.template.metadata.labels).toEqual({ ...described, app: 'web', version: 'v1' });
  expect(spec.selector.matchLabels).toEqual({ app: 'web', version: 'v1' });
  expect(find(app, 'Service', 'web').spec.selector).toEqual({ app: 'web' });
  for (const { kind, metadata } of written(app).filter(({ kind }) => kind !== 'Namespace')) {
    expect([kind, metadata.labels?.['app.kubernetes.io/name']]).toEqual([kind, 'web']);
  }
});
