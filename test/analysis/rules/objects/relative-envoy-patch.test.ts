import { relativeEnvoyPatch } from '../../../../src/analysis/rules/objects/relative-envoy-patch';
import { testRule } from '../../../../src/testing/test-rule';
import { mesh, object } from '../mesh-yaml';

const patch = (operation: string, applyTo = 'HTTP_FILTER', match = '', value = '{ name: lua }') =>
  `{ applyTo: ${applyTo}, ${match === '' ? '' : `match: ${match}, `}patch: { operation: ${operation}, value: ${value} } }`;
const filter = (patches: readonly string[], more = '', name = 'filter') =>
  object('networking.istio.io/v1alpha3', 'EnvoyFilter', name, 'shop', `{ ${more}configPatches: [${patches.join()}] }`);
const VERSION = '{ proxy: { proxyVersion: "^1\\\\.31.*" } }';

testRule(relativeEnvoyPatch, {
  valid: {
    'an operation that needs no other filter': filter([
      patch('INSERT_FIRST'),
      patch('ADD', 'CLUSTER'),
      patch('MERGE', 'LISTENER'),
    ]),
    'a priority': filter([patch('INSERT_BEFORE')], 'priority: 10, '),
    'a negative priority': filter([patch('INSERT_AFTER')], 'priority: -1, '),
    'a route that is removed': filter([patch('REMOVE', 'HTTP_ROUTE')]),
    'a cluster that is replaced': filter([patch('REPLACE', 'CLUSTER')]),
    'a patch without an operation': filter(['{ applyTo: HTTP_FILTER }', patch('INSERT_BEFORE')]),
  },
  invalid: {
    'before and after another filter': {
      yaml: filter([patch('INSERT_BEFORE'), patch('INSERT_AFTER', 'NETWORK_FILTER')]),
      expect: [
        'EnvoyFilter shop/filter spec.configPatches[0].patch.operation: INSERT_BEFORE without a priority is ignored if the filter that it refers to is added later',
        'EnvoyFilter shop/filter spec.configPatches[1].patch.operation: INSERT_AFTER without a priority is ignored if the filter that it refers to is added later',
      ],
    },
    'a filter that is removed': {
      yaml: filter([patch('REMOVE')]),
      expect: [
        'EnvoyFilter shop/filter spec.configPatches[0].patch.operation: REMOVE without a priority is ignored if the filter that it refers to is added later',
      ],
    },
    'a filter that is replaced': {
      yaml: filter([patch('REPLACE', 'NETWORK_FILTER')]),
      expect: [
        'EnvoyFilter shop/filter spec.configPatches[0].patch.operation: REPLACE without a priority is ignored if the filter that it refers to is added later',
      ],
    },
    'a priority of nothing': {
      yaml: filter([patch('INSERT_BEFORE')], 'priority: 0, '),
      expect: [
        'EnvoyFilter shop/filter spec.configPatches[0].patch.operation: INSERT_BEFORE without a priority is ignored if the filter that it refers to is added later',
      ],
    },
    'a filter that another patch limits to a version of the proxy': {
      yaml: mesh(filter([patch('ADD', 'HTTP_FILTER', VERSION)], '', 'a'), filter([patch('INSERT_BEFORE')], '', 'b')),
      expect: [
        'EnvoyFilter shop/b spec.configPatches[0].patch.operation: INSERT_BEFORE of a filter that another patch limits to a proxy version has no priority, so that an upgrade may leave it out',
      ],
    },
  },
});
