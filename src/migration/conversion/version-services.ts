import type { EffectiveMesh } from '../../istio/effective-mesh';
import type { RegisteredService } from '../../istio/services/registered-service';
import { isMapping } from '../../model/shape';
import type { Manifest } from '../../values/manifest';
import { freeName } from './free-name';

/** A Service for the pods of one subset, which routes of the Gateway API can name. */
export interface VersionService {
  readonly of: RegisteredService;
  readonly subset: string;
  readonly name: string;
  readonly host: string;
  readonly manifests: readonly Manifest[];
}

/** The Services that routes need in place of subsets, each made when it is first asked for. */
export class VersionServices {
  readonly #made = new Map<string, VersionService>();

  public constructor(private readonly mesh: EffectiveMesh) {}

  public get all(): readonly VersionService[] {
    return [...this.#made.values()];
  }

  /** The Service for a subset; undefined where nothing says which pods those are. */
  public of(service: RegisteredService, subset: string): VersionService | undefined {
    const key = `${service.host} ${subset}`;
    const known = this.#made.get(key);
    if (known !== undefined) return known;
    const made = this.#make(service, subset);
    if (made !== undefined) this.#made.set(key, made);
    return made;
  }

  #make(service: RegisteredService, subset: string): VersionService | undefined {
    const { mesh } = this;
    const { namespace, host, resource } = service;
    const rules = mesh.destinationRules.naming(host);
    const rule = rules.find(({ spec }) => (spec.subsets ?? []).some(({ name }) => name === subset));
    const labels = rule?.spec.subsets?.find(({ name }) => name === subset)?.labels;
    const { selector } = service.service;
    if (rule === undefined || labels === undefined || selector === undefined) return undefined;
    const wanted = `${resource.name}-${subset}`;
    const isMade = this.all.some(one => one.name === wanted && one.of.namespace === namespace);
    const name = freeName(mesh, 'Service', namespace, isMade ? `${wanted}-subset` : wanted);
    const own = `${name}${host.slice(resource.name.length)}`;
    const { metadata, spec } = resource.manifest;
    const ports = isMapping(spec) ? spec.ports : undefined;
    const made: Manifest = {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name, namespace, ...(metadata.labels === undefined ? {} : { labels: metadata.labels }) },
      spec: { selector: { ...selector, ...labels }, ports: withoutNodePorts(ports) },
    };
    const policy = policyOf(rule.manifest, subset);
    const ruled: Manifest = {
      apiVersion: rule.manifest.apiVersion,
      kind: rule.kind,
      metadata: { name: freeName(mesh, 'DestinationRule', namespace, name), namespace },
      spec: { host: own, trafficPolicy: policy },
    };
    return { of: service, subset, name, host: own, manifests: policy === undefined ? [made] : [made, ruled] };
  }
}

function withoutNodePorts(ports: unknown): unknown {
  if (!Array.isArray(ports)) return ports;
  return ports.map(port => {
    if (!isMapping(port)) return port;
    const { nodePort: _, ...rest } = port;
    return rest;
  });
}

/** What a DestinationRule says of a subset: its own policy over that of the host. */
function policyOf({ spec }: Manifest, subset: string): object | undefined {
  if (!isMapping(spec)) return undefined;
  const subsets = Array.isArray(spec.subsets) ? spec.subsets : [];
  const own: unknown = subsets.find(one => isMapping(one) && one.name === subset);
  const policies = [spec.trafficPolicy, isMapping(own) ? own.trafficPolicy : undefined].filter(isMapping);
  const merged = Object.assign({}, ...policies);
  return Object.keys(merged).length === 0 ? undefined : merged;
}
