import { analyze } from '../../src/analysis/analyze';
import { retriesOverTimeout } from '../../src/analysis/rules/routes/retries-over-timeout';
import { buildModel } from '../../src/model/mesh-model';
import { parseManifests } from '../../src/model/read-manifests';
import {
  budgetProblem,
  longestMilliseconds,
  patienceMilliseconds,
  type RetryBudget,
} from '../../src/routing/retry-budget';
import { type ForwardingOptions, Routing } from '../../src/traffic/routing';
import { saidOf } from '../findings';
import { declareShop } from '../traffic/app';

const CASES: [RetryBudget, fits: boolean, patience: number | undefined, longest: number | undefined][] = [
  [{}, true, undefined, undefined],
  [{ timeout: '5s' }, true, 5000, 5000],
  [{ timeout: '5s', retries: { attempts: 1, perTryTimeout: '2s' } }, true, 2000, 4000],
  [{ timeout: '5s', retries: { attempts: 2, perTryTimeout: '2s' } }, false, 2000, 5000],
  [{ timeout: '1s', retries: { attempts: 1, perTryTimeout: '2s' } }, false, 1000, 1000],
  [{ timeout: '5s', retries: { attempts: 9 } }, true, 5000, 5000],
  [{ retries: { attempts: 2, perTryTimeout: '2s' } }, true, 2000, 6000],
  [{ timeout: '0s', retries: { attempts: 2, perTryTimeout: '2s' } }, true, 2000, 6000],
];

test.each(CASES)(
  '%j: fits %p, a caller waits for %p ms, a call takes %p ms at most',
  (budget, fits, patience, longest) => {
    expect(budgetProblem(budget) === undefined).toBe(fits);
    expect(patienceMilliseconds(budget)).toBe(patience);
    expect(longestMilliseconds(budget)).toBe(longest);
  },
);

/** A timeout of zero is one of manifests: the API server refuses it, and constructs do. */
const SAID = CASES.filter(([{ timeout }]) => timeout !== '0s');

test.each(SAID)('%j: constructs and the analysis of manifests say the same', ({ timeout, retries }, fits) => {
  const { app, mesh, backend } = declareShop();
  const { attempts = 0, ...others } = retries ?? {};
  const everywhere = { timeout, retries: { attempts, ...others } } as ForwardingOptions;
  new Routing(mesh, 'routing', { service: backend, everywhere });
  const route = { route: [{ destination: { host: 'web' } }], timeout, retries };
  const spec = { hosts: ['web'], http: [route] };
  const manifest = { apiVersion: 'networking.istio.io/v1', kind: 'VirtualService', metadata: { name: 'web' }, spec };
  const model = buildModel(parseManifests(JSON.stringify(manifest), 'web.yaml'));
  const findings = analyze(model, { rules: [retriesOverTimeout] });
  const problem = budgetProblem({ timeout, retries });
  expect(findings.map(finding => finding.message.endsWith(problem ?? '-'))).toEqual(fits ? [] : [true]);
  const said = saidOf(app, 'retries-over-timeout').map(text => text.endsWith(problem ?? '-'));
  expect(said).toEqual(fits ? [] : [true]);
});
