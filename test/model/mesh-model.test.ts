import { buildModel, type MeshModelOptions } from '../../src/model/mesh-model';
import { parseManifests } from '../../src/model/read-manifests';

const model = (yaml: string, options: MeshModelOptions = {}) => buildModel(parseManifests(yaml, 'mesh.yaml'), options);

const namespace = (name: string, labels = '{}') => `
---
apiVersion: v1
kind: Namespace
metadata: { name: ${name}, labels: ${labels} }
`;

const deployment = (name: string, template: string, kind = 'Deployment', apiVersion = 'apps/v1') => `
---
apiVersion: ${apiVersion}
kind: ${kind}
metadata: { name: ${name}, namespace: shop }
spec: { replicas: 3, template: ${template} }
`;

describe('objects', () => {
  test('of the versions of a group are one kind, and the two kinds of Gateway are two', () => {
    const mesh = model(`
apiVersion: networking.istio.io/v1alpha3
kind: Gateway
metadata: { name: a }
---
apiVersion: networking.istio.io/v1
kind: Gateway
metadata: { name: b }
---
apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: { name: a }
`);
    expect(mesh.all('Gateway').map(String)).toEqual(['Gateway default/a', 'Gateway default/b']);
    expect(mesh.all('KubernetesGateway').map(String)).toEqual(['Gateway default/a']);
    expect(mesh.replaced).toEqual([]);
  });

  test('of one identity replace each other, even through another version', () => {
    const mesh = model(`
apiVersion: networking.istio.io/v1beta1
kind: VirtualService
metadata: { name: a, namespace: shop }
spec: { hosts: [old] }
---
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: a, namespace: shop }
spec: { hosts: [new] }
`);
    expect(mesh.find('VirtualService', 'shop', 'a')?.spec.hosts).toEqual(['new']);
    expect(mesh.replaced.map(({ resource, by }) => [resource.position, by.position])).toEqual([[0, 1]]);
  });

  test('with generated names never replace each other', () => {
    const job = 'apiVersion: batch/v1\nkind: Job\nmetadata: { generateName: migrate- }\nspec: {}\n';
    expect(model(`${job}---\n${job}`).all('Job')).toHaveLength(2);
  });

  test('of the cluster have no namespace, and others without one are in the default one', () => {
    const mesh = model(
      `
apiVersion: v1
kind: Namespace
metadata: { name: shop, namespace: ignored }
---
apiVersion: v1
kind: Service
metadata: { name: web }
`,
      { defaultNamespace: 'shop' },
    );
    expect(mesh.resources.map(String)).toEqual(['Namespace shop', 'Service shop/web']);
  });

  test('leave out fields of a wrong type and keep the positions of list items', () => {
    const mesh = model(`
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: a, labels: { version: 1 } }
spec: { hosts: reviews, http: [null, { timeout: 5s, route: x, retries: { attempts: '3' } }] }
`);
    const [service] = mesh.all('VirtualService');
    expect(service?.spec).toEqual({ http: [{}, { timeout: '5s', retries: { attempts: 3 } }] });
    expect(service?.labels).toEqual({ version: '1' });
  });
});

describe('workloads', () => {
  test.each([
    ['Deployment', 'apps/v1', '{ metadata: { labels: { app: a } } }', 3],
    ['StatefulSet', 'apps/v1', '{ metadata: { labels: { app: a } } }', 3],
    ['DaemonSet', 'apps/v1', '{ metadata: { labels: { app: a } } }', undefined],
    ['ReplicaSet', 'apps/v1', '{ metadata: { labels: { app: a } } }', 3],
    ['Job', 'batch/v1', '{ metadata: { labels: { app: a } } }', 1],
    ['Rollout', 'argoproj.io/v1alpha1', '{ metadata: { labels: { app: a } } }', 3],
  ])('of a %s are the pods of its template', (kind, apiVersion, template, replicas) => {
    const mesh = model(deployment('a', template, kind, apiVersion));
    const [workload] = mesh.workloads.selectedBy({ app: 'a' }, 'shop');
    expect(workload?.name).toBe('a');
    expect(workload?.podPath).toBe('spec.template');
    expect(workload?.replicas?.min).toBe(replicas);
    expect(workload?.endsByItself).toBe(kind === 'Job');
  });

  test('of a CronJob are the pods of its jobs', () => {
    const mesh = model(`
apiVersion: batch/v1
kind: CronJob
metadata: { name: nightly, namespace: shop }
spec: { jobTemplate: { spec: { template: { metadata: { labels: { app: nightly } }, spec: { serviceAccountName: robot } } } } }
`);
    expect(mesh.workloads.all).toMatchObject([
      { podPath: 'spec.jobTemplate.spec.template', serviceAccount: 'robot', endsByItself: true },
    ]);
  });

  test('run as many pods as their autoscaler keeps', () => {
    const mesh = model(`${deployment('a', '{ metadata: { labels: { app: a } } }')}
---
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: { name: a, namespace: shop }
spec: { scaleTargetRef: { kind: Deployment, name: a }, maxReplicas: 9 }
`);
    expect(mesh.workloads.all[0]?.replicas).toEqual({ min: 1, max: 9 });
    const keda = model(`${deployment('a', '{ metadata: { labels: { app: a } } }')}
---
apiVersion: keda.sh/v1alpha1
kind: ScaledObject
metadata: { name: a, namespace: shop }
spec: { scaleTargetRef: { name: a }, minReplicaCount: 2, maxReplicaCount: 5 }
`);
    expect(keda.workloads.all[0]?.replicas).toEqual({ min: 2, max: 5 });
  });

  test('are found by selector within one namespace or in all', () => {
    const pod = (name: string, ns: string, labels: string) =>
      `---\napiVersion: v1\nkind: Pod\nmetadata: { name: ${name}, namespace: ${ns}, labels: ${labels} }\n`;
    const { workloads } = model(
      pod('a', 'shop', '{ app: a, version: v1 }') +
        pod('b', 'shop', '{ app: a, version: v2 }') +
        pod('c', 'bank', '{ app: a, version: v1 }'),
    );
    const names = (selector: Record<string, string>, ns?: string) =>
      workloads.selectedBy(selector, ns).map(w => w.name);
    expect(names({ app: 'a', version: 'v1' })).toEqual(['a', 'c']);
    expect(names({ app: 'a', version: 'v1' }, 'shop')).toEqual(['a']);
    expect(names({ app: 'a', version: 'v3' })).toEqual([]);
    expect(names({ app: 'a' }, 'shop')).toEqual(['a', 'b']);
    expect(names({})).toEqual(['a', 'b', 'c']);
    expect(workloads.isSelected({ version: 'v2' }, 'bank')).toBe(false);
  });

  test('in parity with istioctl are Pods only, and the assumed ingress gateway', () => {
    const mesh = model(deployment('a', '{ metadata: { labels: { app: a } } }'), { istioParity: true });
    expect(mesh.workloads.all.map(w => w.name)).toEqual(['istio-ingressgateway-dummypod']);
    expect(
      mesh.hosts.named('istio-ingressgateway.istio-system.svc.cluster.local')[0]?.ports.map(p => p.number),
    ).toEqual([80, 443, 31400, 15443]);
    const off = model('', { istioParity: true, meshConfig: { ingressControllerMode: 'OFF' } });
    expect(off.workloads.all).toEqual([]);
  });
});

describe('the data plane mode', () => {
  const istiod = (revision?: string) => `
---
apiVersion: install.istio.io/v1alpha1
kind: IstioOperator
metadata: { name: istio, namespace: istio-system }
spec: { profile: minimal${revision === undefined ? '' : `, revision: ${revision}`} }
`;
  const mode = (yaml: string) => model(yaml).workloads.all[0]?.dataPlane;
  const pod = (labels: string, spec = '{}') => deployment('a', `{ metadata: { labels: ${labels} }, spec: ${spec} }`);

  // The columns of the table are pod labels: none, inject=true, inject=false, rev=1-30-3.
  const pods = [
    '{}',
    '{ sidecar.istio.io/inject: "true" }',
    '{ sidecar.istio.io/inject: "false" }',
    '{ istio.io/rev: 1-30-3 }',
  ];
  const plain = istiod();
  const revision = istiod('1-30-3');
  test.each([
    ['{}', plain, '-Y--'],
    ['{}', revision, '---Y'],
    ['{ istio-injection: enabled }', plain, 'YY-Y'],
    ['{ istio-injection: enabled }', revision, '----'],
    ['{ istio-injection: enabled }', '', 'YY-Y'],
    ['{ istio-injection: disabled }', plain, '----'],
    ['{ istio.io/rev: default }', plain, 'YY-Y'],
    ['{ istio.io/rev: default }', revision, '----'],
    ['{ istio.io/rev: 1-30-3 }', plain, '----'],
    ['{ istio.io/rev: 1-30-3 }', revision, 'YY-Y'],
    ['{ istio-injection: enabled, istio.io/rev: prod }', plain, 'YY-Y'],
    ['{ istio-injection: enabled, istio.io/rev: prod }', revision, '----'],
  ])('of pods in a namespace with %s follows the webhook selectors', (labels, plane, expected) => {
    const found = pods
      .map(own => (mode(plane + namespace('shop', labels) + pod(own)) === 'sidecar' ? 'Y' : '-'))
      .join('');
    expect(found).toBe(expected);
  });

  test('is ambient by the label of the namespace or pod, unless the pod opts out or has a sidecar', () => {
    const ambient = namespace('shop', '{ istio.io/dataplane-mode: ambient }');
    expect(mode(ambient + pod('{}'))).toBe('ambient');
    expect(mode(ambient + pod('{ istio.io/dataplane-mode: none }'))).toBe('none');
    expect(mode(ambient + pod('{}', '{ containers: [{ name: istio-proxy, image: auto }] }'))).toBe('sidecar');
    expect(mode(ambient + pod('{}', '{ hostNetwork: true }'))).toBe('none');
    expect(mode(namespace('shop') + pod('{ istio.io/dataplane-mode: ambient }'))).toBe('ambient');
  });

  test('is unknown without the Namespace object, unless the pod says it itself', () => {
    expect(mode(pod('{}'))).toBe('unknown');
    expect(mode(pod('{ sidecar.istio.io/inject: "true" }'))).toBe('sidecar');
    expect(mode(pod('{ sidecar.istio.io/inject: "false" }'))).toBe('none');
  });
});

describe('hosts', () => {
  const service = (name: string, ns: string, more = '') => `
---
apiVersion: v1
kind: Service
metadata: { name: ${name}, namespace: ${ns}${more} }
spec: { selector: { app: ${name} }, ports: [{ name: http-web, port: 80, targetPort: web }, { name: x, port: 3306, appProtocol: https }] }
`;
  test('are completed with the namespace of the object that names them', () => {
    const mesh = model(service('web', 'shop'));
    expect(mesh.fullHost('web', 'shop')).toBe('web.shop.svc.cluster.local');
    expect(mesh.fullHost('web.shop', 'shop')).toBe('web.shop');
    expect(mesh.hosts.named('web.shop.svc.cluster.local')[0]?.namespace).toBe('shop');
    expect(mesh.hosts.named('web.shop')).toEqual([]);
  });

  test('have ports with the protocol that appProtocol or the name gives', () => {
    const ports = model(service('web', 'shop')).hosts.named('web.shop.svc.cluster.local')[0]?.ports;
    expect(ports?.map(p => [p.number, p.protocol, p.targetPort, p.transport])).toEqual([
      [80, 'http', 'web', 'TCP'],
      [3306, 'https', 3306, 'TCP'],
    ]);
  });

  test('belong to the pods that the Service selects in its namespace', () => {
    const mesh = model(service('web', 'shop') + deployment('web', '{ metadata: { labels: { app: web } } }'));
    const [workload] = mesh.workloads.all;
    const [web] = mesh.hosts.named('web.shop.svc.cluster.local');
    if (workload === undefined || web === undefined) throw new Error('the model lacks its only workload or service');
    expect(mesh.workloadsOf(web)).toEqual([workload]);
    expect(mesh.servicesOf(workload)).toEqual([web]);
  });
});

describe('mesh configuration', () => {
  const configMap = (mesh: string) => `
---
apiVersion: v1
kind: ConfigMap
metadata: { name: istio, namespace: istio-system }
data: { mesh: '${mesh}' }
`;

  test('is Istio’s default where the set says nothing', () => {
    const { meshConfig } = model('');
    expect(meshConfig).toMatchObject({
      known: false,
      rootNamespace: 'istio-system',
      trustDomain: 'cluster.local',
      enableAutoMtls: true,
    });
    expect(meshConfig.extensionProviders.map(p => p.name)).toEqual(['prometheus', 'stackdriver', 'envoy']);
  });

  test.each([
    ['the ConfigMap istio', configMap('trustDomain: corp')],
    [
      'an IstioOperator',
      'apiVersion: install.istio.io/v1alpha1\nkind: IstioOperator\nmetadata: { name: i }\nspec: { meshConfig: { trustDomain: corp } }\n',
    ],
    [
      'an installer’s ConfigMap',
      'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: x }\ndata: { plan.yaml: "apiVersion: install.istio.io/v1alpha1\\nkind: IstioOperator\\nspec: { meshConfig: { trustDomain: corp } }\\n" }\n',
    ],
    [
      'values that an installer mounts',
      'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: x }\ndata: { values.yaml: "meshConfig:\\n  trustDomain: corp\\n" }\n',
    ],
    [
      'a HelmRelease',
      'apiVersion: helm.toolkit.fluxcd.io/v2\nkind: HelmRelease\nmetadata: { name: i }\nspec: { chart: { spec: { chart: istiod } }, values: { meshConfig: { trustDomain: corp } } }\n',
    ],
    [
      'values of an Argo CD Application',
      'apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata: { name: i }\nspec: { source: { chart: istiod, helm: { values: "meshConfig: { trustDomain: corp }" } } }\n',
    ],
    [
      'a parameter of an Argo CD Application',
      'apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata: { name: i }\nspec: { sources: [{ chart: istiod, helm: { parameters: [{ name: meshConfig.trustDomain, value: corp }] } }] }\n',
    ],
    [
      'a HelmChart of k3s',
      'apiVersion: helm.cattle.io/v1\nkind: HelmChart\nmetadata: { name: i }\nspec: { chart: istio/istiod, valuesContent: "meshConfig: { trustDomain: corp }" }\n',
    ],
    [
      'an Istio of the Sail operator',
      'apiVersion: sailoperator.io/v1\nkind: Istio\nmetadata: { name: default }\nspec: { values: { meshConfig: { trustDomain: corp } } }\n',
    ],
  ])('is read from %s', (_, yaml) => {
    const { meshConfig } = model(yaml);
    expect(meshConfig.trustDomain).toBe('corp');
    expect(meshConfig.known).toBe(true);
    expect(meshConfig.source).toBeDefined();
  });

  test('that the caller gives is laid over that of the set', () => {
    const given = { defaultConfig: { proxyMetadata: { A: '1' } } };
    const { meshConfig } = model(configMap('{ trustDomain: corp, defaultConfig: { proxyMetadata: { B: "2" } } }'), {
      meshConfig: given,
    });
    expect(meshConfig.trustDomain).toBe('corp');
    expect(meshConfig.defaultConfig?.proxyMetadata).toEqual({ A: '1', B: '2' });
  });
});

describe('gateways', () => {
  const pods = (yaml: string, selector: Record<string, string>) =>
    model(yaml)
      .workloads.selectedBy(selector)
      .map(({ namespace: ns, name }) => `${ns}/${name}`);

  test('of an IstioOperator follow its profile and components', () => {
    const operator = (spec: string) =>
      `apiVersion: install.istio.io/v1alpha1\nkind: IstioOperator\nmetadata: { name: i, namespace: istio-system }\nspec: ${spec}\n`;
    const istio = { istio: 'ingressgateway' };
    expect(pods(operator('{}'), istio)).toEqual(['istio-system/istio-ingressgateway']);
    expect(pods(operator('{ profile: minimal }'), istio)).toEqual([]);
    expect(
      pods(operator('{ components: { ingressGateways: [{ name: istio-ingressgateway, enabled: false }] } }'), istio),
    ).toEqual([]);
    expect(
      pods(
        operator(
          '{ profile: empty, components: { ingressGateways: [{ name: edge, namespace: edge, enabled: true, label: { istio: edge } }] } }',
        ),
        { istio: 'edge' },
      ),
    ).toEqual(['edge/edge']);
    expect(pods(operator('{ profile: demo }'), { istio: 'egressgateway' })).toEqual([
      'istio-system/istio-egressgateway',
    ]);
  });

  test('of the gateway chart have the labels and ports of its values', () => {
    const mesh = model(`
apiVersion: helm.toolkit.fluxcd.io/v2
kind: HelmRelease
metadata: { name: istio-ingress, namespace: edge }
spec: { chart: { spec: { chart: gateway } }, values: { service: { ports: [{ name: http2, port: 8080, targetPort: 80 }] } } }
`);
    expect(mesh.workloads.selectedBy({ istio: 'ingress' }).map(w => w.name)).toEqual(['istio-ingress']);
    expect(mesh.hosts.named('istio-ingress.edge.svc.cluster.local')[0]?.ports.map(p => p.number)).toEqual([8080]);
  });

  test('of the Gateway API are made by istiod, unless their class or address says otherwise', () => {
    const gateway = (name: string, spec: string) =>
      `---\napiVersion: gateway.networking.k8s.io/v1\nkind: Gateway\nmetadata: { name: ${name}, namespace: edge }\nspec: ${spec}\n`;
    const yaml =
      gateway('a', '{ gatewayClassName: istio, listeners: [{ name: http, port: 80, protocol: HTTP }] }') +
      gateway('b', '{ gatewayClassName: other }') +
      gateway('c', '{ gatewayClassName: istio, addresses: [{ type: Hostname, value: x }] }');
    expect(model(yaml).workloads.all.map(w => w.name)).toEqual(['a-istio']);
    const [service] = model(yaml).hosts.named('a-istio.edge.svc.cluster.local');
    expect(service?.ports.map(p => p.number)).toEqual([15021, 80]);
  });
});

describe('credentials', () => {
  test('are Secrets, and promises of those that a controller makes', () => {
    const { credentials } = model(`
apiVersion: v1
kind: Secret
metadata: { name: a, namespace: edge }
---
apiVersion: cert-manager.io/v1
kind: Certificate
metadata: { name: c, namespace: edge }
spec: { secretName: b }
`);
    expect(credentials.secret('edge', 'a')).toBeDefined();
    expect(credentials.secret('edge', 'b')).toBeUndefined();
    expect(credentials.promised('edge', 'b')?.resource.kind).toBe('Certificate');
    expect(credentials.namespacesOf('b')).toEqual(['edge']);
  });
});
