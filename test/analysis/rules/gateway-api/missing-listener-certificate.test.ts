import { missingListenerCertificate } from '../../../../src/analysis/rules/gateway-api/missing-listener-certificate';
import { testRule } from '../../../../src/testing/test-rule';
import { certificate, password } from '../../../simulation/gateway-api/test-certificate';
import { gateway, HTTP } from './gateway-api-yaml';

const https = (reference: string) =>
  gateway(`{ name: https, port: 443, protocol: HTTPS, tls: { certificateRefs: [${reference}] } }`);

testRule(missingListenerCertificate, {
  valid: {
    'a certificate': https('{ name: cert }') + certificate('shop/cert'),
    'a listener without TLS': gateway(HTTP),
  },
  invalid: {
    'a Secret that is not among the manifests': {
      yaml: https('{ name: cert }'),
      expect: [
        'Gateway shop/public spec.listeners[0].tls.certificateRefs: Secret "cert" is not among the manifests; the listener reads it from namespace "shop"',
      ],
    },
    'a Secret in the wrong namespace': {
      yaml: https('{ name: cert }') + certificate('team/cert'),
      expect: [
        'Gateway shop/public spec.listeners[0].tls.certificateRefs: Secret "cert" is in namespace "team"; the listener reads it from "shop"',
      ],
    },
    'a Secret that holds no certificate': {
      yaml: https('{ name: cert }') + password('shop/cert'),
      expect: [
        'Gateway shop/public spec.listeners[0].tls.certificateRefs[0]: the listener serves no TLS: Secret shop/cert has no keys "tls.crt" and "tls.key"',
      ],
    },
    'something that is no Secret': {
      yaml: https('{ kind: ConfigMap, name: cert }'),
      expect: [
        'Gateway shop/public spec.listeners[0].tls.certificateRefs[0]: the listener serves no TLS: only a Secret may hold a certificate, and this is a ConfigMap',
      ],
    },
  },
});
