import { DIFFERENCES, type Difference, Release } from '../../src/istio/release';
import type { MeshModelOptions } from '../../src/model/mesh-model';
import { simulate } from '../../src/simulation/simulate';
import type { Verdict } from '../../src/simulation/verdict';
import { isAtLeast } from '../../src/values/istio-version';
import { meshOf, object } from './mesh-of';
import { RELEASE_CASES, type ReleaseCase } from './release-cases';

const CASES: readonly (readonly [string, ReleaseCase])[] = Object.entries(RELEASE_CASES);
const RELEASES = Array.from({ length: 14 }, (_, i) => `1.${19 + i}`);
const SHARED = CASES.filter(([, one]) => !isApart(one)).flatMap(([, { mesh }]) => mesh);

function isApart({ isApart: own, meshConfig }: ReleaseCase): boolean {
  return own === true || meshConfig !== undefined;
}

function verdictOf(one: ReleaseCase, options: MeshModelOptions, more: readonly string[] = []): Verdict {
  const { from, to, through, headers = {}, meshConfig } = one;
  const gateway = through === undefined ? {} : { gateway: through };
  const settings = meshConfig === undefined ? options : { ...options, meshConfig };
  return simulate(meshOf([...(isApart(one) ? one.mesh : SHARED), ...more], settings), {
    from,
    to,
    headers,
    ...gateway,
  });
}

function inWords(
  { outcome, reason, status, location, destinations, route }: Verdict,
  { retries }: ReleaseCase,
): string {
  if (outcome === 'mixed') return `mixed: ${reason}`;
  const targets = destinations.flatMap(one => one.targets);
  const secured = targets.every(({ mtls }) => mtls) ? 'mutual TLS' : 'plaintext';
  const places = targets.map(({ workload }) => workload || 'outside').join();
  const { retriableStatusCodes = [], avoidPreviousHosts } = route?.retries ?? {};
  const shown = {
    'status codes': `, retries ${retriableStatusCodes.includes(503) ? 'also' : 'not'} on 503`,
    hosts: `, retries ${avoidPreviousHosts === true ? 'elsewhere' : 'anywhere'}`,
  };
  return [
    outcome,
    ...(status === undefined ? [] : [String(status)]),
    ...(location === undefined ? [] : [`to ${location}`]),
    ...(outcome === 'routed' ? [`to ${places} in ${secured}${retries === undefined ? '' : shown[retries]}`] : []),
  ].join(' ');
}

function expected({ since, until, knownSince, before = '', now }: ReleaseCase, release: string): string {
  if (knownSince !== undefined && !isAtLeast(release, knownSince)) return 'unsupported';
  return isAtLeast(release, since) && (until === undefined || !isAtLeast(release, until)) ? now : before;
}

describe.each(RELEASES)('the same mesh under Istio %s', istioVersion => {
  test.each(CASES)('shows %s', (_, one) => {
    const verdict = verdictOf(one, { istioVersion });
    const wanted = expected(one, istioVersion);
    expect(verdict.istioVersion).toBe(istioVersion);
    expect(inWords(verdict, one)).toBe(wanted);
  });
});

test('a difference that was taken back in a patch counts for the releases before it', () => {
  const { emptySelectorSelectsAll: one } = RELEASE_CASES;
  expect(inWords(verdictOf(one, { istioVersion: '1.31.0' }), one)).toBe(one.now);
  expect(inWords(verdictOf(one, { istioVersion: '1.31.1' }), one)).toBe(one.before);
});

describe('a switch of istiod', () => {
  const switched = CASES.flatMap(([name, one]) => {
    const difference: Difference | undefined = new Map(Object.entries(DIFFERENCES)).get(name);
    const by = difference?.switch;
    return by === undefined ? [] : [{ name, one, ...by }];
  });
  const readAtFirst = switched.filter(({ one, until }) => until === undefined || !isAtLeast(one.since, until));
  const istiod = (values: string) => [
    object('IstioOperator', 'istio-system/istio', `{ values: ${values} }`).replace(
      'networking.istio.io/v1',
      'install.istio.io/v1alpha1',
    ),
  ];

  test.each(readAtFirst)('turns $name off while it is read', ({ one, variable }) => {
    const off = istiod(`{ pilot: { env: { ${variable}: false } } }`);
    expect(inWords(verdictOf(one, { istioVersion: one.since }, off), one)).toBe(one.before);
  });

  test.each(switched.filter(({ until }) => until !== undefined))(
    'does nothing to $name afterwards',
    ({ one, variable, until }) => {
      const off = istiod(`{ pilot: { env: { ${variable}: false } } }`);
      expect(inWords(verdictOf(one, { istioVersion: until ?? '' }, off), one)).toBe(one.now);
    },
  );

  test.each([
    { name: 'externalNameAliases', variable: 'ENABLE_EXTERNAL_NAME_ALIAS', release: '1.20' },
    { name: 'tcpRoutes', variable: 'PILOT_ENABLE_ALPHA_GATEWAY_API', release: '1.30' },
  ] as const)('turns on $name in $release, which does not support it by itself', ({ name, variable, release }) => {
    const one = RELEASE_CASES[name];
    const on = istiod(`{ pilot: { env: { ${variable}: "true" } } }`);
    expect(inWords(verdictOf(one, { istioVersion: release }), one)).toBe(one.before);
    expect(inWords(verdictOf(one, { istioVersion: release }, on), one)).toBe(one.now);
  });

  test('does nothing in a release that does not read it yet', () => {
    const { externalNameAliases: one } = RELEASE_CASES;
    const on = istiod('{ pilot: { env: { ENABLE_EXTERNAL_NAME_ALIAS: "true" } } }');
    expect(inWords(verdictOf(one, { istioVersion: '1.19' }, on), one)).toBe(one.before);
  });

  test.each(readAtFirst)('is set by a compatibility version before $name', ({ one }) => {
    const minor = Number(one.since.slice(2)) - 1;
    const old = istiod(`{ compatibilityVersion: "1.${minor}" }`);
    expect(inWords(verdictOf(one, { istioVersion: one.since }, old), one)).toBe(one.before);
  });
});

test('a compatibility version does not bring what came later than the release', () => {
  const release = new Release('1.23', new Map(), '1.31');
  expect(release.has('unifiedSidecarScope')).toBe(false);
});
