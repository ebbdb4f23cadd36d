import type { ObjectIssue } from '../../src/schema/object-issue';
import { validateObject } from '../../src/schema/validate-object';
import { WEBHOOK_RULES } from '../../src/schema/webhook/rules';
import { BAD_CASES, GOOD_CASES } from './webhook-cases';

const API_VERSIONS: { readonly [kind: string]: string } = {
  AuthorizationPolicy: 'security.istio.io/v1',
  DestinationRule: 'networking.istio.io/v1',
  EnvoyFilter: 'networking.istio.io/v1alpha3',
  Gateway: 'networking.istio.io/v1',
  PeerAuthentication: 'security.istio.io/v1',
  ProxyConfig: 'networking.istio.io/v1beta1',
  RequestAuthentication: 'security.istio.io/v1',
  ServiceEntry: 'networking.istio.io/v1',
  Sidecar: 'networking.istio.io/v1',
  Telemetry: 'telemetry.istio.io/v1',
  TrafficExtension: 'extensions.istio.io/v1alpha1',
  VirtualService: 'networking.istio.io/v1',
  WasmPlugin: 'extensions.istio.io/v1alpha1',
  WorkloadEntry: 'networking.istio.io/v1',
  WorkloadGroup: 'networking.istio.io/v1',
};

function validate(kind: string, spec: object, metadata: object = {}): readonly ObjectIssue[] {
  const apiVersion = API_VERSIONS[kind] ?? '';
  return validateObject({ apiVersion, kind, metadata: { name: 'x', namespace: 'ns', ...metadata }, spec });
}

describe('the rules of the webhook', () => {
  for (const [what, kind, spec, metadata] of GOOD_CASES) {
    it(`accept ${what} (${kind})`, () => {
      // Every EnvoyFilter is warned about.
      const issues = validate(kind, spec, metadata).filter(({ rule }) => rule !== 'envoy-filter-internals');
      expect(issues).toEqual([]);
    });
  }

  for (const [rule, kind, spec, path, metadata] of BAD_CASES) {
    it(`report ${rule} at ${path} (${kind})`, () => {
      const found = validate(kind, spec, metadata).filter(issue => issue.rule === rule);
      expect(found.map(issue => [issue.path, issue.source, issue.severity])).toEqual([
        [path, 'webhook', WEBHOOK_RULES[rule].severity],
      ]);
      expect(found[0]?.message.startsWith(`${path}: ${WEBHOOK_RULES[rule].wanted}`)).toBe(true);
    });
  }

  it('are silent about what another rule explains', () => {
    const noisy = BAD_CASES.filter(([rule, kind, spec, , metadata]) =>
      validate(kind, spec, metadata).some(issue => ![rule, 'envoy-filter-internals'].includes(issue.rule)),
    );
    // Both say something that the other does not.
    expect(noisy.map(([rule]) => rule)).toEqual(['delegate-tls', 'hash-ring-size-conflict']);
  });

  it('each have a case, for each of the fifteen kinds', () => {
    expect(new Set(BAD_CASES.map(([rule]) => rule))).toEqual(new Set(Object.keys(WEBHOOK_RULES)));
    const kinds = new Set([...BAD_CASES, ...GOOD_CASES].map(([, kind]) => kind));
    expect([...kinds].sort()).toEqual(Object.keys(API_VERSIONS).sort());
    expect(BAD_CASES.length + GOOD_CASES.length).toBeGreaterThan(250);
  });
});
