import { unknownProxyConfigField } from '../../../../src/analysis/rules/metadata/unknown-proxy-config-field';
import { testRule } from '../../../../src/testing/test-rule';
import { controller } from './labels';

const config = (text: string) => controller({ podAnnotations: `{ proxy.istio.io/config: ${JSON.stringify(text)} }` });
const FIELD = 'Deployment shop/web spec.template.metadata.annotations["proxy.istio.io/config"]';

testRule(unknownProxyConfigField, {
  valid: {
    'fields by both of their names': config('holdApplicationUntilProxyStarts: true\nstatus_port: 15021\n'),
    'fields of messages, and keys of maps': config('tracing: { sampling: 10 }\nproxyMetadata: { ANY_THING: "a" }\n'),
    'a field that is newer than the schema': config('connectionSettings: { profile: EDGE }\n'),
  },
  invalid: {
    'a misspelt field': {
      yaml: config('{"concurency": 2}'),
      expect: [`${FIELD}: "concurency" is not a field of the configuration of proxies`],
    },
    'a field that came after the target release': {
      yaml: config('connectionSettings: { profile: EDGE }\n'),
      context: { istioVersion: '1.30.5' },
      expect: [
        'Deployment shop/web spec.template.metadata.annotations["proxy.istio.io/config"]: the injector passes over "connectionSettings": field "connectionSettings" exists since Istio 1.31, the target is 1.30.5',
      ],
    },
    'a misspelt field of a message': {
      yaml: config('tracing: { samplng: 10 }\n'),
      expect: [`${FIELD}: "tracing.samplng" is not a field of the configuration of proxies`],
    },
  },
});
