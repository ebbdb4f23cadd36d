import { EgressGateway } from '../../src/gateway/egress-gateway';
import { GatewayDeployment } from '../../src/gateway/gateway-deployment';
import { IngressGateway } from '../../src/gateway/ingress-gateway';
import { DataPlane } from '../../src/mesh/data-plane';
import { ExternalService } from '../../src/mesh/external-service';
import { MeshNamespace } from '../../src/mesh/mesh-namespace';
import { MeshService } from '../../src/mesh/mesh-service';
import { ExternalAuthorizer } from '../../src/security/external-authorizer';
import { NetworkPolicies, type NetworkPoliciesProps } from '../../src/security/network-policies';
import { expectClean } from '../expect-clean';
import { declareMesh, find, type WrittenObject, written } from '../mesh/declare';

type Labels = Readonly<Record<string, string>>;

interface Pod {
  readonly namespace: string;
  readonly labels: Labels;
}

interface Peer {
  readonly namespaceSelector?: { readonly matchLabels: Labels };
  readonly podSelector?: { readonly matchLabels?: Labels };
}

interface Rule {
  readonly from?: readonly Peer[];
  readonly to?: readonly Peer[];
  readonly ports?: readonly { readonly port: number }[];
}

const fits = (wanted: Labels | undefined, labels: Labels) =>
  Object.entries(wanted ?? {}).every(([key, value]) => labels[key] === value);

/** What Kubernetes decides: both ends must let a connection through, and an end without policies lets all through. */
function passes(objects: readonly WrittenObject[], from: Pod, to: Pod, port: number): boolean {
  const allows = (pod: Pod, other: Pod, side: 'Ingress' | 'Egress'): boolean => {
    const isPeer = ({ namespaceSelector, podSelector }: Peer) =>
      (namespaceSelector === undefined ||
        namespaceSelector.matchLabels['kubernetes.io/metadata.name'] === other.namespace) &&
      (namespaceSelector !== undefined || podSelector !== undefined) &&
      fits(podSelector?.matchLabels, other.labels);
    const policies = objects.filter(
      ({ kind, metadata, spec }) =>
        kind === 'NetworkPolicy' &&
        metadata.namespace === pod.namespace &&
        spec.policyTypes.includes(side) &&
        fits(spec.podSelector.matchLabels, pod.labels),
    );
    if (policies.length === 0) return true;
    return policies.some(({ spec }) =>
      ((side === 'Ingress' ? spec.ingress : spec.egress) ?? []).some(
        (rule: Rule) =>
          ((side === 'Ingress' ? rule.from : rule.to)?.some(isPeer) ?? true) &&
          (rule.ports?.some(allowed => allowed.port === port) ?? true),
      ),
    );
  };
  return allows(from, to, 'Egress') && allows(to, from, 'Ingress');
}

function declareShop(namespaceProps = {}) {
  const { service, mesh, ...rest } = declareMesh({}, namespaceProps);
  const ports = [{ port: 80, targetPort: 8080, protocol: 'http' }] as const;
  const workload = new GatewayDeployment(mesh.chart('gateways'), 'istio-ingress', { namespace: 'istio-ingress' });
  const gateway = new IngressGateway(mesh, 'public', { workload }).http({ hosts: ['shop.example.com'] });
  const [web, cart, db] = [
    service('web', { ports }),
    service('cart', { ports }),
    service('db', { ports: [{ port: 3306, protocol: 'mysql' }] }),
  ];
  gateway.expose(web, { host: 'shop.example.com' });
  web.calls(cart);
  cart.calls(db);
  return { ...rest, mesh, service, gateway, web, cart, db };
}

const pod = (name: string, namespace = 'shop'): Pod => ({ namespace, labels: { app: name, version: 'v1' } });
const INGRESS: Pod = { namespace: 'istio-ingress', labels: { app: 'istio-ingress', istio: 'ingress' } };
const WAYPOINT: Pod = { namespace: 'shop', labels: { 'gateway.networking.k8s.io/gateway-name': 'waypoint' } };
const ISTIOD: Pod = { namespace: 'istio-system', labels: { app: 'istiod' } };
const DNS: Pod = { namespace: 'kube-system', labels: { 'k8s-app': 'kube-dns' } };
const PROMETHEUS: Pod = { namespace: 'monitoring', labels: { app: 'prometheus' } };

describe('with sidecars', () => {
  const objects = (props: NetworkPoliciesProps = {}) => {
    const { app, mesh } = declareShop();
    new NetworkPolicies(mesh, 'network', props);
    return written(app);
  };

  test.each<[string, Pod, Pod, number, boolean]>([
    ['the gateway reaches what it exposes', INGRESS, pod('web'), 8080, true],
    ['and nothing else', INGRESS, pod('cart'), 8080, false],
    ['a declared call passes', pod('web'), pod('cart'), 8080, true],
    ['by the port of the pods alone', pod('web'), pod('cart'), 80, false],
    ['a declared call of TCP passes', pod('cart'), pod('db'), 3306, true],
    ['not the other way', pod('db'), pod('cart'), 8080, false],
    ['no call is passed on', pod('web'), pod('db'), 3306, false],
    ['nobody else gets in', pod('other', 'other'), pod('cart'), 8080, false],
    ['sidecars reach istiod', pod('web'), ISTIOD, 15012, true],
    ['but not its other ports', pod('web'), ISTIOD, 15014, false],
    ['every pod asks DNS', pod('db'), DNS, 53, true],
    ['nothing else leaves', pod('web'), pod('x', 'other'), 443, false],
    ['nobody scrapes', PROMETHEUS, pod('web'), 15020, false],
  ])('%s', (_name, from, to, port, expected) => {
    expect(passes(objects(), from, to, port)).toBe(expected);
  });

  test('scrapers reach the metrics of proxies and no other port', () => {
    const found = objects({ scrapers: [{ namespace: 'monitoring', labels: { app: 'prometheus' } }] });
    expect([15020, 15090, 8080].map(port => passes(found, PROMETHEUS, pod('web'), port))).toEqual([true, true, false]);
  });

  test('proxies reach the providers they call on their own', () => {
    const { app, mesh, web } = declareShop();
    ExternalAuthorizer.grpc(mesh, 'opa', { service: 'opa.policy.svc.cluster.local', port: 9191 });
    ExternalAuthorizer.grpc(mesh, 'web-authz', { service: web, port: 80 });
    new NetworkPolicies(mesh, 'network');
    expect(passes(written(app), pod('db'), pod('opa', 'policy'), 9191)).toBe(true);
    expect(find(app, 'NetworkPolicy', 'allow-every-pod').spec.egress).toContainEqual(
      expect.objectContaining({ ports: [{ port: 8080, protocol: 'TCP' }] }),
    );
  });

  test('what is outside of the mesh is reached by those who declare it, at no address of the cluster', () => {
    const { app, mesh, cart } = declareShop();
    new NetworkPolicies(mesh, 'network', { clusterRanges: ['10.0.0.0/8'] });
    const ports = [{ port: 443, protocol: 'tls' }] as const;
    cart.calls(new ExternalService(mesh, 'stripe', { hosts: ['api.stripe.com'], ports }));
    expect(find(app, 'NetworkPolicy', 'allow-from-cart').spec.egress).toContainEqual({
      to: [{ ipBlock: { cidr: '0.0.0.0/0', except: ['10.0.0.0/8'] } }, { ipBlock: { cidr: '::/0', except: [] } }],
      ports: [{ port: 443, protocol: 'TCP' }],
    });
    expect(find(app, 'NetworkPolicy', 'allow-from-web').spec.egress).toHaveLength(1);
  });

  test('calls that leave by an egress gateway go there', () => {
    const { app, mesh, db } = declareShop();
    const stripe = new ExternalService(mesh, 'stripe', {
      hosts: ['api.stripe.com'],
      ports: [{ port: 443, protocol: 'tls' }],
    });
    const workload = new GatewayDeployment(mesh.chart('gateways'), 'istio-egress', { namespace: 'istio-egress' });
    new EgressGateway(mesh, 'egress', { workload }).via(stripe);
    db.calls(stripe);
    new NetworkPolicies(mesh, 'network');
    expect(passes(written(app), pod('db'), pod('istio-egress', 'istio-egress'), 443)).toBe(true);
    expect(passes(written(app), pod('db'), pod('other', 'other'), 443)).toBe(false);
  });

  test('nothing objects', () => {
    const { app, mesh } = declareShop();
    new NetworkPolicies(mesh, 'network');
    expectClean(app);
  });
});

describe('in ambient mode', () => {
  const objects = (waypoint: boolean) => {
    const { app, mesh, namespace } = declareShop({ dataPlane: DataPlane.ambient() });
    if (waypoint) namespace.requireWaypoint(mesh);
    new NetworkPolicies(mesh, 'network');
    return written(app);
  };

  test.each<[string, Pod, Pod, number, boolean]>([
    ['declared calls are tunnelled', pod('web'), pod('cart'), 15008, true],
    ['and arrive on no other port', pod('web'), pod('cart'), 8080, false],
    ['undeclared ones are refused in the tunnel too', pod('web'), pod('db'), 15008, false],
    ['gateways may tunnel', INGRESS, pod('web'), 15008, true],
    ['or not', INGRESS, pod('web'), 8080, true],
    ['pods have no business with istiod', pod('web'), ISTIOD, 15012, false],
    ['nobody reaches a waypoint that is not there', pod('web'), WAYPOINT, 15008, false],
  ])('%s', (_name, from, to, port, expected) => {
    expect(passes(objects(false), from, to, port)).toBe(expected);
  });

  test.each<[string, Pod, Pod, number, boolean]>([
    ['callers reach the waypoint', pod('web'), WAYPOINT, 15008, true],
    ['which reaches the services', WAYPOINT, pod('cart'), 15008, true],
    ['and istiod', WAYPOINT, ISTIOD, 15012, true],
    ['strangers do not reach it', pod('other', 'other'), WAYPOINT, 15008, false],
  ])('with a waypoint, %s', (_name, from, to, port, expected) => {
    expect(passes(objects(true), from, to, port)).toBe(expected);
  });

  test('the probes of the kubelet get in', () => {
    const { app, mesh } = declareShop({ dataPlane: DataPlane.ambient() });
    new NetworkPolicies(mesh, 'network');
    expect(find(app, 'NetworkPolicy', 'allow-every-pod').spec.ingress).toEqual([
      {
        from: [
          { ipBlock: { cidr: '169.254.7.127/32' } },
          { ipBlock: { cidr: 'fd16:9254:7127:1337:ffff:ffff:ffff:ffff/128' } },
        ],
      },
    ]);
    expectClean(app);
  });
});

test('a gateway in a closed namespace takes requests from everywhere and reaches what it exposes', () => {
  const { app, mesh } = declareMesh();
  const edge = new MeshNamespace(mesh, 'edge');
  const workload = new GatewayDeployment(mesh.chart('gateways'), 'istio-ingress', { namespace: 'edge' });
  const gateway = new IngressGateway(mesh, 'public', { workload }).http({ hosts: ['shop.example.com'] });
  const versions = { v1: { image: 'web:1' } };
  const web = new MeshService(mesh, 'web', { namespace: edge, ports: [{ port: 80, protocol: 'http' }], versions });
  gateway.expose(web, { host: 'shop.example.com' });
  new NetworkPolicies(mesh, 'network');
  const objects = written(app);
  const pods = { namespace: 'edge', labels: { app: 'istio-ingress', istio: 'ingress' } };
  expect(passes(objects, pod('client', 'anywhere'), pods, 80)).toBe(true);
  expect(passes(objects, pod('client', 'anywhere'), pods, 15012)).toBe(false);
  expect(passes(objects, pods, pod('web', 'edge'), 80)).toBe(true);
});

test('the order of declaration does not matter', () => {
  const build = (first: boolean) => {
    const { app, mesh, web, service } = declareShop();
    if (first) new NetworkPolicies(mesh, 'network');
    web.calls(service('extra'));
    if (!first) new NetworkPolicies(mesh, 'network');
    const policies = written(app).filter(({ kind }) => kind === 'NetworkPolicy');
    return new Map(policies.map(({ metadata, spec }) => [metadata.name, spec]));
  };
  expect(build(true)).toEqual(build(false));
});

test('refuses ranges of addresses that are none', () => {
  const { mesh } = declareShop();
  expect(() => new NetworkPolicies(mesh, 'network', { clusterRanges: ['10.0.0.0'] })).toThrow(
    'Cannot close the network at mesh/network: wanted ranges of addresses such as "10.0.0.0/8", got "10.0.0.0"',
  );
});

test('refuses namespaces whose calls nobody declares', () => {
  const { mesh } = declareShop();
  const outside = new MeshNamespace(mesh, 'outside', { dataPlane: DataPlane.none() });
  expect(() => new NetworkPolicies(mesh, 'network', { namespaces: [outside] })).toThrow(
    'Cannot close the network of namespace "outside" at mesh/network: wanted one with a data plane',
  );
});
