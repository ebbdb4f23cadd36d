import type { ObjectIssue } from '../../src/schema/object-issue';
import { validateObject } from '../../src/schema/validate-object';
import { WEBHOOK_RULES } from '../../src/schema/webhook/rules';
import { DEFAULT_ISTIO_VERSION } from '../../src/values/istio-version';
import { BAD_MESH_CONFIGS } from './mesh-config-cases';
import { BAD_CASES, GOOD_CASES, RELEASE_CASES } from './webhook-cases';

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

function validate(
  kind: string,
  spec: object,
  metadata: object = {},
  istioVersion: string = DEFAULT_ISTIO_VERSION,
): readonly ObjectIssue[] {
  const apiVersion = API_VERSIONS[kind] ?? '';
  const manifest = { apiVersion, kind, metadata: { name: 'x', namespace: 'ns', ...metadata }, spec };
  return validateObject(manifest, { istioVersion });
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

  for (const { rule, kind, spec, path, metadata, bad, good } of RELEASE_CASES) {
    it(`report ${rule} at ${path} (${kind}) for Istio ${bad.join(' and ')} alone`, () => {
      const found = (istioVersion: string): readonly string[] =>
        validate(kind, spec, metadata, istioVersion)
          .filter(issue => issue.rule === rule)
          .map(issue => `${issue.severity} ${issue.path}`);
      for (const release of bad) expect(found(release)).toEqual([`${WEBHOOK_RULES[rule].severity} ${path}`]);
      for (const release of good) expect(found(release)).toEqual([]);
    });
  }

  it('leave a mode that only the mesh configuration has to the schema of Sidecars', () => {
    const spec = { egress: [{ hosts: ['*/*'] }], outboundTrafficPolicy: { mode: 'ALLOW_ANY_DYNAMIC_DNS' } };
    for (const release of ['1.30', '1.31', '1.32']) {
      expect(validate('Sidecar', spec, {}, release).map(({ severity, path }) => `${severity} ${path}`)).toEqual([
        'error spec.outboundTrafficPolicy.mode',
      ]);
    }
  });

  it('leave patches for waypoints alone', () => {
    const match = { context: 'WAYPOINT', waypoint: { portNumber: 80 } };
    const configPatches = [{ applyTo: 'CLUSTER', match, patch: { operation: 'MERGE' } }];
    expect(validate('EnvoyFilter', { configPatches }, {}, '1.32').map(({ rule }) => rule)).toEqual([
      'envoy-filter-internals',
    ]);
  });

  it('are silent about what another rule explains', () => {
    const noisy = BAD_CASES.filter(([rule, kind, spec, , metadata]) =>
      validate(kind, spec, metadata).some(issue => ![rule, 'envoy-filter-internals'].includes(issue.rule)),
    );
    // Both say something that the other does not.
    expect(noisy.map(([rule]) => rule)).toEqual(['mirror-percentage', 'delegate-tls', 'hash-ring-size-conflict']);
  });

  it('each have a case, for each of the fifteen kinds', () => {
    const covered = [...BAD_CASES, ...BAD_MESH_CONFIGS].map(([rule]) => rule);
    expect(new Set([...covered, ...RELEASE_CASES.map(({ rule }) => rule)])).toEqual(
      new Set(Object.keys(WEBHOOK_RULES)),
    );
    const kinds = new Set([...BAD_CASES, ...GOOD_CASES].map(([, kind]) => kind));
    expect([...kinds].sort()).toEqual(Object.keys(API_VERSIONS).sort());
    expect(BAD_CASES.length + GOOD_CASES.length).toBeGreaterThan(250);
  });
});
