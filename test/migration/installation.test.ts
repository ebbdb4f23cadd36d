import { object } from '../simulation/mesh-of';
import { planOf, SHOP } from './meshes';

const operator = (spec: string) => `
apiVersion: install.istio.io/v1alpha1
kind: IstioOperator
metadata: { name: istio, namespace: istio-system }
spec: ${spec}
`;
const ROUTES = object(
  'VirtualService',
  'shop/backend',
  '{ hosts: [backend], http: [{ timeout: 3s, route: [{ destination: { host: backend } }] }] }',
);
const statesOf = ({ needs }: ReturnType<typeof planOf>) =>
  Object.fromEntries(needs.map(({ name, state }) => [name, state]));

describe('what the ambient mesh needs of the installation', () => {
  test('is written where an IstioOperator installs it, beside what that says already', () => {
    const plan = planOf([
      ...SHOP,
      operator(
        '{ profile: default, values: { pilot: { env: { OTHER: "1" } } }, components: { pilot: { k8s: { replicaCount: 2 } } } }',
      ),
    ]);
    expect(statesOf(plan)).toEqual({
      istiod: 'written',
      'istio-cni': 'written',
      ztunnel: 'written',
      'sidecars that take tunnels': 'written',
    });
    expect(plan.after('00-prepare', 'IstioOperator', 'istio')?.spec).toMatchObject({
      profile: 'default',
      components: { pilot: { k8s: { replicaCount: 2 } }, cni: { enabled: true }, ztunnel: { enabled: true } },
      values: { pilot: { env: { OTHER: '1', PILOT_ENABLE_AMBIENT: 'true' } }, cni: { ambient: { enabled: true } } },
      meshConfig: { defaultConfig: { proxyMetadata: { ISTIO_META_ENABLE_HBONE: 'true' } } },
    });
  });

  test('is there with the ambient profile', () => {
    const plan = planOf([...SHOP, operator('{ profile: ambient }')]);
    expect(new Set(Object.values(statesOf(plan)))).toEqual(new Set(['present']));
    expect(plan.after('00-prepare', 'IstioOperator', 'istio')?.spec).toEqual({ profile: 'ambient' });
  });

  test('is to be seen to by hand where the manifests do not install Istio', () => {
    const { needs, ...plan } = planOf([...SHOP, ROUTES]);
    expect(new Set(needs.map(({ state }) => state))).toEqual(new Set(['by hand']));
    expect(needs[0]?.name).toBe('CRDs of the Gateway API');
    // Every pod restarts, so that its sidecar takes tunnels.
    const [prepare] = plan.stages;
    expect(prepare?.commands.filter(one => one.startsWith('kubectl rollout restart'))).toHaveLength(4);
  });
});
