import { istio, mesh, namespace, type ObstacleCase, pods, service, WEB } from './case';

const PROBED = mesh(
  namespace('shop'),
  service('web'),
  pods('web', 'shop', '{ containers: [{ name: app, image: app, livenessProbe: { httpGet: { port: 8080 } } }] }'),
);

const release = (chart: string, values: string, at = 'istio-system') => `
apiVersion: helm.toolkit.fluxcd.io/v2
kind: HelmRelease
metadata: { name: ${chart}, namespace: ${at} }
spec: { chart: { spec: { chart: ${chart} } }, values: ${values} }`;

const cilium = (data: string) => `
apiVersion: v1
kind: ConfigMap
metadata: { name: cilium-config, namespace: kube-system }
data: ${data}`;

const GROUPS = `
apiVersion: vpcresources.k8s.aws/v1beta1
kind: SecurityGroupPolicy
metadata: { name: web, namespace: shop }
spec: { podSelector: { matchLabels: { app: web } }, securityGroups: { groupIds: [sg-1] } }`;

const awsNode = (mode: string) => `
apiVersion: apps/v1
kind: DaemonSet
metadata: { name: aws-node, namespace: kube-system }
spec: { template: { spec: { containers: [{ name: aws-node, env: [{ name: POD_SECURITY_GROUP_ENFORCING_MODE, value: ${mode} }] }] } } }`;

const QUOTA = `
apiVersion: v1
kind: ResourceQuota
metadata: { name: critical, namespace: istio-system }
spec: { hard: { pods: 1000 }, scopeSelector: { matchExpressions: [{ operator: In, scopeName: PriorityClass, values: [system-node-critical] }] } }`;

const PEER_CLUSTER = `
apiVersion: v1
kind: Secret
metadata: { name: istio-remote-secret-b, namespace: istio-system, labels: { istio/multiCluster: "true" } }`;

const root = (labels: string) => `
apiVersion: v1
kind: Namespace
metadata: { name: istio-system, labels: { ${labels} } }`;

const EAST_WEST = pods('eastwest', 'istio-system', undefined, 'annotations: { inject.istio.io/templates: gateway }');
const crossNetwork = (mode: string, host: string) =>
  istio(
    'Gateway',
    'networking',
    'cross-network',
    'istio-system',
    `{ selector: { app: eastwest }, servers: [{ port: { number: 15443, name: tls, protocol: TLS }, tls: { mode: ${mode} }, hosts: ["${host}"] }] }`,
  );

export const INSTALLATION: { readonly [kind: string]: readonly ObstacleCase[] } = {
  'network-plugin': [
    {
      what: 'in a ConfigMap, and set up for Istio',
      with: mesh(WEB, cilium('{ enable-bpf-masquerade: "true", cni-exclusive: "false" }')),
      without: mesh(WEB, cilium('{ enable-bpf-masquerade: "false", cni-exclusive: "false" }')),
      ids: ['network-plugin:kube-system/cilium-config/enable-bpf-masquerade'],
    },
    {
      what: 'in the values of a chart, with what it does by default',
      with: mesh(WEB, release('cilium', '{ bpf: { masquerade: false } }', 'kube-system')),
      without: mesh(WEB, release('cilium', '{ cni: { exclusive: false } }', 'kube-system')),
      ids: ['network-plugin:kube-system/cilium/cni-exclusive'],
    },
  ],
  'security-groups-of-pods': [
    {
      what: 'in strict mode, and in standard mode',
      with: mesh(PROBED, GROUPS, awsNode('strict')),
      without: mesh(PROBED, GROUPS, awsNode('standard')),
      ids: ['security-groups-of-pods:shop/web'],
    },
    {
      what: 'of pods with probes, and without',
      with: mesh(PROBED, GROUPS),
      without: mesh(WEB, GROUPS),
      ids: ['security-groups-of-pods:shop/web'],
    },
  ],
  'namespace-outside-cni': [
    {
      what: 'by the values of its chart, and another namespace',
      with: mesh(WEB, release('cni', '{ excludeNamespaces: [kube-system, shop] }')),
      without: mesh(WEB, release('cni', '{ excludeNamespaces: [kube-system] }')),
      ids: ['namespace-outside-cni:istio-system/cni/shop'],
    },
  ],
  'node-critical-quota': [
    {
      what: 'that GKE wants, and that is there',
      with: mesh(WEB, release('ztunnel', '{ global: { platform: gke } }')),
      without: mesh(WEB, release('ztunnel', '{ global: { platform: gke } }'), QUOTA),
      ids: ['node-critical-quota:istio-system/ztunnel/istio-system'],
    },
  ],
  'remote-control-plane': [
    {
      what: 'by its address, and in the cluster',
      with: mesh(WEB, release('istiod', '{ global: { remotePilotAddress: 10.0.0.1 } }')),
      without: mesh(WEB, release('istiod', '{ global: { meshID: mesh } }')),
      ids: ['remote-control-plane:istio-system/istiod'],
    },
    {
      what: 'by its profile, and with that of sidecars',
      with: mesh(WEB, release('istiod', '{ profile: remote }')),
      without: mesh(WEB, release('istiod', '{ profile: default }')),
      ids: ['remote-control-plane:istio-system/istiod'],
    },
  ],
  'clusters-of-one-network': [
    {
      what: 'without a name of the network, and with one',
      with: mesh(WEB, root('team: mesh'), PEER_CLUSTER),
      without: mesh(WEB, root('topology.istio.io/network: a'), PEER_CLUSTER),
      ids: ['clusters-of-one-network:istio-system/istio-remote-secret-b'],
    },
  ],
  'cross-network-gateway': [
    {
      what: 'for all services, and for those of another namespace',
      with: mesh(WEB, EAST_WEST, crossNetwork('AUTO_PASSTHROUGH', '*.local')),
      without: mesh(WEB, EAST_WEST, crossNetwork('AUTO_PASSTHROUGH', '*.other.svc.cluster.local')),
      ids: ['cross-network-gateway:istio-system/cross-network'],
    },
  ],
};

const telemetry = (spec: string, at = 'shop') => istio('Telemetry', 'telemetry', 'web', at, spec);
const annotated = (annotations: string) =>
  mesh(namespace('shop'), service('web'), pods('web', 'shop', undefined, `annotations: { ${annotations} }`));
const strict = (port: string) =>
  istio(
    'PeerAuthentication',
    'security',
    'web',
    'shop',
    `{ selector: { matchLabels: { app: web } }, mtls: { mode: STRICT }${port} }`,
  );

export const OBSERVABILITY: { readonly [kind: string]: readonly ObstacleCase[] } = {
  'telemetry-on-sidecars': [
    {
      what: 'that selects pods, and one for the namespace',
      with: mesh(
        WEB,
        telemetry('{ selector: { matchLabels: { app: web } }, accessLogging: [{ providers: [{ name: envoy }] }] }'),
      ),
      without: mesh(WEB, telemetry('{ accessLogging: [{ providers: [{ name: envoy }] }] }')),
      ids: ['telemetry-on-sidecars:shop/web'],
    },
    {
      what: 'of clients, and of servers',
      with: mesh(
        WEB,
        telemetry('{ accessLogging: [{ match: { mode: CLIENT }, providers: [{ name: envoy }] }] }', 'istio-system'),
      ),
      without: mesh(
        WEB,
        telemetry('{ accessLogging: [{ match: { mode: SERVER }, providers: [{ name: envoy }] }] }', 'istio-system'),
      ),
      ids: ['telemetry-on-sidecars:istio-system/web'],
    },
  ],
  'merged-metrics': [
    {
      what: 'of a port under STRICT, and of one that takes plaintext',
      with: mesh(annotated('prometheus.io/scrape: "true", prometheus.io/port: "9090"'), strict('')),
      without: mesh(
        annotated('prometheus.io/scrape: "true", prometheus.io/port: "9090"'),
        strict(', portLevelMtls: { 9090: { mode: PERMISSIVE } }'),
      ),
      ids: ['merged-metrics:shop/web'],
    },
  ],
};

const rule = (policy: string) =>
  istio('DestinationRule', 'networking', 'web', 'shop', `{ host: web, trafficPolicy: { ${policy} } }`);

export const BALANCING: { readonly [kind: string]: readonly ObstacleCase[] } = {
  'client-locality': [
    {
      what: 'by shares, and turned off',
      with: mesh(WEB, rule('loadBalancer: { localityLbSetting: { distribute: [{ from: a/*, to: { "b/*": 100 } }] } }')),
      without: mesh(
        WEB,
        rule(
          'loadBalancer: { localityLbSetting: { enabled: false, distribute: [{ from: a/*, to: { "b/*": 100 } }] } }',
        ),
      ),
      ids: ['client-locality:shop/web'],
    },
    {
      what: 'of the whole mesh, and turned on without wishes',
      with: mesh(WEB, release('istiod', '{ meshConfig: { localityLbSetting: { failover: [{ from: a, to: b }] } } }')),
      without: mesh(WEB, release('istiod', '{ meshConfig: { localityLbSetting: { enabled: true } } }')),
      ids: ['client-locality:istio-system/istiod'],
    },
  ],
  'plaintext-to-mesh': [
    {
      what: 'to a service of the mesh, and mutual TLS',
      with: mesh(WEB, rule('tls: { mode: DISABLE }')),
      without: mesh(WEB, rule('tls: { mode: ISTIO_MUTUAL }')),
      ids: ['plaintext-to-mesh:shop/web'],
    },
  ],
};
