import { unsafeRetries } from '../../../../src/analysis/rules/routes/unsafe-retries';
import { testRule } from '../../../../src/testing/test-rule';

const service = (http: string) => `
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: orders, namespace: shop }
spec: { hosts: [orders], http: ${http} }
`;

const ROUTE = 'route: [{ destination: { host: orders } }]';

const retries = (retryOn: string, attempts = 3) => `retries: { attempts: ${attempts}, retryOn: "${retryOn}" }`;

const PROBLEM = (conditions: string, i = 0) =>
  `VirtualService shop/orders spec.http[${i}].retries.retryOn: ${conditions} repeats requests that the server has answered, POST among them, which may be processed twice`;

testRule(unsafeRetries, {
  valid: {
    'conditions that say that nobody took the request': service(
      `[{ ${ROUTE}, ${retries('connect-failure,refused-stream,unavailable,503')} }]`,
    ),
    "Istio's own conditions": service(`[{ ${ROUTE}, retries: { attempts: 3 } }]`),
    'no attempt': service(`[{ ${ROUTE}, ${retries('5xx', 0)} }]`),
    'methods that may be repeated': service(
      `[{ match: [{ method: { exact: GET } }, { method: { regex: "^(PUT|DELETE)$" } }], ${ROUTE}, ${retries('5xx')} }]`,
    ),
    'an earlier rule for the other methods': service(
      `[{ match: [{ method: { exact: POST } }], ${ROUTE} }, { ${ROUTE}, ${retries('5xx')} }]`,
    ),
  },
  invalid: {
    'any method': {
      yaml: service(`[{ ${ROUTE}, ${retries('connect-failure, 5xx, 502')} }]`),
      expect: [PROBLEM('"502", "5xx"')],
    },
    'a method that may not be repeated': {
      yaml: service(`[{ match: [{ method: { regex: GET|POST } }], ${ROUTE}, ${retries('gateway-error')} }]`),
      expect: [PROBLEM('"gateway-error"')],
    },
  },
});
