import { gatewayApiCrdVersion } from '../../../../src/analysis/rules/gateway-api/gateway-api-crd-version';
import { testRule } from '../../../../src/testing/test-rule';
import { mesh } from '../mesh-yaml';

const crd = (kind: string, version: string) => `
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata:
  name: ${kind}.gateway.networking.k8s.io
  annotations: { gateway.networking.k8s.io/bundle-version: ${version} }
spec: { group: gateway.networking.k8s.io, names: { kind: Any, plural: ${kind} } }`;
const under = (istioVersion: string, yaml: string) => ({ yaml, options: { istioVersion } });

testRule(gatewayApiCrdVersion, {
  valid: {
    'the oldest that Istio reads': crd('tcproutes', 'v1.6.0'),
    'a newer one': mesh(crd('grpcroutes', 'v1.7.0'), crd('tlsroutes', 'v2.0.0')),
    'an older one, for a release that reads it': under('1.29', crd('tlsroutes', 'v1.4.0')),
    'a kind of which any version is read': crd('httproutes', 'v0.8.0'),
    'a version that is none': crd('tcproutes', 'main'),
    'a prerelease of a newer one': crd('tcproutes', 'v1.7.0-rc.1'),
  },
  invalid: {
    'TCPRoutes, by release': {
      ...under('1.31', crd('tcproutes', 'v1.5.1')),
      expect: [
        'CustomResourceDefinition tcproutes.gateway.networking.k8s.io metadata.annotations["gateway.networking.k8s.io/bundle-version"]: version "v1.5.1" is older than 1.6.0, so that Istio 1.31 ignores the objects of this kind',
      ],
    },
    TLSRoutes: {
      ...under('1.30', crd('tlsroutes', 'v1.4.1')),
      expect: [
        'CustomResourceDefinition tlsroutes.gateway.networking.k8s.io metadata.annotations["gateway.networking.k8s.io/bundle-version"]: version "v1.4.1" is older than 1.5.0, so that Istio 1.30 ignores the objects of this kind',
      ],
    },
    'GRPCRoutes of a version without a patch': {
      ...under('1.22', crd('grpcroutes', 'v1.0')),
      expect: [
        'CustomResourceDefinition grpcroutes.gateway.networking.k8s.io metadata.annotations["gateway.networking.k8s.io/bundle-version"]: version "v1.0" is older than 1.1.0, so that Istio 1.22 ignores the objects of this kind',
      ],
    },
    'each kind': {
      yaml: mesh(crd('backendtlspolicies', 'v1.3.0'), crd('tlsroutes', '1.4.9')),
      expect: [
        'CustomResourceDefinition backendtlspolicies.gateway.networking.k8s.io metadata.annotations["gateway.networking.k8s.io/bundle-version"]: version "v1.3.0" is older than 1.4.0, so that Istio 1.31.4 ignores the objects of this kind',
        'CustomResourceDefinition tlsroutes.gateway.networking.k8s.io metadata.annotations["gateway.networking.k8s.io/bundle-version"]: version "1.4.9" is older than 1.5.0, so that Istio 1.31.4 ignores the objects of this kind',
      ],
    },
  },
});
