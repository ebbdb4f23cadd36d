import type { MeshModel } from '../../model/mesh-model';
import type { Resource } from '../../model/resource';
import { accessLoggingOf, namesOf, SIDES, type Side, sidesOf, telemetryLevels } from './telemetry-levels';

type Telemetry = Resource<'Telemetry'>;

/** Why a part of the access logging of a Telemetry does not do what it says, or does more than that. */
export type LogLoss =
  /** A later item turns the logs of an item off, or turns on again what the item turns off. */
  | {
      readonly kind: 'undone';
      readonly index: number;
      readonly by: number;
      readonly providers: readonly string[];
      readonly disabled: boolean;
    }
  /** Only logs are turned off, and others end with them: providers take the place of those of wider Telemetries. */
  | {
      readonly kind: 'ends others';
      readonly index: number;
      readonly named: readonly string[];
      readonly ended: readonly string[];
    };

/**
 * What a Telemetry says of access logs in vain, or says without meaning it. The last item about a provider and a side
 * counts, and where a Telemetry names any provider for a side, no other one is logged to.
 *
 * @see https://istio.io/latest/docs/reference/config/telemetry/
 */
export function logLosses(model: MeshModel, telemetry: Telemetry): readonly LogLoss[] {
  const items = accessLoggingOf(model, telemetry);
  const losses: LogLoss[] = [];
  for (const { item, index, providers } of items) {
    if (providers.length === 0) continue;
    const disabled = item.disabled === true;
    const deciding = providers.flatMap(name =>
      sidesOf(item).map(side =>
        items.findLast(other => other.providers.includes(name) && sidesOf(other.item).includes(side)),
      ),
    );
    const by = deciding[0];
    if (by === undefined || deciding.some(one => one === undefined || one.index === index)) continue;
    if (deciding.every(one => (one?.item.disabled === true) !== disabled)) {
      losses.push({ kind: 'undone', index, by: by.index, providers, disabled });
    }
  }
  for (const side of SIDES) {
    const own = items.filter(({ item }) => sidesOf(item).includes(side));
    const named = [...new Set(own.flatMap(({ item }) => namesOf(item)))];
    const [first] = own;
    if (first === undefined || named.length === 0 || own.some(({ item }) => item.disabled !== true)) continue;
    const ended = [...inheritedLogs(model, telemetry, side)].filter(name => !named.includes(name));
    if (ended.length === 0 || losses.some(({ kind }) => kind === 'ends others')) continue;
    losses.push({ kind: 'ends others', index: first.index, named, ended });
  }
  return losses;
}

/** The providers to which proxies log for a side, where a Telemetry says nothing. */
function inheritedLogs(model: MeshModel, telemetry: Telemetry, side: Side): ReadonlySet<string> {
  let logged: ReadonlySet<string> = new Set(model.meshConfig.defaultProviders?.accessLogging);
  for (const level of telemetryLevels(model, telemetry).slice(0, -1)) {
    const items = accessLoggingOf(model, level).filter(({ item }) => sidesOf(item).includes(side));
    const named = items.flatMap(({ item }) => namesOf(item));
    const next = new Set(named.length === 0 ? logged : [...logged].filter(name => named.includes(name)));
    for (const { item, providers } of items) {
      for (const name of providers) {
        if (item.disabled === true) next.delete(name);
        else next.add(name);
      }
    }
    logged = next;
  }
  return logged;
}
