import { from, interim, mutualTls, object, order, policy, subsets } from './changes';

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
