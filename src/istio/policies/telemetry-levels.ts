import type { ExtensionProvider } from '../../model/mesh-config';
import type { MeshModel } from '../../model/mesh-model';
import type { Resource } from '../../model/resource';
import type { TelemetrySpec } from '../../model/shapes/policy';
import { compareAge } from '../age';
import { targetRefsOf } from './policy-attachment';

type Telemetry = Resource<'Telemetry'>;
type AccessLogging = NonNullable<TelemetrySpec['accessLogging']>[number];
type Tracing = NonNullable<TelemetrySpec['tracing']>[number];

/** A side of connections: what proxies report of those that they make, or of those that they take. */
export type Side = 'CLIENT' | 'SERVER';

export const SIDES: readonly Side[] = ['CLIENT', 'SERVER'];

/** The provider that a Telemetry names; letter case counts for nothing. */
export function providerNamed(model: MeshModel, name: string): ExtensionProvider | undefined {
  const wanted = name.toLowerCase();
  return model.meshConfig.extensionProviders.find(provider => provider.name?.toLowerCase() === wanted);
}

/** One item of `accessLogging`, as proxies take it together with what is above it. */
export interface LoggingItem {
  readonly item: AccessLogging;
  readonly index: number;
  /** The providers that it is about: its own, or those before it; none if there are none. */
  readonly providers: readonly string[];
  /** What happens to its filter: a filter counts for the providers that its item names, the last one for each. */
  readonly filter: 'none' | 'used' | 'without provider' | 'replaced';
}

/**
 * The Telemetries that proxies read with one, the widest first and the one itself last: that of the mesh, that of the
 * namespace, and the one that selects them.
 *
 * @see https://istio.io/latest/docs/reference/config/telemetry/
 */
export function telemetryLevels(model: MeshModel, telemetry: Telemetry): readonly Telemetry[] {
  const { rootNamespace } = model.meshConfig;
  const wide = model.once(namespaceWide);
  const levels: Telemetry[] = [];
  for (const namespace of new Set([rootNamespace, telemetry.namespace])) {
    const level = wide.get(namespace);
    if (level === undefined || level === telemetry) continue;
    // What is for the whole mesh stands under what is for a namespace, never the other way round.
    if (isWide(telemetry) && namespace === telemetry.namespace) continue;
    levels.push(level);
  }
  return [...levels, telemetry];
}

/** The items of the access logging of a Telemetry, with what they inherit. */
export function accessLoggingOf(model: MeshModel, telemetry: Telemetry): readonly LoggingItem[] {
  let inherited: readonly string[] = model.meshConfig.defaultProviders?.accessLogging ?? [];
  let found: LoggingItem[] = [];
  for (const level of telemetryLevels(model, telemetry)) {
    found = [];
    const items = level.spec.accessLogging ?? [];
    for (const [index, item] of items.entries()) {
      const own = namesOf(item);
      if (own.length > 0) inherited = own;
      const filter = filterOf(items, index, own);
      found.push({ item, index, providers: inherited, filter });
    }
  }
  return found;
}

/** Whether the tracing of a Telemetry has a provider to send spans to, for each of its items in order. */
export function tracingProviders(
  model: MeshModel,
  telemetry: Telemetry,
): readonly { readonly item: Tracing; readonly index: number; readonly provider: string | undefined }[] {
  let provider = model.meshConfig.defaultProviders?.tracing?.[0];
  return telemetryLevels(model, telemetry).flatMap(level => {
    return (level.spec.tracing ?? []).flatMap((item, index) => {
      provider = namesOf(item)[0] ?? provider;
      return level === telemetry ? [{ item, index, provider }] : [];
    });
  });
}

function filterOf(items: readonly AccessLogging[], index: number, own: readonly string[]): LoggingItem['filter'] {
  const item = items[index];
  if (item?.filter === undefined) return 'none';
  if (own.length === 0) return 'without provider';
  const later = items.slice(index + 1);
  const kept = own.some(name =>
    sidesOf(item).some(side => !later.some(other => namesOf(other).includes(name) && sidesOf(other).includes(side))),
  );
  return kept ? 'used' : 'replaced';
}

/** The sides of connections that an item is about. */
export function sidesOf({ match }: Pick<AccessLogging, 'match'>): readonly Side[] {
  const { mode } = match ?? {};
  return mode === 'CLIENT' || mode === 'SERVER' ? [mode] : SIDES;
}

/** The providers that an item names. */
export function namesOf({
  providers = [],
}: {
  readonly providers?: readonly { readonly name?: string }[] | undefined;
}) {
  return providers.flatMap(({ name = '' }) => (name === '' ? [] : [name]));
}

/** The Telemetry of each namespace that is for all of it: the oldest one. */
function namespaceWide(model: MeshModel): ReadonlyMap<string, Telemetry> {
  const wide = new Map<string, Telemetry>();
  for (const telemetry of [...model.all('Telemetry')].sort(compareAge)) {
    if (isWide(telemetry) && !wide.has(telemetry.namespace)) wide.set(telemetry.namespace, telemetry);
  }
  return wide;
}

function isWide({ spec }: Telemetry): boolean {
  return Object.keys(spec.selector?.matchLabels ?? {}).length === 0 && targetRefsOf(spec).length === 0;
}
