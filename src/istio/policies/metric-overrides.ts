import type { MeshModel } from '../../model/mesh-model';
import type { Resource } from '../../model/resource';
import type { TelemetrySpec } from '../../model/shapes/policy';
import { telemetryLevels } from './telemetry-levels';

type Telemetry = Resource<'Telemetry'>;
type Item = NonNullable<TelemetrySpec['metrics']>[number];
type Override = NonNullable<Item['overrides']>[number];

/** The metrics that proxies report by themselves. */
const STANDARD = [
  'REQUEST_COUNT',
  'REQUEST_DURATION',
  'REQUEST_SIZE',
  'RESPONSE_SIZE',
  'TCP_OPENED_CONNECTIONS',
  'TCP_CLOSED_CONNECTIONS',
  'TCP_SENT_BYTES',
  'TCP_RECEIVED_BYTES',
  'GRPC_REQUEST_MESSAGES',
  'GRPC_RESPONSE_MESSAGES',
] as const;

/**
 * The tags of these metrics.
 *
 * @see https://istio.io/latest/docs/reference/config/metrics/
 */
export const STANDARD_TAGS: ReadonlySet<string> = new Set([
  'reporter',
  'request_protocol',
  'response_code',
  'grpc_response_status',
  'response_flags',
  'connection_security_policy',
  ...['source', 'destination'].flatMap(side =>
    [
      'workload',
      'workload_namespace',
      'principal',
      'app',
      'version',
      'canonical_service',
      'canonical_revision',
      'cluster',
    ].map(name => `${side}_${name}`),
  ),
  'destination_service',
  'destination_service_name',
  'destination_service_namespace',
]);

/** Why a part of the metrics of a Telemetry has no effect. */
export type MetricLoss =
  /** A later item names other providers, which take the place of those before. */
  | { readonly kind: 'item replaced'; readonly field: string; readonly providers: readonly string[] }
  /** All metrics are turned off, and a later override turns them on again. */
  | { readonly kind: 'turned on again'; readonly field: string; readonly by: string }
  /** The metrics are turned off by the override itself, or by a later one. */
  | { readonly kind: 'turned off'; readonly field: string; readonly by: string }
  /** The tag is removed, and no metric has it. */
  | { readonly kind: 'no such tag'; readonly field: string; readonly tag: string };

interface Placed {
  readonly override: Override;
  readonly field: string;
  readonly providers: readonly string[];
  readonly modes: readonly string[];
  readonly metrics: readonly string[];
  /** Whether it turns all metrics off. */
  readonly endsAll: boolean;
}

/** The parts of the metrics of a Telemetry that are without effect, by what proxies make of the whole of it. */
export function metricLosses(model: MeshModel, telemetry: Telemetry): readonly MetricLoss[] {
  const items = telemetry.spec.metrics ?? [];
  if (items.length === 0) return [];
  const losses: MetricLoss[] = [];
  const inScope = namesOf(items.findLast(item => namesOf(item).length > 0) ?? {});
  const placed: Placed[] = [];
  let providers: readonly string[] = INHERITED;
  for (const [i, item] of items.entries()) {
    const own = namesOf(item);
    if (own.length > 0) providers = own;
    const used = inScope.length === 0 ? providers : providers.filter(name => inScope.includes(name));
    // What comes before all providers that are named is for those of the mesh, of which others take the place.
    if (used.length > 0 || providers === INHERITED) placed.push(...placedOverrides(item, `spec.metrics[${i}]`, used));
    else if (own.length > 0) losses.push({ kind: 'item replaced', field: `spec.metrics[${i}]`, providers: inScope });
  }
  for (const [i, one] of placed.entries()) losses.push(...lossesOf(one, placed.slice(i + 1)));
  const added = tagsAdded(model, telemetry);
  for (const { override, field, metrics } of placed) {
    if (!metrics.every(isStandard)) continue;
    for (const [tag, setting] of Object.entries(override.tagOverrides ?? {})) {
      if (setting.operation !== 'REMOVE' || STANDARD_TAGS.has(tag) || added.has(tag)) continue;
      losses.push({ kind: 'no such tag', field: `${field}.tagOverrides[${tag}]`, tag });
    }
  }
  return losses;
}

const INHERITED: readonly string[] = [''];

function placedOverrides(item: Item, field: string, providers: readonly string[]): readonly Placed[] {
  return (item.overrides ?? []).map((override, j) => {
    const { match, disabled } = override;
    const isAll = match?.customMetric === undefined && (match?.metric ?? 'ALL_METRICS') === 'ALL_METRICS';
    const mode = match?.mode ?? '';
    return {
      override,
      field: `${field}.overrides[${j}]`,
      providers,
      modes: mode === 'CLIENT' || mode === 'SERVER' ? [mode] : MODES,
      metrics: isAll ? STANDARD : [match?.customMetric ?? match?.metric ?? ''],
      endsAll: isAll && disabled === true,
    };
  });
}

const MODES = ['CLIENT', 'SERVER'] as const;

function* lossesOf(one: Placed, later: readonly Placed[]): Iterable<MetricLoss> {
  const { override, field, providers, modes, metrics, endsAll } = one;
  const places = providers.flatMap(provider => modes.map(mode => ({ provider, mode })));
  const after = places.map(place => later.filter(other => isAt(other, place)));
  if (endsAll) {
    // Any later override takes all metrics of its side back, not only those that it names.
    const again = after.flatMap(others => {
      const last = others.at(-1);
      return last === undefined || last.endsAll ? [] : [last.field];
    });
    if (again[0] !== undefined) yield { kind: 'turned on again', field, by: again[0] };
    return;
  }
  const ends = after.map(others => (others.at(-1)?.endsAll === true ? others.at(-1) : undefined));
  if (places.length > 0 && ends.every(end => end !== undefined)) {
    yield { kind: 'turned off', field, by: ends[0]?.field ?? field };
    return;
  }
  if (Object.keys(override.tagOverrides ?? {}).length === 0) return;
  const off = after.flatMap((others, i) =>
    metrics.map(metric => {
      if (ends[i] !== undefined) return ends[i];
      const deciding = [one, ...others.filter(other => other.metrics.includes(metric))];
      const last = deciding.findLast(({ override: { disabled } }) => disabled !== undefined);
      return last?.override.disabled === true ? last : undefined;
    }),
  );
  if (off.length > 0 && off.every(by => by !== undefined)) {
    yield { kind: 'turned off', field: `${field}.tagOverrides`, by: off[0]?.field ?? field };
  }
}

function isAt({ providers, modes }: Placed, place: { readonly provider: string; readonly mode: string }): boolean {
  return providers.includes(place.provider) && modes.includes(place.mode);
}

/** The tags that a Telemetry, or one that it stands on, adds. */
function tagsAdded(model: MeshModel, telemetry: Telemetry): ReadonlySet<string> {
  const overrides = telemetryLevels(model, telemetry).flatMap(({ spec }) =>
    (spec.metrics ?? []).flatMap(item => item.overrides ?? []),
  );
  return new Set(
    overrides.flatMap(({ tagOverrides = {} }) =>
      Object.keys(tagOverrides).filter(tag => tagOverrides[tag]?.operation !== 'REMOVE'),
    ),
  );
}

function isStandard(metric: string): boolean {
  return STANDARD.some(name => name === metric);
}

function namesOf({ providers = [] }: { readonly providers?: Item['providers'] }): readonly string[] {
  return providers.flatMap(({ name = '' }) => (name === '' ? [] : [name]));
}
