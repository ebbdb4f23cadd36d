import { ignoredMetricOverride } from '../../../../src/analysis/rules/telemetry/ignored-metric-override';
import { testRule } from '../../../../src/testing/test-rule';
import { object } from '../mesh-yaml';
import { telemetry } from './telemetries';

const metrics = (...overrides: readonly string[]) => items(`{ ${PROMETHEUS}, overrides: [${overrides.join(', ')}] }`);
const items = (...written: readonly string[]) => telemetry(`{ metrics: [${written.join(', ')}] }`);
const PROMETHEUS = 'providers: [{ name: prometheus }]';
const OTHER = 'providers: [{ name: stackdriver }]';
const NONE = '{ disabled: true }';
const COUNT = 'match: { metric: REQUEST_COUNT }';
const TAGS = 'tagOverrides: { response_flags: { operation: REMOVE } }';
const at = (field: string, problem: string) => [`Telemetry shop/t spec.metrics[0].${field}: ${problem}`];

testRule(ignoredMetricOverride, {
  valid: {
    'metrics and tags that are left out': metrics(`{ match: { metric: REQUEST_SIZE }, disabled: true }`, `{ ${TAGS} }`),
    'no metrics at all': metrics(NONE),
    'no metrics of one side, and fewer tags of the other': metrics(
      '{ match: { mode: CLIENT }, disabled: true }',
      `{ match: { mode: SERVER }, ${TAGS} }`,
    ),
    'all tags, of which one metric is turned off': metrics(`{ ${TAGS} }`, `{ ${COUNT}, disabled: true }`),
    'a metric that a namespace turns on again':
      telemetry(`{ metrics: [{ overrides: [${NONE}] }] }`, 'mesh', 'istio-system') +
      metrics(`{ ${COUNT}, disabled: false }`),
    'a tag that was added before': metrics(
      '{ tagOverrides: { host: { value: request.host } } }',
      `{ ${COUNT}, tagOverrides: { host: { operation: REMOVE } } }`,
    ),
    'a tag that the mesh adds':
      telemetry(
        '{ metrics: [{ overrides: [{ tagOverrides: { host: { operation: UPSERT, value: request.host } } }] }] }',
        'mesh',
        'istio-system',
      ) + metrics('{ tagOverrides: { host: { operation: REMOVE } } }'),
    'a tag of a metric of which Istio knows nothing': metrics(
      '{ match: { customMetric: mine }, tagOverrides: { colour: { operation: REMOVE } } }',
    ),
    'a tag where a patch adds some':
      metrics('{ tagOverrides: { colour: { operation: REMOVE } } }') +
      `---${object(
        'networking.istio.io/v1alpha3',
        'EnvoyFilter',
        'stats',
        'shop',
        '{ configPatches: [{ applyTo: HTTP_FILTER, patch: { operation: MERGE, value: { name: istio.stats } } }] }',
      )}`,
    'several items about one provider': items(`{ ${PROMETHEUS} }`, `{ ${PROMETHEUS}, overrides: [{ ${TAGS} }] }`),
  },
  invalid: {
    'a metric that is turned on behind all that are off': {
      yaml: metrics(NONE, `{ ${COUNT}, disabled: false }`),
      expect: at(
        'overrides[0]',
        'all metrics are turned off, and metrics[0].overrides[1] turns all of them on again, not only those that it names',
      ),
    },
    'an override before all are off': {
      yaml: metrics(`{ ${COUNT}, ${TAGS} }`, '{ match: { metric: ALL_METRICS }, disabled: true }'),
      expect: at('overrides[0]', 'the override is not used: metrics[0].overrides[1] turns its metrics off'),
    },
    'tags of a metric that is off': {
      yaml: metrics(`{ ${COUNT}, disabled: true, ${TAGS} }`),
      expect: at('overrides[0].tagOverrides', 'the tags are not used: the same override turns the metrics off'),
    },
    'tags of a metric that a later override turns off': {
      yaml: metrics(`{ ${COUNT}, ${TAGS} }`, `{ ${COUNT}, disabled: true }`),
      expect: at(
        'overrides[0].tagOverrides',
        'the override is not used: metrics[0].overrides[1] turns its metrics off',
      ),
    },
    'a provider of which a later one takes the place': {
      yaml: items(`{ ${PROMETHEUS}, overrides: [{ ${TAGS} }] }`, `{ ${OTHER} }`),
      expect: [
        'Telemetry shop/t spec.metrics[0]: the item is not used: a later one names provider "stackdriver", which takes the place of its own',
      ],
    },
    'a tag that no metric has': {
      yaml: metrics('{ tagOverrides: { response_codes: { operation: REMOVE }, colour: { operation: REMOVE } } }'),
      expect: [
        ...at(
          'overrides[0].tagOverrides[response_codes]',
          'no metric has the tag "response_codes", so that nothing is removed',
        ),
        ...at('overrides[0].tagOverrides[colour]', 'no metric has the tag "colour", so that nothing is removed'),
      ],
    },
  },
});
