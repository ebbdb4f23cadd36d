import { Chart } from 'cdk8s';
import {
  Delivery,
  GatewayDeployment,
  IngressGateway,
  IstioInstall,
  LoadBalancer,
  Mesh,
  MeshApp,
  MutualTls,
  TlsCredential,
} from 'cdk8s-istio';
import { Kiali } from 'cdk8s-istio/imports/kiali.io';
import { Telemetry } from 'cdk8s-istio/imports/telemetry.istio.io';

/** Istio on EKS behind a network load balancer, delivered by Argo CD; change `delivery` for another way. */
const app = new MeshApp();
const mesh = new Mesh(app, 'mesh');

const install = new IstioInstall(mesh.chart('controlPlane'), 'istio', {
  delivery: Delivery.argoCd({ project: 'platform' }),
  namespaceScope: mesh.chart('namespaces'),
  namespaceLabels: { 'app.kubernetes.io/managed-by': 'manual' },
  meshId: 'eks-cluster',
  network: 'eks-cluster',
  pilot: {
    resources: { requests: { cpu: '100m', memory: '128Mi' }, limits: { cpu: '500m', memory: '2Gi' } },
  },
  meshConfig: {
    accessLogFile: '/dev/stdout',
    defaultConfig: { tracing: { sampling: 1 } },
    extensionProviders: [
      { name: 'tempo', opentelemetry: { service: 'tempo.monitoring.svc.cluster.local', port: 4317 } },
      { name: 'otel', envoyOtelAls: { service: 'otel-collector.monitoring.svc.cluster.local', port: 4317 } },
    ],
  },
});
install.addRunBook();

const workload = new GatewayDeployment(mesh.chart('gateways'), 'istio-gateway', {
  namespace: install.outputs.namespace,
  // The load balancer forwards connections and appends no header, so the gateway trusts no proxy in front of it.
  loadBalancer: LoadBalancer.awsNlb({ controller: 'in-tree', crossZone: true }),
  autoscaling: { minReplicas: 2, maxReplicas: 4, cpuPercent: 80 },
  minAvailable: 1,
});

new IngressGateway(mesh, 'default-gateway', { workload }).https({
  hosts: ['*.example.com'],
  credential: TlsCredential.certManager({ issuer: { name: 'letsencrypt', kind: 'ClusterIssuer' } }),
});

new MutualTls(mesh, 'mutual-tls');

const telemetry = mesh.chart('telemetry');
new Telemetry(telemetry, 'default', {
  metadata: { name: 'default', namespace: install.outputs.namespace },
  spec: {
    metrics: [{ providers: [{ name: 'prometheus' }] }],
    tracing: [
      {
        providers: [{ name: 'tempo' }],
        customTags: {
          cluster_name: { literal: { value: 'eks-cluster' } },
          environment: { literal: { value: 'production' } },
        },
      },
    ],
    accessLogging: [{ providers: [{ name: 'otel' }] }],
  },
});

new Kiali(new Chart(app, '80-add-ons', { disableResourceNameHashes: true }), 'kiali', {
  metadata: { name: 'kiali', namespace: install.outputs.namespace },
  spec: {
    auth: { strategy: 'token' },
    deployment: { resources: { requests: { cpu: '10m', memory: '64Mi' }, limits: { memory: '1Gi' } } },
    external_services: {
      prometheus: { url: 'http://prometheus-server.monitoring.svc.cluster.local' },
      grafana: { enabled: true, internal_url: 'http://grafana.monitoring.svc.cluster.local' },
      tracing: {
        enabled: true,
        provider: 'tempo',
        internal_url: 'http://tempo.monitoring.svc.cluster.local:3200',
        use_grpc: false,
      },
    },
    server: { web_root: '/kiali' },
  },
});

app.synth();
