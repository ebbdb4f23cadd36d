import * as istio from 'cdk8s-istio';

const app = new istio.MeshApp();
const mesh = new istio.Mesh(app, 'mesh');
const service = new istio.MeshService(mesh, 'backend', {
  namespace: new istio.MeshNamespace(mesh, 'shop'),
  ports: [{ port: 8080, protocol: 'http' }],
  versions: { v1: { image: 'shop/backend:1.4.0' }, v2: { image: 'shop/backend:2.0.0' } },
});
new istio.Canary(mesh, 'canary', {
  stable: service.version('v1'),
  canary: service.version('v2'),
  stages: [0, 10, 50, 100].map(weight => ({ name: `percent-${weight}`, weight })),
  stage: 'percent-10',
  override: { header: { name: 'x-canary', value: 'true' } },
  sticky: { name: 'track', maxAge: '1h' },
});
new istio.CircuitBreaker(mesh, 'breaker', { service, preset: 'aggressive' });
new istio.Retries(mesh, 'retries', { service, perTryTimeout: '2s', on: istio.RetryOn.gatewayErrors() });
const abort = { percent: 1, httpStatus: 503 };
new istio.FaultInjection(mesh, 'chaos', { service, abort, enabled: process.env.CHAOS === 'true' });
app.synth();
