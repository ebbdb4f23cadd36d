import { validateObject } from '../../src/schema/validate-object';
import type { Manifest } from '../../src/values/manifest';

type Fields = { readonly [field: string]: unknown };

const object = (kind: string, spec: unknown, rest: Fields = {}): Manifest =>
  ({ apiVersion: 'networking.istio.io/v1', kind, metadata: { name: 'x', namespace: 'ns' }, spec, ...rest }) as Manifest;
const messages = (manifest: Manifest, istioVersion?: string): readonly string[] =>
  validateObject(manifest, istioVersion === undefined ? {} : { istioVersion }).map(({ message }) => message);
const rules = (manifest: Manifest, istioVersion?: string): readonly string[] =>
  validateObject(manifest, istioVersion === undefined ? {} : { istioVersion }).map(
    ({ rule, path }) => `${rule} ${path}`,
  );
const rule = (fields: Fields): Manifest => object('DestinationRule', { host: 'a', ...fields });
const plugin = (fields: Fields): Manifest =>
  object('WasmPlugin', { url: 'oci://a', ...fields }, { apiVersion: 'extensions.istio.io/v1alpha1' });

describe('structure', () => {
  it.each<[string, Manifest, string]>([
    ['a missing field', object('DestinationRule', {}), 'spec.host: Required value'],
    ['a missing spec', object('WorkloadGroup', undefined), 'spec: Required value'],
    [
      'a wrong type',
      object('DestinationRule', { host: 1 }),
      'spec.host: Invalid value: "integer": spec.host in body must be of type string: "integer"',
    ],
    [
      'null',
      plugin({ match: [null] }),
      'spec.match[0]: Invalid value: "null": spec.match[0] in body must be of type object: "null"',
    ],
    [
      'an unknown value',
      rule({ trafficPolicy: { loadBalancer: { simple: 'ROUNDROBIN' } } }),
      'spec.trafficPolicy.loadBalancer.simple: Unsupported value: "ROUNDROBIN": supported values: "UNSPECIFIED", "LEAST_CONN", "RANDOM", "PASSTHROUGH", "ROUND_ROBIN", "LEAST_REQUEST"',
    ],
    [
      'a pattern',
      plugin({ sha256: 'x' }),
      `spec.sha256: Invalid value: "x": spec.sha256 in body should match '(^$|^[a-f0-9]{64}$)'`,
    ],
    [
      'a short text',
      plugin({ pluginName: '' }),
      'spec.pluginName: Invalid value: "": spec.pluginName in body should be at least 1 chars long',
    ],
    [
      'a long text',
      plugin({ pluginName: 'a'.repeat(257) }),
      'spec.pluginName: Too long: may not be more than 256 bytes',
    ],
    [
      'a small number',
      plugin({ match: [{ ports: [{ number: 0 }] }] }),
      'spec.match[0].ports[0].number: Invalid value: 0: spec.match[0].ports[0].number in body should be greater than or equal to 1',
    ],
    [
      'a large number',
      plugin({ match: [{ ports: [{ number: 65536 }] }] }),
      'spec.match[0].ports[0].number: Invalid value: 65536: spec.match[0].ports[0].number in body should be less than or equal to 65535',
    ],
    [
      'too many items',
      plugin({ targetRefs: Array.from({ length: 17 }, (_, i) => ({ kind: 'Service', name: `s${i}` })) }),
      'spec.targetRefs: Too many: 17: must have at most 16 items',
    ],
    [
      'equal keys',
      plugin({ match: [{ ports: [{ number: 1 }, { number: 1 }] }] }),
      'spec.match[0].ports[1]: Duplicate value: {"number":1}',
    ],
    [
      'two of which one is allowed',
      object('VirtualService', {
        hosts: ['a'],
        http: [{ match: [{ uri: { exact: '/', prefix: '/' } }], route: [{ destination: { host: 'a' } }] }],
      }),
      'spec.http[0].match[0].uri: Invalid value: "": "spec.http[0].match[0].uri" must validate one and only one schema (oneOf). Found 2 valid alternatives: wanted at most one of "exact", "prefix", "regex", got "exact", "prefix"',
    ],
    [
      'a misspelt field',
      rule({ trafficPolcy: {} }),
      'spec.trafficPolcy: unknown field "spec.trafficPolcy", did you mean "trafficPolicy"?',
    ],
    [
      'a field of another case',
      rule({ exportto: [] }),
      'spec.exportto: unknown field "spec.exportto", did you mean "exportTo"?',
    ],
    [
      'a value of a map',
      rule({ subsets: [{ name: 'v1', labels: { version: 1 } }] }),
      'spec.subsets[0].labels.version: Invalid value: "integer": spec.subsets[0].labels.version in body must be of type string: "integer"',
    ],
    [
      'a text that is no duration',
      object('VirtualService', { hosts: ['a'], http: [{ timeout: '5', route: [{ destination: { host: 'a' } }] }] }),
      `spec.http[0].timeout: Invalid value: "string": type conversion error from 'string' to 'google.protobuf.Duration' evaluating rule: must be a valid duration greater than 1ms`,
    ],
  ])('reports %s in the words of the API server', (_, manifest, message) => {
    expect(messages(manifest)).toContain(message);
  });

  it('gives the keys of maps in brackets as the path', () => {
    expect(rules(rule({ subsets: [{ name: 'v1', labels: { 'a.b/c': 1 } }] }))).toEqual([
      'type spec.subsets[0].labels[a.b/c]',
    ]);
  });

  it('runs rules only where the structure is sound', () => {
    const broken = object('ServiceEntry', { hosts: 'a', endpoints: [{}] });
    expect(rules(broken)).toEqual(['type spec.hosts', 'cel spec.endpoints[0]']);
  });

  it('suggests a change', () => {
    const [issue] = validateObject(rule({ trafficPolicy: { loadBalancer: { simple: 'ROUNDROBIN' } } }));
    expect(issue?.fix).toBe('did you mean "ROUND_ROBIN"?');
  });

  it('fills in defaults before rules look, as the API server does', () => {
    const httpRoute = (backend: Fields): Manifest => ({
      apiVersion: 'gateway.networking.k8s.io/v1',
      kind: 'HTTPRoute',
      metadata: { name: 'x' },
      spec: { rules: [{ backendRefs: [backend] }] },
    });
    expect(messages(httpRoute({ name: 'a', port: 80 }))).toEqual([]);
    expect(messages(httpRoute({ name: 'a' }))).toEqual([
      'spec.rules[0].backendRefs[0]: Invalid value: "object": Must have port for Service reference',
    ]);
    expect(messages(httpRoute({ name: 'a', kind: 'X', group: 'x.y' }))).toEqual([]);
  });
});

describe('kinds and versions', () => {
  it('knows a misspelt kind, and one of another group', () => {
    expect(messages(object('VirtualServce', {}))).toEqual([
      'kind: "networking.istio.io" has no kind "VirtualServce", did you mean "VirtualService"?',
    ]);
    expect(messages(object('AuthorizationPolicy', {}))).toEqual([
      'kind: "networking.istio.io" has no kind "AuthorizationPolicy", it is in "security.istio.io"',
    ]);
  });

  it('leaves kinds alone that nothing is known of', () => {
    expect(messages(object('Anything', { a: null }, { apiVersion: 'example.com/v1' }))).toEqual([]);
  });

  it('reports groups that Istio no longer has', () => {
    expect(messages(object('ServiceRole', {}, { apiVersion: 'rbac.istio.io/v1alpha1' }))).toEqual([
      'kind: kind ServiceRole of rbac.istio.io was removed in Istio 1.6',
    ]);
  });

  it.each<[string, Manifest, string, string]>([
    [
      'a version',
      rule({}),
      '1.21',
      'apiVersion: version "v1" of DestinationRule exists since Istio 1.22, the target is 1.21',
    ],
    [
      'a version that there is not',
      object('DestinationRule', { host: 'a' }, { apiVersion: 'networking.istio.io/v2' }),
      '1.30',
      'apiVersion: DestinationRule has no version "v2"; served are "v1", "v1beta1", "v1alpha3"',
    ],
    [
      'a kind',
      object('TrafficExtension', { lua: { inlineCode: 'x' } }, { apiVersion: 'extensions.istio.io/v1alpha1' }),
      '1.29',
      'kind: kind TrafficExtension exists since Istio 1.30, the target is 1.29',
    ],
    [
      'a field',
      rule({ trafficPolicy: { retryBudget: { percent: 10 } } }),
      '1.26',
      'spec.trafficPolicy.retryBudget: field "retryBudget" exists since Istio 1.27, the target is 1.26',
    ],
    [
      'a field of the newest release',
      object(
        'RequestAuthentication',
        { jwtRules: [{ issuer: 'a', presence: 'REQUIRED' }] },
        { apiVersion: 'security.istio.io/v1' },
      ),
      '1.31',
      'spec.jwtRules[0].presence: field "presence" exists since Istio 1.32, the target is 1.31',
    ],
    [
      'a value',
      object('ServiceEntry', { hosts: ['*.a.com'], resolution: 'DYNAMIC_DNS' }),
      '1.27',
      'spec.resolution: value "DYNAMIC_DNS" exists since Istio 1.28, the target is 1.27',
    ],
    [
      'a field that was required',
      object(
        'RequestAuthentication',
        { jwtRules: [{ jwksUri: 'https://a.com' }] },
        { apiVersion: 'security.istio.io/v1' },
      ),
      '1.26',
      'spec.jwtRules[0].issuer: Required value: field "issuer" is required before Istio 1.27, the target is 1.26',
    ],
  ])('reports %s that the target release lacks', (_, manifest, istioVersion, message) => {
    expect(validateObject(manifest, { istioVersion })).toContainEqual(
      expect.objectContaining({ message, source: 'version', severity: 'error' }),
    );
  });

  it('accepts what the target release has', () => {
    expect(rules(rule({ trafficPolicy: { retryBudget: { percent: 10 } } }), '1.27')).toEqual([]);
    expect(
      rules(object('VirtualService', { hosts: ['a'], http: [{ redirect: { prefixRewrite: '/' } }] }), '1.31'),
    ).toEqual([]);
    expect(rules(rule({}), '1.30.5')).toEqual([]);
  });

  it.each<[string, Manifest, string, string]>([
    [
      'a field',
      rule({ trafficPolicy: { outlierDetection: { outlierDetectionHttpErrorCodes: [503] } } }),
      '1.31',
      'spec.trafficPolicy.outlierDetection.outlierDetectionHttpErrorCodes: field "outlierDetectionHttpErrorCodes" has no effect before Istio 1.32, the target is 1.31',
    ],
    [
      'a field of Sidecars',
      object(
        'Sidecar',
        { inboundConnectionPool: { tcp: { maxConnections: 1 } } },
        { apiVersion: 'networking.istio.io/v1beta1' },
      ),
      '1.20',
      'spec.inboundConnectionPool: field "inboundConnectionPool" has no effect before Istio 1.21, the target is 1.20',
    ],
    [
      'a value',
      object('EnvoyFilter', {
        targetRefs: [{ kind: 'Gateway', group: 'gateway.networking.k8s.io', name: 'waypoint' }],
        configPatches: [
          { applyTo: 'CLUSTER', match: { context: 'WAYPOINT', waypoint: {} }, patch: { operation: 'REMOVE' } },
        ],
      }),
      '1.30',
      'spec.configPatches[0].match.context: value "WAYPOINT" has no effect before Istio 1.32, the target is 1.30',
    ],
  ])('warns about %s that the target release accepts and does not act on', (_, manifest, istioVersion, message) => {
    expect(validateObject(manifest, { istioVersion })).toContainEqual(
      expect.objectContaining({ message, source: 'version', severity: 'warning' }),
    );
    const [before, after] = ['1.19', '1.32'].map(version =>
      validateObject(manifest, { istioVersion: version }).filter(issue => issue.rule.endsWith('-without-effect')),
    );
    // Before the release that has the field, that it is not there says enough.
    expect([before, after]).toEqual([[], []]);
  });

  it('warns about fields that the target release discourages', () => {
    const manifest = rule({ trafficPolicy: { loadBalancer: { simple: 'RANDOM', warmupDurationSecs: '10s' } } });
    expect(validateObject(manifest).map(({ severity, rule: name }) => `${severity} ${name}`)).toEqual([
      'warning deprecated-field',
    ]);
    expect(rules(manifest, '1.21.0').filter(text => text.startsWith('deprecated'))).toEqual([]);
  });

  it('refuses releases that cannot be targeted', () => {
    expect(() => validateObject(rule({}), { istioVersion: '1.5' })).toThrow('Cannot target Istio "1.5"');
  });
});

describe('the envelope', () => {
  const service = (metadata: Fields, rest: Fields = {}): Manifest =>
    ({ apiVersion: 'v1', kind: 'Service', metadata, spec: { clusterIP: 'None' }, ...rest }) as unknown as Manifest;

  it.each<[string, Manifest, string]>([
    [
      'an annotation that is no text',
      service({ name: 'x', annotations: { 'sidecar.istio.io/inject': true } }),
      'metadata.annotations[sidecar.istio.io/inject]: Invalid value: true: must be of type string, got boolean',
    ],
    [
      'a label that is no text',
      service({ name: 'x', labels: { version: 1 } }),
      'metadata.labels[version]: Invalid value: 1: must be of type string, got integer',
    ],
    [
      'a label that is too long',
      service({ name: 'x', labels: { a: 'a'.repeat(64) } }),
      `metadata.labels[a]: Invalid value: "${'a'.repeat(64)}": must be no more than 63 characters, got 64`,
    ],
    [
      'a key with a blank',
      service({ name: 'x', labels: { 'a b': '' } }),
      `metadata.labels[a b]: Invalid value: "a b": the name part must consist of letters, digits, '-', '_' and '.', with a letter or digit at both ends`,
    ],
    [
      'a name with capitals',
      service({ name: 'X' }),
      `metadata.name: Invalid value: "X": must be a lowercase RFC 1123 label: at most 63 lower case letters, digits and '-', with a letter or digit at both ends`,
    ],
    [
      'a namespace with a dot',
      service({ name: 'x', namespace: 'a.b' }),
      `metadata.namespace: Invalid value: "a.b": must be a lowercase RFC 1123 label: at most 63 lower case letters, digits and '-', with a letter or digit at both ends`,
    ],
    ['no name', service({}), 'metadata.name: Required value: name or generateName is required'],
    [
      'a dot in the name of a Service',
      service({ name: 'a.b' }),
      `metadata.name: Invalid value: "a.b": must be a lowercase RFC 1123 label: at most 63 lower case letters, digits and '-', with a letter or digit at both ends`,
    ],
    [
      'capitals in the prefix of a label',
      service({ name: 'x', labels: { 'Example.com/a': 'b' }, annotations: { 'Example.com/a': 'b' } }),
      'metadata.labels[Example.com/a]: Invalid value: "Example.com/a": the part before the "/" must be a DNS subdomain of at most 253 characters',
    ],
    [
      'a finalizer without a domain',
      service({ name: 'x', finalizers: ['orphan', 'example.com/a', 'a'] }),
      'metadata.finalizers[2]: Invalid value: "a": must have a domain, such as "example.com/name"',
    ],
    [
      'an owner without a version',
      service({ name: 'x', ownerReferences: [{ kind: 'A', name: 'a', uid: 'b' }] }),
      'metadata.ownerReferences[0].apiVersion: Required value',
    ],
    [
      'a misspelt field',
      service({ name: 'x', lables: {} }),
      'metadata.lables: unknown field "metadata.lables", did you mean "labels"?',
    ],
    [
      'an annotation of pods that is no text',
      {
        apiVersion: 'apps/v1',
        kind: 'Deployment',
        metadata: { name: 'x' },
        spec: {
          selector: { matchLabels: { a: 'b' } },
          template: {
            metadata: { labels: { a: 'b' }, annotations: { a: 1 } },
            spec: { containers: [{ name: 'a', image: 'b' }] },
          },
        },
      },
      'spec.template.metadata.annotations[a]: Invalid value: 1: must be of type string, got integer',
    ],
    [
      'an apiVersion with a blank',
      { apiVersion: 'a b/v1', kind: 'X', metadata: { name: 'x' } },
      'apiVersion: Invalid value: "a b/v1": must be "<group>/<version>", such as "networking.istio.io/v1"',
    ],
  ])('reports %s', (_, manifest, message) => {
    expect(messages(manifest)).toEqual([message]);
  });

  it('lets roles have the names that Kubernetes gives them', () => {
    expect(
      messages({ apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'ClusterRole', metadata: { name: 'system:Node' } }),
    ).toEqual([]);
  });

  it('warns about the namespace of a cluster-wide object', () => {
    const manifest = {
      apiVersion: 'sailoperator.io/v1',
      kind: 'IstioRevisionTag',
      metadata: { name: 'default', namespace: 'x' },
      spec: { targetRef: { kind: 'Istio', name: 'a' } },
    };
    expect(rules(manifest)).toContain('cluster-scoped metadata.namespace');
  });
});
