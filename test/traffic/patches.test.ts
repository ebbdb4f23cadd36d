import { type ApiObject, type App, Chart, JsonPatch } from 'cdk8s';
import { EgressGateway } from '../../src/gateway/egress-gateway';
import { GatewayWorkload } from '../../src/gateway/gateway-workload';
import { IngressGateway } from '../../src/gateway/ingress-gateway';
import { ExternalService } from '../../src/mesh/external-service';
import { MeshService } from '../../src/mesh/mesh-service';
import { PathMatch } from '../../src/routing/string-match';
import { renderApp } from '../../src/synth/render-app';
import { FaultInjection } from '../../src/traffic/fault-injection';
import { Retries } from '../../src/traffic/retries';
import { Timeout } from '../../src/traffic/timeout';
import { declareShop } from './app';

type Shop = ReturnType<typeof declareShop>;

/** The objects that carry the patch, and the chart that each is written to: by a synth, and by cdk8s chart by chart. */
function patched(app: App): string[] {
  const found = (chart: string, manifests: readonly object[]) =>
    (manifests as { kind: string; metadata: { name: string; labels?: object } }[])
      .filter(({ metadata: { labels = {} } }) => 'patched' in labels)
      .map(({ kind, metadata }) => `${chart} ${kind} ${metadata.name}`);
  const bySynth = [...renderApp(app)].flatMap(({ chart, objects }) =>
    found(
      chart.node.id,
      objects.map(({ manifest }) => manifest),
    ),
  );
  expect(app.charts.flatMap(chart => found(chart.node.id, chart.toJson())).sort()).toEqual(bySynth.sort());
  return bySynth;
}

function patch(object: ApiObject | undefined): void {
  if (object === undefined) throw new Error('no object to patch');
  object.addJsonPatch(JsonPatch.add('/metadata/labels', { patched: 'yes' }));
}

const gatewayOf = ({ mesh }: Shop) =>
  new IngressGateway(mesh, 'public', {
    workload: GatewayWorkload.existing({ name: 'istio-ingress', namespace: 'istio-ingress' }),
  }).http({ hosts: ['*'] });
const chaos = ({ mesh, backend }: Shop, id = 'chaos') =>
  new FaultInjection(mesh, id, { service: backend, abort: { percent: 1, httpStatus: 500 } });

/** What there is to patch, and what may move it, declared before or after the patch. */
const CASES: [string, (shop: Shop) => { patch: () => void; move: () => unknown }, string[]][] = [
  [
    'faults into the routes of a host',
    shop => {
      new Timeout(shop.mesh, 'timeout', { service: shop.backend, request: '1s' });
      return { patch: () => patch(shop.backend.routing.virtualService), move: () => chaos(shop) };
    },
    ['90-faults VirtualService backend'],
  ],
  [
    'faults into the routes of a gateway',
    shop => {
      gatewayOf(shop).expose(shop.backend, { host: 'a.example.com' });
      const [document] = shop.backend.routing.documents;
      return { patch: () => patch(document), move: () => chaos(shop) };
    },
    ['90-faults VirtualService public-a-example-com'],
  ],
  [
    'faults into the routes of a team',
    shop => {
      const gateway = gatewayOf(shop);
      const { namespace } = shop;
      const paths = gateway.delegate('team', { host: 'a.example.com', namespace, prefix: '/b' });
      paths.expose(shop.backend, { path: PathMatch.prefix('/b') });
      const [document] = shop.backend.routing.documents;
      return { patch: () => patch(document), move: () => chaos(shop) };
    },
    ['90-faults VirtualService team'],
  ],
  [
    'a second service with faults under a host',
    shop => {
      const gateway = gatewayOf(shop).expose(shop.frontend, { host: 'a.example.com' });
      chaos(shop);
      const [document] = shop.frontend.routing.documents;
      const path = PathMatch.prefix('/b');
      return {
        patch: () => patch(document),
        move: () => gateway.expose(shop.backend, { host: 'a.example.com', path }),
      };
    },
    ['90-faults VirtualService public-a-example-com'],
  ],
  [
    'a gateway through which calls leave',
    shop => {
      const { mesh, frontend } = shop;
      const stripe = new ExternalService(mesh, 'stripe', {
        hosts: ['api.stripe.com'],
        ports: [{ port: 80, protocol: 'http' }],
        tlsOrigination: {},
      });
      frontend.calls(stripe);
      const workload = GatewayWorkload.existing({ name: 'istio-egress', namespace: 'istio-egress' });
      const egress = new EgressGateway(mesh, 'egress', { workload });
      const rule = mesh.chart('destinationRules').node.tryFindChild('DestinationRule-istio-system-stripe');
      return { patch: () => patch(rule as ApiObject), move: () => egress.via(stripe) };
    },
    ['40-destination-rules DestinationRule stripe'],
  ],
  [
    'settings that come later',
    shop => {
      const retries = () => new Retries(shop.mesh, 'retries', { service: shop.backend });
      new Timeout(shop.mesh, 'timeout', { service: shop.backend, request: '1s' });
      return { patch: () => patch(shop.backend.routing.virtualService), move: retries };
    },
    ['50-routes VirtualService backend'],
  ],
];

describe('a patch survives', () => {
  test.each(CASES)('%s, declared after it', (_case, arrange, expected) => {
    const shop = declareShop();
    const { patch: write, move } = arrange(shop);
    write();
    move();
    expect(patched(shop.app)).toEqual(expected);
  });

  test.each(CASES)('%s, declared before it', (_case, arrange, expected) => {
    const shop = declareShop();
    const { patch: write, move } = arrange(shop);
    move();
    write();
    expect(patched(shop.app)).toEqual(expected);
  });
});

test('faults leave the chart of a user too', () => {
  const { app, mesh, namespace } = declareShop();
  const team = new Chart(app, 'team');
  const cart = new MeshService(team, 'cart', {
    namespace,
    ports: [{ port: 8080, protocol: 'http' }],
    versions: { v1: { image: 'cart:1' } },
  });
  new Timeout(mesh, 'timeout', { service: cart, request: '1s' });
  patch(cart.routing.virtualService);
  expect(patched(app)).toEqual(['team VirtualService cart']);
  new FaultInjection(mesh, 'chaos', { service: cart, abort: { percent: 1, httpStatus: 500 } });
  expect(patched(app)).toEqual(['90-faults VirtualService cart']);
});

test('an object is the same one before and after faults', () => {
  const shop = declareShop();
  new Timeout(shop.mesh, 'timeout', { service: shop.backend, request: '1s' });
  const before = shop.backend.routing.virtualService;
  chaos(shop);
  chaos(shop, 'more');
  expect(shop.backend.routing.virtualService).toBe(before);
});
