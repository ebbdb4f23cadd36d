import { deprecatedLightstepProvider } from '../../../../src/analysis/rules/telemetry/deprecated-lightstep-provider';
import { testRule } from '../../../../src/testing/test-rule';
import { mesh, object } from '../mesh-yaml';

const istio = (providers: string) => `
apiVersion: v1
kind: ConfigMap
metadata: { name: istio, namespace: istio-system }
data: { mesh: '{ "extensionProviders": [${providers}] }' }`;
const LIGHTSTEP = '{ "name": "old", "lightstep": { "service": "lightstep.example.org", "port": 443 } }';
const OTEL = '{ "name": "new", "opentelemetry": { "service": "otel.example.org", "port": 4317 } }';
const telemetry = (spec: string, at = 'shop') => object('telemetry.istio.io/v1', 'Telemetry', 'traces', at, spec);

testRule(deprecatedLightstepProvider, {
  valid: {
    'another type of provider': mesh(
      istio(`${LIGHTSTEP}, ${OTEL}`),
      telemetry('{ tracing: [{ providers: [{ name: new }] }] }'),
    ),
    'a provider that no Telemetry names': istio(LIGHTSTEP),
    'a provider of that name that is not in the set': telemetry('{ tracing: [{ providers: [{ name: lightstep }] }] }'),
  },
  invalid: {
    'tracing of a namespace': {
      yaml: mesh(istio(LIGHTSTEP), telemetry('{ tracing: [{ providers: [{ name: old }] }] }')),
      expect: [
        'Telemetry shop/traces spec.tracing[0].providers[0].name: provider "old" is of type lightstep, which Istio has removed',
      ],
    },
    'one of several, for the whole mesh': {
      yaml: mesh(
        istio(`${LIGHTSTEP}, ${OTEL}`),
        telemetry('{ tracing: [{}, { providers: [{ name: new }, { name: old }] }] }', 'istio-system'),
      ),
      expect: [
        'Telemetry istio-system/traces spec.tracing[1].providers[1].name: provider "old" is of type lightstep, which Istio has removed',
      ],
    },
  },
});
