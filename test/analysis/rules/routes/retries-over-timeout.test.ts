import { retriesOverTimeout } from '../../../../src/analysis/rules/routes/retries-over-timeout';
import { testRule } from '../../../../src/testing/test-rule';

const route = (settings: string, action = 'route: [{ destination: { host: web } }]') => `
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: web, namespace: shop }
spec: { hosts: [web], http: [{ ${settings}, ${action} }] }
`;

const finding = (got: string, timeout: string) =>
  `VirtualService shop/web spec.http[0].retries: the timeout ends the last tries: wanted (attempts + 1) x perTryTimeout within the timeout of ${timeout}, got ${got}`;

testRule(retriesOverTimeout, {
  valid: {
    'tries that just fit': route('timeout: 8s, retries: { attempts: 3, perTryTimeout: 2s }'),
    'no timeout': route('retries: { attempts: 3, perTryTimeout: 2s }'),
    'a timeout of zero, which limits nothing': route('timeout: 0s, retries: { attempts: 3, perTryTimeout: 2s }'),
    'tries without a limit of their own': route('timeout: 1s, retries: { attempts: 3 }'),
    'retries that are turned off': route('timeout: 1s, retries: { attempts: 0, perTryTimeout: 2s }'),
    'durations that cannot be read, which is another rule': route(
      'timeout: soon, retries: { attempts: 3, perTryTimeout: 2s }',
    ),
    'a rule that redirects': route(
      'timeout: 1s, retries: { attempts: 3, perTryTimeout: 2s }',
      'redirect: { uri: /other }',
    ),
  },
  invalid: {
    'tries that take longer than all may': {
      yaml: route('timeout: 5s, retries: { attempts: 3, perTryTimeout: 2s }'),
      expect: [finding('(3 + 1) x 2s = 8s', '5s')],
    },
    'a first try that is too long by itself': {
      yaml: route('timeout: 500ms, retries: { attempts: 1, perTryTimeout: 1s }'),
      expect: [finding('(1 + 1) x 1s = 2s', '500ms')],
    },
    'durations in other units': {
      yaml: route('timeout: 1m, retries: { attempts: 2, perTryTimeout: 0.5m }'),
      expect: [finding('(2 + 1) x 0.5m = 90s', '1m')],
    },
  },
});
