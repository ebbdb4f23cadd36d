import type { Resource } from '../../model/resource';
import type { EffectiveMesh } from '../effective-mesh';
import { isWaypoint } from '../waypoints';
import { targetRefsOf } from './policy-attachment';

/** A part of a Telemetry that is about one side of connections. */
export interface SidedPart {
  readonly field: string;
  readonly mode: 'CLIENT' | 'SERVER';
}

/** The parts of a Telemetry that are about one side of connections. */
export function sidedParts({ spec }: Resource<'Telemetry'>): readonly SidedPart[] {
  const found: SidedPart[] = [];
  const add = (mode: string | undefined, field: string) => {
    if (mode === 'CLIENT' || mode === 'SERVER') found.push({ mode, field: `${field}.match.mode` });
  };
  for (const [i, { match }] of (spec.tracing ?? []).entries()) add(match?.mode, `spec.tracing[${i}]`);
  for (const [i, { match }] of (spec.accessLogging ?? []).entries()) add(match?.mode, `spec.accessLogging[${i}]`);
  for (const [i, { overrides = [] }] of (spec.metrics ?? []).entries()) {
    for (const [j, { match }] of overrides.entries()) add(match?.mode, `spec.metrics[${i}].overrides[${j}]`);
  }
  return found;
}

/** The one side on which the proxies of a Telemetry report: gateways are clients, waypoints servers. Undefined for both. */
export function onlySideOf(telemetry: Resource<'Telemetry'>, mesh: EffectiveMesh): 'CLIENT' | 'SERVER' | undefined {
  const { model } = mesh;
  const { selector } = telemetry.spec;
  const targets = targetRefsOf(telemetry.spec);
  if (targets.length > 0) {
    const gateways = targets.map(({ kind, name }) =>
      kind === 'Gateway' ? model.find('KubernetesGateway', telemetry.namespace, name ?? '') : undefined,
    );
    if (gateways.includes(undefined)) return undefined;
    const sides = new Set(gateways.map(one => (one !== undefined && isWaypoint(mesh, one) ? 'SERVER' : 'CLIENT')));
    return sides.size === 1 ? [...sides][0] : undefined;
  }
  const labels = selector?.matchLabels ?? {};
  if (Object.keys(labels).length === 0) return undefined;
  const pods = model.workloads.selectedBy(labels, telemetry.namespace);
  return pods.length > 0 && pods.every(workload => mesh.proxyOf(workload).type === 'gateway') ? 'CLIENT' : undefined;
}
