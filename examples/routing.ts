import { Mesh, MeshApp, MeshNamespace, MeshService, PathMatch, RetryOn, Routing, TextMatch } from 'cdk8s-istio';
import { HTTPRoute, VirtualService } from 'cdk8s-istio/imports/networking.istio.io';

const app = new MeshApp();
const mesh = new Mesh(app, 'mesh');
const common = { namespace: new MeshNamespace(mesh, 'shop'), ports: [{ port: 8080, protocol: 'http' }] } as const;
const versions = { v1: { image: 'shop/backend:1.4.0' }, v2: { image: 'shop/backend:2.0.0' } };
const backend = new MeshService(mesh, 'backend', { ...common, versions });
new Routing(mesh, 'routes', {
  service: backend,
  rules: [
    { name: 'old', match: { path: PathMatch.exact('/old') }, redirect: { path: '/', status: 308 } },
    { name: 'tea', match: { path: PathMatch.exact('/tea') }, directResponse: { status: 418, body: 'no' } },
    {
      name: 'api',
      match: { path: PathMatch.prefix('/api/') },
      to: backend.version('v2'),
      rewrite: { prefix: '/' },
      requestHeaders: { set: { 'x-api': 'true' }, remove: ['x-debug'] },
      retries: { attempts: 1, on: RetryOn.statusCodes(503), perTryTimeout: '2s' },
      cors: { allowOrigins: [TextMatch.exact('https://shop.example.com')], allowMethods: ['GET'] },
    },
  ],
});

// For anything that no construct offers, write the Istio object. It is checked, simulated and proven like all others.
const { host } = new MeshService(mesh, 'catalog', { ...common, versions: { v1: { image: 'shop/catalog:1.0.0' } } });
const route = HTTPRoute.route([{ destination: { host } }], { retries: { attempts: 20, retryOn: 'connect-failure' } });
const metadata = { name: 'catalog', namespace: common.namespace };
mesh.define(mesh, 'routes', VirtualService, metadata, { hosts: [host], http: [route] });

app.synth();
