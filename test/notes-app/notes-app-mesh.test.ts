import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse, parseAllDocuments } from 'yaml';
import { NotesAppMesh, type NotesAppMeshProps } from '../../src/notes-app/notes-app-mesh';
import { MeshApp } from '../../src/synth/mesh-app';
import type { WrittenObject } from '../mesh/declare';

/** The files of a Notes App, and the objects in them. */
function synth(props: Partial<NotesAppMeshProps> = {}): {
  files: string[];
  objects: WrittenObject[];
  applied: unknown;
} {
  const outdir = mkdtempSync(join(tmpdir(), 'notes-app-'));
  try {
    const app = new MeshApp({ outdir });
    new NotesAppMesh(app, 'notes-app', { host: 'notes.example.com', ...props });
    app.synth();
    const files = readdirSync(outdir).sort();
    const objects = files
      .filter(file => /\.(?:ya?ml|json)$/.test(file))
      .flatMap(file => parseAllDocuments(readFileSync(join(outdir, file), 'utf8')).map(doc => doc.toJS()));
    // What kubectl apply -f takes for manifests must be that.
    expect(objects.filter(({ metadata }) => metadata?.name === undefined)).toEqual([]);
    const kustomization = files.includes('Kustomization') ? readFileSync(join(outdir, 'Kustomization'), 'utf8') : '';
    return { files, objects, applied: parse(kustomization)?.resources };
  } finally {
    rmSync(outdir, { recursive: true, force: true });
  }
}

const one = (objects: readonly WrittenObject[], kind: string, name: string): WrittenObject => {
  const found = objects.filter(object => object.kind === kind && object.metadata.name === name);
  expect(found).toHaveLength(1);
  return found[0] as WrittenObject;
};

const BACKEND = 'notes-app-backend.notes-app.svc.cluster.local';

describe('the Notes App as it comes', () => {
  const { files, objects, applied } = synth();

  test('is written in the order of apply', () => {
    expect(files.filter(file => file.endsWith('.k8s.yaml'))).toEqual([
      '00-namespaces.k8s.yaml',
      '10-control-plane.k8s.yaml',
      '20-gateways.k8s.yaml',
      '30-workloads.k8s.yaml',
      '40-destination-rules.k8s.yaml',
      '50-routes.k8s.yaml',
      '60-policies.k8s.yaml',
      '70-telemetry.k8s.yaml',
    ]);
  });

  test('comes with a run book, and with a page about the mesh', () => {
    expect(files).toEqual(expect.arrayContaining(['MESH.md', 'RUNBOOK.md']));
  });

  test('limits and retries requests to the backend on every route', () => {
    for (const route of one(objects, 'VirtualService', 'notes-app-backend').spec.http) {
      expect(route).toMatchObject({ timeout: '10s', retries: { attempts: 2, perTryTimeout: '3s' } });
    }
  });

  test('logs the requests that fail', () => {
    expect(one(objects, 'Telemetry', 'default').spec.accessLogging).toEqual([
      { providers: [{ name: 'envoy' }], filter: { expression: 'response.code >= 400' } },
    ]);
  });

  test('has its namespaces, with injection where its pods run', () => {
    expect(one(objects, 'Namespace', 'notes-app').metadata.labels).toMatchObject({ 'istio-injection': 'enabled' });
    expect(one(objects, 'Namespace', 'istio-system').metadata.labels?.['istio-injection']).toBeUndefined();
  });

  test('installs the pinned release by a Job', () => {
    const [job] = objects.filter(object => object.kind === 'Job');
    expect(job?.spec.template.spec.containers[0].image).toBe('docker.io/istio/istioctl:1.31.4');
  });

  test('runs every workload under an account of its own', () => {
    for (const [name, account] of [
      ['frontend-v1', 'frontend'],
      ['notes-app-backend-v1', 'notes-app-backend'],
      ['notes-app-backend-v2', 'notes-app-backend'],
    ] as const) {
      expect(one(objects, 'Deployment', name).spec.template.spec.serviceAccountName).toBe(account);
    }
    expect(one(objects, 'StatefulSet', 'mysql-v1').spec.template.spec.serviceAccountName).toBe('mysql');
    for (const account of ['frontend', 'notes-app-backend', 'mysql']) one(objects, 'ServiceAccount', account);
  });

  test('speaks the declared protocols', () => {
    const port = (name: string) => one(objects, 'Service', name).spec.ports[0];
    expect(port('frontend')).toMatchObject({ name: 'http', port: 80, appProtocol: 'http' });
    expect(port('notes-app-backend')).toMatchObject({ name: 'http', port: 5000, appProtocol: 'http' });
    expect(port('mysql')).toMatchObject({ name: 'mysql', port: 3306, appProtocol: 'mysql' });
  });

  test('probes the backend at /health', () => {
    const [container] = one(objects, 'Deployment', 'notes-app-backend-v1').spec.template.spec.containers;
    expect(container.readinessProbe.httpGet).toMatchObject({ path: '/health', port: 'http' });
  });

  test('splits the backend 90/10 and lets a header choose the canary', () => {
    const [override, split] = one(objects, 'VirtualService', 'notes-app-backend').spec.http;
    expect(override.match).toEqual([{ headers: { 'x-canary': { exact: 'true' } } }]);
    expect(override.route[0].destination).toMatchObject({ host: BACKEND, subset: 'v2' });
    expect(
      split.route.map((to: { weight: number; destination: { subset: string } }) => [to.destination.subset, to.weight]),
    ).toEqual([
      ['v1', 90],
      ['v2', 10],
    ]);
  });

  test('breaks the circuit to failing backends', () => {
    const { trafficPolicy, subsets } = one(objects, 'DestinationRule', 'notes-app-backend').spec;
    expect(trafficPolicy.outlierDetection).toMatchObject({ consecutive5xxErrors: 5, maxEjectionPercent: 50 });
    expect(trafficPolicy.connectionPool).toEqual({
      tcp: { maxConnections: 1024 },
      http: { http1MaxPendingRequests: 1024, http2MaxRequests: 1024 },
    });
    expect(subsets.map((subset: { name: string }) => subset.name)).toEqual(['v1', 'v2']);
  });

  test('takes HTTPS at the gateway and redirects HTTP to it', () => {
    const { servers, selector } = one(objects, 'Gateway', 'notes-app').spec;
    expect(
      servers.map((server: { port: { number: number }; tls: unknown }) => [server.port.number, server.tls]),
    ).toEqual([
      [80, { httpsRedirect: true }],
      [443, { credentialName: 'notes-app-tls', mode: 'SIMPLE' }],
    ]);
    expect(one(objects, 'Deployment', 'istio-ingress').spec.template.metadata.labels).toMatchObject(selector);
  });

  test('takes nothing but mutual TLS', () => {
    expect(one(objects, 'PeerAuthentication', 'default')).toMatchObject({
      metadata: { namespace: 'istio-system' },
      spec: { mtls: { mode: 'STRICT' } },
    });
  });

  test('probes everything, keeps to restricted pods and spreads what is there twice', () => {
    for (const name of ['frontend-v1', 'notes-app-backend-v1', 'notes-app-backend-v2', 'mysql-v1']) {
      const { spec } = one(objects, name === 'mysql-v1' ? 'StatefulSet' : 'Deployment', name);
      const pod = spec.template.spec;
      const [container] = pod.containers;
      expect(Object.keys(container)).toEqual(
        expect.arrayContaining(['startupProbe', 'readinessProbe', 'livenessProbe', 'resources']),
      );
      expect(pod.securityContext).toMatchObject({ runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } });
      expect(container.securityContext).toMatchObject({
        allowPrivilegeEscalation: false,
        capabilities: { drop: ['ALL'] },
      });
      const { labels } = spec.template.metadata;
      expect(labels['app.kubernetes.io/name']).toBe(labels.app);
      expect(Object.keys(spec.selector.matchLabels)).toEqual(['app', 'version']);
      if (name === 'mysql-v1') continue;
      expect(pod.topologySpreadConstraints).toHaveLength(2);
      expect(one(objects, 'PodDisruptionBudget', name).spec.maxUnavailable).toBe(1);
    }
    expect(one(objects, 'Namespace', 'istio-ingress').metadata.labels).toMatchObject({
      'pod-security.kubernetes.io/enforce': 'restricted',
    });
  });

  test('keeps the data of MySQL in a volume of its pod, behind a headless Service with a stable selector', () => {
    const { spec } = one(objects, 'StatefulSet', 'mysql-v1');
    expect(spec.volumeClaimTemplates[0].spec).toMatchObject({ resources: { requests: { storage: '8Gi' } } });
    expect(spec.serviceName).toBe('mysql');
    expect(one(objects, 'Service', 'mysql').spec).toMatchObject({ clusterIP: 'None', selector: { app: 'mysql' } });
  });

  test('labels every object, and asks for amounts in the form in which they are stored', () => {
    for (const object of objects) {
      expect([object.kind, object.metadata.labels]).toEqual([
        object.kind,
        expect.objectContaining({ 'app.kubernetes.io/part-of': expect.any(String) }),
      ]);
    }
    expect(JSON.stringify(objects)).not.toMatch(/"(\d+000m|1024Mi)"/);
  });

  test('leaves the installation, and the right to administer the cluster, to kubectl', () => {
    expect(applied).toEqual(files.filter(file => file.endsWith('.k8s.yaml') && file !== '10-control-plane.k8s.yaml'));
  });

  test('tells sidecars and the network of the declared calls alone', () => {
    expect(one(objects, 'Sidecar', 'frontend').spec).toMatchObject({
      egress: [{ hosts: ['./notes-app-backend.notes-app.svc.cluster.local', 'istio-system/*.svc.cluster.local'] }],
      outboundTrafficPolicy: { mode: 'REGISTRY_ONLY' },
    });
    one(objects, 'NetworkPolicy', 'allow-to-mysql');
  });

  test('lets nothing but the declared calls through', () => {
    expect(one(objects, 'AuthorizationPolicy', 'deny-by-default').spec).toEqual({});
    const callers = (name: string) =>
      one(objects, 'AuthorizationPolicy', name).spec.rules.map(
        (rule: { from: { source: { principals: string[] } }[]; to: { operation: { ports: string[] } }[] }) => [
          rule.from[0]?.source.principals,
          rule.to[0]?.operation.ports,
        ],
      );
    expect(callers('allow-frontend')).toEqual([[['cluster.local/ns/istio-ingress/sa/istio-ingress'], ['8080']]]);
    expect(callers('allow-notes-app-backend')).toEqual([[['cluster.local/ns/notes-app/sa/frontend'], ['5000']]]);
    expect(callers('allow-mysql')).toEqual([[['cluster.local/ns/notes-app/sa/notes-app-backend'], ['3306']]]);
  });
});

test('the canary keeps both versions at 0 and at 100 percent', () => {
  for (const canaryWeight of [0, 100]) {
    const split = one(synth({ canaryWeight }).objects, 'VirtualService', 'notes-app-backend').spec.http[1];
    expect(split.route.map((to: { weight: number }) => to.weight)).toEqual([100 - canaryWeight, canaryWeight]);
  }
});

test('an older release gets the versions that it serves', () => {
  const { objects } = synth({ istioVersion: '1.21.6', install: false });
  expect(one(objects, 'VirtualService', 'notes-app-backend').apiVersion).toBe('networking.istio.io/v1beta1');
  expect(one(objects, 'AuthorizationPolicy', 'allow-mysql').apiVersion).toBe('security.istio.io/v1');
});

test('its namespace is restricted where no pod sets up its network', () => {
  const enforced = (props: Partial<NotesAppMeshProps>) =>
    one(synth(props).objects, 'Namespace', 'notes-app').metadata.labels?.['pod-security.kubernetes.io/enforce'];
  expect(enforced({})).toBeUndefined();
  expect(enforced({ install: { cni: true } })).toBe('restricted');
  expect(enforced({ profile: 'ambient' })).toBe('restricted');
});

test('an installed Istio is not installed again', () => {
  expect(synth({ install: false }).objects.filter(object => object.kind === 'Job')).toEqual([]);
});

test.each<[Partial<NotesAppMeshProps>, string]>([
  [{ host: 'Notes' }, 'Cannot answer for host "Notes"'],
  [{ canaryWeight: 101 }, 'wanted a weight in whole percent from 0 to 100, got 101'],
  [{ environment: 'pre prod' }, 'Cannot use "pre prod" as environment at notes-app'],
  [{ namespaceName: 'Notes' }, 'Cannot use "Notes" as name of a namespace'],
  [{ istioVersion: '2.0' }, 'Cannot target Istio "2.0"'],
])('properties %j are refused', (props, message) => {
  expect(() => synth(props)).toThrow(message);
});

test('a version of one pod, which the circuit breaker can never eject, stops the synth', () => {
  expect(() => synth({ replicas: { backendV2: 1 } })).toThrow(
    'outlier-detection-without-effect: 50% of 1 pods is less than one, so that no pod is ever ejected',
  );
});

test('one app holds one Notes App', () => {
  const app = new MeshApp();
  new NotesAppMesh(app, 'first', { host: 'notes.example.com' });
  expect(() => new NotesAppMesh(app, 'second', { host: 'other.example.com', namespaceName: 'other' })).toThrow(
    'Cannot declare a second Notes App at second: wanted one per app, got first too',
  );
});
