/**
 * The `i`-th object of the benchmarks: a VirtualService whose YAML has 65 lines, as plain data.
 *
 * All variants of a benchmark write the same objects, so that only the way to write them differs.
 */
export function virtualService(i: number): {
  apiVersion: string;
  kind: string;
  metadata: { name: string; namespace: string; labels: Record<string, string>; annotations: Record<string, string> };
  spec: Record<string, unknown>;
} {
  const name = `svc-${i}`;
  const host = `${name}.ns-${i % 50}.svc.cluster.local`;
  const to = (subset: string, weight: number) => ({
    destination: { host, port: { number: 8080 }, subset },
    weight,
  });
  return {
    apiVersion: 'networking.istio.io/v1',
    kind: 'VirtualService',
    metadata: {
      name,
      namespace: `ns-${i % 50}`,
      labels: { app: name, 'app.kubernetes.io/part-of': 'bench' },
      annotations: { 'example.com/owner': `team-${i % 7}`, 'example.com/tier': String(i % 3) },
    },
    spec: {
      gateways: ['mesh', 'istio-ingress/web'],
      hosts: [host, `${name}.example.com`],
      http: [
        {
          match: [
            { headers: { 'x-canary': { exact: 'true' } }, uri: { prefix: `/api/v${i % 5}` } },
            { headers: { cookie: { regex: '^(.*?;)?(user=beta)(;.*)?$' } } },
          ],
          name: 'canary',
          retries: { attempts: 3, perTryTimeout: '2s', retryOn: '5xx,reset,connect-failure' },
          route: [to('v1', 90), to('v2', 10)],
          timeout: '10s',
        },
        {
          corsPolicy: { allowMethods: ['GET', 'POST'], maxAge: '24h' },
          headers: { request: { set: { 'x-forwarded-proto': 'https' } } },
          name: 'default',
          route: [to('v1', 100)],
          timeout: '1.5s',
        },
      ],
    },
  };
}
