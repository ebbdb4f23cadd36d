/** An object of the benchmarks as plain data. */
export interface BenchObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace: string;
    readonly labels?: Record<string, string>;
    readonly annotations?: Record<string, string>;
  };
  readonly spec: Record<string, unknown>;
}

/**
 * The `i`-th object of the benchmarks: one ServiceEntry, then VirtualServices of 65 lines each that route to the hosts
 * it declares, so that an analysis has something to look up and nothing to object to.
 *
 * All variants of a benchmark write the same objects, so that only the way to write them differs.
 */
export function benchObject(i: number): BenchObject {
  return i === 0 ? serviceEntry() : virtualService(i);
}

function serviceEntry(): BenchObject {
  return {
    apiVersion: 'networking.istio.io/v1',
    kind: 'ServiceEntry',
    metadata: { name: 'backends', namespace: 'bench' },
    spec: {
      hosts: ['*.backends.example.com'],
      location: 'MESH_EXTERNAL',
      ports: [{ name: 'http', number: 8080, protocol: 'HTTP' }],
      resolution: 'NONE',
    },
  };
}

export function virtualService(i: number): BenchObject {
  const name = `svc-${i}`;
  const to = (version: string, weight: number) => ({
    destination: { host: `${name}-${version}.backends.example.com`, port: { number: 8080 } },
    headers: { response: { set: { 'x-version': version } } },
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
      gateways: ['mesh'],
      hosts: [`${name}.example.com`],
      http: [
        {
          match: [
            { headers: { 'x-canary': { exact: 'true' } }, uri: { prefix: `/api/v${i % 5}` } },
            { headers: { cookie: { regex: '^(.*?;)?(user=beta)(;.*)?$' } } },
          ],
          name: 'canary',
          retries: { attempts: 3, perTryTimeout: '2s', retryOn: 'connect-failure,refused-stream,unavailable' },
          route: [to('v1', 90), to('v2', 10)],
          timeout: '10s',
        },
        {
          headers: { request: { set: { 'x-forwarded-proto': 'https' } } },
          route: [to('v1', 100)],
        },
      ],
    },
  };
}
