import type { DestinationVerdict, TargetVerdict, Verdict } from '../../src/simulation/verdict';
import type { IstioAnswer } from './answer';
import { compareVerdict } from './compare';

const request = { from: 'shop/client', to: 'http://web:80/a' };
const target: TargetVerdict = { workload: 'shop/web', outcome: 'routed', reason: '', mtls: true };
const destination: DestinationVerdict = {
  host: 'web.shop.svc.cluster.local',
  port: 80,
  percent: 100,
  outcome: 'routed',
  reason: '',
  targets: [target],
};
const routed: Verdict = {
  istioVersion: '1.31.4',
  outcome: 'routed',
  reason: '',
  destinations: [destination],
  route: { virtualHost: 'web.shop.svc.cluster.local:80', name: 'default' },
  trace: [],
  assumptions: [],
  unsupported: [],
};
const answer: IstioAnswer = {
  outcome: 'forwarded',
  destinations: [
    {
      host: 'web.shop.svc.cluster.local',
      port: 80,
      percent: 100,
      targets: [{ workload: 'shop/web', outcome: 'routed', mtls: true, port: 8080 }],
    },
  ],
  route: { virtualHost: 'web.shop.svc.cluster.local:80', name: 'default', path: '/a', authority: 'web:80' },
};

const kinds = (verdict: Verdict, istio: IstioAnswer, asked = request): readonly string[] =>
  compareVerdict(asked, verdict, istio).map(({ kind }) => kind);
const to = (changes: Partial<DestinationVerdict>): Verdict => ({
  ...routed,
  destinations: [{ ...destination, ...changes }],
});
const at = (changes: Partial<TargetVerdict>): Verdict => to({ targets: [{ ...target, ...changes }] });

describe('comparison of a verdict with the answer of Istio', () => {
  it('finds nothing where both say the same', () => expect(kinds(routed, answer)).toEqual([]));

  it.each<[string, Verdict, IstioAnswer, string]>([
    ['outcome', { ...routed, outcome: 'denied', destinations: [] }, answer, 'answer: denied instead of forwarded'],
    [
      'status',
      { ...routed, outcome: 'denied', status: 401, destinations: [] },
      { outcome: 'denied', status: 403 },
      'status of denied',
    ],
    [
      'location',
      { ...routed, outcome: 'redirected', status: 301, location: 'http://a/', destinations: [] },
      { outcome: 'redirected', status: 301, location: 'https://a/' },
      'location',
    ],
    ['host', to({ host: 'other' }), answer, 'destinations'],
    ['share', to({ percent: 90 }), answer, 'percent'],
    [
      'missing endpoint',
      to({ targets: [], outcome: 'unavailable' }),
      answer,
      'destination: unavailable instead of routed',
    ],
    ['pod', at({ workload: 'shop/other' }), answer, 'targets: without pods, with pods'],
    ['outcome of a pod', at({ outcome: 'denied' }), answer, 'target: denied instead of routed'],
    ['last hop', at({ mtls: false }), answer, 'mTLS false instead of true'],
    ['route', { ...routed, route: { virtualHost: 'web.shop.svc.cluster.local:80', name: 'r1' } }, answer, 'route.name'],
    [
      'path',
      { ...routed, route: { virtualHost: 'web.shop.svc.cluster.local:80', name: 'default', path: '/b' } },
      answer,
      'route.path',
    ],
  ])('finds another %s', (_, verdict, istio, kind) => expect(kinds(verdict, istio)).toEqual([kind]));

  it('unites the shares of one destination', () => {
    const halves = { ...routed, destinations: [0, 1].map(() => ({ ...destination, percent: 50 })) };
    expect(kinds(halves, answer)).toEqual([]);
  });

  it('takes another name of the same failure', () => {
    const refused: IstioAnswer = {
      ...answer,
      destinations: [
        {
          host: 'web.shop.svc.cluster.local',
          port: 80,
          percent: 100,
          targets: [{ workload: 'shop/web', outcome: 'mtls-failure', or: ['denied'] }],
        },
      ],
    };
    expect(kinds(at({ outcome: 'denied' }), refused)).toEqual([]);
    expect(kinds(at({ outcome: 'protocol-error' }), refused)).toEqual([
      'target: protocol-error instead of mtls-failure',
    ]);
  });

  it('takes an endpoint outside for what is passed through, but none in the mesh', () => {
    const passed: IstioAnswer = { outcome: 'passed-through' };
    expect(kinds(at({ workload: '', mtls: false }), passed)).toEqual([]);
    expect(kinds(routed, passed)).toEqual(['answer: forwarded (routed) instead of passed-through']);
  });

  it('compares what a gateway makes of a request', () => {
    const onward: IstioAnswer = {
      ...answer,
      destinations: [
        {
          host: 'web.shop.svc.cluster.local',
          port: 80,
          percent: 100,
          targets: [{ workload: 'shop/web', onward: answer }],
        },
      ],
    };
    expect(kinds(at({ onward: [destination] }), onward)).toEqual([]);
    expect(kinds(at({ onward: [{ ...destination, port: 81 }] }), onward)).toEqual(['behind the gateway: destinations']);
  });

  it('leaves tokens in the query out of addresses', () => {
    const asked = { ...request, tokens: [{ claims: {}, in: { param: 'token' } }] };
    const redirected: Verdict = {
      ...routed,
      outcome: 'redirected',
      status: 301,
      location: 'https://web/a?x=1',
      destinations: [],
    };
    const istio = { outcome: 'redirected', status: 301, location: 'https://web/a?x=1&token=abc' };
    expect(kinds(redirected, istio, asked)).toEqual([]);
    expect(kinds(redirected, istio)).toEqual(['location']);
  });

  it('says that another answer of a policy or of mutual TLS matters for security', () => {
    const [refused] = compareVerdict(request, at({ outcome: 'denied' }), answer);
    const [plain] = compareVerdict(request, at({ mtls: false }), answer);
    const [named] = compareVerdict(request, { ...routed, route: { virtualHost: '', name: 'default' } }, answer);
    expect([refused?.security, plain?.security, named?.security]).toEqual([true, true, false]);
  });
});
