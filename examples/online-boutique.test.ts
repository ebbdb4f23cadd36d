import { expectMesh, meshOf } from 'cdk8s-istio/testing';
import { app, cart, checkout, frontend, load, payment, recommendation, redis } from './online-boutique';

const mesh = meshOf(app);

test('a tenth of the recommendations comes from the new version', () => {
  const call = { from: frontend, to: 'grpc://recommendationservice:8080/hipstershop.RecommendationService/List' };
  expectMesh(mesh).toRoute(call).toSplit({ v1: 90, v2: 10 });
  expectMesh(mesh).toRoute({ from: load, to: 'http://frontend:80/' }).to(frontend).toUseMutualTls('STRICT');
  expectMesh(mesh).toRoute({ from: cart, to: 'tcp://redis-cart:6379' }).to(redis);
});

test('calls of the catalog are tried again where it is not available', () => {
  const call = { from: recommendation, to: 'grpc://productcatalogservice:3550/hipstershop.ProductCatalogService/Get' };
  const { route } = expectMesh(mesh).toRoute(call).verdict;
  expect(route?.retries).toMatchObject({ attempts: 2, retryOn: expect.stringContaining('unavailable') });
});

test('users come by HTTPS, and see the frontend', () => {
  expectMesh(mesh).toRoute({ from: 'internet', to: 'https://shop.example.com/' }).to(frontend);
  expectMesh(mesh).toRedirect({ from: 'internet', to: 'http://shop.example.com/' }, 'https://shop.example.com/');
});

test('nobody calls whom the sample does not let call', () => {
  expectMesh(mesh).toDeny({ from: frontend, to: 'tcp://redis-cart.boutique.svc.cluster.local:6379' });
  expectMesh(mesh).toDeny({ from: load, to: 'grpc://paymentservice:50051/hipstershop.PaymentService/Charge' });
});

test('payments alone leave the cluster', () => {
  expectMesh(mesh).toRoute({ from: payment, to: 'tls://api.bank.example.com:443' });
  expectMesh(mesh).toDeny({ from: checkout, to: 'tls://api.bank.example.com:443' });
});
