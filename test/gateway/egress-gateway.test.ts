import { EgressGateway, type EgressGatewayProps, type EgressOptions } from '../../src/gateway/egress-gateway';
import { GatewayWorkload } from '../../src/gateway/gateway-workload';
import { DataPlane } from '../../src/mesh/data-plane';
import { ExternalService, type ExternalServiceProps } from '../../src/mesh/external-service';
import { expectClean } from '../expect-clean';
import { saidOf } from '../findings';
import { declareMesh, find, written } from '../mesh/declare';

const TLS = [{ port: 443, protocol: 'tls' }] as const;
const HTTP = [{ port: 80, protocol: 'http' }] as const;
const workload = GatewayWorkload.existing({ name: 'istio-egress', namespace: 'istio-egress' });
const GATEWAY_HOST = 'istio-egress.istio-egress.svc.cluster.local';

function egress(
  external: Partial<ExternalServiceProps> = {},
  via: EgressOptions = {},
  props: Partial<EgressGatewayProps> = {},
  dataPlane = DataPlane.sidecar(),
) {
  const declared = declareMesh({}, { dataPlane });
  const { mesh } = declared;
  const stripe = new ExternalService(mesh, 'stripe', { hosts: ['api.stripe.com'], ports: TLS, ...external });
  const payments = declared.service('payments');
  payments.calls(stripe);
  const gateway = new EgressGateway(mesh, 'egress', { workload, ...props }).via(stripe, via);
  return { ...declared, stripe, payments, gateway };
}

test('TLS of a workload leaves through the gateway inside of mutual TLS, and only for who declares the call', () => {
  const { app } = egress();
  expect(find(app, 'Gateway', 'egress').spec).toEqual({
    selector: { app: 'istio-egress', istio: 'egress' },
    servers: [
      {
        port: { number: 443, name: 'tls-stripe', protocol: 'TLS' },
        hosts: ['api.stripe.com'],
        tls: { mode: 'ISTIO_MUTUAL' },
      },
    ],
  });
  expect(find(app, 'VirtualService', 'egress-stripe').spec).toEqual({
    hosts: ['api.stripe.com'],
    gateways: ['mesh'],
    tls: [
      {
        match: [{ port: 443, sniHosts: ['api.stripe.com'] }],
        route: [{ destination: { host: GATEWAY_HOST, subset: 'stripe', port: { number: 443 } } }],
      },
    ],
  });
  expect(find(app, 'VirtualService', 'egress-stripe-onward').spec).toEqual({
    hosts: ['api.stripe.com'],
    gateways: ['istio-egress/egress'],
    tcp: [{ match: [{ port: 443 }], route: [{ destination: { host: 'api.stripe.com', port: { number: 443 } } }] }],
  });
  expect(find(app, 'DestinationRule', 'egress').spec).toEqual({
    host: GATEWAY_HOST,
    subsets: [
      {
        name: 'stripe',
        trafficPolicy: {
          portLevelSettings: [{ port: { number: 443 }, tls: { mode: 'ISTIO_MUTUAL', sni: 'api.stripe.com' } }],
        },
      },
    ],
  });
  expect(find(app, 'AuthorizationPolicy', 'egress-stripe').spec).toEqual({
    action: 'ALLOW',
    selector: { matchLabels: { app: 'istio-egress', istio: 'egress' } },
    rules: [
      {
        from: [{ source: { principals: ['cluster.local/ns/shop/sa/payments'] } }],
        to: [{ operation: { ports: ['443'] } }],
        when: [{ key: 'connection.sni', values: ['api.stripe.com'] }],
      },
    ],
  });
  expectClean(app);
});

test('plain HTTP leaves through the gateway, which alone begins TLS', () => {
  const { app } = egress({ ports: HTTP, tlsOrigination: {} });
  expect(find(app, 'Gateway', 'egress').spec.servers[0].port.protocol).toBe('HTTPS');
  expect(find(app, 'VirtualService', 'egress-stripe').spec.http).toEqual([
    {
      name: 'to-gateway',
      match: [{ port: 80 }],
      route: [{ destination: { host: GATEWAY_HOST, subset: 'stripe', port: { number: 443 } } }],
    },
  ]);
  expect(find(app, 'VirtualService', 'egress-stripe-onward').spec.http).toEqual([
    {
      name: 'onward',
      match: [{ port: 443 }],
      route: [{ destination: { host: 'api.stripe.com', port: { number: 80 } } }],
    },
  ]);
  expect(find(app, 'DestinationRule', 'stripe').spec.exportTo).toEqual(['istio-egress']);
  expect(find(app, 'AuthorizationPolicy', 'egress-stripe').spec.rules[0].to).toEqual([
    { operation: { ports: ['443'], hosts: ['api.stripe.com', 'api.stripe.com:*'] } },
  ]);
  expectClean(app);
});

test('the gateway sees what its callers alone see', () => {
  const { app, mesh, namespace, service } = declareMesh();
  const props = { hosts: ['api.stripe.com'], ports: TLS, visibleIn: [namespace] };
  const stripe = new ExternalService(mesh, 'stripe', props);
  service('payments').calls(stripe);
  new EgressGateway(mesh, 'egress', { workload }).via(stripe);
  expect(find(app, 'ServiceEntry', 'stripe').spec.exportTo).toEqual(['istio-egress', 'shop']);
  expectClean(app);
});

test('several services share a gateway, in the same order whatever was led out first', () => {
  const build = (order: string[]) => {
    const { app, mesh } = declareMesh();
    const gateway = new EgressGateway(mesh, 'egress', { workload });
    for (const name of order) {
      gateway.via(new ExternalService(mesh, name, { hosts: [`${name}.example.com`], ports: TLS }));
    }
    return find(app, 'Gateway', 'egress').spec;
  };
  expect(build(['a', 'b'])).toEqual(build(['b', 'a']));
});

test('where nobody calls, nobody is let through', () => {
  const { app, mesh } = declareMesh();
  const stripe = new ExternalService(mesh, 'stripe', { hosts: ['api.stripe.com'], ports: TLS });
  new EgressGateway(mesh, 'egress', { workload }).via(stripe);
  expect(find(app, 'AuthorizationPolicy', 'egress-stripe').spec.rules).toBeUndefined();
});

test('a caller that is let through must declare the call', () => {
  const { app, mesh, service } = declareMesh();
  const stripe = new ExternalService(mesh, 'stripe', { hosts: ['api.stripe.com'], ports: TLS });
  new EgressGateway(mesh, 'egress', { workload }).via(stripe, { allow: [service('other')] });
  expect(() => written(app)).toThrow(
    'Cannot lead calls out by gateway "egress" at mesh/egress: wanted "shop/other" to declare its call to "api.stripe.com", so that the gateway allows it',
  );
});

test('callers without a sidecar are reported, since nothing leads them to the gateway', () => {
  const { app } = egress({}, {}, {}, DataPlane.ambient());
  expect(saidOf(app, 'egress-without-sidecar')).toEqual([
    'error the pods are in the ambient mesh and have no sidecar, which alone leads their calls to "api.stripe.com" (declared at mesh/payments) through the egress gateway "istio-egress/egress"',
  ]);
});

test('a gateway that leads nothing out is refused', () => {
  const { app, mesh } = declareMesh();
  new EgressGateway(mesh, 'egress', { workload });
  expect(() => written(app)).toThrow('wanted at least one external service that uses the gateway (via), got none');
});

test.each<[string, Partial<ExternalServiceProps>, Partial<EgressGatewayProps>, string]>([
  ['a port that the gateway does not offer', {}, { port: 8443 }, 'offers (15021, 80, 443), got 8443'],
  ['a wildcard', { hosts: ['*.stripe.com'] }, {}, 'of one port and one host without wildcard, got *.stripe.com'],
  ['two ports', { ports: [...TLS, ...HTTP] }, {}, 'got api.stripe.com with ports 443, 80'],
  ['bytes', { ports: [{ port: 5432, protocol: 'tcp' }] }, {}, 'that is HTTP or begins TLS, got 5432 (tcp)'],
])('%s is refused', (_case, external, props, message) => {
  expect(() => egress(external, {}, props)).toThrow(message);
});

test('a service leaves through one gateway', () => {
  const { mesh, stripe } = egress();
  expect(() => new EgressGateway(mesh, 'second', { workload }).via(stripe)).toThrow(
    'Cannot lead "api.stripe.com" through a gateway at mesh/second: it leaves through one in "istio-egress" already',
  );
});
