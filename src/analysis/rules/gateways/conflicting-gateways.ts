import { printLabels } from '../../../model/labels';
import type { MeshModel } from '../../../model/mesh-model';
import type { Resource } from '../../../model/resource';
import type { Workload } from '../../../model/workload';
import { addTo } from '../../../values/multimap';
import type { Finding, Rule } from '../../rule';
import { quoted } from '../../wording';

type Gateway = Resource<'Gateway'>;

/** What the Gateways with one selector define on one port: by host, the Gateways and their bind addresses. */
type Definitions = Map<string, Map<Gateway, string>>;

/** Several Gateways define the same host on the same port of the same pods. Which of them counts is not defined. */
export const conflictingGateways: Rule = {
  name: 'conflicting-gateways',
  severity: 'error',
  summary: 'On one port of a gateway a host may be defined by one Gateway only.',
  equivalents: ['IST0145', 'IST0101', 'KIA0301'],
  istioAnalyzers: ['gateway.ConflictingGatewayAnalyzer'],

  check({ model }) {
    const findings: Finding[] = [];
    const definitions = definitionsOf(model);
    const related = relatedSelectors(model);
    const served = new Set([...definitions.keys()].map(key => key.slice(key.indexOf(' ') + 1)));

    for (const resource of model.all('Gateway')) {
      const selector = printLabels(resource.spec.selector);
      const selectors = [...(related.get(selector) ?? [])].filter(other => served.has(other));
      if (model.istioParity && selector !== '' && selectors.length === 0) {
        findings.push({
          resource,
          field: 'spec.selector',
          problem: `no server has the selector "${selector}"`,
          code: 'IST0101',
        });
        continue;
      }
      for (const [i, { port, hosts = [], bind = '' }] of (resource.spec.servers ?? []).entries()) {
        const others = new Set<Gateway>();
        const shared: string[] = [];
        for (const host of hosts) {
          for (const other of selectors) {
            const byHost = definitions.get(keyOf(port?.number, other))?.get(host);
            for (const [gateway, itsBind] of byHost ?? []) {
              if (gateway === resource || itsBind !== bind) continue;
              // Of two that contradict each other one finding says enough.
              if (!model.istioParity && gateway.position > resource.position) continue;
              others.add(gateway);
              shared.push(host);
            }
          }
        }
        if (others.size === 0) continue;
        const names = [...others].map(other => other.fullName);
        findings.push({
          resource,
          field: model.istioParity ? undefined : `spec.servers[${i}].hosts`,
          // Routes of plain HTTP are merged, in an order that nobody promises.
          severity: port?.protocol?.startsWith('HTTP') && port.protocol !== 'HTTPS' ? 'warning' : 'error',
          problem: `${quoted(model.istioParity ? hosts : shared)} on port ${port?.number ?? 0} of the pods with "${selector}" is also defined by Gateway ${quoted(names)}`,
          fix: 'let one Gateway define the host, and bind all VirtualServices to it',
          related: [...others],
        });
      }
    }
    return findings;
  },
};

function keyOf(port: number | undefined, selector: string): string {
  return `${port ?? 0} ${selector}`;
}

function definitionsOf(model: MeshModel): ReadonlyMap<string, Definitions> {
  const all = new Map<string, Definitions>();
  for (const gateway of model.all('Gateway')) {
    const selector = printLabels(gateway.spec.selector);
    const servers = new Map<string, Map<string, string>>();
    for (const { port, hosts = [], bind = '' } of gateway.spec.servers ?? []) {
      const key = keyOf(port?.number, selector);
      // Istioctl remembers only the last of several servers that a Gateway has on one port.
      const earlier = model.istioParity ? [] : (servers.get(key) ?? []);
      servers.set(key, new Map([...earlier, ...hosts.map((host): [string, string] => [host, bind])]));
    }
    for (const [key, binds] of servers) {
      const byHost = all.get(key) ?? new Map<string, Map<Gateway, string>>();
      all.set(key, byHost);
      for (const [host, bind] of binds) {
        const gateways = byHost.get(host) ?? new Map<Gateway, string>();
        byHost.set(host, gateways.set(gateway, bind));
      }
    }
  }
  return all;
}

/** The selectors, by selector, that select some of the same pods; each is related to itself. */
function relatedSelectors(model: MeshModel): ReadonlyMap<string, ReadonlySet<string>> {
  const labelsOf = new Map(model.all('Gateway').map(({ spec }) => [printLabels(spec.selector), spec.selector]));
  const byWorkload = new Map<Workload, string[]>();
  for (const [selector, labels] of labelsOf) {
    for (const workload of model.workloads.selectedBy(labels)) addTo(byWorkload, workload, selector);
  }
  const related = new Map([...labelsOf.keys()].map(selector => [selector, new Set([selector])]));
  for (const selectors of byWorkload.values()) {
    for (const selector of selectors) {
      for (const other of selectors) {
        // To istioctl, one must be a part of the other as text.
        if (!model.istioParity || other.includes(selector) || selector.includes(other))
          related.get(selector)?.add(other);
      }
    }
  }
  return related;
}
