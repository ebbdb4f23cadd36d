import { effectivePolicy, hashPolicyOf } from '../../../src/istio/destinations/traffic-policy';
import { EffectiveMesh } from '../../../src/istio/effective-mesh';
import { meshOf, object } from '../../simulation/mesh-of';

const HOST = 'api.shop.svc.cluster.local';
const rule = (fullName: string, spec: string) => object('DestinationRule', fullName, `{ host: ${HOST}, ${spec} }`);
const rules = (...yaml: string[]) => new EffectiveMesh(meshOf(yaml)).destinationRules;
const client = (namespace: string, labels = {}) => ({ namespace, labels });
const subsets = (found: ReturnType<ReturnType<typeof rules>['ruleFor']>) => found?.subsets.map(({ name }) => name);

describe('the rule that a client follows', () => {
  const own = rule('web/own', 'subsets: [{ name: own }]');
  const theirs = rule('shop/theirs', 'subsets: [{ name: theirs }]');
  const root = rule('istio-system/root', 'subsets: [{ name: root }]');

  test('is that of its own namespace, then of the service, then of the root', () => {
    expect(subsets(rules(own, theirs, root).ruleFor(client('web'), HOST, 'shop'))).toEqual(['own']);
    expect(subsets(rules(theirs, root).ruleFor(client('web'), HOST, 'shop'))).toEqual(['theirs']);
    expect(subsets(rules(root).ruleFor(client('web'), HOST, 'shop'))).toEqual(['root']);
    expect(rules().ruleFor(client('web'), HOST, 'shop')).toBeUndefined();
  });

  test('is a wildcard of its own namespace before an exact host of another', () => {
    const wide = object('DestinationRule', 'web/wide', '{ host: "*.svc.cluster.local", subsets: [{ name: wide }] }');
    expect(subsets(rules(wide, theirs).ruleFor(client('web'), HOST, 'shop'))).toEqual(['wide']);
  });

  test('is hidden by a more specific one that is not exported to the client', () => {
    const narrow = rule('shop/narrow', 'exportTo: [other], subsets: [{ name: narrow }]');
    const wide = object(
      'DestinationRule',
      'shop/wide',
      '{ host: "*.shop.svc.cluster.local", subsets: [{ name: wide }] }',
    );
    expect(subsets(rules(narrow, wide, root).ruleFor(client('web'), HOST, 'shop'))).toEqual(['root']);
    expect(subsets(rules(narrow, wide).ruleFor(client('other'), HOST, 'shop'))).toEqual(['narrow']);
  });

  test('is merged from those of one host, the oldest policy staying whole', () => {
    const first = rule(
      'shop/a',
      'trafficPolicy: { tls: { mode: DISABLE } }, subsets: [{ name: v1, labels: { a: b } }]',
    );
    const second = rule(
      'shop/b',
      'trafficPolicy: { loadBalancer: { simple: RANDOM } }, subsets: [{ name: v1 }, { name: v2 }]',
    );
    const found = rules(second, first).ruleFor(client('shop'), HOST, 'shop');
    expect(found).toMatchObject({
      subsets: [{ name: 'v1', labels: { a: 'b' } }, { name: 'v2' }],
      trafficPolicy: { tls: { mode: 'DISABLE' } },
    });
    expect(found?.trafficPolicy?.loadBalancer).toBeUndefined();
    expect(found?.from.map(({ name }) => name)).toEqual(['a', 'b']);
  });

  describe('where one has a selector', () => {
    const selecting = rule(
      'shop/a',
      'workloadSelector: { matchLabels: { app: web } }, trafficPolicy: { tls: { mode: DISABLE } }',
    );
    const follows = (exportTo: string, app: string) =>
      rules(selecting, rule('shop/b', `${exportTo} subsets: [{ name: v1 }]`)).ruleFor(
        client('shop', { app }),
        HOST,
        'shop',
      );

    test('is that one for clients that it fits, and the general one for others', () => {
      expect(follows('', 'web')).toMatchObject({ trafficPolicy: { tls: { mode: 'DISABLE' } }, subsets: [] });
      expect(follows('', 'db')).toMatchObject({ subsets: [{ name: 'v1' }] });
    });

    test('takes in a general one that is exported just as little, which others then do not get', () => {
      const own = "exportTo: ['.'],";
      expect(follows(own, 'web')).toMatchObject({
        trafficPolicy: { tls: { mode: 'DISABLE' } },
        subsets: [{ name: 'v1' }],
      });
      expect(follows(own, 'db')).toBeUndefined();
    });
  });
});

describe('the traffic policy in force', () => {
  const [found] = [
    rules(
      rule(
        'shop/a',
        `trafficPolicy: { tls: { mode: ISTIO_MUTUAL }, loadBalancer: { simple: RANDOM, consistentHash: { httpHeaderName: top } },
           portLevelSettings: [{ port: { number: 80 }, tls: { mode: DISABLE } }, { port: { number: 90 }, loadBalancer: { consistentHash: { httpHeaderName: port } } }] },
         subsets: [{ name: v1, trafficPolicy: { tls: { mode: SIMPLE }, portLevelSettings: [{ port: { number: 82 }, loadBalancer: { simple: ROUND_ROBIN } }] } }, { name: v2 }]`,
      ),
    ).ruleFor(client('shop'), HOST, 'shop'),
  ];
  if (found === undefined) throw new Error('The rule is not found');

  test('is that of the port as a whole, else that of the host', () => {
    expect(effectivePolicy(found, 81, '')).toMatchObject({
      tls: { mode: 'ISTIO_MUTUAL' },
      loadBalancer: { simple: 'RANDOM' },
    });
    expect(effectivePolicy(found, 80, '')).toEqual({
      tls: { mode: 'DISABLE' },
      tlsField: 'spec.trafficPolicy.portLevelSettings[0].tls',
    });
  });

  test('is replaced setting by setting by a subset, and as a whole by a port of a subset', () => {
    expect(effectivePolicy(found, 81, 'v1')).toMatchObject({
      tls: { mode: 'SIMPLE' },
      loadBalancer: { simple: 'RANDOM' },
      tlsField: 'spec.subsets[0].trafficPolicy.tls',
    });
    expect(effectivePolicy(found, 82, 'v1')).toEqual({ loadBalancer: { simple: 'ROUND_ROBIN' } });
    expect(effectivePolicy(found, 81, 'v2')).toMatchObject({ tls: { mode: 'ISTIO_MUTUAL' } });
  });

  test('hashes by the port only where the destination names it', () => {
    expect(hashPolicyOf(found, undefined, 90)).toEqual({ header: 'port' });
    expect(hashPolicyOf(found, undefined, undefined)).toEqual({ header: 'top' });
  });
});
