import { wrongEnvoyPatchOperation } from '../../../../src/analysis/rules/objects/wrong-envoy-patch-operation';
import { testRule } from '../../../../src/testing/test-rule';
import { mesh, object } from '../mesh-yaml';

const filter = (applyTo: string, operation: string) =>
  object(
    'networking.istio.io/v1alpha3',
    'EnvoyFilter',
    'filter',
    'shop',
    `{ priority: 1, configPatches: [{ applyTo: ${applyTo}, patch: { operation: ${operation}, value: { name: a } } }] }`,
  );

testRule(wrongEnvoyPatchOperation, {
  valid: Object.fromEntries(
    [
      ['HTTP_ROUTE', 'MERGE'],
      ['HTTP_FILTER', 'REPLACE'],
      ['NETWORK_FILTER', 'REPLACE'],
      ['VIRTUAL_HOST', 'REPLACE'],
      ['VIRTUAL_HOST', 'ADD'],
      ['CLUSTER', 'REMOVE'],
      ['HTTP_ROUTE', 'ADD'],
      ['HTTP_ROUTE', 'REMOVE'],
      ['LISTENER_FILTER', 'REPLACE'],
    ].map(([applyTo = '', operation = '']) => [`${operation} of ${applyTo}`, filter(applyTo, operation)]),
  ),
  invalid: {
    'a cluster that is replaced': {
      yaml: filter('CLUSTER', 'REPLACE'),
      expect: ['EnvoyFilter shop/filter spec.configPatches[0].patch.operation: REPLACE has no effect on CLUSTER'],
    },
    'a listener that is replaced': {
      yaml: filter('LISTENER', 'REPLACE'),
      expect: ['EnvoyFilter shop/filter spec.configPatches[0].patch.operation: REPLACE has no effect on LISTENER'],
    },
    'a configuration of routes that is added': {
      yaml: filter('ROUTE_CONFIGURATION', 'ADD'),
      expect: [
        'EnvoyFilter shop/filter spec.configPatches[0].patch.operation: ADD has no effect on ROUTE_CONFIGURATION',
      ],
    },
    'routes that are removed': {
      yaml: filter('ROUTE_CONFIGURATION', 'REMOVE'),
      expect: [
        'EnvoyFilter shop/filter spec.configPatches[0].patch.operation: REMOVE has no effect on ROUTE_CONFIGURATION',
      ],
    },
    'what istioctl says of single routes': {
      yaml: mesh(filter('HTTP_ROUTE', 'ADD'), filter('HTTP_ROUTE', 'REMOVE').replace('name: filter', 'name: other')),
      options: { istioParity: true },
      expect: ['EnvoyFilter shop/filter: ADD has no effect', 'EnvoyFilter shop/other: REMOVE has no effect'],
    },
    'a replacement of nothing': {
      yaml: filter('""', 'REPLACE'),
      expect: [
        'EnvoyFilter shop/filter spec.configPatches[0].patch.operation: REPLACE has no effect on an empty applyTo',
      ],
    },
  },
});
