import { Construct } from 'constructs';
import { Sidecar } from '../../imports/networking.istio.io';
import { Mesh } from '../mesh/mesh';
import { addCheck, type CheckFinding } from '../tree/check';

/** Properties of `OutboundTrafficPolicy`. */
export interface OutboundTrafficPolicyProps {
  /**
   * `REGISTRY_ONLY` lets out only what is declared as `ExternalService`; `ALLOW_ANY` everything.
   *
   * @default "REGISTRY_ONLY"
   */
  readonly mode?: 'REGISTRY_ONLY' | 'ALLOW_ANY' | undefined;
}

/**
 * Decides whether workloads reach what nobody declared.
 *
 * Defines the Sidecar `default` of the root namespace, which holds wherever a namespace or workload has none of its own.
 * Sidecars alone keep to it: pods of the ambient mesh are reported (`outbound-policy-needs-sidecars`). So is every address
 * in the environment of a workload that leads to a host which nobody declared (`unregistered-external-host`).
 *
 * It is no barrier: a workload that means to bypasses its proxy. Forbid that by NetworkPolicies.
 *
 * @see https://istio.io/latest/docs/tasks/traffic-management/egress/egress-control/#envoy-passthrough-to-external-services
 *
 * @example
 * new OutboundTrafficPolicy(mesh, 'outbound');
 */
export class OutboundTrafficPolicy extends Construct {
  private readonly mesh: Mesh;

  public constructor(scope: Construct, id: string, props: OutboundTrafficPolicyProps = {}) {
    super(scope, id);
    this.mesh = Mesh.of(this);
    const { rootNamespace } = this.mesh;
    const mode = props.mode ?? 'REGISTRY_ONLY';
    const spec = { egress: [{ hosts: ['*/*'] }], outboundTrafficPolicy: { mode } };
    this.mesh.define(this, 'policies', Sidecar, { name: 'default', namespace: rootNamespace }, spec);
    if (mode === 'REGISTRY_ONLY') {
      addCheck(this, { name: 'uncalled-external-service', severity: 'info', check: () => this.uncalled() });
    }
  }

  private uncalled(): readonly CheckFinding[] {
    return this.mesh.externalServices
      .filter(external => external.calls.length === 0)
      .map(external => ({
        problem: `nobody declares a call to the external service "${external.label}" (${external.node.path}), yet everybody is let out to it`,
        fix: 'declare who calls it, or remove it',
      }));
  }
}
