import type { Plan } from './plan';
import { homes } from './topology';

/** What the ConfigMap of the mesh and Sidecars change. */
export function addMeshOptions(plan: Plan): void {
  const { random } = plan;
  const options: { [name: string]: unknown } = {};
  if (plan.has('mesh-options')) {
    Object.assign(options, {
      ...random.maybe(0.35, () => ({ outboundTrafficPolicy: { mode: 'REGISTRY_ONLY' } })),
      ...random.maybe(0.08, () => ({ enableAutoMtls: false })),
      ...random.maybe(0.12, () => ({ defaultHttpRetryPolicy: { attempts: 4, retryOn: '503' } })),
      ...random.maybe(0.08, () => ({ trustDomain: 'td1', trustDomainAliases: ['cluster.local'] })),
      ...random.maybe(0.05, () => ({ defaultVirtualServiceExportTo: ['.'] })),
      ...random.maybe(0.05, () => ({ defaultDestinationRuleExportTo: ['.'] })),
      ...random.maybe(0.05, () => ({ defaultServiceExportTo: ['.'] })),
    });
  }
  if (plan.has('path-normalization')) {
    options.pathNormalization = {
      normalization: random.pick(['NONE', 'BASE', 'MERGE_SLASHES', 'DECODE_AND_MERGE_SLASHES']),
    };
  }
  if (plan.has('external-authorizer')) {
    const service = random.pick(plan.services.filter(({ host }) => !host.startsWith('*')));
    const kind = random.pick(['envoyExtAuthzHttp', 'envoyExtAuthzGrpc']);
    options.extensionProviders = [
      { name: 'ext', [kind]: { service: service.host, port: random.pick(service.ports).number } },
    ];
    plan.providers.push('ext', ...(random.chance(0.15) ? ['missing'] : []));
  }
  if (Object.keys(options).length === 0) return;
  plan.add({
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'istio', namespace: 'istio-system' },
    data: { mesh: JSON.stringify(options) },
  });
}

/** Sidecars, which limit what proxies know. */
export function addSidecars(plan: Plan): void {
  const { random } = plan;
  if (!plan.has('sidecar-scope')) return;
  for (let i = random.int(1, 2); i > 0; i--) {
    const namespace = random.chance(0.15) ? 'istio-system' : random.pick(homes(plan)).name;
    const name = plan.nameFor('Sidecar', namespace, 'default');
    const other = random.pick(homes(plan)).name;
    const hosts = random.some(
      ['./*', '*/*', 'istio-system/*', `${other}/*`, '~/*', `*/${random.pick(plan.services).host}`],
      random.int(1, 2),
    );
    plan.add({
      apiVersion: 'networking.istio.io/v1',
      kind: 'Sidecar',
      metadata: { name, namespace },
      spec: {
        ...(namespace === 'istio-system'
          ? {}
          : random.maybe(0.3, () => ({ workloadSelector: { labels: { app: 'client' } } }))),
        egress: [{ hosts: hosts.includes('~/*') ? ['~/*'] : hosts }],
        ...random.maybe(0.3, () => ({ outboundTrafficPolicy: { mode: random.pick(['REGISTRY_ONLY', 'ALLOW_ANY']) } })),
        ...random.maybe(0.1, () => ({
          ingress: [
            {
              port: { number: random.pick([8080, 9080]), protocol: random.pick(['HTTP', 'TCP']), name: 'in' },
              defaultEndpoint: '127.0.0.1:8080',
            },
          ],
        })),
      },
    });
  }
}
