import { unmatchableCorsOrigin } from '../../../../src/analysis/rules/routes/unmatchable-cors-origin';
import { testRule } from '../../../../src/testing/test-rule';
import { virtualService } from '../mesh-yaml';

const origins = (...allowed: readonly string[]) =>
  virtualService(
    `{ hosts: [api], http: [{ corsPolicy: { allowOrigins: [${allowed.join(', ')}] }, route: [{ destination: { host: api } }] }] }`,
  );
const never = (kind: string, origin: string) => [
  `VirtualService shop/routes spec.http[0].corsPolicy.allowOrigins[0].${kind}: no browser sends an origin that is ${kind} "${origin}"`,
];

testRule(unmatchableCorsOrigin, {
  valid: {
    'origins as browsers send them': origins(
      '{ exact: "https://shop.example.com" }',
      '{ exact: "http://localhost:3000" }',
      '{ exact: "https://shop.example.com:8443" }',
      '{ exact: "http://[::1]:8080" }',
      '{ exact: "null" }',
      '{ exact: "chrome-extension://abcdef" }',
    ),
    'all origins': origins('{ exact: "*" }'),
    'parts of origins': origins(
      '{ prefix: "https://shop." }',
      '{ prefix: "" }',
      '{ regex: "https://.*\\\\.example\\\\.com(:[0-9]+)?" }',
      '{ regex: ".*" }',
    ),
    'an expression that the webhook refuses': origins('{ regex: "(" }'),
  },
  invalid: {
    'a path behind the host': {
      yaml: origins('{ exact: "https://shop.example.com/" }'),
      expect: never('exact', 'https://shop.example.com/'),
    },
    'no scheme': { yaml: origins('{ exact: shop.example.com }'), expect: never('exact', 'shop.example.com') },
    'the port of the scheme': {
      yaml: origins('{ exact: "https://shop.example.com:443" }'),
      expect: never('exact', 'https://shop.example.com:443'),
    },
    'capital letters': {
      yaml: origins('{ exact: "https://Shop.example.com" }'),
      expect: never('exact', 'https://Shop.example.com'),
    },
    'a prefix without a scheme': { yaml: origins('{ prefix: shop. }'), expect: never('prefix', 'shop.') },
    'an expression without a scheme': {
      yaml: origins('{ regex: "[a-z]+[.]example[.]com" }'),
      expect: never('regex', '[a-z]+[.]example[.]com'),
    },
  },
});
