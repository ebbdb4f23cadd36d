import { sidecarHidesDestination } from '../../../../src/analysis/rules/visibility/sidecar-hides-destination';
import { testRule } from '../../../../src/testing/test-rule';

const object = (apiVersion: string, kind: string, name: string, namespace: string, spec: string) => `
apiVersion: ${apiVersion}
kind: ${kind}
metadata: { name: ${name}, namespace: ${namespace} }
spec: ${spec}
---`;

const sidecar = (hosts: string, more = '', namespace = 'shop') =>
  object('networking.istio.io/v1', 'Sidecar', 'default', namespace, `{ egress: [{ hosts: [${hosts}] }] ${more} }`);

const service = (name: string, namespace: string) =>
  object('v1', 'Service', name, namespace, '{ ports: [{ name: http, port: 80 }] }');

const web = (env: string) =>
  object(
    'apps/v1',
    'Deployment',
    'web',
    'shop',
    `{ template: { metadata: { labels: { app: web } }, spec: { containers: [{ name: app, ${env} }] } } }`,
  );

const route = (host: string, to: string) =>
  object(
    'networking.istio.io/v1',
    'VirtualService',
    'route',
    'shop',
    `{ hosts: [${host}], http: [{ route: [{ destination: { host: ${to} } }] }] }`,
  );

const LEDGER = 'env: [{ name: LEDGER_URL, value: "http://ledger.bank:80/v1" }]';

const FIELD = 'spec.template.spec.containers[0].env[0].value';

const MISSING = (what: string, imported: string) =>
  `Sidecar shop/default spec.egress: "web" calls "ledger.bank" (${FIELD}), which the Sidecar does not import: ${what}; imported are ${imported}`;

const LEAVES = 'the call leaves without mutual TLS, routes and policies';

testRule(sidecarHidesDestination, {
  valid: {
    'a call to a service of the own namespace':
      service('ledger', 'shop') + web('env: [{ name: LEDGER_HOST, value: ledger }]') + sidecar('"./*"'),
    'a call to an imported namespace': service('ledger', 'bank') + web(LEDGER) + sidecar('"./*", "bank/*"'),
    'a call to an imported host of any namespace':
      service('ledger', 'bank') + web(LEDGER) + sidecar('"*/ledger.bank.svc.cluster.local"'),
    'a call to where the routes of an imported host lead':
      service('ledger', 'bank') +
      service('books', 'shop') +
      web(LEDGER) +
      sidecar('"./*"') +
      route('books', 'ledger.bank.svc.cluster.local'),
    'a Sidecar without egress':
      service('ledger', 'bank') + web(LEDGER) + sidecar('').replace('egress: [{ hosts: [] }] ', ''),
    'a Sidecar of another namespace': service('ledger', 'bank') + web(LEDGER) + sidecar('"./*"', '', 'bank'),
    'text that is no address':
      service('notes', 'shop') + web('env: [{ name: DB_NAME, value: notes }]') + sidecar('"bank/*"'),
  },
  invalid: {
    'a call that leaves the mesh': {
      yaml: service('ledger', 'bank') + web(LEDGER) + sidecar('"./*"'),
      expect: [MISSING(LEAVES, '"./*"')],
    },
    'a call that is refused': {
      yaml:
        service('ledger', 'bank') + web(LEDGER) + sidecar('"./*"', ', outboundTrafficPolicy: { mode: REGISTRY_ONLY }'),
      expect: [MISSING('its proxy blocks the call', '"./*"')],
    },
    'the Sidecar of the mesh': {
      yaml: service('ledger', 'bank') + web(LEDGER) + sidecar('"istio-system/*"', '', 'istio-system'),
      expect: [MISSING(LEAVES, '"istio-system/*"').replace('shop/default', 'istio-system/default')],
    },
    'routes of a host that is not imported itself': {
      yaml:
        service('ledger', 'bank') +
        service('books', 'shop') +
        web(LEDGER) +
        sidecar('"./other.example.com"') +
        route('books', 'ledger.bank.svc.cluster.local'),
      expect: [MISSING(LEAVES, '"./other.example.com"')],
    },
  },
});
