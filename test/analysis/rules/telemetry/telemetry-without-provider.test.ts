import { telemetryWithoutProvider } from '../../../../src/analysis/rules/telemetry/telemetry-without-provider';
import { testRule } from '../../../../src/testing/test-rule';

const object = (apiVersion: string, kind: string, name: string, ns: string, rest: string, metadata = '') => `
---
apiVersion: ${apiVersion}
kind: ${kind}
metadata: { name: ${name}${ns === '' ? '' : `, namespace: ${ns}`}${metadata} }
${rest}
`;

const logs = (items: string) =>
  object('telemetry.istio.io/v1', 'Telemetry', 't', 'shop', `spec: { accessLogging: [${items}] }`);

testRule(telemetryWithoutProvider, {
  valid: {
    'a provider': logs('{ providers: [{ name: envoy }] }'),
    'logging that is off': logs('{ disabled: true }'),
    'a default provider of the mesh': {
      yaml: logs('{}'),
      options: { meshConfig: { defaultProviders: { accessLogging: ['envoy'] } } },
    },
  },
  invalid: {
    'one of several items without a provider': {
      yaml: logs('{ providers: [{ name: envoy }] }, {}'),
      expect: [
        'Telemetry shop/t spec.accessLogging[1].providers: access logging names no provider, and the mesh has no default one, so that nothing is logged',
      ],
    },
  },
});
