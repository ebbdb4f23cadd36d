import { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { Sidecar } from '../../imports/networking.istio.io';
import { Mesh } from '../mesh/mesh';
import { addNotices, type Notice } from '../tree/notice';
import { byText } from '../values/order';

/** Properties of `OutboundPolicy`. */
export interface OutboundPolicyProps {
  /**
   * `REGISTRY_ONLY` lets out only what is declared as `ExternalService`; `ALLOW_ANY` everything.
   *
   * @default "REGISTRY_ONLY"
   */
  readonly mode?: 'REGISTRY_ONLY' | 'ALLOW_ANY' | undefined;
}

/** Hosts in addresses: `https://api.stripe.com/v1`, `smtp.example.com:587`. */
const ADDRESS =
  /(?:[a-z][a-z0-9+.-]*:\/\/(?:[^@/\s]*@)?|^)((?:[a-z0-9](?:[-a-z0-9]*[a-z0-9])?\.)+[a-z]{2,})(?=[:/]|$)/gi;

/**
 * Decides whether workloads reach what nobody declared.
 *
 * Defines the Sidecar `default` of the root namespace, which holds wherever a namespace or workload has none of its own.
 * Sidecars alone keep to it: a namespace without them is reported. So is every address in the environment of a workload
 * that leads to a host which is neither a service nor an `ExternalService`, since the call would be refused.
 *
 * It is no barrier: a workload that means to bypasses its proxy. Forbid that by NetworkPolicies.
 *
 * @see https://istio.io/latest/docs/tasks/traffic-management/egress/egress-control/#envoy-passthrough-to-external-services
 *
 * @example
 * new OutboundPolicy(mesh, 'outbound');
 */
export class OutboundPolicy extends Construct {
  private readonly mesh: Mesh;

  public constructor(scope: Construct, id: string, props: OutboundPolicyProps = {}) {
    super(scope, id);
    this.mesh = Mesh.of(this);
    const { rootNamespace } = this.mesh;
    const mode = props.mode ?? 'REGISTRY_ONLY';
    const spec = { egress: [{ hosts: ['*/*'] }], outboundTrafficPolicy: { mode } };
    this.mesh.define(this, 'policies', Sidecar, { name: 'default', namespace: rootNamespace }, spec);
    if (mode === 'REGISTRY_ONLY')
      addNotices(this, () => [...this.withoutSidecars(), ...this.undeclared(), ...this.unused()]);
  }

  private withoutSidecars(): readonly Notice[] {
    return this.mesh.namespaces
      .filter(namespace => namespace.dataPlane.mode === 'ambient')
      .map(({ name }) => ({
        rule: 'outbound-policy-needs-sidecars',
        severity: 'warning',
        message: `the ambient namespace "${name}" has no sidecars to keep to REGISTRY_ONLY: its workloads reach everything`,
        fix: 'forbid it by a NetworkPolicy, or give the namespace sidecars',
      }));
  }

  private undeclared(): readonly Notice[] {
    const notices: Notice[] = [];
    const isDeclared = this.declaredHosts();
    for (const construct of this.node.root.node.findAll()) {
      if (!ApiObject.isApiObject(construct)) continue;
      if (construct.kind !== 'Deployment' && construct.kind !== 'StatefulSet') continue;
      for (const [variable, host] of addressesIn(construct.toJson())) {
        if (isDeclared(host)) continue;
        notices.push({
          rule: 'undeclared-external-host',
          severity: 'warning',
          message: `"${variable}" of ${construct.kind} "${construct.metadata.namespace}/${construct.name}" leads to "${host}", which nobody declared: REGISTRY_ONLY refuses the call`,
          fix: `declare it: new ExternalService(mesh, '${host.replaceAll('.', '-')}', { hosts: ['${host}'], ports: [...] }), and who calls it`,
        });
      }
    }
    return notices.sort(byText(({ message }) => message));
  }

  private unused(): readonly Notice[] {
    return this.mesh.externalServices
      .filter(external => external.calls.length === 0)
      .map(external => ({
        rule: 'uncalled-external-service',
        severity: 'info',
        message: `nobody declares a call to the external service "${external.label}" (${external.node.path}), yet everybody is let out to it`,
        fix: 'declare who calls it, or remove it',
      }));
  }

  /** Whether a host is one of the mesh or of what is declared outside of it. */
  private declaredHosts(): (host: string) => boolean {
    const { clusterDomain, services, externalServices } = this.mesh;
    const short = new Set(services.map(({ name, namespace }) => `${name}.${namespace.name}`));
    const hosts = externalServices.flatMap(external => external.hosts);
    const exact = new Set(hosts);
    const suffixes = hosts.filter(host => host.startsWith('*.')).map(host => host.slice(1));
    return host =>
      host.endsWith(`.${clusterDomain}`) ||
      host.endsWith('.svc') ||
      short.has(host) ||
      exact.has(host) ||
      suffixes.some(suffix => host.endsWith(suffix));
  }
}

interface PodTemplateOwner {
  readonly spec?: {
    readonly template?: {
      readonly spec?: {
        readonly containers?: readonly {
          readonly env?: readonly { readonly name: string; readonly value?: string }[];
        }[];
      };
    };
  };
}

function addressesIn(manifest: PodTemplateOwner): readonly (readonly [variable: string, host: string])[] {
  const containers = manifest.spec?.template?.spec?.containers ?? [];
  return containers.flatMap(({ env = [] }) =>
    env.flatMap(({ name, value = '' }) =>
      [...value.matchAll(ADDRESS)].map(([, host = '']) => [name, host.toLowerCase()] as const),
    ),
  );
}
