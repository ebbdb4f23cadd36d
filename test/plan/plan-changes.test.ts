import { parseManifests } from '../../src/model/read-manifests';
import { planChanges } from '../../src/plan/plan-changes';
import { renderPlan } from '../../src/plan/render-plan';

const NOW = new Date('2026-01-01T00:00:00Z');
const HOST = 'reviews.shop.svc.cluster.local';

const plan = (before: string, after: string) =>
  planChanges(parseManifests(before, 'before.yaml'), parseManifests(after, 'after.yaml'), { now: NOW });

/** The steps as `ACTION KIND/NAME`, an interim form with a star. */
const order = (before: string, after: string) =>
  plan(before, after).steps.map(({ changes }) =>
    changes.map(
      ({ action, resource, isInterim }) => `${action} ${resource.kind}/${resource.name}${isInterim ? '*' : ''}`,
    ),
  );

const drops = (before: string, after: string) =>
  plan(before, after).steps.flatMap((step, i) =>
    step.drops.map(({ resource, reason, until }) => `${i + 1}-${until ?? 'end'} ${resource.kind}: ${reason}`),
  );

/** What the first step that touches an object of this kind applies. */
const interim = (before: string, after: string, kind: string) =>
  plan(before, after)
    .steps.flatMap(({ changes }) => changes)
    .find(({ resource }) => resource.kind === kind)?.manifest?.spec;

const object = (apiVersion: string, kind: string, name: string, spec: string) => `
apiVersion: ${apiVersion}
kind: ${kind}
metadata: { name: ${name}, namespace: shop }
spec: ${spec}
---`;

const service = object('v1', 'Service', 'reviews', '{ selector: { app: reviews }, ports: [{ name: http, port: 80 }] }');
const deployment = (version: string, extra = '') =>
  object(
    'apps/v1',
    'Deployment',
    `reviews-${version}`,
    `{ ${extra} selector: { matchLabels: { app: reviews, version: ${version} } }, template: { metadata: { labels: { app: reviews, version: ${version} } }, spec: { containers: [{ name: app, image: app }] } } }`,
  );
const subsets = (...names: readonly string[]) =>
  object(
    'networking.istio.io/v1',
    'DestinationRule',
    'reviews',
    `{ host: ${HOST}, subsets: [${names.map(name => `{ name: ${name}, labels: { version: ${name} } }`).join(', ')}] }`,
  );
const route = (subset: string) =>
  object(
    'networking.istio.io/v1',
    'VirtualService',
    'reviews',
    `{ hosts: [${HOST}], http: [{ route: [{ destination: { host: ${HOST}, subset: ${subset} } }] }] }`,
  );
const mutualTls = (mode: string) =>
  object('security.istio.io/v1', 'PeerAuthentication', 'default', `{ mtls: { mode: ${mode} } }`);
const policy = (name: string, rules: string, action = 'ALLOW') =>
  object('security.istio.io/v1', 'AuthorizationPolicy', name, `{ action: ${action}, rules: [${rules}] }`);
const from = (namespace: string) => `{ from: [{ source: { namespaces: [${namespace}] } }] }`;

describe('a plan', () => {
  test('is empty if nothing differs but the order of keys, the status and the version of the group', () => {
    const other = service
      .replace('selector: { app: reviews }, ports', 'ports')
      .replace('}] }', '}], selector: { app: reviews } }');
    const beta = route('v1').replace('networking.istio.io/v1', 'networking.istio.io/v1beta1');
    expect(order(service + route('v1'), `${other}${beta}`)).toEqual([]);
  });

  test('adds a subset before the routes use it', () => {
    expect(
      order(
        service + deployment('v1') + subsets('v1') + route('v1'),
        service + deployment('v1') + deployment('v2') + subsets('v1', 'v2') + route('v2'),
      ),
    ).toEqual([
      ['create Deployment/reviews-v2'],
      ['update DestinationRule/reviews'],
      ['update VirtualService/reviews'],
    ]);
  });

  test('removes a subset, and then its pods, after the last route has left it', () => {
    expect(
      order(
        service + deployment('v1') + deployment('v2') + subsets('v1', 'v2') + route('v1'),
        service + deployment('v2') + subsets('v2') + route('v2'),
      ),
    ).toEqual([
      ['update VirtualService/reviews'],
      ['update DestinationRule/reviews'],
      ['delete Deployment/reviews-v1'],
    ]);
  });

  test('applies a DestinationRule twice that exchanges its subsets, first with those of before and after', () => {
    const before = service + deployment('v1') + subsets('v1') + route('v1');
    const after = service + deployment('v2') + subsets('v2') + route('v2');
    expect(order(before, after)).toEqual([
      ['create Deployment/reviews-v2'],
      ['update DestinationRule/reviews*'],
      ['update VirtualService/reviews'],
      ['update DestinationRule/reviews'],
      ['delete Deployment/reviews-v1'],
    ]);
    expect(interim(before, after, 'DestinationRule')).toMatchObject({ subsets: [{ name: 'v2' }, { name: 'v1' }] });
    expect(drops(before, after)).toEqual([]);
  });

  test('keeps the pods of a version that is scaled to nothing until the routes have left it', () => {
    expect(
      order(
        service + deployment('v1') + deployment('v2') + subsets('v1', 'v2') + route('v1'),
        service + deployment('v1', 'replicas: 0,') + deployment('v2') + subsets('v1', 'v2') + route('v2'),
      ),
    ).toEqual([['update VirtualService/reviews'], ['update Deployment/reviews-v1']]);
  });

  test('defines kinds and namespaces first and removes them last', () => {
    const crd = (name: string) => `
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: { name: ${name} }
spec: { names: { kind: Thing } }
---`;
    const namespace = '\napiVersion: v1\nkind: Namespace\nmetadata: { name: shop }\n---';
    expect(order(crd('old'), crd('new') + namespace + service)).toEqual([
      ['create CustomResourceDefinition/new', 'create Namespace/shop'],
      ['create Service/reviews'],
      ['delete CustomResourceDefinition/old'],
    ]);
    expect(drops(crd('old'), crd('new'))).toEqual([]);
  });

  test('marks a namespace that goes and takes along what the new set still holds', () => {
    const namespace = '\napiVersion: v1\nkind: Namespace\nmetadata: { name: shop }\n---';
    expect(drops(namespace + service, service)).toEqual([
      '1-end Namespace: objects that the new set still holds go with it',
    ]);
    expect(drops(namespace + service, '')).toEqual([]);
  });

  test('says that pods have to be restarted when a namespace joins the mesh', () => {
    const namespace = (labels: string) =>
      `\napiVersion: v1\nkind: Namespace\nmetadata: { name: shop, labels: ${labels} }\n---`;
    const [step] = plan(namespace('{}'), namespace('{ istio-injection: enabled }')).steps;
    expect(step?.changes[0]?.note).toBe('running pods keep their proxies until they are restarted');
  });
});

describe('the phases of mutual TLS', () => {
  test('demand it last', () => {
    expect(order(mutualTls('PERMISSIVE') + subsets('v1'), mutualTls('STRICT') + subsets('v1', 'v2'))).toEqual([
      ['update DestinationRule/reviews'],
      ['update PeerAuthentication/default'],
    ]);
  });

  test('stop demanding it first', () => {
    expect(order(mutualTls('STRICT') + subsets('v1'), mutualTls('PERMISSIVE') + subsets('v1', 'v2'))).toEqual([
      ['update PeerAuthentication/default'],
      ['update DestinationRule/reviews'],
    ]);
  });

  test('go through PERMISSIVE from one extreme to the other', () => {
    expect(order(mutualTls('STRICT'), mutualTls('DISABLE'))).toEqual([
      ['update PeerAuthentication/default*'],
      ['update PeerAuthentication/default'],
    ]);
    expect(interim(mutualTls('STRICT'), mutualTls('DISABLE'), 'PeerAuthentication')).toEqual({
      mtls: { mode: 'PERMISSIVE' },
    });
  });

  test('treat a policy that goes as a change to what is inherited', () => {
    const root = mutualTls('STRICT').replace('namespace: shop', 'namespace: istio-system');
    expect(order(root + mutualTls('DISABLE'), root)).toEqual([
      ['update PeerAuthentication/default*'],
      ['delete PeerAuthentication/default'],
    ]);
    expect(order(root + mutualTls('STRICT'), root)).toEqual([['delete PeerAuthentication/default']]);
  });

  test('take each port by itself', () => {
    const ports = (mode: string) =>
      object(
        'security.istio.io/v1',
        'PeerAuthentication',
        'db',
        `{ selector: { matchLabels: { app: db } }, mtls: { mode: STRICT }, portLevelMtls: { 3306: { mode: ${mode} } } }`,
      );
    expect(order(ports('STRICT') + subsets('v1'), ports('PERMISSIVE') + subsets('v2'))[0]).toEqual([
      'update PeerAuthentication/db',
    ]);
  });
});

describe('the phases of authorization', () => {
  test('add to what is allowed first and take from it last', () => {
    const before = policy('a', `${from('web')}, ${from('old')}`);
    const after = policy('a', `${from('web')}, ${from('new')}`);
    expect(order(before + subsets('v1'), after + subsets('v1', 'v2'))).toEqual([
      ['update AuthorizationPolicy/a*'],
      ['update DestinationRule/reviews'],
      ['update AuthorizationPolicy/a'],
    ]);
    expect((interim(before, after, 'AuthorizationPolicy') as { rules: unknown[] }).rules).toHaveLength(3);
  });

  test('come first where a policy only allows more or denies less, and last otherwise', () => {
    const less = policy('a', from('web'));
    const more = policy('a', `${from('web')}, ${from('new')}`);
    const [before, after] = [subsets('v1'), subsets('v1', 'v2')];
    const deny = (allow: string) => allow.replace('action: ALLOW', 'action: DENY');
    const changed = ['update AuthorizationPolicy/a'];
    expect(order(less + before, more + after)[0]).toEqual(changed);
    expect(order(more + before, less + after).at(-1)).toEqual(changed);
    expect(order(deny(more) + before, deny(less) + after)[0]).toEqual(changed);
    expect(order(deny(less) + before, deny(more) + after).at(-1)).toEqual(changed);
  });

  test('introduce the first ALLOW policy last, since it refuses everything else', () => {
    expect(order(subsets('v1'), policy('a', from('web')) + subsets('v2'))).toEqual([
      ['update DestinationRule/reviews*'],
      ['update DestinationRule/reviews'],
      ['create AuthorizationPolicy/a'],
    ]);
  });

  test('introduce another ALLOW policy first, since it only allows more', () => {
    expect(
      order(policy('a', from('web')), policy('a', from('web')) + policy('b', from('app')) + subsets('v1'))[0],
    ).toEqual(['create AuthorizationPolicy/b']);
  });

  test('refuse everything after something is allowed, and stop refusing before', () => {
    const refuse = policy('a', '');
    const allow = policy('b', from('web'));
    expect(order('', refuse + allow)).toEqual([['create AuthorizationPolicy/b', 'create AuthorizationPolicy/a']]);
    expect(order(allow + refuse, '')).toEqual([['delete AuthorizationPolicy/a', 'delete AuthorizationPolicy/b']]);
  });

  test('validate tokens before they are demanded', () => {
    const jwt = object('security.istio.io/v1', 'RequestAuthentication', 'jwt', '{ jwtRules: [{ issuer: a }] }');
    const demand = policy('a', '{ from: [{ source: { requestPrincipals: ["*"] } }] }');
    expect(order('', demand + jwt)).toEqual([['create RequestAuthentication/jwt', 'create AuthorizationPolicy/a']]);
  });

  test('deny last, and stop denying first', () => {
    const deny = (namespace: string) => policy('a', from(namespace), 'DENY');
    expect(order(subsets('v1'), subsets('v1', 'v2') + deny('dev')).at(-1)).toEqual(['create AuthorizationPolicy/a']);
    expect(order(subsets('v1') + deny('dev'), subsets('v1', 'v2'))[0]).toEqual(['delete AuthorizationPolicy/a']);
  });
});

describe('a drop of traffic', () => {
  test('is marked with the step that ends it', () => {
    const before = service + deployment('v1') + subsets('v1') + route('v1');
    const after = before.replaceAll('version: v1', 'version: v2');
    expect(drops(before, after)).toEqual([
      expect.stringMatching(/^1-end Deployment: spec\.selector cannot be changed/),
      expect.stringMatching(/^1-2 DestinationRule: subset "v1" .* which no pod of the service has/),
    ]);
  });

  test('is marked where the new set is wrong itself', () => {
    expect(drops(service + subsets('v1') + route('v1'), service + subsets('v1') + route('v3'))).toEqual([
      expect.stringMatching(/^1-end VirtualService: subset "v3" .* is not defined/),
    ]);
  });

  test('is not blamed on the change if it was there before', () => {
    expect(drops(service + route('v3'), service + route('v3') + deployment('v1'))).toEqual([]);
  });

  test('is marked where all pods are stopped before new ones start', () => {
    const recreate = deployment('v1', 'strategy: { type: Recreate },');
    expect(drops(recreate, recreate.replace('image: app', 'image: app:2'))).toEqual([
      '1-end Deployment: strategy Recreate stops all pods before it starts new ones',
    ]);
  });
});

describe('requests that get through no longer', () => {
  const policy = (namespace: string) => `
---
apiVersion: security.istio.io/v1
kind: AuthorizationPolicy
metadata: { name: callers, namespace: shop }
spec: { rules: [{ from: [{ source: { namespaces: [${namespace}] } }] }] }
`;

  test('are marked, also where the new set says so', () => {
    const before = service + deployment('v1');
    expect(drops(before, before + policy('lab'))).toEqual([
      expect.stringMatching(
        /^1-end AuthorizationPolicy: requests from shop\/reviews-v1 to reviews\.shop\.svc\.cluster\.local:\d+ got through and no longer do: denied/,
      ),
    ]);
    expect(drops(before, before + policy('shop'))).toEqual([]);
  });
});

describe('a target port that changes together with its pods', () => {
  const app = (port: string, target: string) => `
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: api, namespace: shop }
spec:
  selector: { matchLabels: { app: api } }
  template:
    metadata: { labels: { app: api } }
    spec: { containers: [{ name: app, image: app, ports: [${port}] }] }
---
apiVersion: v1
kind: Service
metadata: { name: api, namespace: shop }
spec: { selector: { app: api }, ports: [{ name: http, port: 80, targetPort: ${target} }] }
`;
  const port = (number: number) => `{ name: web, containerPort: ${number} }`;

  test('is marked, whichever is changed first', () => {
    expect(drops(app(port(8080), '8080'), app(port(9090), '9090'))).toEqual([
      expect.stringMatching(/^1-end Service: port 80 leads to 8080 and then to 9090, and no pod listens on both/),
    ]);
  });

  test('is marked where it goes to a port that no pod declares', () => {
    const lost =
      '1-end Service: port 80 led to 8080, on which the pods listen, and leads to 9090, which no container of the new pods declares';
    expect(drops(app(port(8080), '8080'), app(port(8080), '9090'))).toEqual([lost]);
    expect(drops(app(port(8080), '8080'), app('', '9090'))).toEqual([]);
    expect(drops(app(port(8080), '9090'), app(port(8080), '9090').replace('name: app', 'name: web'))).toEqual([]);
  });

  test('is none by name, nor where the pods listen on both', () => {
    expect(drops(app(port(8080), 'web'), app(port(9090), 'web'))).toEqual([]);
    const both = `${port(8080)}, { containerPort: 9090 }`;
    expect(drops(app(port(8080), '8080'), app(both, '8080'))).toEqual([]);
    expect(drops(app(both, '8080'), app(both, '9090'))).toEqual([]);
    expect(drops(app(both, '9090'), app(port(9090), '9090'))).toEqual([]);
    expect(drops(app(both, '8080'), app(port(9090), '9090'))).toEqual([]);
  });
});

test('from nothing, Istio is installed and ready before gateways, pods and Istio kinds', () => {
  const installer = `
apiVersion: v1
kind: ConfigMap
metadata: { name: installation, namespace: istio-system }
data: { istio.yaml: "apiVersion: install.istio.io/v1alpha1\\nkind: IstioOperator\\nspec: {}\\n" }
---
apiVersion: batch/v1
kind: Job
metadata: { name: installer, namespace: istio-system }
spec:
  template:
    spec:
      containers: [{ name: istioctl, image: istioctl }]
      volumes: [{ name: input, configMap: { name: installation } }]
---
apiVersion: helm.toolkit.fluxcd.io/v2
kind: HelmRelease
metadata: { name: istio-ingress, namespace: istio-ingress }
spec: { chart: { spec: { chart: gateway } } }
---
apiVersion: v1
kind: Namespace
metadata: { name: istio-system }
---
`;
  const steps = order('', installer + service + deployment('v1') + subsets('v1') + route('v1'));
  expect(steps).toEqual([
    ['create Namespace/istio-system'],
    ['create ConfigMap/installation', 'create Job/installer'],
    ['create HelmRelease/istio-ingress', 'create Service/reviews', 'create Deployment/reviews-v1'],
    ['create DestinationRule/reviews'],
    ['create VirtualService/reviews'],
  ]);
});

test('the text names steps, changes, what to wait for and what drops', () => {
  const text = renderPlan(
    plan(
      service + deployment('v1') + subsets('v1') + route('v1'),
      service + deployment('v1') + subsets('v2') + route('v2'),
    ),
  );
  expect(text).toContain('update DestinationRule shop/reviews: for now, keeps subset "v1"');
  expect(text).toContain('then wait for istiod to send the configuration to all proxies');
  expect(text).toMatch(/DROPS TRAFFIC DestinationRule shop\/reviews: subset "v2"/);
  expect(text).toMatch(/\n3 steps, 3 changes, 1 drop of traffic\n$/);
  expect(renderPlan({ steps: [] })).toBe('nothing to do: the two sets are the same\n');
});

describe('a port that gets another number under its name', () => {
  const at = (number: number, more = '') =>
    object(
      'v1',
      'Service',
      'reviews',
      `{ selector: { app: reviews }, ports: [{ name: http, port: ${number}${more} }] }`,
    ) +
    object(
      'networking.istio.io/v1',
      'VirtualService',
      'reviews',
      `{ hosts: [${HOST}], http: [{ route: [{ destination: { host: ${HOST}, port: { number: ${number} } } }] }] }`,
    );

  test('is kept under another name until the routes have left it', () => {
    expect(order(at(80), at(8000))).toEqual([
      ['update Service/reviews*'],
      ['update VirtualService/reviews'],
      ['update Service/reviews'],
    ]);
    expect(drops(at(80), at(8000))).toEqual([]);
    expect(interim(at(80, ', nodePort: 30080'), at(8000, ', nodePort: 30080'), 'Service')).toMatchObject({
      ports: [
        { name: 'http', port: 8000, nodePort: 30080 },
        { name: 'http-80', port: 80 },
      ],
    });
  });
});

describe('a Service that is led to other pods', () => {
  const selecting = (selector: string, targetPort = 80) =>
    object(
      'v1',
      'Service',
      'reviews',
      `{ selector: { ${selector} }, ports: [{ name: http, port: 80, targetPort: ${targetPort} }] }`,
    );
  const pods = (name: string, labels: string, port = 80) =>
    object(
      'apps/v1',
      'Deployment',
      name,
      `{ selector: { matchLabels: { id: ${name} } }, template: { metadata: { labels: { id: ${name}, ${labels} } }, spec: { containers: [{ name: app, image: app, ports: [{ containerPort: ${port} }] }] } } }`,
    );
  const old = selecting('app: reviews') + pods('old', 'app: reviews');

  test('is changed when the others are ready, and before the first ones go', () => {
    const young = selecting('app: next') + pods('young', 'app: next');
    expect(order(old, young)).toEqual([
      ['create Deployment/young'],
      ['update Service/reviews'],
      ['delete Deployment/old'],
    ]);
    expect(drops(old, young)).toEqual([]);
  });

  test('may change its target port at once', () => {
    const young = selecting('app: next', 81) + pods('old', 'app: reviews') + pods('young', 'app: next', 81);
    expect(order(old, young)).toEqual([['create Deployment/young'], ['update Service/reviews']]);
    expect(drops(old, young)).toEqual([]);
  });

  test('loses requests where its pods get another label themselves', () => {
    const young = selecting('app: next') + pods('old', 'app: next');
    expect(order(old, young)).toEqual([['update Deployment/old'], ['update Service/reviews']]);
    expect(drops(old, young)).toEqual([expect.stringMatching(/^1-2 Service: no pod is left that it selects/)]);
  });

  test('keeps its pods where they have both labels', () => {
    const young = selecting('team: next') + pods('old', 'app: reviews, team: next');
    expect(drops(old, young)).toEqual([]);
  });

  test('is meant to be empty where its pods are scaled to nothing', () => {
    const stopped = old.replace('selector: { matchLabels', 'replicas: 0, selector: { matchLabels');
    const [step, ...others] = plan(old, stopped).steps;
    expect(others).toEqual([]);
    expect(step?.drops).toEqual([
      expect.objectContaining({ isIntended: true, reason: expect.stringContaining('no pod is left') }),
    ]);
    expect(drops(stopped, old)).toEqual([]);
  });

  test('is meant to go where the new set has another name for it', () => {
    const caller = pods('caller', 'app: caller');
    const renamed = old.replace('name: reviews,', 'name: opinions,');
    const gone = plan(old + caller, renamed + caller).steps.flatMap(step => step.drops);
    expect(gone).toEqual([
      expect.objectContaining({ isIntended: true, reason: expect.stringContaining('no such Service') }),
    ]);
  });
});
