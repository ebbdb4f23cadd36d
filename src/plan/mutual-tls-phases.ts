import type { EffectiveMesh } from '../istio/effective-mesh';
import { modeFrom } from '../istio/policies/peer-authentication';
import type { Resource } from '../model/resource';
import { isMapping } from '../model/shape';
import type { Manifest } from '../values/manifest';
import type { MutualTlsMode } from '../values/mutual-tls-mode';
import type { Move } from './move';

type Policy = Resource<'PeerAuthentication'>;

/** Stands for the ports that a policy does not name. */
const ALL_PORTS = '';

/**
 * The moves of a PeerAuthentication. A mode never changes at once: PERMISSIVE comes first, under which clients with and
 * without mutual TLS get through, then the clients change, and the new mode comes last.
 */
export function mutualTlsPhases(
  before: Policy | undefined,
  after: Policy | undefined,
  old: EffectiveMesh,
  goal: EffectiveMesh,
): readonly Move[] {
  const was = modesOf(before, after, old);
  const willBe = modesOf(after, before, goal);
  const interim = new Map<string, MutualTlsMode>();
  let isGoal = true;
  let isStart = true;
  for (const port of new Set([...was.keys(), ...willBe.keys()])) {
    const from = was.get(port) ?? was.get(ALL_PORTS);
    const to = willBe.get(port) ?? willBe.get(ALL_PORTS);
    const mode = from === to && to !== undefined ? to : 'PERMISSIVE';
    interim.set(port, mode);
    isStart &&= mode === from;
    isGoal &&= mode === to;
  }
  const manifest = after?.manifest;
  if (isGoal) return [{ stage: 'loosen', manifest }];
  const cutsOff = [...willBe].some(
    ([port, mode]) => mode === 'STRICT' && (was.get(port) ?? was.get(ALL_PORTS)) !== mode,
  );
  const last: Move = {
    stage: 'tighten',
    manifest,
    ...(cutsOff ? { note: 'cuts off callers that do not use mutual TLS; see that there are none' } : {}),
  };
  const base = after ?? before;
  if (isStart || base === undefined) return [last];
  return [
    { stage: 'loosen', manifest: withModes(base, interim), note: 'takes connections with and without mutual TLS' },
    last,
  ];
}

/** The modes that a policy sets, by port; what it inherits where it sets none or does not exist. */
function modesOf(
  policy: Policy | undefined,
  other: Policy | undefined,
  mesh: EffectiveMesh,
): ReadonlyMap<string, MutualTlsMode> {
  const modes = new Map<string, MutualTlsMode>();
  const own = modeFrom(policy?.spec.mtls?.mode);
  const reference = policy ?? other;
  modes.set(
    ALL_PORTS,
    own ?? (reference === undefined ? 'PERMISSIVE' : mesh.peerAuthentications.modeWithout(reference)),
  );
  for (const [port, { mode }] of Object.entries(policy?.spec.portLevelMtls ?? {})) {
    const known = modeFrom(mode);
    if (known !== undefined) modes.set(port, known);
  }
  return modes;
}

function withModes({ manifest }: Policy, modes: ReadonlyMap<string, MutualTlsMode>): Manifest {
  const { mtls: _mode, portLevelMtls: _ports, ...rest } = isMapping(manifest.spec) ? manifest.spec : {};
  const ports = [...modes].filter(([port]) => port !== ALL_PORTS).map(([port, mode]) => [port, { mode }]);
  return {
    ...manifest,
    spec: {
      ...rest,
      mtls: { mode: modes.get(ALL_PORTS) },
      ...(ports.length === 0 ? {} : { portLevelMtls: Object.fromEntries(ports) }),
    },
  };
}
