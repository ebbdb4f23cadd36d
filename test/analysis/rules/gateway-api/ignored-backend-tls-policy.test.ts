import { ignoredBackendTlsPolicy } from '../../../../src/analysis/rules/gateway-api/ignored-backend-tls-policy';
import { testRule } from '../../../../src/testing/test-rule';
import { gatewayApi, WEB } from './gateway-api-yaml';

const policy = (name: string, target: string, validation: string) =>
  gatewayApi(
    'BackendTLSPolicy',
    name,
    `{ targetRefs: [${target}], validation: { hostname: web.example.com, ${validation} } }`,
  );

const TO_WEB = '{ group: "", kind: Service, name: web }';

testRule(ignoredBackendTlsPolicy, {
  valid: {
    'a policy for a Service': WEB + policy('web', TO_WEB, 'wellKnownCACertificates: System'),
  },
  invalid: {
    'a target that does not exist': {
      yaml: policy('web', TO_WEB, 'wellKnownCACertificates: System'),
      expect: [
        'BackendTLSPolicy shop/web spec.targetRefs[0]: the policy has no effect here: Service shop/web does not exist',
      ],
    },
    'an authority that does not exist': {
      yaml: WEB + policy('web', TO_WEB, 'caCertificateRefs: [{ group: "", kind: ConfigMap, name: ca }]'),
      expect: [
        'BackendTLSPolicy shop/web spec.validation.caCertificateRefs[0]: nothing gets through to the targets: ConfigMap shop/ca does not exist',
      ],
    },
    'two policies for one target': {
      yaml:
        WEB +
        policy('web', TO_WEB, 'wellKnownCACertificates: System') +
        policy('web-too', TO_WEB, 'wellKnownCACertificates: System'),
      expect: [
        'BackendTLSPolicy shop/web-too spec.targetRefs[0]: the policy has no effect here: BackendTLSPolicy shop/web of the same target is older',
      ],
    },
  },
});
