import { effectiveMeshOf } from '../../../src/istio/effective-mesh';
import { convertNetworkPolicies } from '../../../src/migration/conversion/network-policies';
import { waypointsFor } from '../../../src/migration/conversion/waypoints';
import { movablePods, podsName } from '../../../src/migration/moving-pods';
import { buildModel } from '../../../src/model/mesh-model';
import { parseManifests } from '../../../src/model/read-manifests';
import { istio, mesh, namespace, pods, service } from '../obstacles/cases/case';

const PROBED = '{ containers: [{ name: app, image: app, readinessProbe: { httpGet: { port: 8080 } } }] }';
const CALLER = pods('caller');

const allow = (to: string) =>
  istio(
    'AuthorizationPolicy',
    'security',
    'web',
    'shop',
    `{ selector: { matchLabels: { app: web } }, rules: [{ to: [{ operation: { ${to} } }] }] }`,
  );

const networkPolicy = (name: string, spec: string) => `
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: ${name}, namespace: shop }
spec: ${spec}`;

const CLOSED = mesh(
  networkPolicy(
    'web',
    '{ podSelector: { matchLabels: { app: web } }, ingress: [{ from: [{ podSelector: { matchLabels: { app: caller } } }], ports: [{ port: 8080 }] }] }',
  ),
  networkPolicy(
    'caller',
    '{ podSelector: { matchLabels: { app: caller } }, policyTypes: [Egress], egress: [{ to: [{ podSelector: { matchLabels: { app: web } } }], ports: [{ port: 8080 }] }] }',
  ),
);

/** What is written beside the NetworkPolicies of the namespace "shop", by name. */
function written(...documents: readonly string[]): { readonly [name: string]: unknown } {
  const model = buildModel(parseManifests(mesh(namespace('shop'), service('web'), ...documents), 'mesh.yaml'));
  const whole = effectiveMeshOf(model);
  const moving = new Set(movablePods(whole).map(podsName));
  const { beside } = convertNetworkPolicies(whole, waypointsFor(whole, moving), moving);
  return Object.fromEntries(beside.map(({ metadata, spec }) => [metadata.name, spec]));
}

const TUNNEL = [{ port: 15008, protocol: 'TCP' }];
const WAYPOINT = {
  namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'shop' } },
  podSelector: { matchLabels: { 'gateway.networking.k8s.io/gateway-name': 'waypoint' } },
};

test('tunnels pass where the ports of the pods did, and where policies say which ports are meant', () => {
  expect(written(pods('web'), CALLER, CLOSED, allow('ports: ["8080"]'))).toEqual({
    'ambient-web': {
      podSelector: { matchLabels: { app: 'web' } },
      policyTypes: ['Ingress'],
      ingress: [{ from: [{ podSelector: { matchLabels: { app: 'caller' } } }], ports: TUNNEL }],
    },
    'ambient-caller': {
      podSelector: { matchLabels: { app: 'caller' } },
      policyTypes: ['Egress'],
      egress: [{ to: [{ podSelector: { matchLabels: { app: 'web' } } }], ports: TUNNEL }],
    },
  });
});

test('tunnels do not pass where nothing else would close the other ports of the pods', () => {
  expect(written(pods('web'), CALLER, CLOSED)).toEqual({});
});

test('tunnels go by way of the waypoint, which may send and take', () => {
  const found = written(pods('web'), CALLER, CLOSED, allow('ports: ["8080"], methods: [GET]'));
  expect(found['ambient-web']).toMatchObject({
    ingress: [{ from: [{ podSelector: { matchLabels: { app: 'caller' } } }, WAYPOINT], ports: TUNNEL }],
  });
  expect(found['ambient-caller']).toMatchObject({
    egress: [{ to: [{ podSelector: { matchLabels: { app: 'web' } } }, WAYPOINT], ports: TUNNEL }],
  });
  expect(found['ambient-waypoint']).toEqual({
    podSelector: WAYPOINT.podSelector,
    policyTypes: ['Ingress', 'Egress'],
    ingress: [{ ports: TUNNEL }],
    egress: [{}],
  });
});

test('probes of the kubelet pass from their own address', () => {
  const deny = networkPolicy('deny', '{ podSelector: {}, policyTypes: [Ingress] }');
  expect(written(pods('web', 'shop', PROBED), deny)).toEqual({
    'ambient-web': {
      podSelector: { matchLabels: { app: 'web' } },
      policyTypes: ['Ingress'],
      ingress: [{ from: [{ ipBlock: { cidr: '169.254.7.127/32' } }] }],
    },
  });
  expect(written(pods('web'), deny)).toEqual({});
  const probes = networkPolicy(
    'probes',
    '{ podSelector: {}, ingress: [{ from: [{ ipBlock: { cidr: 169.254.0.0/16 } }] }] }',
  );
  expect(written(pods('web', 'shop', PROBED), deny, probes)).toEqual({});
});

test('nothing is written where the network is open', () => {
  expect(written(pods('web', 'shop', PROBED), CALLER)).toEqual({});
});

test('pods that stay keep the probes that they have', () => {
  const deny = networkPolicy('deny', '{ podSelector: {}, policyTypes: [Ingress] }');
  const documents = mesh(namespace('shop'), pods('web', 'shop', PROBED), deny);
  const whole = effectiveMeshOf(buildModel(parseManifests(documents, 'mesh.yaml')));
  expect(convertNetworkPolicies(whole, [], new Set()).beside).toEqual([]);
  expect(convertNetworkPolicies(whole, [], new Set(['shop/web'])).beside).toHaveLength(1);
});
