import { ignoredRouteSetting } from '../../../../src/analysis/rules/routes/ignored-route-setting';
import { testRule } from '../../../../src/testing/test-rule';
import { virtualService } from '../mesh-yaml';

const TO = 'route: [{ destination: { host: api } }]';
const rule = (settings: string) => virtualService(`{ hosts: [web], http: [{ ${settings} }] }`);
const at = (field: string, why: string) => [
  `VirtualService shop/routes spec.http[0].${field}: the setting has no effect: ${why}`,
];

testRule(ignoredRouteSetting, {
  valid: {
    'faults with a percentage': rule(
      `${TO}, fault: { abort: { httpStatus: 500, percentage: { value: 10 } }, delay: { fixedDelay: 1s, percent: 5 } }`,
    ),
    'a fault that is turned off': rule(`${TO}, fault: { abort: { httpStatus: 500, percentage: { value: 0 } } }`),
    'a mirror with its percentage': rule(`${TO}, mirror: { host: web }, mirrorPercentage: { value: 10 }, timeout: 1s`),
    'a redirect with headers': rule('redirect: { uri: /new }, headers: { response: { set: { a: b } } }'),
  },
  invalid: {
    'an abort without a percentage': {
      yaml: rule(`${TO}, fault: { abort: { httpStatus: 500 } }`),
      expect: at('fault.abort', 'without a percentage no request is aborted'),
    },
    'a delay without a percentage': {
      yaml: rule(`${TO}, fault: { delay: { fixedDelay: 1s } }`),
      expect: at('fault.delay', 'without a percentage no request is delayed'),
    },
    'a percentage without a mirror': {
      yaml: rule(`${TO}, mirrorPercentage: { value: 10 }`),
      expect: at('mirrorPercentage', 'the rule has no mirror'),
    },
    'one percentage for several mirrors': {
      yaml: rule(`${TO}, mirrors: [{ destination: { host: web } }], mirrorPercentage: { value: 10 }`),
      expect: at('mirrorPercentage', 'it is about mirror, and each of mirrors has a percentage of its own'),
    },
    'the timeout of a redirect': {
      yaml: rule('redirect: { uri: /new }, timeout: 3s'),
      expect: at('timeout', 'redirect answers the requests, so that none is forwarded'),
    },
    'retries of a direct response': {
      yaml: rule('directResponse: { status: 404 }, retries: { attempts: 3 }'),
      expect: at('retries', 'directResponse answers the requests, so that none is forwarded'),
    },
  },
});
