import { NamespaceProxies, type ProxiesOfNamespace } from '../../../istio/policies/namespace-proxies';
import { targetRefsOf } from '../../../istio/policies/policy-attachment';
import { selectorOf } from '../../../istio/policies/policy-scope';
import type { KindName } from '../../../model/kinds';
import type { Resource } from '../../../model/resource';
import type { PolicyAttachment } from '../../../model/shapes/policy';
import type { Severity } from '../../../values/diagnostic';
import { firstServiceOf, whoGetsBy } from '../../passing-request';
import type { Finding, Rule } from '../../rule';
import { asksForInjection } from '../../selected-pods';

interface Carried {
  readonly severity: Severity;
  /** What carries it out besides sidecars and gateways, where it is for a whole namespace. */
  readonly also: readonly ('ztunnel' | 'waypoint')[];
}

/** The kinds that may be for a whole namespace. That ztunnel sees no requests, or knows no Sidecar, is for other rules. */
const KINDS: { readonly [K in KindName]?: Carried } = {
  AuthorizationPolicy: { severity: 'error', also: ['ztunnel'] },
  RequestAuthentication: { severity: 'error', also: ['ztunnel'] },
  PeerAuthentication: { severity: 'error', also: ['ztunnel'] },
  Sidecar: { severity: 'warning', also: ['ztunnel'] },
  Telemetry: { severity: 'warning', also: ['waypoint'] },
  ProxyConfig: { severity: 'warning', also: ['waypoint'] },
  EnvoyFilter: { severity: 'warning', also: [] },
  WasmPlugin: { severity: 'warning', also: [] },
  TrafficExtension: { severity: 'warning', also: [] },
};

/** An object is for all pods of a namespace, and none of them has a proxy that carries it out: it does nothing. */
export const namespaceWithoutProxy: Rule = {
  name: 'namespace-without-proxy',
  severity: 'warning',
  summary: 'An object for a whole namespace needs proxies in the namespace that support it.',
  equivalents: [],
  isAboutOpenings: true,

  check(mesh) {
    const findings: Finding[] = [];
    const { model, settings } = mesh;
    const proxies = mesh.once(NamespaceProxies);
    for (const [kind, { severity, also }] of Object.entries(KINDS) as readonly [KindName, Carried][]) {
      for (const resource of model.all(kind) as readonly Resource[]) {
        const { namespace } = resource;
        if (namespace === settings.rootNamespace || !isForNamespace(resource)) continue;
        const there = proxies.of(namespace);
        if (there.envoy || there.example === undefined || also.some(one => there[one])) continue;
        // That nobody installs the revision that they ask for is for another rule.
        if (model.workloads.inNamespace(namespace).some(workload => asksForInjection(workload, model))) continue;
        const service = firstServiceOf(there.example, mesh);
        findings.push({
          resource,
          severity,
          problem: `${reasonOf(there, kind)}${whoGetsBy(mesh, resource, service)}`,
          fix: there.ztunnel
            ? 'name a waypoint, or a Service that has one, in targetRefs'
            : `take the pods into the mesh: label namespace "${namespace}" "istio-injection: enabled" or "istio.io/dataplane-mode: ambient"`,
          related: [there.example.resource],
        });
      }
    }
    return findings;
  },
};

function isForNamespace(resource: Resource): boolean {
  const isOpen = Object.keys(selectorOf(resource)).length === 0;
  return isOpen && targetRefsOf(resource.spec as PolicyAttachment).length === 0;
}

function reasonOf({ ztunnel, waypoint, example }: ProxiesOfNamespace, kind: string): string {
  const where = `namespace "${example?.namespace ?? ''}"`;
  if (!ztunnel) return `no pod of ${where} has a proxy that would carry out this ${kind}`;
  return `the pods of ${where} have no sidecar, and ztunnel knows nothing of a ${kind}${waypoint ? ', while a waypoint carries out only one that names it' : ''}`;
}
