import { unknownTelemetryAttribute } from '../../../../src/analysis/rules/telemetry/unknown-telemetry-attribute';
import { testRule } from '../../../../src/testing/test-rule';
import { object } from '../mesh-yaml';
import { logs, telemetry } from './telemetries';

const filter = (expression: string) => logs(`{ filter: { expression: ${JSON.stringify(expression)} } }`);
const tag = (value: string) =>
  telemetry(`{ metrics: [{ overrides: [{ tagOverrides: { own: { value: ${JSON.stringify(value)} } } }] }] }`);
const inFilter = (problem: string) => [
  `Telemetry shop/t spec.accessLogging[0].filter.expression: ${problem}: the filter lets nothing through by it`,
];
const inTag = (problem: string) => [
  `Telemetry shop/t spec.metrics[0].overrides[0].tagOverrides[own].value: ${problem}: the tag has no value of its own`,
];

testRule(unknownTelemetryAttribute, {
  valid: {
    attributes: filter(
      "response.code >= 400 || response.flags != 0 || (connection.mtls && request.headers['x-debug'] == '1')",
    ),
    'names that are bound': filter("['a', 'b'].exists(one, request.url_path.startsWith(one)) || has(request.referer)"),
    'conversions and types': filter("string(response.code).startsWith('5') && type(request.path) == string"),
    'what filters of Envoy know': filter(
      "xds.cluster_name.contains('x') || filter_state.upstream_peer.cluster == 'c' || metadata.filter_metadata['a'] == 'b'",
    ),
    'the host of the request': tag('request.host'),
    'a text': tag("'production'"),
    'a name that plugins of Istio set': tag('istio_operationId'),
    'a name where there are plugins':
      tag('operation') +
      `---${object('extensions.istio.io/v1alpha1', 'WasmPlugin', 'attributes', 'shop', '{ url: "oci://a" }')}`,
    'a filter that the webhook refuses': filter('response.code >'),
  },
  invalid: {
    'a text without quotes': { yaml: tag('production'), expect: inTag('"production" is no attribute') },
    'what is no expression': {
      yaml: tag('the shop'),
      expect: inTag('"the shop" is no expression, since unexpected "shop"'),
    },
    'an attribute that does not exist': {
      yaml: filter('response.status == 404'),
      expect: inFilter('there is no attribute "response.status"'),
    },
    'a slip of a name': {
      yaml: tag("request.header['x-user']"),
      expect: inTag('there is no attribute "request.header"'),
    },
    'an attribute of earlier releases': {
      yaml: filter("source.workload.name == 'web'"),
      expect: inFilter('there is no attribute "source.workload"'),
    },
    'a number as a text': {
      yaml: filter("response.code == '404'"),
      expect: inFilter('"response.code" is no text and never compares with "404"'),
    },
  },
});
