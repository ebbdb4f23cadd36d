/**
 * How many requests per second the simulator answers in a mesh of 500 services, on one core, once the mesh is indexed.
 *
 * Run with: npx tsx bench/simulate.ts
 */
import { effectiveMeshOf } from '../src/istio/effective-mesh';
import { buildModel } from '../src/model/mesh-model';
import type { SimulationRequest } from '../src/simulation/request';
import { simulate, simulateIn } from '../src/simulation/simulate';
import type { Verdict } from '../src/simulation/verdict';
import type { LocatedManifest, Manifest } from '../src/values/manifest';

const SERVICES = 500;
const NAMESPACES = 25;
const REQUESTS = 100_000;
const ROUNDS = 3;

const namespaceOf = (i: number) => `team-${i % NAMESPACES}`;
const nameOf = (i: number) => `service-${i}`;
const hostOf = (i: number) => `${nameOf(i)}.${namespaceOf(i)}.svc.cluster.local`;

function istio(group: string, kind: string, name: string, namespace: string, spec: object): Manifest {
  return { apiVersion: `${group}.istio.io/v1`, kind, metadata: { name, namespace }, spec };
}

/** A service with two versions, a canary with a header override, a policy and two callers that may call it. */
function serviceObjects(i: number): readonly Manifest[] {
  const name = nameOf(i);
  const namespace = namespaceOf(i);
  const host = hostOf(i);
  const deployment = (version: string): Manifest => ({
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: `${name}-${version}`, namespace },
    spec: {
      template: {
        metadata: { labels: { app: name, version } },
        spec: {
          serviceAccountName: name,
          containers: [{ name: 'app', image: 'app', ports: [{ containerPort: 8080 }] }],
        },
      },
    },
  });
  const callers = [i + 1, i + 7].map(j => j % SERVICES);
  return [
    {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name, namespace },
      spec: { selector: { app: name }, ports: [{ name: 'http', port: 80, targetPort: 8080 }] },
    },
    deployment('v1'),
    deployment('v2'),
    istio('networking', 'DestinationRule', name, namespace, {
      host,
      subsets: ['v1', 'v2'].map(version => ({ name: version, labels: { version } })),
    }),
    istio('networking', 'VirtualService', name, namespace, {
      hosts: [host],
      http: [
        { match: [{ headers: { 'x-canary': { exact: 'true' } } }], route: [{ destination: { host, subset: 'v2' } }] },
        {
          match: [{ uri: { prefix: '/api' } }, { uri: { regex: '/v[0-9]+/.*' } }],
          route: [
            { destination: { host, subset: 'v1' }, weight: 90 },
            { destination: { host, subset: 'v2' }, weight: 10 },
          ],
          timeout: '10s',
        },
        { route: [{ destination: { host, subset: 'v1' } }] },
      ],
    }),
    istio('security', 'AuthorizationPolicy', name, namespace, {
      selector: { matchLabels: { app: name } },
      rules: [
        {
          from: [{ source: { principals: callers.map(j => `cluster.local/ns/${namespaceOf(j)}/sa/${nameOf(j)}`) } }],
          to: [{ operation: { methods: ['GET', 'POST'], paths: ['/api/*', '/v1/*', '/'] } }],
        },
      ],
    }),
  ];
}

const manifests: readonly LocatedManifest[] = [
  ...Array.from({ length: NAMESPACES }, (_, i) => ({
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: { name: namespaceOf(i), labels: { 'istio-injection': 'enabled' } },
  })),
  istio('security', 'PeerAuthentication', 'default', 'istio-system', { mtls: { mode: 'STRICT' } }),
  ...Array.from({ length: SERVICES }, (_, i) => serviceObjects(i)).flat(),
].map(manifest => ({ manifest, origin: {} }));

/** A third is allowed, a third denied, a third overridden by header. */
const requests = Array.from({ length: REQUESTS }, (_, n): SimulationRequest => {
  const target = (n * 7919) % SERVICES;
  const caller = (target + (n % 3 === 1 ? 3 : 1)) % SERVICES;
  return {
    from: `${namespaceOf(caller)}/${nameOf(caller)}-v1`,
    to: `http://${hostOf(target)}/${n % 2 === 0 ? 'api' : 'v1'}/items/${n % 100}`,
    headers: n % 3 === 2 ? { 'x-canary': 'true' } : {},
  };
});

const seconds = (run: () => void): number => {
  const before = process.cpuUsage();
  run();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1e6;
};

let model = buildModel(manifests);
const indexing = seconds(() => {
  model = buildModel(manifests);
  // The first request of each namespace makes its route tables.
  for (let i = 0; i < SERVICES; i++) {
    simulate(model, { from: `${namespaceOf(i)}/${nameOf(i)}-v1`, to: `http://${hostOf(0)}/` });
  }
});

const outcomes = new Map<string, number>();

/** Requests per second of a round over all requests. */
function round(answer: (request: SimulationRequest) => Verdict): number {
  outcomes.clear();
  const spent = seconds(() => {
    for (const request of requests) {
      const { outcome } = answer(request);
      outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
    }
  });
  return REQUESTS / spent;
}

const best = (answer: (request: SimulationRequest) => Verdict): number =>
  Math.max(...Array.from({ length: ROUNDS }, () => round(answer)));
const perSecond = (rate: number) => `${Math.round(rate)} requests/s`;

const first = round(request => simulate(model, request));
const warm = best(request => simulate(model, request));
const mesh = effectiveMeshOf(model);
const recording = best(request => simulateIn(mesh, request, []));

console.log(`${SERVICES} services, ${manifests.length} objects: indexed in ${(indexing * 1000).toFixed(0)} ms`);
console.log(`${REQUESTS} requests: ${[...outcomes].map(([outcome, count]) => `${count} ${outcome}`).join(', ')}`);
console.log(`first round: ${perSecond(first)} of processor time`);
console.log(`warm: ${perSecond(warm)} (best of ${ROUNDS} rounds)`);
console.log(`recording predicates: ${perSecond(recording)} (${Math.round((1 - recording / warm) * 100)} % slower)`);
