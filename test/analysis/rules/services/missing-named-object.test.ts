import { missingNamedObject } from '../../../../src/analysis/rules/services/missing-named-object';
import { testRule } from '../../../../src/testing/test-rule';
import { app, mesh, object } from '../mesh-yaml';

const account = (name: string) => `
apiVersion: v1
kind: ServiceAccount
metadata: { name: ${name}, namespace: shop }`;
const ingress = (backend: string) =>
  object(
    'networking.k8s.io/v1',
    'Ingress',
    'x',
    'shop',
    `{ rules: [{ http: { paths: [{ path: /, pathType: Prefix, backend: { service: ${backend} } }] } }] }`,
  );
const scaler = (kind: string, name: string) =>
  object(
    'autoscaling/v2',
    'HorizontalPodAutoscaler',
    'x',
    'shop',
    `{ scaleTargetRef: { kind: ${kind}, name: ${name} } }`,
  );
const set = (service: string) =>
  object(
    'apps/v1',
    'StatefulSet',
    'db',
    'shop',
    `{ serviceName: ${service}, template: { metadata: { labels: { app: db } }, spec: { containers: [{ name: db }] } } }`,
  );

testRule(missingNamedObject, {
  valid: {
    'names of what there is': mesh(
      app('web'),
      account('web'),
      ingress('{ name: web, port: { number: 80 } }'),
      scaler('Deployment', 'web'),
      set('web'),
    ),
    'a port by name': mesh(app('web'), ingress('{ name: web, port: { name: http } }')),
    'accounts of another repository': app('web'),
    'a target of a kind that is not known': mesh(app('web'), scaler('Fleet', 'games')),
    'a namespace without Services': mesh(ingress('{ name: web, port: { number: 80 } }'), set('db')),
  },
  invalid: {
    'pods with an account that is not there': {
      yaml: mesh(app('web'), account('wbe')),
      expect: [
        'Deployment shop/web spec.template.spec.serviceAccountName: namespace "shop" has no ServiceAccount "web", so that no pod can be created; it has "wbe"',
      ],
    },
    'an autoscaler of nothing': {
      yaml: mesh(app('web'), scaler('Deployment', 'webb')),
      expect: [
        'HorizontalPodAutoscaler shop/x spec.scaleTargetRef.name: namespace "shop" has no Deployment "webb", so that nothing is scaled; it has "web"',
      ],
    },
    'a StatefulSet without its Service': {
      yaml: mesh(app('web'), set('db')),
      expect: [
        'StatefulSet shop/db spec.serviceName: namespace "shop" has no Service "db", so that its pods have no names in DNS; it has "web"',
      ],
    },
    'an Ingress for the port of the pods': {
      yaml: mesh(app('web'), ingress('{ name: web, port: { number: 8080 } }')),
      expect: [
        'Ingress shop/x spec.rules[0].http.paths[0].backend.service.port: Service "web" has no port 8080; it has 80',
      ],
    },
    'an Ingress for no Service': {
      yaml: mesh(app('web'), ingress('{ name: api, port: { number: 80 } }')),
      expect: [
        'Ingress shop/x spec.rules[0].http.paths[0].backend.service.name: namespace "shop" has no Service "api", so that its requests are not answered; it has "web"',
      ],
    },
  },
});
