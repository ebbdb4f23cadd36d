import type { EffectiveMesh } from '../../../istio/effective-mesh';
import type { Finding, Rule } from '../../rule';

/** A TCP port of a ServiceEntry without addresses takes the connections to every host on that port. */
export const serviceEntryAddressesRequired: Rule = {
  name: 'service-entry-addresses-required',
  severity: 'warning',
  summary: 'A ServiceEntry with a TCP port needs addresses, or DNS capture that allocates them.',
  equivalents: ['IST0134'],
  istioAnalyzers: ['serviceentry.ProtocolAddressesAnalyzer'],

  check(mesh) {
    const findings: Finding[] = [];
    const { model } = mesh;
    const settings = model.meshConfig.defaultConfig?.proxyMetadata ?? {};
    if (settings.ISTIO_META_DNS_CAPTURE === 'true' && assignsAddresses(mesh)) return findings;
    for (const resource of model.all('ServiceEntry')) {
      const { addresses = [], ports = [], resolution } = resource.spec;
      if (addresses.length > 0 || hasAssignedAddress(resource.manifest.status)) continue;
      for (const [i, { protocol = '', number, name = '' }] of ports.entries()) {
        if (protocol !== '' && protocol.toUpperCase() !== 'TCP') continue;
        findings.push({
          resource,
          field: `spec.ports[${i}].name`,
          problem: `port ${number ?? 0} "${name}" is TCP, and without addresses it catches what is sent to any host on that port`,
          fix:
            resolution === 'NONE'
              ? 'list the addresses'
              : 'list the addresses, or declare the port as TLS, or turn on DNS capture with automatic allocation',
        });
      }
    }
    return findings;
  },
};

/** Whether hosts without addresses get some: by proxies that are told to, and since Istio 1.25 by istiod. */
function assignsAddresses({ model: { meshConfig, istioParity }, release }: EffectiveMesh): boolean {
  const settings = meshConfig.defaultConfig?.proxyMetadata ?? {};
  if (settings.ISTIO_META_DNS_AUTO_ALLOCATE === 'true' || settings.PILOT_ENABLE_IP_AUTOALLOCATE === 'true') return true;
  return !istioParity && release.has('allocatedAddresses');
}

function hasAssignedAddress(status: unknown): boolean {
  const addresses = (status as { readonly addresses?: unknown } | undefined)?.addresses;
  return Array.isArray(addresses) && addresses.length > 0;
}
