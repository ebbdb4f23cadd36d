import { Chart } from 'cdk8s';
import { Delivery, IstioInstall, type IstioInstallProps, MeshApp } from 'cdk8s-istio';

/** What `istioctl install` and `istioctl install --set profile=demo` install, as files for istioctl of a pinned release. */
const installs: { readonly [folder: string]: IstioInstallProps } = {
  default: { gateways: [{ name: 'istio-ingressgateway' }] },
  demo: {
    profile: 'demo',
    gateways: [{ name: 'istio-ingressgateway' }, { name: 'istio-egressgateway', role: 'egress' }],
  },
};

for (const [folder, props] of Object.entries(installs)) {
  const app = new MeshApp({ outdir: `dist/${folder}` });
  const chart = new Chart(app, '00-namespaces', { disableResourceNameHashes: true });
  const install = new IstioInstall(chart, 'istio', { delivery: Delivery.istioctl(), ...props });
  install.addRunBook({ folder: `dist/${folder}` });
  app.synth();
}
