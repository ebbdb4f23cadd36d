import { Chart } from 'cdk8s';
import { DataPlane, Delivery, IstioInstall, Mesh, MeshApp, MeshNamespace } from 'cdk8s-istio';

/**
 * Two control planes in parallel: namespaces move one by one, by a tag or by their own label, and can move back.
 */
const app = new MeshApp();
const mesh = new Mesh(app, 'mesh', { istioVersion: '1.30.5' });

const install = new IstioInstall(new Chart(app, '10-control-plane', { disableResourceNameHashes: true }), 'istio', {
  delivery: Delivery.flux(),
  version: '1.30.5',
  revision: '1-30-5',
  canary: { version: '1.31.1', revision: '1-31-1' },
  tags: { default: '1-30-5', stable: '1-30-5', next: '1-31-1' },
});
install.addRunBook();

new MeshNamespace(mesh, 'payments', { dataPlane: DataPlane.sidecar({ revision: 'stable' }) });
new MeshNamespace(mesh, 'catalog', { dataPlane: DataPlane.sidecar({ revision: 'next' }) });

app.synth();
