import type { EffectiveMesh } from '../istio/effective-mesh';
import type { CheckFinding } from '../tree/check';
import type { Call, Caller, ExternalServiceRef, MeshServiceRef, PodCaller } from './references';

/** What a mesh holds of declared calls. */
interface DeclaredCalls {
  readonly calls: readonly Call[];
  readonly pods: readonly PodCaller[];
  readonly externalServices: readonly ExternalServiceRef[];
  callsFrom(caller: Caller): readonly Call[];
  serviceAt(host: string): MeshServiceRef | undefined;
}

/**
 * Calls that the settings of pods show and nobody declares: what is derived from declared calls does not let them
 * through. Where no call is declared and no policy written, nothing is derived, and nothing is said.
 */
export function* undeclaredCalls(mesh: DeclaredCalls, effective: EffectiveMesh): Iterable<CheckFinding> {
  const { model } = effective;
  const nothingFollows =
    mesh.calls.length === 0 && model.all('AuthorizationPolicy').length === 0 && model.all('NetworkPolicy').length === 0;
  if (nothingFollows) return;
  for (const caller of mesh.pods) {
    for (const pods of model.workloads.selectedBy(caller.selector, caller.namespace.name)) {
      for (const { written, host, port, resource, field } of effective.callsInSettings(pods)) {
        const missing = callMissing(mesh, caller, host, port);
        if (missing === undefined) continue;
        yield {
          resource,
          field,
          problem: `"${caller.label}" is told to call "${written}", but declares no call to ${missing.callee}`,
          fix: `declare it: ${variable(caller.name)}.calls(${variable(missing.name)}${port === undefined ? '' : `, { ports: [${port}] }`})`,
        };
      }
    }
  }
}

/** What a caller would have to declare to call a host and port; nothing where it does, or where the mesh has no such host. */
function callMissing(
  mesh: DeclaredCalls,
  caller: PodCaller,
  host: string,
  port: number | undefined,
): { readonly callee: string; readonly name: string } | undefined {
  const isPort = (ports: readonly { readonly port: number }[]) =>
    port === undefined || ports.some(declared => declared.port === port);
  const service = mesh.serviceAt(host);
  if (service !== undefined) {
    // That the service has no such port is for a rule of the analysis to say.
    if (service === caller || !isPort(service.ports)) return undefined;
    const calls = mesh.callsFrom(caller).filter(({ callee }) => callee === service);
    if (calls.some(({ ports }) => isPort(ports))) return undefined;
    const which = calls.length === 0 ? '' : `port ${port} of `;
    return { callee: `${which}service "${service.label}"`, name: service.name };
  }
  const external = mesh.externalServices.find(({ hosts }) => hosts.includes(host));
  if (external === undefined || external.calls.some(call => call.caller === caller)) return undefined;
  return { callee: `external service "${external.label}"`, name: external.node.id };
}

/** A name as a program would write it. */
function variable(name: string): string {
  return name.replace(/-([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
}
