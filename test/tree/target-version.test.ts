import { App, Chart } from 'cdk8s';
import { setTargetVersion, targetVersionOf } from '../../src/tree/target-version';
import { DEFAULT_ISTIO_VERSION } from '../../src/values/istio-version';

test('the target is the default until one is set', () => {
  expect(targetVersionOf(new Chart(new App(), 'chart'))).toBe(DEFAULT_ISTIO_VERSION);
});

test('the nearest target at or above a construct wins', () => {
  const app = new App();
  const outer = new Chart(app, 'outer');
  const inner = new Chart(outer, 'inner');
  setTargetVersion(app, '1.24');
  setTargetVersion(inner, '1.20.1');
  expect([app, outer, inner].map(targetVersionOf)).toEqual(['1.24', '1.24', '1.20.1']);
});

test('refuses a release that cannot be targeted and names the construct', () => {
  const chart = new Chart(new App(), 'chart');
  expect(() => setTargetVersion(chart, '1.12')).toThrow('Cannot target Istio "1.12" at chart');
});
