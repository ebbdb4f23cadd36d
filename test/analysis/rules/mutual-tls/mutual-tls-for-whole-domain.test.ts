import { mutualTlsForWholeDomain } from '../../../../src/analysis/rules/mutual-tls/mutual-tls-for-whole-domain';
import { testRule } from '../../../../src/testing/test-rule';

const rule = (host: string, mode = 'ISTIO_MUTUAL') => `
apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata: { name: default, namespace: istio-system }
spec: { host: "${host}", trafficPolicy: { tls: { mode: ${mode} } } }
`;

const withoutAutomatic = `
apiVersion: v1
kind: ConfigMap
metadata: { name: istio, namespace: istio-system }
data: { mesh: "enableAutoMtls: false" }
`;

const found = (host: string) => ({
  yaml: rule(host),
  expect: [
    `DestinationRule istio-system/default spec.trafficPolicy.tls.mode: clients send mutual TLS to every service of "${host}", also to those without a proxy, which cannot answer it`,
  ],
});

testRule(mutualTlsForWholeDomain, {
  valid: {
    'a rule for one service': rule('web.shop.svc.cluster.local'),
    'a rule for the services of one namespace': rule('*.shop.svc.cluster.local'),
    'a rule for a domain that leaves TLS to the proxies': rule('*.local', 'DISABLE'),
    'such a rule where automatic mutual TLS is off': `${rule('*.local')}---${withoutAutomatic}`,
  },
  invalid: {
    'a rule for the cluster by its last label': found('*.local'),
    'a rule for all services of the cluster': found('*.svc.cluster.local'),
    'a rule for everything': found('*'),
  },
});
