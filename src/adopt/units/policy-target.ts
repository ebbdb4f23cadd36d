import { type Code, variable } from '../code';
import { type DeclaredService, MESH, type Scene } from '../scene';
import { inexpressible } from '../unit';

/** What a policy holds for, as code. */
export interface TargetCode {
  readonly code: Code;
  readonly kind: 'service' | 'gateway' | 'namespace' | 'mesh';
  readonly service?: DeclaredService;
  /** Ids of the constructs that it names. */
  readonly ids: readonly string[];
}

/** The construct that a policy of `namespace` with this attachment holds for. */
export function targetOf(
  scene: Scene,
  namespace: string,
  attachment: { readonly selector?: unknown; readonly targetRef?: unknown; readonly targetRefs?: unknown },
): TargetCode {
  if (attachment.targetRef !== undefined) inexpressible('it has a targetRef');
  const refs = attachment.targetRefs as readonly { readonly kind?: string; readonly name?: string }[] | undefined;
  if (refs !== undefined) return referredTo(scene, namespace, refs);
  const { matchLabels } = (attachment.selector ?? {}) as { readonly matchLabels?: { readonly [key: string]: string } };
  if (matchLabels === undefined || Object.keys(matchLabels).length === 0) return wholeOf(scene, namespace);
  const service = scene.serviceSelecting(matchLabels, namespace);
  if (service !== undefined) return { code: variable(service.variable), kind: 'service', service, ids: [service.id] };
  const wanted = JSON.stringify(Object.entries(matchLabels).sort());
  for (const gateway of scene.gateways.values()) {
    if (gateway.podNamespace !== namespace || JSON.stringify(Object.entries(gateway.selector).sort()) !== wanted)
      continue;
    return { code: variable(gateway.variable), kind: 'gateway', ids: [gateway.id] };
  }
  return inexpressible('its selector is that of no declared service or gateway');
}

function wholeOf(scene: Scene, namespace: string): TargetCode {
  if (namespace === scene.rootNamespace) return { code: MESH, kind: 'mesh', ids: [] };
  const declared = scene.namespaces.get(namespace);
  if (declared === undefined) return inexpressible(`namespace "${namespace}" is not declared`);
  return { code: variable(declared.variable), kind: 'namespace', ids: [declared.id] };
}

/** In an ambient namespace with a waypoint, constructs attach policies to Services and to the waypoint. */
function referredTo(
  scene: Scene,
  namespace: string,
  refs: readonly { readonly kind?: string; readonly name?: string }[],
): TargetCode {
  const [ref, another] = refs;
  if (another !== undefined) inexpressible('it has several targetRefs');
  if (ref?.kind === 'Service') {
    const service = scene.serviceAt(ref.name ?? '', namespace);
    if (service !== undefined) return { code: variable(service.variable), kind: 'service', service, ids: [service.id] };
  }
  const waypoint = scene.model.find('Namespace', '', namespace)?.labels['istio.io/use-waypoint'];
  if (ref?.kind === 'Gateway' && ref.name === waypoint) return wholeOf(scene, namespace);
  return inexpressible(`its targetRef is to ${ref?.kind} "${ref?.name}"`);
}
