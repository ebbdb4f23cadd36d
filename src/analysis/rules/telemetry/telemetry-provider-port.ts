import type { ExtensionProvider } from '../../../model/mesh-config';
import type { Finding, Rule } from '../../rule';

/** The types of providers to which proxies speak gRPC. */
const GRPC = [
  'opentelemetry',
  'envoyOtelAls',
  'envoyHttpAls',
  'envoyTcpAls',
  'skywalking',
] as const satisfies readonly (keyof ExtensionProvider)[];

const HTTP2: ReadonlySet<string> = new Set(['grpc', 'grpc-web', 'http2']);

/** Proxies speak gRPC to a collector whose port is not declared as gRPC: they send HTTP/1.1, and nothing arrives. */
export const telemetryProviderPort: Rule = {
  name: 'telemetry-provider-port',
  severity: 'warning',
  summary: 'The port of a gRPC collector must be declared as gRPC.',
  equivalents: [],

  check({ model }) {
    const findings: Finding[] = [];
    const { extensionProviders, source } = model.meshConfig;
    for (const provider of extensionProviders) {
      for (const type of GRPC) {
        const settings = provider[type];
        if (settings?.service === undefined || settings.http !== undefined) continue;
        const host = settings.service.slice(settings.service.indexOf('/') + 1);
        const service = model.hosts.named(model.fullHost(host, model.meshConfig.rootNamespace))[0];
        const port = service?.ports.find(({ number }) => number === settings.port);
        if (service === undefined || port === undefined || HTTP2.has(port.protocol)) continue;
        findings.push({
          resource: service.resource,
          field: `spec.ports[${service.ports.indexOf(port)}]`,
          problem: `port ${port.number} of "${service.host}" is ${port.protocol}, but provider "${provider.name}" of type ${type} sends gRPC to it`,
          fix: 'set appProtocol: grpc on the port, or begin its name with "grpc"',
          related: source === undefined ? [] : [source],
        });
      }
    }
    return findings;
  },
};
