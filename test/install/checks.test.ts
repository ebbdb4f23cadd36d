import type { InstallModel } from '../../src/install/install-model';
import { planInstall } from '../../src/install/install-plan';
import { ChartSource } from '../../src/install/registries';
import { ConfigError } from '../../src/values/config-error';

/** For what callers without types may write. */
const untyped = (model: unknown) => model as InstallModel;
const otel = { name: 'otel', opentelemetry: { service: 'otel.monitoring.svc.cluster.local', port: 4317 } };

describe('an installation', () => {
  test.each<[string, InstallModel, RegExp]>([
    ['a release without a patch', { version: '1.30' }, /"1.30" .*exact to the patch, such as "1.31.4"/],
    ['a release that is none', { version: 'latest' }, /"latest"/],
    [
      'the registry that 1.30 defaults to',
      { hub: 'registry.istio.io/release' },
      /"registry.istio.io\/release" .* switched off in December 2026; use docker.io\/istio/,
    ],
    ['the former registry of Google', { hub: 'gcr.io/istio-release' }, /"gcr.io\/istio-release"/],
    ['a registry with a scheme', { hub: 'https://docker.io/istio' }, /without scheme and trailing slash/],
    [
      'a retired registry in chart values',
      { extraValues: { istiod: { pilot: { hub: 'gcr.io/istio-release' } } } },
      /extraValues.istiod.pilot.hub/,
    ],
    ['a profile that is none', untyped({ profile: 'external' }), /"external" .* wanted one of default, demo/],
    ['a namespace that is none', { namespace: 'Istio' }, /"Istio" as namespace of the control plane/],
    ['a compatibility version of the future', { compatibilityVersion: '1.31' }, /wanted a minor from 1.26 to 1.30/],
    ['a compatibility version too far back', { compatibilityVersion: '1.24' }, /wanted a minor from 1.26 to 1.30/],
    [
      'a compatibility version that the canary cannot reach',
      { version: '1.30.5', compatibilityVersion: '1.25', canary: { revision: 'b', version: '1.31.1' } },
      /Istio 1.31 behave like "1.25" .* from 1.26 to 1.30/,
    ],
    ['a revision with dots', { revision: '1.30.5' }, /"1.30.5" as revision .* DNS label/],
    ['a revision called default', { revision: 'default' }, /"default" as revision/],
    [
      'two control planes of one revision',
      { revision: 'a', canary: { revision: 'a', version: '1.31.1' } },
      /another revision than "a"/,
    ],
    [
      'a canary that jumps three minors',
      { version: '1.28.1', canary: { revision: 'b', version: '1.31.1' } },
      /from Istio 1.28.1 to 1.31.1 .* at most 2 newer/,
    ],
    [
      'a canary that goes back',
      { version: '1.30.5', canary: { revision: 'b', version: '1.29.1' } },
      /from Istio 1.30.5 to 1.29.1/,
    ],
    [
      'a tag that points nowhere',
      { revision: '1-30-5', tags: { prod: '1-29-1' } },
      /"prod" to revision "1-29-1" .* \("1-30-5"\)/,
    ],
    [
      'a tag that points to a control plane without a revision that is not there',
      { revision: '1-30-5', tags: { prod: 'default' } },
      /"prod" to revision "default"/,
    ],
    [
      'a tag with the name of a revision',
      { revision: 'a', canary: { revision: 'b', version: '1.31.1' }, tags: { b: 'a' } },
      /tag "b"/,
    ],
    [
      'replicas beside autoscaling',
      { pilot: { replicas: 2, autoscaling: { minReplicas: 1, maxReplicas: 2 } } },
      /no effect while pods follow the load/,
    ],
    ['no replicas', { pilot: { replicas: 0 } }, /whole number from 1, got 0/],
    ['a range upside down', { pilot: { autoscaling: { minReplicas: 3, maxReplicas: 2 } } }, /from 3 to 2 pods/],
    [
      'the sampling rate twice in one container',
      { pilot: { env: { PILOT_TRACE_SAMPLING: '1.0' } } },
      /"PILOT_TRACE_SAMPLING" in pilot.env .* use pilot.traceSampling/,
    ],
    [
      'the sampling rate twice by chart values',
      { extraValues: { istiod: { pilot: { env: { PILOT_TRACE_SAMPLING: '1.0' } } } } },
      /extraValues.istiod.pilot.env .* use pilot.traceSampling/,
    ],
    [
      'two sampling rates',
      { pilot: { traceSampling: 1 }, meshConfig: { defaultConfig: { tracing: { sampling: 10 } } } },
      /wanted one sampling rate, got pilot.traceSampling 1 .* 10/,
    ],
    ['more than every request traced', { pilot: { traceSampling: 101 } }, /traceSampling from 0 to 100/],
    [
      'a quantity that is none',
      { proxy: { resources: { limits: { memory: '1 GB' } } } },
      /"1 GB" as proxy.resources.limits.memory/,
    ],
    ['ztunnel without its profile', { ztunnel: true }, /ztunnel with profile "default" .* "ambient"/],
    ['ztunnel without cni', { profile: 'ambient', cni: false }, /ztunnel without cni/],
    ['a remote cluster without a control plane', { profile: 'remote' }, /wanted remote.address/],
    [
      'a control plane of another cluster beside an own one',
      { remote: { address: '192.0.2.1' } },
      /wanted profile "remote", got "default"/,
    ],
    ['a gateway twice', { gateways: [{ name: 'a' }, { name: 'a' }] }, /gateway "a" .* got it twice/],
    [
      'an east-west gateway without a network',
      { gateways: [{ name: 'a', role: 'east-west' }] },
      /role east-west and none/,
    ],
    [
      'an east-west gateway into another network',
      { network: 'n1', gateways: [{ name: 'a', role: 'east-west', network: 'n2' }] },
      /into network "n1" .* got "n2"/,
    ],
    [
      'a disruption budget for a single pod',
      { gateways: [{ name: 'a', minAvailable: 1 }] },
      /wanted minAvailable .* got 1 pods at least/,
    ],
    [
      'an annotation that is no text',
      untyped({ gateways: [{ name: 'a', service: { annotations: { x: true } } }] }),
      /"x" .* wanted text, got the boolean true/,
    ],
    [
      'injection of the control plane',
      { namespaceLabels: { 'istio-injection': 'enabled' } },
      /"istio-injection=enabled" .* no data-plane label/,
    ],
    [
      'a network of the namespace alone',
      { namespaceLabels: { 'topology.istio.io/network': 'n1' } },
      /wanted the property network/,
    ],
    ['a provider twice', { meshConfig: { extensionProviders: [otel, otel] } }, /"otel" .* got it twice/],
    [
      'a provider of two kinds',
      untyped({ meshConfig: { extensionProviders: [{ ...otel, zipkin: { service: 'a', port: 1 } }] } }),
      /exactly one kind .* got opentelemetry and zipkin/,
    ],
    [
      'a provider of no kind',
      untyped({ meshConfig: { extensionProviders: [{ name: 'otel' }] } }),
      /exactly one kind .* got none/,
    ],
    [
      'a default provider that is nowhere',
      { meshConfig: { defaultProviders: { tracing: ['tempo'] }, extensionProviders: [otel] } },
      /"tempo" in meshConfig.defaultProviders.tracing .* "otel", "envoy"/,
    ],
    [
      'a misspelt field of the mesh configuration',
      untyped({ meshConfig: { defaultConfig: { holdApplicationUntilProxyStart: true } } }),
      /"meshConfig.defaultConfig.holdApplicationUntilProxyStart", did you mean "holdApplicationUntilProxyStarts"\?/,
    ],
    [
      'a negative number of proxies',
      { meshConfig: { defaultConfig: { gatewayTopology: { numTrustedProxies: -1 } } } },
      /trust -1 proxies/,
    ],
    [
      'an unknown chart value',
      untyped({ extraValues: { istiod: { pilot: { replicaCnt: 2 } } } }),
      /"pilot.replicaCnt", did you mean "pilot.replicaCount"\?/,
    ],
    [
      'a duration of the mesh configuration that is none',
      untyped({ meshConfig: { connectTimeout: 'zz7' } }),
      /got "zz7" as "meshConfig.connectTimeout", wanted a duration such as "10s"/,
    ],
    [
      'a value of another type in the mesh configuration of istiod',
      untyped({ extraValues: { istiod: { meshConfig: { enableTracing: 'yes' } } } }),
      /got "yes" as "meshConfig.enableTracing", wanted true or false/,
    ],
    ...['rollingMaxUnavailable', 'psp_cluster_role', 'privileged', 'resource_quotas'].map(
      (key): [string, InstallModel, RegExp] => [
        `cni.${key}, which no template reads`,
        untyped({ extraValues: { cni: { cni: { [key]: 1 } } } }),
        new RegExp(`got "cni.${key}"`),
      ],
    ),
    ['an unknown root key', untyped({ extraValues: { istiod: { globl: {} } } }), /"globl", did you mean "global"\?/],
    [
      'an unknown key of the mesh configuration',
      untyped({ extraValues: { istiod: { meshConfig: { acessLogFile: 'x' } } } }),
      /did you mean "accessLogFile"\?/,
    ],
    [
      'a value of istiod at the root',
      untyped({ extraValues: { istiod: { env: { A: 'b' } } } }),
      /got "env"; write pilot.env/,
    ],
    [
      'a value of cni at the root',
      untyped({ extraValues: { cni: { excludeNamespaces: ['a'] } } }),
      /write cni.excludeNamespaces/,
    ],
    [
      'a value of ztunnel below its name',
      untyped({ extraValues: { ztunnel: { ztunnel: { logLevel: 'info' } } } }),
      /"ztunnel"/,
    ],
    ['a value that a property owns', { extraValues: { istiod: { revision: 'x' } } }, /wanted the property revision/],
    [
      'tags among the chart values',
      untyped({ extraValues: { istiod: { revisionTags: ['x'] } } }),
      /wanted the property tags/,
    ],
    [
      'a variable that is no text',
      untyped({ extraValues: { istiod: { pilot: { env: { A: true } } } } }),
      /wanted text such as 'true', got the boolean true/,
    ],
  ])('refuses %s', (_, model, message) => {
    const plan = () => planInstall(model, 'platform/istio');
    expect(plan).toThrow(ConfigError);
    expect(plan).toThrow(message);
    expect(plan).toThrow(/ at platform\/istio: /);
  });

  test.each<[string, InstallModel]>([
    ['a pull-through cache', { hub: 'registry.example.com:5000/docker.io/istio' }],
    [
      'values that only the charts know',
      untyped({
        extraValues: {
          istiod: { pdb: { minAvailable: 1 } },
          base: { base: { validationFailurePolicy: 'Ignore' } },
          cni: { cni: { tolerations: [] } },
        },
      }),
    ],
    ['a value of ztunnel at the root', { extraValues: { ztunnel: { logLevel: 'debug' } } }],
    [
      'values that charts read and the schema of the operator lacks',
      untyped({
        extraValues: {
          base: { base: { enableCRDTemplates: true } },
          istiod: { pilot: { trafficDistribution: 'PreferClose', extraContainerArgs: ['--a'] } },
          cni: { cni: { resourceQuotas: { enabled: true } }, global: { networkPolicy: { enabled: true } } },
          ztunnel: { annotations: { a: 'b' }, labels: { a: 'b' } },
        },
      }),
    ],
    ['a canary two minors ahead', { version: '1.29.6', canary: { revision: '1-31-1', version: '1.31.1' } }],
    [
      'the same sampling rate twice',
      { pilot: { traceSampling: 1 }, meshConfig: { defaultConfig: { tracing: { sampling: 1 } } } },
    ],
    ['a built-in provider as default', { meshConfig: { defaultProviders: { metrics: ['prometheus'] } } }],
    ['a tag of the control plane without a revision', { tags: { prod: 'default' } }],
  ])('accepts %s', (_, model) => {
    expect(() => planInstall(model)).not.toThrow();
  });
});

describe('ChartSource', () => {
  test.each([
    ['https://istio-release.storage.googleapis.com/charts', 'http'],
    ['oci://registry.istio.io/release/charts', 'oci'],
    ['oci://gcr.io/istio-release/charts', 'oci'],
  ] as const)('refuses %s, which is switched off', (url, kind) => {
    expect(() => ChartSource[kind](url)).toThrow(/switched off in December 2026; use .*(blob.istio.io|ghcr.io)/);
  });

  test('refuses a URL of another kind', () => {
    expect(() => ChartSource.http('oci://ghcr.io/istio')).toThrow(/http or https URL/);
    expect(() => ChartSource.oci('https://ghcr.io/istio')).toThrow(/starts with oci/);
  });
});
