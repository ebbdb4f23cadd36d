import { deprecatedField } from '../../../../src/analysis/rules/objects/deprecated-field';
import { testRule } from '../../../../src/testing/test-rule';
import { mesh, object, virtualService } from '../mesh-yaml';

const fault = (text: string) =>
  virtualService(`{ hosts: [web], http: [{ route: [{ destination: { host: web } }], fault: ${text} }] }`);
const crd = (group: string, kind: string) => `
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: { name: ${kind.toLowerCase()}s.${group} }
spec: { group: ${group}, names: { kind: ${kind} } }`;
const PROXY = 'egressProxy: { host: egress.istio-system.svc.cluster.local, port: { number: 443 } }';
const sidecar = (policy: string) =>
  object('networking.istio.io/v1', 'Sidecar', 'default', 'shop', `{ outboundTrafficPolicy: { ${policy} } }`);

testRule(deprecatedField, {
  valid: {
    'a percentage': fault('{ delay: { fixedDelay: 5s, percentage: { value: 10 } } }'),
    'a share of nothing': fault('{ delay: { fixedDelay: 5s, percent: 0 } }'),
    'a Sidecar without a proxy for what leaves': sidecar('mode: REGISTRY_ONLY'),
    'a kind that is in use': crd('security.istio.io', 'AuthorizationPolicy'),
    'a kind of that name in another group': crd('rbac.example.org', 'ServiceRole'),
  },
  invalid: {
    'a percent of a delay': {
      yaml: fault('{ delay: { fixedDelay: 5s, percent: 10 } }'),
      expect: [
        'VirtualService shop/routes spec.http[0].fault.delay.percent: fault.delay.percent is replaced by fault.delay.percentage',
      ],
    },
    'a percent beside the percentage': {
      yaml: fault('{ delay: { fixedDelay: 5s, percent: 10, percentage: { value: 20 } } }'),
      expect: [
        'VirtualService shop/routes spec.http[0].fault.delay.percent: fault.delay.percent is replaced by fault.delay.percentage',
      ],
    },
    'a proxy for what leaves': {
      yaml: sidecar(PROXY),
      expect: [
        'Sidecar shop/default spec.outboundTrafficPolicy.egressProxy: outboundTrafficPolicy.egressProxy is ignored',
      ],
    },
    'kinds of the old authorization': {
      yaml: mesh(crd('rbac.istio.io', 'RbacConfig'), crd('rbac.istio.io', 'ServiceRole')),
      expect: [
        'CustomResourceDefinition rbacconfigs.rbac.istio.io: RbacConfig of rbac.istio.io is replaced by AuthorizationPolicy',
        'CustomResourceDefinition serviceroles.rbac.istio.io: ServiceRole of rbac.istio.io is replaced by AuthorizationPolicy',
      ],
    },
  },
});
