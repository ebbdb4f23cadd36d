import { byHand, said } from './proof-findings';
import { randomApp } from './random-app';

/** How many random apps are proven. */
const APPS = Number(process.env.PROOF_APPS ?? 40);
const seeds = Array.from({ length: APPS }, (_, i) => i + 1);

test('apps whose policies follow from their calls get all of them through, and nothing else', () => {
  let calls = 0;
  for (const seed of seeds) {
    const random = randomApp(seed);
    calls += random.mesh.calls.length;
    expect([seed, said(random)]).toEqual([seed, []]);
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
    byHand(denying, 'AuthorizationPolicy', 'deny', { selector, action: 'DENY', rules: [{}] }, callee.namespace.name);
    const wrong = said(denying).filter(text => text.startsWith('declared-call-refused'));
    expect([seed, wrong.length > 0]).toEqual([seed, true]);
    refused++;
    byHand(opening, 'AuthorizationPolicy', 'allow', { selector, rules: [{}] }, callee.namespace.name);
    const open = said(opening).filter(text => text.startsWith('undeclared-call-allowed'));
    expect([seed, open.length > 0]).toEqual([seed, true]);
    allowed++;
  }
  expect([refused > APPS / 2, allowed > APPS / 2]).toEqual([true, true]);
});
