import { type PatchLoss, unmetPatches } from '../../../istio/patch-reach';
import type { Finding, Rule } from '../../rule';

/** What a patch of an EnvoyFilter is for is in no proxy that it selects. It is passed over without a word. */
export const unmatchedEnvoyPatch: Rule = {
  name: 'unmatched-envoy-patch',
  severity: 'warning',
  summary: 'A patch of an EnvoyFilter must be for something that its proxies have.',
  equivalents: [],

  check(mesh) {
    const findings: Finding[] = [];
    for (const resource of mesh.model.all('EnvoyFilter')) {
      for (const { field, loss } of unmetPatches(resource, mesh)) findings.push({ resource, field, ...wordsOf(loss) });
    }
    return findings;
  },
};

function wordsOf(loss: PatchLoss): Pick<Finding, 'problem' | 'fix' | 'related'> {
  switch (loss.kind) {
    case 'context': {
      const isForGateways = loss.context === 'GATEWAY';
      return {
        problem: `the patch is never applied: its context is ${loss.context}, and the pods that it is for, such as those of "${loss.workload.name}", ${isForGateways ? 'have sidecars' : 'are gateways'}`,
        fix: isForGateways
          ? 'select the pods of the gateway, in their namespace, or write SIDECAR_INBOUND or SIDECAR_OUTBOUND'
          : 'write GATEWAY, or select pods with sidecars',
        related: [loss.workload.resource],
      };
    }
    case 'virtual host':
      return {
        problem: `the patch is never applied: no virtual host has the name "${loss.name}": names are those of hosts with the port`,
        fix: `write "${loss.name}:80", with the port of the service or server`,
      };
    case 'service':
      return {
        problem: `the patch is never applied: no service has the host "${loss.host}"`,
        fix: loss.meant === undefined ? 'name the host of a service' : `write the full host, "${loss.meant}"`,
      };
    case 'port':
      return {
        problem: `the patch is never applied: port ${loss.port} is that of the Service, and inbound listeners have the ports of the pods`,
        fix: `write ${loss.target}, the port of the pods`,
      };
  }
}
