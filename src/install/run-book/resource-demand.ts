import { isMapping } from '../../values/plain-data';
import { type ValueTree, valueAt } from '../../values/value-tree';
import type { InstallPlan } from '../install-plan';
import type { MeshFacts, Workload } from './mesh-facts';

/** What something asks of the cluster: CPU in thousandths of a core, memory in bytes. */
export interface Demand {
  readonly of: string;
  readonly pods: number;
  readonly cpu: number;
  readonly memory: number;
}

/** What a sidecar and istiod ask for unless the installation says otherwise. */
const SIDECAR = { cpu: '100m', memory: '128Mi' };
const ISTIOD = { cpu: '500m', memory: '2048Mi' };

/** What the mesh asks of the cluster at its least: requests, not what is used. */
export function resourceDemand(plan: InstallPlan, facts: MeshFacts): readonly Demand[] {
  const rows: Demand[] = [];
  for (const { release, kind, values } of plan.components) {
    if (kind !== 'istiod') continue;
    const pods = Number(valueAt(values, 'pilot', 'autoscaleMin') ?? valueAt(values, 'pilot', 'replicaCount') ?? 1);
    rows.push(demand(release, pods, requests(valueAt(values, 'pilot', 'resources'), ISTIOD)));
  }
  for (const gateway of facts.workloads.filter(workload => workload.gateway)) {
    rows.push(demand(`gateway ${gateway.name}`, gateway.pods, proxyRequests(gateway)));
  }
  const sidecars = facts.workloads.filter(workload => workload.injected && !workload.gateway);
  if (sidecars.length > 0) {
    const each = requests(
      valueAt(plan.components.find(({ kind }) => kind === 'istiod')?.values ?? {}, 'global', 'proxy', 'resources'),
      SIDECAR,
    );
    rows.push(
      demand(
        'sidecars',
        sidecars.reduce((sum, { pods }) => sum + pods, 0),
        each,
      ),
    );
  }
  return rows;
}

function demand(of: string, pods: number, each: { readonly cpu: string; readonly memory: string }): Demand {
  return { of, pods, cpu: pods * milliCores(each.cpu), memory: pods * bytes(each.memory) };
}

function proxyRequests({ template }: Workload): { readonly cpu: string; readonly memory: string } {
  const containers = valueAt(template, 'spec', 'containers');
  const [proxy] = Array.isArray(containers) ? containers.filter(isMapping) : [];
  return requests(proxy === undefined ? undefined : valueAt(proxy, 'resources'), SIDECAR);
}

function requests(
  resources: unknown,
  otherwise: { readonly cpu: string; readonly memory: string },
): { readonly cpu: string; readonly memory: string } {
  if (!isMapping(resources)) return otherwise;
  const asked: ValueTree = isMapping(resources.requests) ? resources.requests : {};
  return { cpu: String(asked.cpu ?? '0'), memory: String(asked.memory ?? '0') };
}

/** A quantity of CPU in thousandths of a core. */
export function milliCores(quantity: string): number {
  return quantity.endsWith('m') ? Number(quantity.slice(0, -1)) : Number(quantity) * 1000;
}

const UNITS: { readonly [unit: string]: number } = {
  '': 1,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
  Ti: 2 ** 40,
};

/** A quantity of memory in bytes. */
export function bytes(quantity: string): number {
  const parts = /^([\d.]+)([A-Za-z]*)$/.exec(quantity);
  return Number(parts?.[1] ?? 0) * (UNITS[parts?.[2] ?? ''] ?? 1);
}
