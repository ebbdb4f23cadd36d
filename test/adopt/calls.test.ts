import { adopt } from '../../src/api/adopt';
import { parseManifests } from '../../src/model/read-manifests';
import { adopted, object, policy, SHOP, sourceOf } from './adopted';

test('addresses and policies tell who calls whom, and what does not get through is not declared', () => {
  const worker = `
apiVersion: apps/v1
kind: Deployment
metadata: { name: worker, namespace: shop }
spec:
  selector: { matchLabels: { app: worker } }
  template:
    metadata: { labels: { app: worker } }
    spec:
      containers:
        - name: worker
          env: [{ name: CART_URL, value: 'http://cart/items' }, { name: WEB_HOST, value: web }]
---
`;
  const adoption = adopted(
    `${worker}${policy("rules: [{ from: [{ source: { principals: ['cluster.local/ns/shop/sa/web'] } }] }]")}`,
  );
  expect(adoption.calls).toEqual(['shop/web calls shop/cart', 'shop/worker calls shop/web']);
  expect(adoption.refusedCalls).toEqual(['shop/worker calls shop/cart']);
  expect(sourceOf(adoption)).toContain(
    '// Seen in spec.template.spec.containers[0].env[1].value of Deployment shop/worker.\nworker.calls(web);',
  );
});

describe('Sidecars of a namespace', () => {
  const sidecar = (name: string, hosts: string, selector = `workloadSelector: { labels: { app: ${name} } }, `) =>
    object('Sidecar', `{ ${selector}egress: [{ hosts: [${hosts}] }] }`, `name: ${name}`);
  const common = "'istio-system/*.svc.cluster.local'";
  const called = `'./cart.shop.svc.cluster.local', ${common}`;
  const everyone = sidecar('default', `'./*', ${common}`, '');
  const sidecars = (ofWeb: string) => `${everyone}${sidecar('cart', common)}${sidecar('web', ofWeb)}`;
  const from = (account: string) =>
    policy(`rules: [{ from: [{ source: { principals: ['cluster.local/ns/shop/sa/${account}'] } }] }]`);
  const formsOf = ({ objects }: ReturnType<typeof adopt>) =>
    objects.filter(({ name }) => name.startsWith('Sidecar')).map(({ form }) => form);

  test('are a scope where they name the declared calls', () => {
    const adoption = adopted(`${from('web')}${sidecars(called)}`);
    expect(formsOf(adoption)).toEqual(['construct', 'construct', 'construct']);
    expect(sourceOf(adoption)).toContain("new SidecarScope(mesh, 'sidecar-scope', { namespaces: [shop] })");
    expect(adoption.diff.differences).toEqual([]);
  });

  test.each([
    ['name other hosts than the calls', `${from('web')}${sidecars(common)}`],
    ['are not those of all services', `${from('web')}${everyone}${sidecar('web', called)}`],
  ])('stay as they are where they %s', (_, yaml) => {
    const adoption = adopted(yaml);
    expect(new Set(formsOf(adoption))).toEqual(new Set(['class']));
    expect(adoption.objects.find(({ name }) => name.startsWith('AuthorizationPolicy'))?.form).toBe('construct');
    expect(adoption.diff.differences).toEqual([]);
  });

  test('stay as they are where a call that they name does not get through', () => {
    // The first pods are those of web.
    const shop = SHOP.replace('env: []', "env: [{ name: CART_URL, value: 'http://cart' }]");
    const adoption = adopt(parseManifests(`${shop}\n---\n${from('other')}${sidecars(called)}`, 'shop.yaml'));
    expect(adoption.refusedCalls).toEqual(['shop/web calls shop/cart']);
    expect(formsOf(adoption)).toEqual(['class', 'class', 'class']);
    expect(adoption.diff.differences).toEqual([]);
  });
});
