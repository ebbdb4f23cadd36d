import { PolicyScopes } from '../../istio/policies/policy-scope';
import { parseValues } from '../../model/installations';
import { isMapping } from '../../model/shape';
import type { Workload } from '../../model/workload';
import { installedValues } from './install-place';
import { makersOf, podField, podsText } from './move';
import type { FoundObstacle, ObstacleKind } from './obstacle';
import { PAGES } from './pages';
import { quotedList } from './wording';

export const hostNetwork: ObstacleKind = {
  name: 'host-network',
  severity: 'loss',
  summary:
    'Pods with hostNetwork stay outside the mesh; their requests to ambient pods of the same node bypass ztunnel and its policies',
  instead: 'remove hostNetwork, or mark the pods as outside the mesh by the label sidecar.istio.io/inject: "false"',
  url: PAGES.redirection,

  *find(mesh, move) {
    for (const workload of mesh.model.workloads.all) {
      const { resource, pod, labels, annotations, namespace, generated } = workload;
      if (pod.hostNetwork !== true || generated || !move.includes(namespace)) continue;
      const asked = labels['sidecar.istio.io/inject'] ?? annotations['sidecar.istio.io/inject'];
      if (asked === 'false' || labels['istio.io/dataplane-mode'] === 'none') continue;
      yield {
        resource,
        field: podField(workload, 'spec.hostNetwork'),
        lost: 'the pods use the network of their node: they have no sidecar, and ztunnel does not take their traffic either',
      };
    }
  },
};

const INTERCEPTION = /^traffic\.sidecar\.istio\.io\/(?:include|exclude|kubevirt)/;
const INTERCEPTION_MODE = 'sidecar.istio.io/interceptionMode';
/** Ports of the sidecar itself. */
const OWN_PORTS: ReadonlySet<string> = new Set(['15000', '15001', '15004', '15006', '15020', '15021', '15090']);

export const interceptionAnnotation: ObstacleKind = {
  name: 'interception-annotation',
  severity: 'loss',
  summary: 'Annotations exclude ports or addresses from the sidecar; ambient mode redirects all traffic of a pod',
  instead:
    'allow plaintext on the port by a PeerAuthentication, or keep the pods out of the mesh by the label istio.io/dataplane-mode: none',
  url: PAGES.annotations,

  *find(mesh, move) {
    for (const workload of move.workloads) {
      for (const [name, value] of Object.entries(workload.annotations)) {
        if (!limitsInterception(name, value)) continue;
        const refused = name.endsWith('/excludeInboundPorts')
          ? portsOf(value).find(port => mesh.peerAuthentications.modeOf(workload, port).mode === 'STRICT')
          : undefined;
        yield {
          resource: workload.resource,
          field: podField(workload, `metadata.annotations["${name}"]`),
          part: name.slice(name.indexOf('/') + 1),
          lost: `the annotation ("${value}") has no effect any more${refused === undefined ? '' : `: plaintext to port ${refused} is refused by STRICT`}`,
          severity: refused === undefined ? 'loss' : 'blocker',
        };
      }
    }
    if (move.workloads.length === 0) return;
    for (const key of INSTALLED) {
      for (const { value, ...place } of installedValues(mesh, ['istiod'], `global.proxy.${key}`)) {
        if (!limitsInterception(`traffic.sidecar.istio.io/${key}`, String(value))) continue;
        yield {
          ...place,
          part: key,
          lost: `${podsText(move.workloads)} are under the value "${String(value)}" of all sidecars, which has no effect any more`,
          related: makersOf(move.workloads),
        };
      }
    }
  },
};

const INSTALLED = [
  'excludeIPRanges',
  'excludeInboundPorts',
  'excludeOutboundPorts',
  'includeIPRanges',
  'includeInboundPorts',
  'includeOutboundPorts',
];

/** Whether an annotation takes anything from the sidecar that it would get without it. */
function limitsInterception(name: string, value: string): boolean {
  if (name === INTERCEPTION_MODE) return value === 'NONE';
  if (!INTERCEPTION.test(name)) return false;
  const entries = value.split(',').map(entry => entry.trim());
  const short = name.slice(name.indexOf('/') + 1);
  if (short === 'includeInboundPorts' || /^include(?:Outbound)?IPRanges$/.test(short)) return !entries.includes('*');
  const filled = entries.filter(entry => entry !== '');
  return filled.some(entry => short !== 'excludeInboundPorts' || !OWN_PORTS.has(entry));
}

function portsOf(value: string): readonly number[] {
  return value
    .split(',')
    .map(Number)
    .filter(port => port > 0);
}

/** Settings of a sidecar that neither change requests nor what is told of them. */
const OF_THE_PROCESS: ReadonlySet<string> = new Set([
  'availabilityZone',
  'binaryPath',
  'concurrency',
  'configPath',
  'controlPlaneAuthPolicy',
  'discoveryAddress',
  'discoveryRefreshDelay',
  'drainDuration',
  'holdApplicationUntilProxyStarts',
  'image',
  'meshId',
  'parentShutdownDuration',
  'proxyAdminPort',
  'proxyBootstrapTemplatePath',
  'proxyMetadata',
  'readinessProbe',
  'serviceCluster',
  'statusPort',
  'terminationDrainDuration',
]);

/** Metadata of proxies without which ztunnel does the same, or that are about the process. */
const METADATA_OF_THE_PROCESS =
  /^(?:ISTIO_META_DNS_|ISTIO_META_ENABLE_HBONE|EXIT_ON_ZERO_ACTIVE|MINIMUM_DRAIN|ENABLE_NATIVE_SIDECARS|PROXY_CONFIG_XDS_AGENT)/;

const PROXY_CONFIG = 'proxy.istio.io/config';
const OF_SIDECARS = [
  'sidecar.istio.io/bootstrapOverride',
  'sidecar.istio.io/extraStatTags',
  'sidecar.istio.io/statsHistogramBuckets',
  'sidecar.istio.io/statsInclusionPrefixes',
  'sidecar.istio.io/statsInclusionRegexps',
  'sidecar.istio.io/statsInclusionSuffixes',
];

export const proxyConfiguration: ObstacleKind = {
  name: 'proxy-configuration',
  severity: 'loss',
  summary:
    'Annotations, or a ProxyConfig, configure the sidecar of a pod, such as its tracing, its metrics or its bootstrap; ambient pods have no sidecar',
  instead: 'configure the waypoint, by Telemetry or by the annotation proxy.istio.io/config of its Gateway',
  url: PAGES.annotations,

  *find(mesh, move) {
    for (const workload of move.workloads) {
      const { annotations, resource } = workload;
      const keys = lostKeys(annotations[PROXY_CONFIG]);
      const others = OF_SIDECARS.filter(name => annotations[name] !== undefined);
      if (keys.length + others.length === 0) continue;
      yield {
        resource,
        field: podField(workload, `metadata.annotations["${keys.length > 0 ? PROXY_CONFIG : (others[0] ?? '')}"]`),
        lost: `${quotedList([...keys, ...others])} of the sidecar ${keys.length + others.length === 1 ? 'has' : 'have'} no effect any more`,
      };
    }
    for (const resource of mesh.model.all('ProxyConfig')) {
      const names = Object.keys(resource.spec.environmentVariables ?? {}).filter(
        name => !METADATA_OF_THE_PROCESS.test(name),
      );
      const pods = names.length === 0 ? [] : move.movingOf(mesh.once(PolicyScopes).of(resource).workloads);
      if (pods.length === 0) continue;
      yield {
        resource,
        field: 'spec.environmentVariables',
        lost: `${quotedList(names.sort())} of the sidecars of ${podsText(pods)} ${names.length === 1 ? 'has' : 'have'} no effect any more`,
        related: makersOf(pods),
      };
    }
  },
};

function lostKeys(text: string | undefined): readonly string[] {
  const config = parseValues(text) ?? {};
  const metadata = isMapping(config.proxyMetadata) ? Object.keys(config.proxyMetadata) : [];
  return [
    ...Object.keys(config).filter(key => !OF_THE_PROCESS.has(key)),
    ...metadata.filter(key => !METADATA_OF_THE_PROCESS.test(key)),
  ].sort();
}

const TEMPLATES = 'inject.istio.io/templates';
const STOCK_TEMPLATES: ReadonlySet<string> = new Set(['sidecar', 'gateway', 'waypoint', 'kube-gateway', 'spire', '']);

/** The injection templates of a pod. */
export function templatesOf({ annotations }: Workload): readonly string[] {
  return (annotations[TEMPLATES] ?? '').split(',').map(name => name.trim());
}

export const injectionTemplate: ObstacleKind = {
  name: 'injection-template',
  severity: 'loss',
  summary: 'A custom template changes injected pods; ambient pods are not injected',
  instead: 'add the changes of the template to the pods',
  url: PAGES.addWorkloads,

  *find(mesh, move) {
    for (const workload of move.workloads) {
      const own = templatesOf(workload).filter(name => !STOCK_TEMPLATES.has(name) && !isProxyless(name));
      if (own.length === 0) continue;
      yield {
        resource: workload.resource,
        field: podField(workload, `metadata.annotations["${TEMPLATES}"]`),
        lost: `the pods get nothing any more of what ${quotedList(own)} adds to them`,
      };
    }
    if (move.workloads.length === 0) return;
    for (const { value, ...place } of installedValues(mesh, ['istiod'], 'sidecarInjectorWebhook.defaultTemplates')) {
      const own = Array.isArray(value) ? value.map(String).filter(name => !STOCK_TEMPLATES.has(name)) : [];
      if (own.length === 0) continue;
      yield {
        ...place,
        lost: `${podsText(move.workloads)} get nothing any more of what ${quotedList(own)} adds to all pods`,
        related: makersOf(move.workloads),
      };
    }
  },
};

export const proxylessGrpc: ObstacleKind = {
  name: 'proxyless-grpc',
  severity: 'blocker',
  summary: 'Proxyless gRPC pods get their configuration from the injected agent; ambient pods are not injected',
  instead: 'let the application call the Service by its DNS name instead of xds:///',
  url: PAGES.overview,

  *find(_mesh, move) {
    for (const workload of move.workloads) {
      const own = templatesOf(workload).filter(isProxyless);
      if (own.length === 0) continue;
      yield {
        resource: workload.resource,
        field: podField(workload, `metadata.annotations["${TEMPLATES}"]`),
        lost: `the template ${quotedList(own)} gives the pods no bootstrap for xds:/// any more, so that their calls fail`,
      };
    }
  },
};

function isProxyless(template: string): boolean {
  return template === 'grpc-agent' || template === 'grpc-simple';
}

const AT_SIDECAR = /(?:localhost|127\.0\.0\.1|\[::1\]):(15000|15001|15004|15006|15020|15021|15053|15090)(?!\d)/;

export const sidecarPortInUse: ObstacleKind = {
  name: 'sidecar-port-in-use',
  severity: 'blocker',
  summary:
    'An application calls its own sidecar, to wait for it, to stop it or to read from it; ambient pods have no sidecar',
  instead: 'remove the call: ambient pods need not wait for a proxy or stop one',
  url: PAGES.overview,

  *find(_mesh, move) {
    for (const workload of move.workloads) {
      const found = callOfSidecar(workload);
      if (found !== undefined) yield found;
    }
  },
};

function callOfSidecar(workload: Workload): FoundObstacle | undefined {
  for (const list of ['initContainers', 'containers'] as const) {
    for (const [i, container] of (workload.pod[list] ?? []).entries()) {
      if (container.name === 'istio-proxy') continue;
      for (const part of ['command', 'args', 'env', 'lifecycle'] as const) {
        const [address] = AT_SIDECAR.exec(JSON.stringify(container[part] ?? '')) ?? [];
        if (address === undefined) continue;
        return {
          resource: workload.resource,
          field: podField(workload, `spec.${list}[${i}].${part}`),
          lost: `the container "${container.name ?? ''}" calls ${address}, where the sidecar answered`,
        };
      }
    }
  }
  return undefined;
}
