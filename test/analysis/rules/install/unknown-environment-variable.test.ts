import { unknownEnvironmentVariable } from '../../../../src/analysis/rules/install/unknown-environment-variable';
import { testRule } from '../../../../src/testing/test-rule';
import { app, object } from '../mesh-yaml';

const operator = (spec: string) =>
  object('install.istio.io/v1alpha1', 'IstioOperator', 'istio', 'istio-system', `{ ${spec} }`);
const pilot = (env: string) => operator(`values: { pilot: { env: { ${env} } } }`);
const proxies = (metadata: string) => operator(`meshConfig: { defaultConfig: { proxyMetadata: { ${metadata} } } }`);
const chart = (values: string) =>
  object(
    'helm.toolkit.fluxcd.io/v2',
    'HelmRelease',
    'istiod',
    'istio-system',
    `{ chart: { spec: { chart: istiod, sourceRef: { kind: HelmRepository, name: istio } } }, values: { ${values} } }`,
  );
const proxyConfig = (variables: string) =>
  object('networking.istio.io/v1beta1', 'ProxyConfig', 'own', 'shop', `{ environmentVariables: { ${variables} } }`);
const none = (name: string) => `Istio reads no variable "${name}"`;

testRule(unknownEnvironmentVariable, {
  valid: {
    'variables that Istio reads': pilot(
      'PILOT_ENABLE_ALPHA_GATEWAY_API: "true", ENABLE_NATIVE_SIDECARS: "true", PILOT_HTTP10: "1"',
    ),
    'what proxies tell of themselves': proxies('ISTIO_META_DNS_CAPTURE: "true", ISTIO_META_IDLE_TIMEOUT: 30s'),
    'names that are like none of Istio': pilot('PILOT_MINE: a, GODEBUG: x, ENABLE_COLOURS: "1"'),
    'metadata of your own': proxies('ISTIO_META_TEAM: a, MY_VARIABLE: b'),
    'variables of a ProxyConfig': proxyConfig('EXIT_ON_ZERO_ACTIVE_CONNECTIONS: "true", OTHER: a'),
  },
  invalid: {
    'a slip in the values of istiod': {
      yaml: pilot('PILOT_ENABLE_AMBIENTS: "true"'),
      expect: [
        `IstioOperator istio-system/istio spec.values.pilot.env.PILOT_ENABLE_AMBIENTS: ${none('PILOT_ENABLE_AMBIENTS')}`,
      ],
    },
    'a slip in the environment of a component': {
      yaml: operator('components: { pilot: { k8s: { env: [{ name: ENABLE_NATIVE_SIDECAR, value: "true" }] } } }'),
      expect: [
        `IstioOperator istio-system/istio spec.components.pilot.k8s.env[0].name: ${none('ENABLE_NATIVE_SIDECAR')}`,
      ],
    },
    'a slip in the values of a chart': {
      yaml: chart('env: { PILOT_ENABLE_ANALYSYS: "true" }'),
      expect: [
        `HelmRelease istio-system/istiod spec.values.env.PILOT_ENABLE_ANALYSYS: ${none('PILOT_ENABLE_ANALYSYS')}`,
      ],
    },
    'a slip in the metadata of proxies': {
      yaml: proxies('ISTIO_META_DNS_AUTO_ALOCATE: "true"'),
      expect: [
        `IstioOperator istio-system/istio spec.meshConfig.defaultConfig.proxyMetadata: ${none('ISTIO_META_DNS_AUTO_ALOCATE')}`,
      ],
    },
    'a slip in a ProxyConfig': {
      yaml: proxyConfig('ISTIO_META_DNS_CAPTUR: "true"'),
      expect: [
        `ProxyConfig shop/own spec.environmentVariables.ISTIO_META_DNS_CAPTUR: ${none('ISTIO_META_DNS_CAPTUR')}`,
      ],
    },
    'a slip in the annotation of pods': {
      yaml: app('web').replace(
        'labels: { app: web } }\n    spec',
        'labels: { app: web }, annotations: { proxy.istio.io/config: "{ proxyMetadata: { ISTIO_META_DNS_CAPTUR: a } }" } }\n    spec',
      ),
      expect: [
        `Deployment shop/web spec.template.metadata.annotations["proxy.istio.io/config"]: ${none('ISTIO_META_DNS_CAPTUR')}`,
      ],
    },
    'a variable of proxies in the environment of istiod': {
      yaml: pilot('ISTIO_META_DNS_CAPTURE: "true"'),
      expect: [
        'IstioOperator istio-system/istio spec.values.pilot.env.ISTIO_META_DNS_CAPTURE: only proxies read "ISTIO_META_DNS_CAPTURE", not istiod',
      ],
    },
  },
});
