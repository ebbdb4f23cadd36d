import { type InjectionWebhooks, injectionWebhooks, isInjected } from '../../src/install/injection';
import { planInstall } from '../../src/install/install-plan';

const PODS = [
  {},
  { 'sidecar.istio.io/inject': 'true' },
  { 'sidecar.istio.io/inject': 'false' },
  { 'istio.io/rev': '1-30-3' },
];

const unrevisioned = injectionWebhooks(planInstall());
const revisionOnly = injectionWebhooks(planInstall({ revision: '1-30-3' }));
const tagged = injectionWebhooks(planInstall({ revision: '1-30-3', tags: { default: '1-30-3', prod: '1-30-3' } }));

const row = (webhooks: InjectionWebhooks, namespace: Record<string, string>) =>
  PODS.map(pod => (isInjected(webhooks, namespace, pod) ? 'Y' : '-')).join(' ');

describe('isInjected', () => {
  // Per installation: pods without a label, with inject=true, with inject=false, with a revision of their own.
  test.each<[string, Record<string, string>, string, string, string]>([
    ['no label', {}, '- Y - -', '- - - Y', '- Y - Y'],
    ['istio-injection=enabled', { 'istio-injection': 'enabled' }, 'Y Y - Y', '- - - -', 'Y Y - Y'],
    ['istio-injection=disabled', { 'istio-injection': 'disabled' }, '- - - -', '- - - -', '- - - -'],
    ['istio.io/rev=default', { 'istio.io/rev': 'default' }, 'Y Y - Y', '- - - -', 'Y Y - Y'],
    ['istio.io/rev=1-30-3', { 'istio.io/rev': '1-30-3' }, '- - - -', 'Y Y - Y', 'Y Y - Y'],
    ['istio.io/rev=prod', { 'istio.io/rev': 'prod' }, '- - - -', '- - - -', 'Y Y - Y'],
    ['both labels', { 'istio-injection': 'enabled', 'istio.io/rev': 'prod' }, 'Y Y - Y', '- - - -', 'Y Y - Y'],
  ])('decides for a namespace with %s as the selectors of the webhooks do', (_, namespace, ...wanted) => {
    expect([unrevisioned, revisionOnly, tagged].map(webhooks => row(webhooks, namespace))).toEqual(wanted);
  });
});
