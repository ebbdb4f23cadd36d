import { portProtocol } from '../../../model/protocol';
import type { Finding, Rule } from '../../rule';
import { isIstiosOwn } from './service-port-name';

/**
 * Istioctl says that a TCP port of an ExternalName Service catches the connections to every host on that port. An
 * ExternalName is an alias and has no listener since Istio 1.21, so that this is said in parity with istioctl only.
 */
export const externalNamePort: Rule = {
  name: 'external-name-port',
  severity: 'warning',
  summary: 'A port of an ExternalName Service must declare a protocol other than TCP.',
  equivalents: ['IST0150'],
  istioAnalyzers: ['service.PortNameAnalyzer'],
  when: 'parity',

  check({ model }) {
    const findings: Finding[] = [];
    for (const resource of model.all('Service')) {
      if (resource.spec.type !== 'ExternalName' || isIstiosOwn(resource)) continue;
      for (const [i, port] of (resource.spec.ports ?? []).entries()) {
        if (port.name !== 'tcp' && portProtocol(port) !== 'auto') continue;
        findings.push({
          resource,
          field: `spec.ports[${i}].port`,
          problem: `port ${port.port ?? 0} "${port.name ?? ''}" is taken as TCP, and catches what is sent to any host on that port`,
          fix: 'name the port by what it speaks, such as "http" or "tls", or use a ServiceEntry with addresses',
        });
      }
    }
    return findings;
  },
};
