import { gatewayController } from '../../../model/gateway-classes';
import { parentOfListenerSet, takesListenerSets } from '../../../model/listener-sets';
import type { MeshModel } from '../../../model/mesh-model';
import type { Resource } from '../../../model/resource';
import type { Finding, Rule } from '../../rule';
import { quoted } from '../../wording';

/** Istio does not serve a listener: nothing listens on its port, or another listener takes its requests. */
export const refusedListener: Rule = {
  name: 'refused-listener',
  severity: 'error',
  summary: 'Every listener of a Gateway must be one that Istio serves.',
  equivalents: ['KIA1503'],

  check({ gatewayApi, model }) {
    const findings: Finding[] = [];
    for (const resource of model.all('ListenerSet')) {
      const finding = judgeSet(resource, model);
      if (finding !== undefined) findings.push(finding);
    }
    for (const { owner, field, name, refusals, conflict } of gatewayApi.listeners) {
      const said = new Set<string>();
      for (const { reason, message, field: at } of refusals) {
        if (reason !== 'UnsupportedProtocol' || said.has(message)) continue;
        said.add(message);
        findings.push({
          resource: owner,
          field: at,
          problem: `Istio does not serve the listener "${name}": ${message}`,
          fix: 'use a protocol that Istio serves, with what it needs',
        });
      }
      if (conflict === undefined) continue;
      findings.push({
        resource: owner,
        field,
        problem: `Istio does not serve the listener "${name}": ${conflict.message}`,
        fix: 'give one of the two another port or hostname',
      });
    }
    return findings;
  },
};

/** That the Gateway of a ListenerSet is not there, or does not take it. */
function judgeSet(resource: Resource<'ListenerSet'>, model: MeshModel): Finding | undefined {
  const parent = parentOfListenerSet(resource);
  if (parent === undefined) return undefined;
  const [namespace = '', name = ''] = parent.split('/');
  const gateway = model.find('KubernetesGateway', namespace, name);
  const field = 'spec.parentRef';
  if (gateway === undefined) {
    const there = model.inNamespace('KubernetesGateway', namespace);
    // A Gateway of another namespace usually belongs to those who run the gateway.
    if (namespace !== resource.namespace && there.length === 0) return undefined;
    return {
      resource,
      field,
      problem: `nothing serves the listeners: namespace "${namespace}" has no Gateway "${name}" of the Gateway API; it has ${quoted(there.map(one => one.name))}`,
      fix: 'name a Gateway that exists, and its namespace',
    };
  }
  const { gatewayClassName = '' } = gateway.spec;
  const isIstios = gatewayController(gatewayClassName, one => model.find('GatewayClass', '', one)) !== undefined;
  if (!isIstios || takesListenerSets(gateway, resource.namespace, model.namespaces)) return undefined;
  return {
    resource,
    field,
    problem: `nothing serves the listeners: Gateway "${gateway.fullName}" takes no ListenerSets of namespace "${resource.namespace}"`,
    fix: 'set spec.allowedListeners of the Gateway, which takes none by default',
    related: [gateway],
  };
}
