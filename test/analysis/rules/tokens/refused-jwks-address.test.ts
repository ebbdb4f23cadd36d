import { refusedJwksAddress } from '../../../../src/analysis/rules/tokens/refused-jwks-address';
import { testRule } from '../../../../src/testing/test-rule';

const keys = (url: string) => `
apiVersion: security.istio.io/v1
kind: RequestAuthentication
metadata: { name: users, namespace: shop }
spec: { jwtRules: [{ issuer: https://id, jwksUri: "${url}" }] }
`;

const refused = (address: string) => ({
  yaml: keys(address.includes(':') ? `http://[${address}]:8080/keys` : `http://${address}:8080/keys`),
  options: { istioVersion: '1.31.1' },
  expect: [
    `RequestAuthentication shop/users spec.jwtRules[0].jwksUri: istiod fetches no keys from "${address}", which is a link-local address or one of a cloud's metadata service: no token is accepted`,
  ],
});

testRule(refusedJwksAddress, {
  valid: {
    'a host name': keys('https://id.example.com/keys'),
    'a private address, where issuers of the cluster may be': keys('http://10.1.2.3/keys'),
    'an address beside those of metadata services': keys('http://100.100.100.201/keys'),
    'a text that is no URL': keys('keys'),
    'the release before the one that refuses': {
      yaml: keys('http://169.254.169.254/keys'),
      options: { istioVersion: '1.31.0' },
    },
  },
  invalid: {
    'the metadata service of most clouds': refused('169.254.169.254'),
    'a link-local address of IPv6': refused('fe80::1'),
    'a metadata service outside of the link-local range': refused('100.100.100.200'),
    'one of IPv6': refused('fd00:ec2::254'),
  },
});
