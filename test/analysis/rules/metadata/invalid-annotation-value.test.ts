import { invalidAnnotationValue } from '../../../../src/analysis/rules/metadata/invalid-annotation-value';
import { testRule } from '../../../../src/testing/test-rule';

const object = (apiVersion: string, kind: string, name: string, ns: string, rest: string, metadata = '') => `
---
apiVersion: ${apiVersion}
kind: ${kind}
metadata: { name: ${name}${ns === '' ? '' : `, namespace: ${ns}`}${metadata} }
${rest}
`;

const template = (labels: string, spec = '{}', annotations = '{}') =>
  `template: { metadata: { labels: ${labels}, annotations: ${annotations} }, spec: ${spec} }`;

const deployment = (labels: string, spec = '{}', annotations = '{}', kind = 'Deployment') =>
  object('apps/v1', kind, 'web', 'shop', `spec: { ${template(labels, spec, annotations)} }`);

const annotated = (annotation: string) => deployment('{ app: web }', '{}', `{ ${annotation} }`);

testRule(invalidAnnotationValue, {
  valid: {
    'values that Istio reads': annotated(
      'traffic.sidecar.istio.io/includeOutboundIPRanges: "10.0.0.0/8, fd00::/8", traffic.sidecar.istio.io/includeInboundPorts: "*", sidecar.istio.io/proxyMemory: 128Mi, sidecar.istio.io/proxyCPU: "0.5", traffic.sidecar.istio.io/excludeInterfaces: "eth1,net-1", status.sidecar.istio.io/port: "0", prometheus.istio.io/merge-metrics: "T", proxy.istio.io/config: "concurrency: 2"',
    ),
    'empty lists': annotated(
      'traffic.sidecar.istio.io/excludeInboundPorts: "", traffic.sidecar.istio.io/includeOutboundIPRanges: ""',
    ),
    'connection settings of a proxy': annotated(
      `proxy.istio.io/config: '{ "connectionSettings": { "profile": "EDGE", "httpIdleTimeout": "1h" } }'`,
    ),
    'a field that the injector does not read yet': {
      yaml: annotated(`proxy.istio.io/config: '{ "connectionSettings": { "profile": "EDGE" } }'`),
      context: { istioVersion: '1.30.5' },
    },
    'an annotation without a check': annotated('sidecar.istio.io/proxyImage: any'),
    "what the proxy and the injector take, and a template of one's own": annotated(
      `sidecar.istio.io/logLevel: debug, sidecar.istio.io/userVolume: '{ "a": { "emptyDir": {} } }', inject.istio.io/templates: "sidecar, mine"`,
    ),
    'a level of which istioctl knows nothing': {
      yaml: annotated('sidecar.istio.io/logLevel: loud'),
      options: { istioParity: true },
    },
  },
  invalid: Object.fromEntries(
    [
      ['traffic.sidecar.istio.io/includeOutboundIPRanges', '10.0.0.0'],
      ['traffic.sidecar.istio.io/excludeOutboundIPRanges', '10.0.0.0/33'],
      ['traffic.sidecar.istio.io/excludeInboundPorts', '70000'],
      ['traffic.sidecar.istio.io/excludeInterfaces', 'a-name-that-is-too-long'],
      ['readiness.status.sidecar.istio.io/periodSeconds', '-1'],
      ['sidecar.istio.io/interceptionMode', 'redirect'],
      ['sidecar.istio.io/proxyCPU', '100 m'],
      ['prometheus.istio.io/merge-metrics', 'yes'],
      ['proxy.istio.io/config', '- a'],
      ['sidecar.istio.io/logLevel', 'loud'],
      ['sidecar.istio.io/userVolume', 'not json'],
      ['inject.istio.io/templates', 'gatway'],
    ].map(([name, value]) => [
      `"${value}" as ${name}`,
      {
        yaml: annotated(`${name}: "${value}"`),
        expect: [
          expect.stringContaining(`metadata.annotations["${name}"]: "${value}" is not a value of`) as unknown as string,
        ],
      },
    ]),
  ),
});

testRule(invalidAnnotationValue, {
  valid: {},
  invalid: {
    'connection settings that the injector refuses': {
      yaml: annotated(
        `proxy.istio.io/config: '{ "connectionSettings": { "profile": "GATEWAY", "httpMaxConcurrentStreams": 0 } }'`,
      ),
      expect: [
        'Deployment shop/web spec.template.metadata.annotations["proxy.istio.io/config"]: the proxy cannot be configured: field "connectionSettings.profile": must be one of the values that Istio knows, got "GATEWAY"',
        'Deployment shop/web spec.template.metadata.annotations["proxy.istio.io/config"]: the proxy cannot be configured: field "connectionSettings.httpMaxConcurrentStreams": must be at least 1, got 0',
      ],
    },
  },
});
