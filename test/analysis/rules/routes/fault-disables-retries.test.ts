import { faultDisablesRetries } from '../../../../src/analysis/rules/routes/fault-disables-retries';
import { testRule } from '../../../../src/testing/test-rule';
import { answer } from '../behaviour';
import { app, mesh, sidecars, virtualService } from '../mesh-yaml';

const route = (more: string) =>
  virtualService(`{ hosts: [web], http: [{ route: [{ destination: { host: web } }], ${more} }] }`);
const ABORT = 'fault: { abort: { httpStatus: 503, percentage: { value: 100 } } }';
const RETRIES = 'retries: { attempts: 3, retryOn: 5xx }';

testRule(faultDisablesRetries, {
  valid: {
    'a fault alone': route(ABORT),
    'retries alone': route(`${RETRIES}, timeout: 2s`),
    'a share of nothing': route(`fault: { delay: { fixedDelay: 5s, percentage: { value: 0 } } }, timeout: 2s`),
    'an abort without a share, which aborts nothing': route(`fault: { abort: { httpStatus: 503 } }, ${RETRIES}`),
    'a fault of another rule': virtualService(
      `{ hosts: [web], http: [{ match: [{ headers: { test: { exact: a } } }], route: [{ destination: { host: web } }], ${ABORT} }, { route: [{ destination: { host: web } }], ${RETRIES} }] }`,
    ),
  },
  invalid: {
    'a delay beside a timeout': {
      yaml: route('fault: { delay: { fixedDelay: 5s, percentage: { value: 10 } } }, timeout: 2s'),
      expect: [
        'VirtualService shop/routes spec.http[0].fault: timeout of this rule is not applied while it injects faults',
      ],
    },
    'an abort beside both': {
      yaml: route(`${ABORT}, ${RETRIES}, timeout: 2s`),
      expect: [
        'VirtualService shop/routes spec.http[0].fault: timeout and retries of this rule are not applied while it injects faults',
      ],
    },
    'the old field for the share': {
      yaml: route(`fault: { delay: { fixedDelay: 5s, percent: 10 } }, ${RETRIES}`),
      expect: [
        'VirtualService shop/routes spec.http[0].fault: retries of this rule are not applied while it injects faults',
      ],
    },
  },
});

test('the request is aborted whatever the retries say', () => {
  const set = (more: string) => mesh(sidecars('shop'), app('web'), app('api'), route(more));
  const call = { from: 'shop/api', to: 'http://web/' };
  expect(answer(set(`${ABORT}, ${RETRIES}`), call)).toBe('answered');
  expect(answer(set(RETRIES), call)).toBe('routed');
});
