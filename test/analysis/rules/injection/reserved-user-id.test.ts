import { reservedUserId } from '../../../../src/analysis/rules/injection/reserved-user-id';
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
