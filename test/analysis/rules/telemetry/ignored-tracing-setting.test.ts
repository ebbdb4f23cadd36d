import { ignoredTracingSetting } from '../../../../src/analysis/rules/telemetry/ignored-tracing-setting';
import { testRule } from '../../../../src/testing/test-rule';
import { telemetry } from './telemetries';

const tracing = (items: string, name?: string, namespace?: string) =>
  telemetry(`{ tracing: [${items}] }`, name, namespace);
const OFF = 'disableSpanReporting: true';
const at = (field: string, problem: string) => [`Telemetry shop/t spec.tracing[0].${field}: ${problem}`];
const NONE = 'the setting has no effect: disableSpanReporting turns the reporting of spans off';

testRule(ignoredTracingSetting, {
  valid: {
    'spans that are reported': tracing(
      '{ randomSamplingPercentage: 10, customTags: { a: { literal: { value: b } } } }',
    ),
    'no spans at all': tracing(`{ providers: [{ name: otel }], ${OFF} }`),
    'spans of one side only': tracing(`{ randomSamplingPercentage: 10 }, { ${OFF}, match: { mode: CLIENT } }`),
    'a percentage that a narrower Telemetry takes':
      tracing(`{ ${OFF}, randomSamplingPercentage: 10 }`, 'mesh', 'istio-system') +
      tracing('{ disableSpanReporting: false }'),
    'tags that repeat those of the mesh':
      tracing('{ customTags: { a: { literal: { value: b } } } }', 'mesh', 'istio-system') +
      tracing('{ customTags: { a: { literal: { value: c } }, d: { literal: { value: e } } } }'),
    'another percentage for each side': tracing(
      '{ match: { mode: CLIENT }, randomSamplingPercentage: 1 }, { match: { mode: SERVER }, randomSamplingPercentage: 2 }',
    ),
  },
  invalid: {
    'tags beside spans that are not reported': {
      yaml: tracing(`{ ${OFF}, customTags: { a: { literal: { value: b } } } }`),
      expect: at('customTags', NONE),
    },
    'a percentage that a later item makes useless': {
      yaml: tracing(`{ randomSamplingPercentage: 10 }, { ${OFF} }`),
      expect: at('randomSamplingPercentage', NONE),
    },
    'a percentage where the mesh reports no spans': {
      yaml: tracing('{ randomSamplingPercentage: 10 }') + tracing(`{ ${OFF} }`, 'mesh', 'istio-system'),
      expect: at(
        'randomSamplingPercentage',
        'the setting has no effect: disableSpanReporting of Telemetry "istio-system/mesh" turns the reporting of spans off',
      ),
    },
    'a percentage twice': {
      yaml: tracing('{ randomSamplingPercentage: 10 }, { randomSamplingPercentage: 20 }'),
      expect: at('randomSamplingPercentage', 'the setting has no effect: tracing[1] sets it again'),
    },
    'tags that take the place of those of the mesh': {
      yaml:
        tracing('{ customTags: { d: { literal: { value: e } } } }') +
        tracing('{ customTags: { a: { literal: { value: b } } } }', 'mesh', 'istio-system'),
      expect: at(
        'customTags',
        'the tags "a" of Telemetry "istio-system/mesh" are not added here: customTags replace those of wider Telemetries as a whole',
      ),
    },
  },
});
