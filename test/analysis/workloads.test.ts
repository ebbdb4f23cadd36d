import { autoImageWithoutInjection } from '../../src/analysis/rules/auto-image-without-injection';
import { conflictingInjectionLabels } from '../../src/analysis/rules/conflicting-injection-labels';
import { conflictingInjectionWebhooks } from '../../src/analysis/rules/conflicting-injection-webhooks';
import { conflictingSidecars } from '../../src/analysis/rules/conflicting-sidecars';
import { deprecatedAnnotation } from '../../src/analysis/rules/deprecated-annotation';
import { duplicateObject } from '../../src/analysis/rules/duplicate-object';
import { invalidAnnotationValue } from '../../src/analysis/rules/invalid-annotation-value';
import { localhostListener } from '../../src/analysis/rules/localhost-listener';
import { misplacedAnnotation } from '../../src/analysis/rules/misplaced-annotation';
import { namespaceNotInjected } from '../../src/analysis/rules/namespace-not-injected';
import { policyWithoutWorkload } from '../../src/analysis/rules/policy-without-workload';
import { portNumberConflict } from '../../src/analysis/rules/port-number-conflict';
import { reservedUserId } from '../../src/analysis/rules/reserved-user-id';
import { servicePortName } from '../../src/analysis/rules/service-port-name';
import { sidecarInAmbient } from '../../src/analysis/rules/sidecar-in-ambient';
import { telemetryWithoutProvider } from '../../src/analysis/rules/telemetry-without-provider';
import { unknownSourceNamespace } from '../../src/analysis/rules/unknown-source-namespace';
import { testRule } from '../../src/testing/test-rule';

const object = (apiVersion: string, kind: string, name: string, ns: string, rest: string, metadata = '') => `
---
apiVersion: ${apiVersion}
kind: ${kind}
metadata: { name: ${name}${ns === '' ? '' : `, namespace: ${ns}`}${metadata} }
${rest}
`;

const namespace = (name: string, labels: string) => object('v1', 'Namespace', name, '', '', `, labels: ${labels}`);
const template = (labels: string, spec = '{}', annotations = '{}') =>
  `template: { metadata: { labels: ${labels}, annotations: ${annotations} }, spec: ${spec} }`;
const deployment = (labels: string, spec = '{}', annotations = '{}', kind = 'Deployment') =>
  object('apps/v1', kind, 'web', 'shop', `spec: { ${template(labels, spec, annotations)} }`);
const service = (ports: string, name = 'web', more = '', metadata = '') =>
  object('v1', 'Service', name, 'shop', `spec: { selector: { app: web }, ports: [${ports}]${more} }`, metadata);
const sidecar = (name: string, labels?: string) =>
  object(
    'networking.istio.io/v1',
    'Sidecar',
    name,
    'shop',
    `spec: ${labels === undefined ? '{}' : `{ workloadSelector: { labels: ${labels} } }`}`,
  );
const policy = (spec: string, ns = 'shop') =>
  object('security.istio.io/v1', 'AuthorizationPolicy', 'p', ns, `spec: ${spec}`);

testRule(servicePortName, {
  valid: {
    'names that begin with a protocol': service(
      '{ name: http-web, port: 1 }, { name: GRPC, port: 2 }, { name: grpc-web-x, port: 3 }, { name: http_proxy, port: 4 }',
    ),
    'an appProtocol, also one of Kubernetes': service(
      '{ name: a, port: 1, appProtocol: https }, { name: b, port: 2, appProtocol: kubernetes.io/h2c }',
    ),
    'ports whose server speaks first': service('{ name: db, port: 3306 }, { port: 25 }'),
    UDP: service('{ name: dns, port: 5353, protocol: UDP }'),
    'what istiod makes itself': service(
      '{ name: x, port: 1 }',
      'web',
      '',
      ', labels: { gateway.istio.io/managed: istio.io-gateway-controller }',
    ),
    'an ExternalName, which is another rule': service('{ name: x, port: 1 }', 'web', ', type: ExternalName'),
  },
  invalid: {
    'a name without a dash behind the protocol': {
      yaml: service('{ name: http2foo, port: 80 }'),
      expect: [
        'Service shop/web spec.ports[0]: port 80 has name "http2foo", which says no protocol that Istio knows, so that Envoy has to guess',
      ],
    },
    'an appProtocol that Istio does not know, whatever the name says': {
      yaml: service('{ name: http, port: 80, appProtocol: amqp }'),
      expect: [
        'Service shop/web spec.ports[0]: port 80 has appProtocol "amqp", which says no protocol that Istio knows, so that Envoy has to guess',
      ],
    },
  },
});

testRule(portNumberConflict, {
  valid: {
    'the same number in two Services':
      service('{ port: 80, targetPort: 8080 }') +
      service('{ port: 80, targetPort: 8080 }', 'other') +
      deployment('{ app: web }'),
    'two numbers in one Service':
      service('{ port: 80, targetPort: 8080 }, { port: 81, targetPort: 8080 }') + deployment('{ app: web }'),
    'pods outside the mesh':
      namespace('shop', '{}') +
      service('{ port: 80, targetPort: 1 }') +
      service('{ port: 81, targetPort: 1 }', 'other') +
      deployment('{ app: web }'),
  },
  invalid: {
    'two numbers in two Services': {
      yaml:
        service('{ port: 80, targetPort: web }') +
        service('{ port: 81, targetPort: web }', 'other') +
        deployment('{ app: web }'),
      expect: [
        'Deployment shop/web: port "web" of the pods has the numbers 80, 81 in Service "shop/other", "shop/web"',
      ],
    },
  },
});

testRule(reservedUserId, {
  valid: {
    'the user of the proxy itself': deployment(
      '{ app: web }',
      '{ containers: [{ name: istio-proxy, securityContext: { runAsUser: 1337 } }] }',
    ),
    'an init container': deployment(
      '{ app: web }',
      '{ initContainers: [{ name: setup, securityContext: { runAsUser: 1337 } }] }',
    ),
    'pods outside the mesh': deployment(
      '{ app: web, sidecar.istio.io/inject: "false" }',
      '{ securityContext: { runAsUser: 1337 } }',
    ),
  },
  invalid: {
    'a container of a StatefulSet': {
      yaml: deployment(
        '{ app: web }',
        '{ containers: [{ name: a }, { name: b, securityContext: { runAsUser: 1337 } }] }',
        '{}',
        'StatefulSet',
      ),
      expect: [
        'StatefulSet shop/web spec.template.spec.containers[1].securityContext.runAsUser: user 1337 is that of the proxy, whose traffic is not redirected into the mesh',
      ],
    },
  },
});

testRule(localhostListener, {
  valid: {
    'all addresses':
      service('{ port: 80, targetPort: 8080 }') +
      deployment('{ app: web }', '{ containers: [{ args: ["--listen=0.0.0.0:8080", "--listen=:8080"] }] }'),
    'another port':
      service('{ port: 80, targetPort: 8080 }') +
      deployment('{ app: web }', '{ containers: [{ args: ["--admin-addr=127.0.0.1:9090"] }] }'),
    'an address to call':
      service('{ port: 80, targetPort: 8080 }') +
      deployment('{ app: web }', '{ containers: [{ args: ["--upstream=127.0.0.1:8080"] }] }'),
    'a Sidecar that serves the loopback address':
      service('{ port: 80, targetPort: 8080 }') +
      deployment('{ app: web }', '{ containers: [{ args: ["--listen=127.0.0.1:8080"] }] }') +
      object(
        'networking.istio.io/v1',
        'Sidecar',
        's',
        'shop',
        'spec: { ingress: [{ port: { number: 8080 }, defaultEndpoint: "127.0.0.1:8080" }] }',
      ),
  },
  invalid: {
    'an address behind its flag': {
      yaml:
        service('{ port: 80, targetPort: 8080 }') +
        deployment('{ app: web }', '{ containers: [{ command: [app, --http-address, "localhost:8080"] }] }'),
      expect: [
        'Deployment shop/web spec.template.spec.containers[0].command[2]: port 8080 listens on the loopback address only, but Service "shop/web" sends to it',
      ],
    },
  },
});

testRule(conflictingSidecars, {
  valid: {
    'other pods': deployment('{ app: web }') + sidecar('a', '{ app: web }') + sidecar('b', '{ app: other }'),
    'the default of the namespace': deployment('{ app: web }') + sidecar('a', '{ app: web }') + sidecar('b'),
    'ambient pods, which is another rule':
      deployment('{ app: web, istio.io/dataplane-mode: ambient }') +
      sidecar('a', '{ app: web }') +
      sidecar('b', '{ app: web }'),
  },
  invalid: {
    'the same pods by other labels, once': {
      yaml: deployment('{ app: web, tier: front }') + sidecar('a', '{ app: web }') + sidecar('b', '{ tier: front }'),
      expect: ['Sidecar shop/b spec.workloadSelector.labels: the pods of "web" are also selected by Sidecar "a"'],
    },
    'the same Pod in parity with istioctl, at both': {
      yaml:
        object('v1', 'Pod', 'web', 'shop', '', ', labels: { app: web, tier: front }') +
        sidecar('a', '{ app: web }') +
        sidecar('b', '{ tier: front }'),
      options: { istioParity: true },
      expect: [
        'Sidecar shop/a: the pods of "web" are also selected by Sidecar "b"',
        'Sidecar shop/b: the pods of "web" are also selected by Sidecar "a"',
      ],
    },
  },
});

testRule(sidecarInAmbient, {
  valid: {
    'a namespace with sidecars':
      namespace('shop', '{ istio-injection: enabled, istio.io/dataplane-mode: ambient }') + sidecar('a'),
    'pods with a sidecar in an ambient namespace':
      namespace('shop', '{ istio.io/dataplane-mode: ambient }') +
      deployment('{ app: web, sidecar.istio.io/inject: "true" }') +
      sidecar('a', '{ app: web }'),
  },
  invalid: {
    'a namespace in the ambient mesh': {
      yaml: namespace('shop', '{ istio.io/dataplane-mode: ambient }') + sidecar('a'),
      expect: ['Sidecar shop/a: the pods of namespace "shop" are in the ambient mesh and have no sidecar'],
    },
    'pods in the ambient mesh': {
      yaml: deployment('{ app: web, istio.io/dataplane-mode: ambient }') + sidecar('a', '{ app: web }'),
      expect: [
        'Sidecar shop/a spec.workloadSelector.labels: the pods of "web" are in the ambient mesh and have no sidecar',
      ],
    },
  },
});

testRule(policyWithoutWorkload, {
  valid: {
    'the pods of a template': deployment('{ app: web }') + policy('{ selector: { matchLabels: { app: web } } }'),
    'a policy for the whole namespace': policy('{}'),
    'a namespace whose pods are elsewhere': policy('{ selector: { matchLabels: { app: web } } }'),
    'a policy of the root namespace about pods anywhere':
      deployment('{ app: web }') + policy('{ selector: { matchLabels: { app: web } } }', 'istio-system'),
    'pods in the ambient mesh':
      namespace('shop', '{ istio.io/dataplane-mode: ambient }') +
      deployment('{ app: web }') +
      policy('{ selector: { matchLabels: { app: web } } }'),
  },
  invalid: {
    'labels that no pod has': {
      yaml: deployment('{ app: web }') + policy('{ selector: { matchLabels: { app: wep } } }'),
      expect: [
        'AuthorizationPolicy shop/p spec.selector.matchLabels: no pod of namespace "shop" has the labels "app=wep"',
      ],
    },
    'pods outside the mesh': {
      yaml:
        namespace('shop', '{}') + deployment('{ app: web }') + policy('{ selector: { matchLabels: { app: web } } }'),
      expect: [
        'AuthorizationPolicy shop/p spec.selector.matchLabels: the pods of "web" have no sidecar and are not in the ambient mesh, so that nothing enforces the policy',
      ],
    },
    'a Deployment in parity with istioctl, which reads Pods only': {
      yaml:
        namespace('shop', '{ istio-injection: enabled }') +
        deployment('{ app: web }') +
        policy('{ selector: { matchLabels: { app: web } } }'),
      options: { istioParity: true },
      expect: ['AuthorizationPolicy shop/p: no pod in the mesh has the labels "app=web"'],
    },
  },
});

const from = (entry: string) => policy(`{ rules: [{ from: [{ source: { namespaces: ["${entry}"] } }] }] }`);
testRule(unknownSourceNamespace, {
  valid: {
    'a namespace that is defined': namespace('bank', '{}') + from('bank'),
    'a namespace that is used': namespace('bank', '{}') + object('v1', 'Service', 'a', 'edge', '') + from('edge'),
    'the root namespace': namespace('bank', '{}') + from('istio-system'),
    'a set without namespaces': from('bank'),
    'a pattern': namespace('bank', '{}') + from('*-prod'),
  },
  invalid: {
    'a namespace that differs in a dash': {
      yaml: namespace('check-out', '{}') + from('checkout'),
      expect: [
        'AuthorizationPolicy shop/p spec.rules[0].from[0].source.namespaces[0]: namespace "checkout" is not among the manifests; there are "check-out"',
      ],
    },
    'a pattern that fits none in parity with istioctl': {
      yaml: namespace('bank', '{}') + from('*-prod'),
      options: { istioParity: true },
      expect: [
        'AuthorizationPolicy shop/p spec.rules[0].from[0].source.namespaces[0]: namespace "*-prod" is not among the manifests; there are "bank"',
      ],
    },
  },
});

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

testRule(conflictingInjectionLabels, {
  valid: {
    'one label': namespace('shop', '{ istio.io/rev: a }'),
    'injection that is off beside a revision, which then has no effect anyway': namespace(
      'shop',
      '{ istio-injection: disabled, istio.io/rev: a }',
    ),
    'a data plane mode of none': namespace('shop', '{ istio-injection: enabled, istio.io/dataplane-mode: none }'),
  },
  invalid: {
    'injection and the ambient mesh': {
      yaml: namespace('shop', '{ istio-injection: enabled, istio.io/dataplane-mode: ambient }'),
      expect: [
        'Namespace shop metadata.labels: the labels "istio-injection=enabled" and "istio.io/dataplane-mode=ambient" contradict each other; pods get the sidecar of the default revision',
      ],
    },
    'a revision and the ambient mesh': {
      yaml: namespace('shop', '{ istio.io/rev: a, istio.io/dataplane-mode: ambient }'),
      expect: [
        'Namespace shop metadata.labels: the labels "istio.io/rev=a" and "istio.io/dataplane-mode=ambient" contradict each other; pods get a sidecar and do not join the ambient mesh',
      ],
    },
  },
});

testRule(namespaceNotInjected, {
  valid: {
    'a namespace without workloads': namespace('shop', '{}'),
    'workloads that decide themselves':
      namespace('shop', '{}') + deployment('{ app: web, sidecar.istio.io/inject: "false" }'),
    'a label for the ambient mesh':
      namespace('shop', '{ istio.io/dataplane-mode: ambient }') + deployment('{ app: web }'),
  },
  invalid: {
    'workloads that do not join the mesh': {
      yaml: namespace('shop', '{}') + deployment('{ app: web }'),
      expect: [
        'Namespace shop metadata.labels: pods do not join the mesh: the namespace has no label that asks for it',
      ],
    },
  },
});

const AUTO = '{ containers: [{ name: istio-proxy, image: auto }] }';
testRule(autoImageWithoutInjection, {
  valid: {
    'a label on the pods': namespace('shop', '{}') + deployment('{ sidecar.istio.io/inject: "true" }', AUTO),
    'an injected namespace': namespace('shop', '{ istio-injection: enabled }') + deployment('{ app: web }', AUTO),
    'a namespace that is managed elsewhere': deployment('{ app: web }', AUTO),
    'a webhook of the set': `${namespace('shop', '{ mesh: "yes" }')}${deployment('{ app: web }', AUTO)}${object('admissionregistration.k8s.io/v1', 'MutatingWebhookConfiguration', 'i', '', 'webhooks: [{ name: x.istio.io, namespaceSelector: { matchExpressions: [{ key: mesh, operator: In, values: ["yes"] }] } }]')}`,
  },
  invalid: {
    'a namespace in which injection is off, whatever the pods ask for': {
      yaml:
        namespace('shop', '{ istio-injection: disabled }') +
        deployment('{ sidecar.istio.io/inject: "true" }', AUTO, '{}', 'DaemonSet'),
      expect: [
        'DaemonSet shop/web spec.template.spec.containers: the image of the proxy is "auto", but no injector fills it in, so that it cannot be pulled',
      ],
    },
    'webhooks of the set that select other pods': {
      yaml: `${namespace('shop', '{ istio-injection: enabled }')}${deployment('{ app: web }', AUTO)}${object('admissionregistration.k8s.io/v1', 'MutatingWebhookConfiguration', 'i', '', 'webhooks: [{ name: x.istio.io, objectSelector: { matchLabels: { a: b } } }]')}`,
      expect: [
        'Deployment shop/web spec.template.spec.containers: the image of the proxy is "auto", but no injector fills it in, so that it cannot be pulled',
      ],
    },
  },
});

const webhooks = (name: string, items: string, metadata = '') =>
  object('admissionregistration.k8s.io/v1', 'MutatingWebhookConfiguration', name, '', `webhooks: [${items}]`, metadata);
testRule(conflictingInjectionWebhooks, {
  valid: {
    'revisions that exclude each other':
      webhooks('a', '{ name: a.istio.io, namespaceSelector: { matchLabels: { istio.io/rev: a } } }') +
      webhooks(
        'b',
        '{ name: b.istio.io, namespaceSelector: { matchExpressions: [{ key: istio.io/rev, operator: In, values: [b] }] } }',
      ),
    'webhooks that have nothing to do with injection':
      webhooks('a', '{ name: a.example.com }') + webhooks('b', '{ name: b.example.com }'),
  },
  invalid: {
    'a webhook without selectors beside another': {
      yaml:
        webhooks('a', '{ name: a.istio.io }') +
        webhooks('b', '{ name: b.istio.io, namespaceSelector: { matchLabels: { istio-injection: enabled } } }'),
      expect: [
        'MutatingWebhookConfiguration a webhooks[0]: pods are also selected by webhook "b/b.istio.io"',
        'MutatingWebhookConfiguration b webhooks[0]: pods are also selected by webhook "a/a.istio.io"',
      ],
    },
  },
});

const annotated = (annotation: string) => deployment('{ app: web }', '{}', `{ ${annotation} }`);
testRule(invalidAnnotationValue, {
  valid: {
    'values that Istio reads': annotated(
      'traffic.sidecar.istio.io/includeOutboundIPRanges: "10.0.0.0/8, fd00::/8", traffic.sidecar.istio.io/includeInboundPorts: "*", sidecar.istio.io/proxyMemory: 128Mi, sidecar.istio.io/proxyCPU: "0.5", traffic.sidecar.istio.io/excludeInterfaces: "eth1,net-1", status.sidecar.istio.io/port: "0", prometheus.istio.io/merge-metrics: "T", proxy.istio.io/config: "concurrency: 2"',
    ),
    'empty lists': annotated(
      'traffic.sidecar.istio.io/excludeInboundPorts: "", traffic.sidecar.istio.io/includeOutboundIPRanges: ""',
    ),
    'an annotation without a check': annotated('sidecar.istio.io/logLevel: loud'),
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

testRule(misplacedAnnotation, {
  valid: {
    'an annotation of pods on the template': annotated('sidecar.istio.io/proxyCPU: 100m'),
    'an annotation for any object': service(
      '{ port: 80 }',
      'web',
      '',
      ', annotations: { galley.istio.io/analyze-suppress: "*" }',
    ),
    'annotations of others': service('{ port: 80 }', 'web', '', ', annotations: { example.com/a: b }'),
  },
  invalid: {
    'an annotation of Services on pods': {
      yaml: annotated('networking.istio.io/exportTo: "."'),
      expect: [
        'Deployment shop/web spec.template.metadata.annotations["networking.istio.io/exportTo"]: annotation "networking.istio.io/exportTo" has an effect on Service only, not on Pod',
      ],
    },
  },
});

testRule(deprecatedAnnotation, {
  valid: {
    'the annotation beside the label that replaces it': deployment(
      '{ sidecar.istio.io/inject: "true" }',
      '{}',
      '{ sidecar.istio.io/inject: "true" }',
    ),
  },
  invalid: {
    'the annotation alone': {
      yaml: annotated('sidecar.istio.io/inject: "true"'),
      expect: [
        'Deployment shop/web spec.template.metadata.annotations["sidecar.istio.io/inject"]: annotation "sidecar.istio.io/inject" is deprecated',
      ],
    },
  },
});

testRule(duplicateObject, {
  valid: {
    'the same object twice': service('{ port: 80 }') + service('{ port: 80 }'),
    'two namespaces': service('{ port: 80 }') + service('{ port: 81 }').replace('namespace: shop', 'namespace: bank'),
  },
  invalid: {
    'two versions of a group': {
      yaml:
        sidecar('a') + sidecar('a', '{ app: web }').replace('networking.istio.io/v1', 'networking.istio.io/v1beta1'),
      expect: ['Sidecar shop/a: Sidecar shop/a is defined more than once; the last definition replaces the others'],
    },
  },
});
