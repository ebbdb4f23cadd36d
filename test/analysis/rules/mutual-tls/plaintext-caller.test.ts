import { plaintextCaller } from '../../../../src/analysis/rules/mutual-tls/plaintext-caller';
import { testRule } from '../../../../src/testing/test-rule';

const namespace = (name: string, injection: string) => `
apiVersion: v1
kind: Namespace
metadata: { name: ${name}, labels: { istio-injection: ${injection} } }
---`;

const object = (apiVersion: string, kind: string, name: string, owner: string, spec: string) => `
apiVersion: ${apiVersion}
kind: ${kind}
metadata: { name: ${name}, namespace: ${owner} }
spec: ${spec}
---`;

const pods = (name: string, owner: string, container: string, annotations = '{}') =>
  object(
    'apps/v1',
    'Deployment',
    name,
    owner,
    `{ template: { metadata: { labels: { app: ${name} }, annotations: ${annotations} }, spec: { containers: [{ name: app, ${container} }] } } }`,
  );

const strict = (spec = '') =>
  object('security.istio.io/v1', 'PeerAuthentication', 'default', 'bank', `{ mtls: { mode: STRICT } ${spec} }`);

const NAMESPACES = namespace('bank', 'enabled') + namespace('jobs', 'disabled');

const LEDGER = object(
  'v1',
  'Service',
  'ledger',
  'bank',
  '{ selector: { app: ledger }, ports: [{ name: http, port: 80, targetPort: web }, { name: metrics, port: 9090 }] }',
);

const SERVER = (annotations = '{}') =>
  pods('ledger', 'bank', 'ports: [{ name: web, containerPort: 8080 }]', annotations);

const CALLER = (port = '', owner = 'jobs') =>
  pods('report', owner, `args: ["--to", "--ledger=http://ledger.bank.svc.cluster.local${port}/"]`);

const webhook = `
apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingWebhookConfiguration
metadata: { name: accounts }
webhooks: [{ name: accounts.bank, clientConfig: { service: { name: ledger, namespace: bank, port: 80 } } }]
---`;

const RESET =
  'the pods are not in the mesh and call "ledger.bank.svc.cluster.local", where "ledger" accepts mutual TLS only: connections are reset';

testRule(plaintextCaller, {
  valid: {
    'a caller with a proxy': NAMESPACES + LEDGER + SERVER() + CALLER('', 'bank') + strict(),
    'pods in the default mode': NAMESPACES + LEDGER + SERVER() + CALLER(),
    'a port that is excepted':
      NAMESPACES +
      LEDGER +
      SERVER() +
      CALLER() +
      strict(', selector: { matchLabels: { app: ledger } }, portLevelMtls: { 8080: { mode: PERMISSIVE } }'),
    'a port that the proxy does not capture':
      NAMESPACES +
      LEDGER +
      SERVER('{ traffic.sidecar.istio.io/excludeInboundPorts: "8080,9090" }') +
      CALLER() +
      strict(),
    'a caller of whose namespace nothing is known':
      namespace('bank', 'enabled') + LEDGER + SERVER() + CALLER('', 'unknown') + strict(),
    'a Service without pods in the set': NAMESPACES + LEDGER + CALLER() + strict(),
  },
  invalid: {
    'a caller outside the mesh': {
      yaml: NAMESPACES + LEDGER + SERVER() + CALLER() + strict(),
      expect: [`Deployment jobs/report spec.template.spec.containers[0].args[1]: ${RESET}`],
    },
    'a caller of another port than the one that is excepted': {
      yaml:
        NAMESPACES +
        LEDGER +
        SERVER() +
        CALLER(':9090') +
        strict(', selector: { matchLabels: { app: ledger } }, portLevelMtls: { 8080: { mode: PERMISSIVE } }'),
      expect: [`Deployment jobs/report spec.template.spec.containers[0].args[1]: ${RESET}`],
    },
    'the API server': {
      yaml: NAMESPACES + LEDGER + SERVER() + webhook + strict(),
      expect: [
        'ValidatingWebhookConfiguration accounts webhooks[0].clientConfig.service: the API server calls webhook "accounts.bank" without mutual TLS, which "ledger" requires: calls are reset',
      ],
    },
  },
});
