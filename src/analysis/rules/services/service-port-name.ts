import { portProtocol } from '../../../model/protocol';
import type { Resource } from '../../../model/resource';
import type { Finding, Rule } from '../../rule';

/** Istio cannot tell what a port speaks: routing, retries, HTTP authorization and metrics depend on guessing. */
export const servicePortName: Rule = {
  name: 'service-port-name',
  severity: 'warning',
  summary: 'A Service port must declare its protocol, by appProtocol or by the prefix of its name.',
  equivalents: ['IST0118', 'KIA0601', 'KIA0602'],
  istioAnalyzers: ['service.PortNameAnalyzer'],

  check({ model }) {
    const findings: Finding[] = [];
    for (const resource of model.all('Service')) {
      if (resource.spec.type === 'ExternalName' || isIstiosOwn(resource)) continue;
      for (const [i, port] of (resource.spec.ports ?? []).entries()) {
        if (portProtocol(port) !== 'auto') continue;
        const { name = '', appProtocol, port: number = 0 } = port;
        const what = appProtocol === undefined ? `name "${name}"` : `appProtocol "${appProtocol}"`;
        findings.push({
          resource,
          field: `spec.ports[${i}]${model.istioParity ? '.port' : ''}`,
          problem: `port ${number} has ${what}, which declares no protocol that Istio knows, so that Envoy must detect it`,
          fix: 'set appProtocol, for example "http", "grpc" or "tcp", or begin the name with it, such as "http-web"',
        });
      }
    }
    return findings;
  },
};

/** Services of the control plane, and those that istiod makes for Gateways. */
export function isIstiosOwn({ labels }: Resource): boolean {
  if (labels.istio !== undefined || labels.release === 'istio') return true;
  return MANAGERS.has(labels['gateway.istio.io/managed'] ?? '');
}

const MANAGERS: ReadonlySet<string> = new Set([
  'istio.io-gateway-controller',
  'istio.io-mesh-controller',
  'istio.io-eastwest-controller',
]);
