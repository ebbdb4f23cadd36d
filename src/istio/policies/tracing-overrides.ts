import type { MeshModel } from '../../model/mesh-model';
import type { Resource } from '../../model/resource';
import type { TelemetrySpec } from '../../model/shapes/policy';
import { SIDES, type Side, sidesOf, telemetryLevels } from './telemetry-levels';

type Telemetry = Resource<'Telemetry'>;
type Item = NonNullable<TelemetrySpec['tracing']>[number];

/** What an item of tracing says beside whether and where spans are reported. */
const SETTINGS = [
  'randomSamplingPercentage',
  'customTags',
  'useRequestIdForTraceSampling',
  'enableIstioTags',
  'disableContextPropagation',
] as const satisfies readonly (keyof Item)[];

/** A setting of tracing without effect, or one that takes more away than it says. */
export type TracingLoss =
  /** No spans are reported: the Telemetry itself says so, or a wider one does. */
  | { readonly kind: 'off'; readonly field: string; readonly by: Telemetry }
  /** A later item sets the same. */
  | { readonly kind: 'replaced'; readonly field: string; readonly by: string }
  /** Tags of a wider Telemetry are no longer added. */
  | { readonly kind: 'lost tags'; readonly field: string; readonly of: Telemetry; readonly tags: readonly string[] };

/**
 * What a Telemetry says of tracing in vain. For each side every setting counts as it was written last, and takes the
 * place of the one of wider Telemetries; where spans are not reported, none of them counts.
 *
 * @see https://istio.io/latest/docs/reference/config/telemetry/
 */
export function tracingLosses(model: MeshModel, telemetry: Telemetry): readonly TracingLoss[] {
  const { tracing = [] } = telemetry.spec;
  if (tracing.length === 0) return [];
  const levels = telemetryLevels(model, telemetry);
  const off = new Map(SIDES.map(side => [side, turnedOffBy(levels, side)] as const));
  const isPassedOn = isTurnedOnBelow(model, telemetry);
  const losses: TracingLoss[] = [];
  for (const [i, item] of tracing.entries()) {
    const sides = sidesOf(item);
    const by = sides.map(side => off.get(side)).find(one => one !== undefined);
    const isOff = by !== undefined && !isPassedOn && sides.every(side => off.get(side) !== undefined);
    for (const setting of SETTINGS) {
      if (item[setting] === undefined) continue;
      const field = `spec.tracing[${i}].${setting}`;
      if (isOff) {
        losses.push({ kind: 'off', field, by });
        continue;
      }
      const deciding = sides.map(side =>
        tracing.findLastIndex(other => other[setting] !== undefined && sidesOf(other).includes(side)),
      );
      if (!deciding.includes(i)) losses.push({ kind: 'replaced', field, by: `tracing[${deciding[0]}]` });
    }
    if (isOff || item.customTags === undefined) continue;
    const lost = lostTags(levels.slice(0, -1), item.customTags, sides);
    if (lost !== undefined) losses.push({ kind: 'lost tags', field: `spec.tracing[${i}].customTags`, ...lost });
  }
  return losses;
}

/** The Telemetry by which no spans are reported for a side, if they are not. */
function turnedOffBy(levels: readonly Telemetry[], side: Side): Telemetry | undefined {
  let by: Telemetry | undefined;
  for (const level of levels) {
    for (const item of level.spec.tracing ?? []) {
      if (item.disableSpanReporting === undefined || !sidesOf(item).includes(side)) continue;
      by = item.disableSpanReporting ? level : undefined;
    }
  }
  return by;
}

/** Whether a narrower Telemetry turns reporting on, and takes the other settings from this one. */
function isTurnedOnBelow(model: MeshModel, telemetry: Telemetry): boolean {
  return model
    .all('Telemetry')
    .some(
      one =>
        one !== telemetry &&
        one.spec.tracing?.some(({ disableSpanReporting }) => disableSpanReporting === false) === true &&
        telemetryLevels(model, one).includes(telemetry),
    );
}

/** The tags that wider Telemetries add and that tags of a narrower one replace. */
function lostTags(
  wider: readonly Telemetry[],
  tags: { readonly [name: string]: unknown },
  sides: readonly Side[],
): { readonly of: Telemetry; readonly tags: readonly string[] } | undefined {
  for (const level of wider.toReversed()) {
    const item = level.spec.tracing?.findLast(
      one => one.customTags !== undefined && sidesOf(one).some(side => sides.includes(side)),
    );
    if (item === undefined) continue;
    const lost = Object.keys(item.customTags ?? {}).filter(name => !Object.hasOwn(tags, name));
    return lost.length === 0 ? undefined : { of: level, tags: lost };
  }
  return undefined;
}
