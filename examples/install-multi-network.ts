import { CrossNetworkGateway, Delivery, GatewayDeployment, IstioInstall, Mesh, MeshApp } from 'cdk8s-istio';

/** One mesh of two clusters on two networks, each with its own control plane and its own folder. */
for (const [cluster, network] of [
  ['east', 'network1'],
  ['west', 'network2'],
] as const) {
  const app = new MeshApp({ outdir: `dist/${cluster}` });
  const mesh = new Mesh(app, 'mesh');
  const install = new IstioInstall(mesh.chart('controlPlane'), 'istio', {
    delivery: Delivery.job(),
    meshId: 'mesh1',
    cluster,
    network,
  });
  install.addRunBook({ folder: `dist/${cluster}` });

  const workload = new GatewayDeployment(mesh.chart('gateways'), 'istio-eastwestgateway', {
    namespace: install.outputs.namespace,
    role: 'east-west',
    network,
  });
  new CrossNetworkGateway(mesh, 'cross-network-gateway', { workload });
  app.synth();
}
