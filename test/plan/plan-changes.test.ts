import { renderPlan } from '../../src/plan/render-plan';
import { deployment, drops, interim, order, plan, route, service, subsets } from './changes';

describe('a plan', () => {
  test('is empty if nothing differs but the order of keys, the status and the version of the group', () => {
    const other = service
      .replace('selector: { app: reviews }, ports', 'ports')
      .replace('}] }', '}], selector: { app: reviews } }');
    const beta = route('v1').replace('networking.istio.io/v1', 'networking.istio.io/v1beta1');
    expect(order(service + route('v1'), `${other}${beta}`)).toEqual([]);
  });

  test('adds a subset before the routes use it', () => {
    expect(
      order(
        service + deployment('v1') + subsets('v1') + route('v1'),
        service + deployment('v1') + deployment('v2') + subsets('v1', 'v2') + route('v2'),
      ),
    ).toEqual([
      ['create Deployment/reviews-v2'],
      ['update DestinationRule/reviews'],
      ['update VirtualService/reviews'],
    ]);
  });

  test('removes a subset, and then its pods, after the last route has left it', () => {
    expect(
      order(
        service + deployment('v1') + deployment('v2') + subsets('v1', 'v2') + route('v1'),
        service + deployment('v2') + subsets('v2') + route('v2'),
      ),
    ).toEqual([
      ['update VirtualService/reviews'],
      ['update DestinationRule/reviews'],
      ['delete Deployment/reviews-v1'],
    ]);
  });

  test('applies a DestinationRule twice that exchanges its subsets, first with those of before and after', () => {
    const before = service + deployment('v1') + subsets('v1') + route('v1');
    const after = service + deployment('v2') + subsets('v2') + route('v2');
    expect(order(before, after)).toEqual([
      ['create Deployment/reviews-v2'],
      ['update DestinationRule/reviews*'],
      ['update VirtualService/reviews'],
      ['update DestinationRule/reviews'],
      ['delete Deployment/reviews-v1'],
    ]);
    expect(interim(before, after, 'DestinationRule')).toMatchObject({ subsets: [{ name: 'v2' }, { name: 'v1' }] });
    expect(drops(before, after)).toEqual([]);
  });

  test('keeps the pods of a version that is scaled to nothing until the routes have left it', () => {
    expect(
      order(
        service + deployment('v1') + deployment('v2') + subsets('v1', 'v2') + route('v1'),
        service + deployment('v1', 'replicas: 0,') + deployment('v2') + subsets('v1', 'v2') + route('v2'),
      ),
    ).toEqual([['update VirtualService/reviews'], ['update Deployment/reviews-v1']]);
  });

  test('defines kinds and namespaces first and removes them last', () => {
    const crd = (name: string) => `
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: { name: ${name} }
spec: { names: { kind: Thing } }
---`;
    const namespace = '\napiVersion: v1\nkind: Namespace\nmetadata: { name: shop }\n---';
    expect(order(crd('old'), crd('new') + namespace + service)).toEqual([
      ['create CustomResourceDefinition/new', 'create Namespace/shop'],
      ['create Service/reviews'],
      ['delete CustomResourceDefinition/old'],
    ]);
    expect(drops(crd('old'), crd('new'))).toEqual([]);
  });

  test('marks a namespace that goes and takes along what the new set still holds', () => {
    const namespace = '\napiVersion: v1\nkind: Namespace\nmetadata: { name: shop }\n---';
    expect(drops(namespace + service, service)).toEqual([
      '1-end Namespace: objects that the new set still holds go with it',
    ]);
    expect(drops(namespace + service, '')).toEqual([]);
  });

  test('says that pods have to be restarted when a namespace joins the mesh', () => {
    const namespace = (labels: string) =>
      `\napiVersion: v1\nkind: Namespace\nmetadata: { name: shop, labels: ${labels} }\n---`;
    const [step] = plan(namespace('{}'), namespace('{ istio-injection: enabled }')).steps;
    expect(step?.changes[0]?.note).toBe('running pods keep their proxies until they are restarted');
  });
});

test('from nothing, Istio is installed and ready before gateways, pods and Istio kinds', () => {
  const installer = `
apiVersion: v1
kind: ConfigMap
metadata: { name: installation, namespace: istio-system }
data: { istio.yaml: "apiVersion: install.istio.io/v1alpha1\\nkind: IstioOperator\\nspec: {}\\n" }
---
apiVersion: batch/v1
kind: Job
metadata: { name: installer, namespace: istio-system }
spec:
  template:
    spec:
      containers: [{ name: istioctl, image: istioctl }]
      volumes: [{ name: input, configMap: { name: installation } }]
---
apiVersion: helm.toolkit.fluxcd.io/v2
kind: HelmRelease
metadata: { name: istio-ingress, namespace: istio-ingress }
spec: { chart: { spec: { chart: gateway } } }
---
apiVersion: v1
kind: Namespace
metadata: { name: istio-system }
---
`;
  const steps = order('', installer + service + deployment('v1') + subsets('v1') + route('v1'));
  expect(steps).toEqual([
    ['create Namespace/istio-system'],
    ['create ConfigMap/installation', 'create Job/installer'],
    ['create HelmRelease/istio-ingress', 'create Service/reviews', 'create Deployment/reviews-v1'],
    ['create DestinationRule/reviews'],
    ['create VirtualService/reviews'],
  ]);
});

test('the text names steps, changes, what to wait for and what drops', () => {
  const text = renderPlan(
    plan(
      service + deployment('v1') + subsets('v1') + route('v1'),
      service + deployment('v1') + subsets('v2') + route('v2'),
    ),
  );
  expect(text).toContain('update DestinationRule shop/reviews: for now, keeps subset "v1"');
  expect(text).toContain('then wait for istiod to send the configuration to all proxies');
  expect(text).toMatch(/DROPS TRAFFIC DestinationRule shop\/reviews: subset "v2"/);
  expect(text).toMatch(/\n3 steps, 3 changes, 1 drop of traffic\n$/);
  expect(renderPlan({ steps: [] })).toBe('nothing to do: the two sets are the same\n');
});
