import { unknownAuthorizationProvider } from '../../../../src/analysis/rules/authorization/unknown-authorization-provider';
import { testRule } from '../../../../src/testing/test-rule';

const mesh = (service: string) => `
apiVersion: v1
kind: ConfigMap
metadata: { name: istio, namespace: istio-system }
data:
  mesh: |
    extensionProviders: [{ name: opa, envoyExtAuthzGrpc: { service: ${service}, port: 9191 } }]
---`;

const policy = (provider: string) => `
apiVersion: security.istio.io/v1
kind: AuthorizationPolicy
metadata: { name: ask, namespace: shop }
spec: { action: CUSTOM, provider: { name: ${provider} }, rules: [{}] }
---`;

const entry = (namespace: string) => `
apiVersion: networking.istio.io/v1
kind: ServiceEntry
metadata: { name: opa, namespace: ${namespace} }
spec: { hosts: [opa.mesh], resolution: STATIC, ports: [{ name: grpc, number: 9191, protocol: GRPC }] }
---`;

testRule(unknownAuthorizationProvider, {
  valid: {
    'a provider of the mesh configuration': mesh('opa.mesh') + policy('opa') + entry('a'),
    'a provider whose host is elsewhere': mesh('opa.mesh') + policy('opa'),
    'a provider with the namespace of its host': mesh('a/opa.mesh') + policy('opa') + entry('a') + entry('b'),
  },
  invalid: {
    'a provider that is not defined': {
      yaml: mesh('opa.mesh') + policy('oap'),
      expect: [
        'AuthorizationPolicy shop/ask spec.provider.name: provider "oap" is not an external authorizer of the mesh configuration, which has "opa"',
      ],
    },
    'a provider whose host two namespaces declare': {
      yaml: mesh('opa.mesh') + policy('opa') + entry('a') + entry('b'),
      expect: [
        'AuthorizationPolicy shop/ask spec.provider.name: several namespaces (a, b) declare the host "opa.mesh" of provider "opa", so that istiod cannot use it and denies all requests',
      ],
    },
  },
});
