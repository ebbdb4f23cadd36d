import { ignoredTrafficSetting } from '../../../../src/analysis/rules/destinations/ignored-traffic-setting';
import { testRule } from '../../../../src/testing/test-rule';
import { app, destinationRule, mesh } from '../mesh-yaml';

const rule = (policy: string, more = '') =>
  mesh(
    app('api', { ports: '{ name: http, port: 80 }, { name: tcp, port: 6379 }' }),
    destinationRule(`{ host: api, trafficPolicy: { ${policy} }${more} }`),
  );
const at = (field: string, why: string) => [
  `DestinationRule shop/rule spec.trafficPolicy.${field}: the setting has no effect: ${why}`,
];
const IDLE = 'connectionPool: { tcp: { idleTimeout: 1m } }';

testRule(ignoredTrafficSetting, {
  valid: {
    'pods that are warmed up': rule('loadBalancer: { simple: LEAST_REQUEST, warmup: { duration: 10s } }'),
    'pods that are warmed up by default': rule('loadBalancer: { warmup: { duration: 10s } }'),
    'localities that are turned off': rule('loadBalancer: { localityLbSetting: { enabled: false } }'),
    'localities that are turned on': rule(
      'loadBalancer: { localityLbSetting: { enabled: true, failoverPriority: [a] } }, outlierDetection: {}',
    ),
    'failures to connect that are counted': rule(
      'outlierDetection: { consecutive5xxErrors: 0, splitExternalLocalOriginErrors: true, consecutiveLocalOriginFailures: 3 }',
    ),
    'errors of gateways alone': rule('outlierDetection: { consecutive5xxErrors: 0, consecutiveGatewayErrors: 5 }'),
    'a share of failures alone': rule('outlierDetection: { consecutive5xxErrors: 0, failurePercentageThreshold: 50 }'),
    'no TLS': rule('tls: { mode: DISABLE, subjectAltNames: [] }'),
    'an idle timeout of all ports': rule(IDLE),
    'an idle timeout of a port of HTTP': rule(`portLevelSettings: [{ port: { number: 80 }, ${IDLE} }]`),
    'two ports': rule(
      'portLevelSettings: [{ port: { number: 80 }, loadBalancer: { simple: RANDOM } }, { port: { number: 6379 }, loadBalancer: { simple: RANDOM } }]',
    ),
  },
  invalid: {
    'a certificate of its own for mutual TLS of the mesh': {
      yaml: rule('tls: { mode: ISTIO_MUTUAL, sni: api, caCertificates: /etc/ca.pem }'),
      expect: at('tls.caCertificates', 'with mode ISTIO_MUTUAL proxies use the certificates of the mesh'),
    },
    'a certificate of the client that is not shown': {
      yaml: rule('tls: { mode: SIMPLE, caCertificates: /etc/ca.pem, clientCertificate: /etc/cert.pem }'),
      expect: at('tls.clientCertificate', 'with mode SIMPLE clients show no certificate'),
    },
    'pods that are not warmed up': {
      yaml: rule('loadBalancer: { simple: RANDOM, warmup: { duration: 10s } }'),
      expect: at('loadBalancer.warmup', 'pods are warmed up with ROUND_ROBIN and LEAST_REQUEST only, not with RANDOM'),
    },
    'pods that a hash chooses': {
      yaml: rule('loadBalancer: { consistentHash: { useSourceIp: true }, warmupDurationSecs: 10s }'),
      expect: at(
        'loadBalancer.warmupDurationSecs',
        'pods are warmed up with ROUND_ROBIN and LEAST_REQUEST only, not with consistentHash',
      ),
    },
    'a failover that is turned off': {
      yaml: rule('loadBalancer: { localityLbSetting: { enabled: false, failover: [{ from: a, to: b }] } }'),
      expect: at('loadBalancer.localityLbSetting.failover', 'the same localityLbSetting is not enabled'),
    },
    'a limit of 0': {
      yaml: rule('outlierDetection: { consecutive5xxErrors: 0, interval: 10s }'),
      expect: at('outlierDetection', 'with 0 as the limit no errors are counted, so that no pod is ejected'),
    },
    'settings of TLS without TLS': {
      yaml: rule('tls: { mode: DISABLE, sni: api.example.com, insecureSkipVerify: true }'),
      expect: [
        ...at('tls.sni', 'the mode is DISABLE, so that there is no TLS'),
        ...at('tls.insecureSkipVerify', 'the mode is DISABLE, so that there is no TLS'),
      ],
    },
    'a port twice': {
      yaml: rule(
        'portLevelSettings: [{ port: { number: 80 }, loadBalancer: { simple: RANDOM } }, { port: { number: 80 }, connectionPool: { tcp: { maxConnections: 1 } } }]',
      ),
      expect: at('portLevelSettings[1]', 'portLevelSettings[0] is for port 80 as well, and the first counts'),
    },
    'an idle timeout of a port of TCP': {
      yaml: rule(`portLevelSettings: [{ port: { number: 6379 }, ${IDLE} }]`),
      expect: at(
        'portLevelSettings[0].connectionPool.tcp.idleTimeout',
        'for connections proxies read idleTimeout from spec.trafficPolicy only',
      ),
    },
  },
});
