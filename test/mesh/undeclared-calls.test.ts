import { ApiObject } from 'cdk8s';
import { EnvSource, EnvValue } from '../../src/mesh/env-value';
import { ExternalService } from '../../src/mesh/external-service';
import type { WorkloadProps } from '../../src/mesh/workload';
import { findingsOf } from '../findings';
import { declareMesh } from './declare';

/** A service that is told to call others by its settings, in a mesh where some calls are declared. */
function shop(settings: Partial<WorkloadProps>, declare: (shop: ReturnType<typeof declareShop>) => void = () => {}) {
  const declared = declareShop(settings);
  declare(declared);
  return findingsOf(declared.app)
    .filter(({ rule }) => rule === 'undeclared-call-in-env' || rule.startsWith('unknown-called'))
    .map(({ rule, resource, field, message, fix }) => `${rule} ${resource.kind} ${field}: ${message}; ${fix}`);
}

function declareShop(settings: Partial<WorkloadProps>) {
  const declared = declareMesh();
  const { mesh, service } = declared;
  const [cart, pay] = [service('cart-service'), service('pay')];
  const web = service('web', { versions: { v1: { image: 'web:1', ...settings } } });
  const stripe = new ExternalService(mesh, 'stripe', {
    hosts: ['api.stripe.com'],
    ports: [{ port: 443, protocol: 'tls' }],
  });
  cart.calls(pay);
  return { ...declared, web, cart, pay, stripe };
}

const ENV = 'spec.template.spec.containers[0].env[0].value';

test('an address of a service to which no call is declared is reported with the call to declare', () => {
  expect(shop({ env: { CART: 'http://cart-service:8080/api' } })).toEqual([
    `undeclared-call-in-env Deployment ${ENV}: "shop/web" is told to call "cart-service", but declares no call to service "shop/cart-service"; declare it: web.calls(cartService, { ports: [8080] })`,
  ]);
  expect(shop({ env: { CART: 'http://cart-service:8080' } }, ({ web, cart }) => web.calls(cart))).toEqual([]);
});

test('arguments, ConfigMaps and hosts outside of the mesh count, and the service itself does not', () => {
  const rules = (settings: Partial<WorkloadProps>, data: object = {}) =>
    shop(settings, ({ mesh }) => {
      new ApiObject(mesh.chart('workloads'), 'settings', {
        apiVersion: 'v1',
        kind: 'ConfigMap',
        metadata: { name: 'settings', namespace: 'shop' },
        data,
      });
    }).map(text => text.split(':')[0]);
  expect(rules({ args: ['--cart=cart-service:8080'] })).toEqual([
    'undeclared-call-in-env Deployment spec.template.spec.containers[0].args[0]',
  ]);
  expect(rules({ envFrom: [EnvSource.configMap('settings')] }, { CART_ADDR: 'cart-service:8080' })).toEqual([
    'undeclared-call-in-env ConfigMap data["CART_ADDR"]',
  ]);
  expect(
    rules({ env: { CART_HOST: EnvValue.configMap('settings', 'cart') } }, { cart: 'cart-service', pay: 'pay:8080' }),
  ).toEqual(['undeclared-call-in-env ConfigMap data["cart"]']);
  expect(rules({ env: { API: 'https://api.stripe.com/v1' } })).toEqual([`undeclared-call-in-env Deployment ${ENV}`]);
  expect(rules({ env: { SELF: 'http://web:8080/', NAME: 'cart-service' } })).toEqual([]);
});

test('a port that no declared call names, and one that the service does not have', () => {
  const ports = [
    { port: 80, protocol: 'http' },
    { port: 9090, protocol: 'http' },
  ] as const;
  const found = (address: string) =>
    shop({ env: { TWO: address } }, ({ service, web }) => web.calls(service('two', { ports }), { ports: [80] }));
  expect(found('http://two')).toEqual([]);
  expect(found('two:9090')).toEqual([
    `undeclared-call-in-env Deployment ${ENV}: "shop/web" is told to call "two", but declares no call to port 9090 of service "shop/two"; declare it: web.calls(two, { ports: [9090] })`,
  ]);
  expect(found('two:8080')).toEqual([
    `unknown-called-port Deployment ${ENV}: "two" is called on port 8080, but Service "shop/two" has 80, 9090; call port 80, or add port 8080 to the Service`,
  ]);
});

test('a service that does not exist, with the name that was meant', () => {
  expect(shop({ env: { CART: 'http://cart-servise:8080' } })).toEqual([
    `unknown-called-service Deployment ${ENV}: "cart-servise" is called, but namespace "shop" has no Service "cart-servise"; it has "cart-service", "pay", "web"; correct the name: "cart-service"`,
  ]);
  expect(shop({ env: { OTHERS: 'http://api.others:8080', MODE: 'production', HOST: 'localhost' } })).toEqual([]);
});

test('nothing is said where nothing follows from declared calls', () => {
  const { app, service } = declareMesh();
  service('cart');
  service('web', { versions: { v1: { image: 'web:1', env: { CART: 'http://cart:8080' } } } });
  expect(findingsOf(app).filter(({ rule }) => rule === 'undeclared-call-in-env')).toEqual([]);
});
