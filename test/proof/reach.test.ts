import { GatewayDeployment } from '../../src/gateway/gateway-deployment';
import { IngressGateway } from '../../src/gateway/ingress-gateway';
import { Mesh } from '../../src/mesh/mesh';
import { MeshNamespace } from '../../src/mesh/mesh-namespace';
import { MeshService } from '../../src/mesh/mesh-service';
import { podsOf, Reach } from '../../src/proof/reach';
import { meshOfApp } from '../../src/synth/app-mesh';
import { MeshApp } from '../../src/synth/mesh-app';
import { renderApp } from '../../src/synth/render-app';

test('requests from outside are worked out once, however often they are asked for', () => {
  const app = new MeshApp();
  const mesh = new Mesh(app, 'mesh');
  const namespace = new MeshNamespace(mesh, 'shop');
  const ports = [{ port: 80, protocol: 'http' }] as const;
  const web = new MeshService(mesh, 'web', { namespace, ports, versions: { v1: { image: 'web:1' } } });
  const workload = new GatewayDeployment(mesh.chart('gateways'), 'pods', { namespace });
  new IngressGateway(mesh, 'gateway', { name: 'web', workload, namespace })
    .http({ hosts: ['shop.example.com'] })
    .expose(web, { host: 'shop.example.com' });
  const effective = meshOfApp(
    app,
    [...renderApp(app)].flatMap(({ objects }) => objects),
  );
  const reach = new Reach(effective);
  const pods = podsOf(effective, 'web.shop.svc.cluster.local');
  const classes = () =>
    [...reach.requestsTo(pods, { parties: [], internet: true })].flatMap(one => ('found' in one ? [one.found.of] : []));
  const first = classes();
  expect(first).not.toEqual([]);
  for (const [i, one] of classes().entries()) expect(one).toBe(first[i]);
});
