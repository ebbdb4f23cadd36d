import { ApiObject } from 'cdk8s';
import { findingsOf } from '../findings';
import { type RandomApp, randomApp } from './random-app';

/** How many random apps are proven. */
const APPS = Number(process.env.PROOF_APPS ?? 40);
const seeds = Array.from({ length: APPS }, (_, i) => i + 1);
const NAMES = ['declared-call-refused', 'undeclared-call-allowed', 'unproven-call'];

function proofOf({ app }: RandomApp): readonly string[] {
  return findingsOf(app)
    .filter(({ rule }) => NAMES.includes(rule))
    .map(({ rule, message }) => `${rule}: ${message}`);
}

function byHand({ mesh }: RandomApp, name: string, namespace: string, spec: object): void {
  new ApiObject(mesh.chart('policies'), name, {
    apiVersion: 'security.istio.io/v1',
    kind: 'AuthorizationPolicy',
    metadata: { name, namespace },
    spec,
  });
}

test('apps whose policies follow from their calls get all of them through, and nothing else', () => {
  let calls = 0;
  for (const seed of seeds) {
    const random = randomApp(seed);
    calls += random.mesh.calls.length;
    expect([seed, proofOf(random)]).toEqual([seed, []]);
  }
  expect(calls).toBeGreaterThan(APPS);
});

test('a policy that refuses what is declared, or lets in what is not, is found in each of them', () => {
  let [refused, allowed] = [0, 0];
  for (const seed of seeds) {
    const [denying, opening] = [randomApp(seed), randomApp(seed)];
    const [callee] = denying.called;
    if (callee === undefined) continue;
    const selector = { matchLabels: { ...callee.selector } };
    byHand(denying, 'deny-by-hand', callee.namespace.name, { selector, action: 'DENY', rules: [{}] });
    const wrong = proofOf(denying).filter(text => text.startsWith('declared-call-refused'));
    expect([seed, wrong.length > 0]).toEqual([seed, true]);
    refused++;
    byHand(opening, 'allow-by-hand', callee.namespace.name, { selector, rules: [{}] });
    const open = proofOf(opening).filter(text => text.startsWith('undeclared-call-allowed'));
    expect([seed, open.length > 0]).toEqual([seed, true]);
    allowed++;
  }
  expect([refused > APPS / 2, allowed > APPS / 2]).toEqual([true, true]);
});
