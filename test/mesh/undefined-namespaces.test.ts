import { ApiObject } from 'cdk8s';
import { GatewayDeployment } from '../../src/gateway/gateway-deployment';
import { GatewayWorkload } from '../../src/gateway/gateway-workload';
import { IngressGateway } from '../../src/gateway/ingress-gateway';
import { Delivery } from '../../src/install/delivery/delivery';
import { IstioInstall } from '../../src/install/istio-install';
import { MeshNamespace } from '../../src/mesh/mesh-namespace';
import { findingsOf, saidOf } from '../findings';
import { declareMesh } from './declare';

const RULE = 'undefined-namespace';

test('a namespace that nobody creates is named with its objects and the construct to add', () => {
  const { app, mesh } = declareMesh();
  new GatewayDeployment(mesh.chart('gateways'), 'istio-ingress', { namespace: 'istio-ingress' });
  const [found, ...others] = findingsOf(app).filter(({ rule }) => rule === RULE);
  expect(others).toEqual([]);
  expect(found).toMatchObject({
    severity: 'warning',
    resource: { kind: 'ServiceAccount', namespace: 'istio-ingress' },
    message: expect.stringMatching(/^namespace "istio-ingress" is used by \d+ objects, and nobody creates it$/),
    fix: "add new MeshNamespace(mesh, 'istio-ingress'), or MeshNamespace.existing(mesh, 'istio-ingress') if somebody else creates it",
  });
});

test('namespaces that the app defines, or knows to be of somebody else, are none', () => {
  for (const declare of [
    () => {
      const { app, mesh, service } = declareMesh();
      service('web');
      new GatewayDeployment(mesh.chart('gateways'), 'edge', { namespace: new MeshNamespace(mesh, 'edge') });
      return app;
    },
    () => {
      const { app, mesh } = declareMesh();
      const namespace = MeshNamespace.existing(mesh, 'edge');
      new GatewayDeployment(mesh.chart('gateways'), 'edge', { namespace });
      return app;
    },
    () => {
      const { app, mesh, service } = declareMesh();
      const workload = GatewayWorkload.existing({ name: 'gw', namespace: 'theirs' });
      new IngressGateway(mesh, 'public', { workload })
        .http({ hosts: ['a.example.com'] })
        .expose(service('web'), { host: 'a.example.com' });
      return app;
    },
    () => {
      const { app, mesh } = declareMesh();
      new ApiObject(mesh.chart('workloads'), 'settings', {
        apiVersion: 'v1',
        kind: 'ConfigMap',
        metadata: { name: 'settings', namespace: 'kube-system' },
      });
      return app;
    },
  ]) {
    expect(saidOf(declare(), RULE)).toEqual([]);
  }
});

test.each([Delivery.flux(), Delivery.argoCd(), Delivery.k3s()])(
  'what the controller of delivery $name reads lives where that runs',
  delivery => {
    const { app, mesh } = declareMesh();
    new IstioInstall(mesh.chart('controlPlane'), 'istio', { delivery });
    expect(saidOf(app, RULE)).toEqual([]);
  },
);
