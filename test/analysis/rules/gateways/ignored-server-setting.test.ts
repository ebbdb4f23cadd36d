import { ignoredServerSetting } from '../../../../src/analysis/rules/gateways/ignored-server-setting';
import { testRule } from '../../../../src/testing/test-rule';
import { gateway } from '../mesh-yaml';

const server = (tls: string) =>
  gateway(`{ hosts: [a.example.org], port: { number: 443, name: https, protocol: HTTPS }, tls: { ${tls} } }`);
const SUITES = 'cipherSuites: [ECDHE-RSA-AES256-GCM-SHA384]';
const at = (field: string, problem: string) => [`Gateway shop/edge spec.servers[0].tls.${field}: ${problem}`];

testRule(ignoredServerSetting, {
  valid: {
    'one version': server('mode: SIMPLE, minProtocolVersion: TLSV1_2, maxProtocolVersion: TLSV1_2'),
    'cipher suites of an older version': server(`mode: SIMPLE, minProtocolVersion: TLSV1_2, ${SUITES}`),
    'names of clients that show certificates': server('mode: MUTUAL, subjectAltNames: [a.example.org]'),
    'a maximum alone': server('mode: SIMPLE, maxProtocolVersion: TLSV1_2, minProtocolVersion: TLS_AUTO'),
  },
  invalid: {
    'a minimum above the maximum': {
      yaml: server('mode: SIMPLE, minProtocolVersion: TLSV1_3, maxProtocolVersion: TLSV1_2'),
      expect: at('maxProtocolVersion', 'no version of TLS is left: at least TLSV1_3 and at most TLSV1_2 are wanted'),
    },
    'cipher suites of TLS 1.3': {
      yaml: server(`mode: MUTUAL, minProtocolVersion: TLSV1_3, ${SUITES}`),
      expect: at(
        'cipherSuites',
        'the setting has no effect: at least TLSV1_3 is wanted, whose cipher suites cannot be chosen',
      ),
    },
    'names of clients that are not asked': {
      yaml: server('mode: SIMPLE, subjectAltNames: [a.example.org]'),
      expect: at(
        'subjectAltNames',
        'the names are those of certificates of clients, for which mode SIMPLE does not ask',
      ),
    },
  },
});
