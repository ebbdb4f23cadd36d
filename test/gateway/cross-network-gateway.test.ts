import { Chart, Testing } from 'cdk8s';
import { CrossNetworkGateway, type CrossNetworkGatewayProps } from '../../src/gateway/cross-network-gateway';
import { GatewayDeployment } from '../../src/gateway/gateway-deployment';
import { GatewayWorkload } from '../../src/gateway/gateway-workload';
import { Mesh } from '../../src/mesh/mesh';
import { validateObject } from '../../src/schema/validate-object';
import type { Written } from '../install/fixtures/synth-install';

function connect(
  props: Omit<CrossNetworkGatewayProps, 'workload'> = {},
  workload?: GatewayWorkload,
): readonly Written[] {
  const chart = new Chart(Testing.app(), 'east', { disableResourceNameHashes: true });
  const mesh = new Mesh(chart, 'mesh');
  const eastWest = new GatewayDeployment(chart, 'istio-eastwestgateway', {
    namespace: 'istio-system',
    role: 'east-west',
    network: 'network1',
  });
  new CrossNetworkGateway(mesh, 'cross-network-gateway', { workload: workload ?? eastWest, ...props });
  return (Testing.synth(chart) as Written[]).filter(({ apiVersion }) => apiVersion.includes('istio.io'));
}

describe('CrossNetworkGateway', () => {
  test('passes mutual TLS through to every service, on the pods of the east-west gateway', () => {
    const [gateway, ...rest] = connect();
    expect(rest).toEqual([]);
    expect(gateway?.metadata).toMatchObject({ name: 'cross-network-gateway', namespace: 'istio-system' });
    expect(gateway?.spec).toEqual({
      selector: { app: 'istio-eastwestgateway', istio: 'eastwestgateway' },
      servers: [
        {
          port: { number: 15443, name: 'tls', protocol: 'TLS' },
          hosts: ['*.local'],
          tls: { mode: 'AUTO_PASSTHROUGH' },
        },
      ],
    });
  });

  test('leads remote clusters to the istiod of a revision', () => {
    const objects = connect({ exposeControlPlane: true, revision: '1-30-5', hosts: ['*.shop.svc.cluster.local'] });
    for (const object of objects) expect(validateObject(object)).toEqual([]);
    const route = objects.find(({ kind }) => kind === 'VirtualService');
    expect(route?.spec.gateways).toEqual(['istio-system/cross-network-gateway-istiod']);
    expect(route?.spec.tls.map((each: { match: object[]; route: object[] }) => [each.match[0], each.route[0]])).toEqual(
      [
        [
          { port: 15012, sniHosts: ['*'] },
          { destination: { host: 'istiod-1-30-5.istio-system.svc.cluster.local', port: { number: 15012 } } },
        ],
        [
          { port: 15017, sniHosts: ['*'] },
          { destination: { host: 'istiod-1-30-5.istio-system.svc.cluster.local', port: { number: 443 } } },
        ],
      ],
    );
  });

  test('refuses pods that do not listen for other networks, and no hosts', () => {
    const ingress = GatewayWorkload.existing({ name: 'istio-ingress', namespace: 'istio-ingress' });
    expect(() => connect({}, ingress)).toThrow(
      /wanted port 15443 on the Service and the pods of "istio-ingress", got 15021, 80, 443; .* role east-west/,
    );
    expect(() => connect({ hosts: [] })).toThrow(/at least one host/);
  });
});
