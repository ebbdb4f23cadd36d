import { ignoredBackendTlsPolicy } from '../../../../src/analysis/rules/gateway-api/ignored-backend-tls-policy';
import { missingListenerCertificate } from '../../../../src/analysis/rules/gateway-api/missing-listener-certificate';
import { missingRouteBackend } from '../../../../src/analysis/rules/gateway-api/missing-route-backend';
import { testRule } from '../../../../src/testing/test-rule';
import { certificate, password } from '../../../simulation/gateway-api/test-certificate';
import { gateway, gatewayApi, HTTP, route, WEB } from './gateway-api-yaml';

const https = (reference: string) =>
  gateway(`{ name: https, port: 443, protocol: HTTPS, tls: { certificateRefs: [${reference}] } }`);

const mirror = (name: string, port = 80) =>
  `[{ filters: [{ type: RequestMirror, requestMirror: { backendRef: { name: ${name}, port: ${port} } } }], backendRefs: [{ name: web, port: 80 }] }]`;

const policy = (name: string, target: string, validation: string) =>
  gatewayApi(
    'BackendTLSPolicy',
    name,
    `{ targetRefs: [${target}], validation: { hostname: web.example.com, ${validation} } }`,
  );

const TO_WEB = '{ group: "", kind: Service, name: web }';

testRule(missingRouteBackend, {
  valid: {
    'backends and copies that are there': gateway(HTTP) + WEB + route('', mirror('web')),
    'a Service of a namespace of which no Service is in the set': gateway(HTTP) + route(),
  },
  invalid: {
    'a Service that is not there': {
      yaml: gateway(HTTP) + WEB + route('', '[{ backendRefs: [{ name: wbe, port: 80 }] }]'),
      expect: [
        'HTTPRoute shop/web spec.rules[0].backendRefs[0].name: Service "wbe" does not exist in namespace "shop"; there are "web"',
      ],
    },
    'a port that is not there, of a Gateway that is not in the set': {
      yaml: WEB + route('', '[{ backendRefs: [{ name: web, port: 8080 }] }]'),
      expect: ['HTTPRoute shop/web spec.rules[0].backendRefs[0].port: Service "shop/web" has no port 8080; it has 80'],
    },
    'a copy for a Service that is not there': {
      yaml: gateway(HTTP) + WEB + route('', mirror('wbe')),
      expect: [
        'HTTPRoute shop/web spec.rules[0].filters[0].requestMirror.backendRef.name: Service "wbe" does not exist in namespace "shop"; there are "web"',
      ],
    },
    'a copy for a port that is not there': {
      yaml: gateway(HTTP) + WEB + route('', mirror('web', 81)),
      expect: [
        'HTTPRoute shop/web spec.rules[0].filters[0].requestMirror.backendRef.port: Service "shop/web" has no port 81; it has 80',
      ],
    },
    'a backend of another kind': {
      yaml: gateway(HTTP) + route('', '[{ backendRefs: [{ group: example.com, kind: Bucket, name: web, port: 80 }] }]'),
      expect: [
        'HTTPRoute shop/web spec.rules[0].backendRefs[0]: Istio sends nothing to a Bucket of the group "example.com"',
      ],
    },
  },
});

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

testRule(ignoredBackendTlsPolicy, {
  valid: {
    'a policy for a Service': WEB + policy('web', TO_WEB, 'wellKnownCACertificates: System'),
  },
  invalid: {
    'a target that does not exist': {
      yaml: policy('web', TO_WEB, 'wellKnownCACertificates: System'),
      expect: [
        'BackendTLSPolicy shop/web spec.targetRefs[0]: the policy does not count here: Service shop/web does not exist',
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
        'BackendTLSPolicy shop/web-too spec.targetRefs[0]: the policy does not count here: BackendTLSPolicy shop/web of the same target is older',
      ],
    },
  },
});
