import type { TelemetrySpec } from '../../../imports/telemetry.istio.io';
import type { Resource } from '../../model/resource';
import { type Code, type CodeLike, call, create, imported } from '../code';
import { MESH, type Scene } from '../scene';
import { attempt, type Candidate, inexpressible, onlyFields, type Proposed } from '../unit';
import { targetOf } from './policy-target';

type Fields = { readonly [field: string]: unknown };

/** Telemetries as `MeshTelemetry`. */
export function telemetryUnits(scene: Scene): readonly Proposed[] {
  return scene.model
    .all('Telemetry')
    .map(resource => ({ resource, proposals: attempt(() => meshTelemetry(scene, resource)) }));
}

function meshTelemetry(scene: Scene, resource: Resource<'Telemetry'>): Candidate {
  const { namespace, name } = resource;
  const spec = (resource.manifest.spec ?? {}) as TelemetrySpec & Fields;
  onlyFields(spec, ['selector', 'targetRefs', 'metrics', 'tracing', 'accessLogging'], 'spec');
  const target = targetOf(scene, namespace, spec);
  const id = scene.idFor(resource, name === 'default' ? `${namespace}-telemetry` : `${namespace}-${name}-telemetry`);
  const props: { [key: string]: CodeLike } = {
    target: target.kind === 'mesh' ? undefined : target.code,
    metrics: one(spec.metrics as readonly Fields[] | undefined, 'metrics', entry => metricsOf(scene, entry)),
    tracing: one(spec.tracing as readonly Fields[] | undefined, 'tracing', entry => tracingOf(scene, entry)),
    accessLog: one(spec.accessLogging as readonly Fields[] | undefined, 'accessLogging', entry =>
      accessLogOf(scene, entry),
    ),
  };
  return {
    form: 'construct',
    what: 'MeshTelemetry',
    statements: [{ code: create('MeshTelemetry', MESH, id, props) }],
    ids: [id, ...target.ids],
    finds: (_, written) =>
      written.all.find(
        ({ kind, metadata, spec: own }) =>
          kind === 'Telemetry' &&
          metadata.namespace === namespace &&
          JSON.stringify((own as Fields).selector ?? null) === JSON.stringify(spec.selector ?? null),
      ),
  };
}

function one<T>(entries: readonly T[] | undefined, field: string, write: (entry: T) => CodeLike): CodeLike {
  const [first, second] = entries ?? [];
  if (second !== undefined) inexpressible(`it has several entries of ${field}`);
  return first === undefined ? undefined : write(first);
}

function providersOf(
  scene: Scene,
  entry: Fields,
  known: string,
  own: { readonly [name: string]: string },
): readonly Code[] {
  const providers = (entry.providers ?? []) as readonly { readonly name: string }[];
  const type = imported(known);
  return providers.map(({ name }) => {
    const method = own[name];
    return method === undefined ? scene.provider(known, name) : call(type, method);
  });
}

function metricsOf(scene: Scene, entry: Fields): CodeLike {
  onlyFields(entry, ['providers', 'overrides', 'reportingInterval'], 'metrics');
  const overrides = (entry.overrides ?? []) as readonly Fields[];
  return {
    providers: providersOf(scene, entry, 'MetricsProvider', { prometheus: 'prometheus', stackdriver: 'stackdriver' }),
    overrides: overrides.length === 0 ? undefined : overrides.map(overrideOf),
    reportingInterval: entry.reportingInterval as string | undefined,
  };
}

function overrideOf({ match, disabled, tagOverrides, ...rest }: Fields): CodeLike {
  onlyFields(rest, [], 'overrides');
  const { metric, mode, ...others } = (match ?? {}) as Fields;
  onlyFields(others, [], 'overrides.match');
  const entries = Object.entries((tagOverrides ?? {}) as { readonly [tag: string]: Fields });
  const removed = entries.filter(([, { operation }]) => operation === 'REMOVE').map(([tag]) => tag);
  const set = entries
    .filter(([, { operation }]) => operation !== 'REMOVE')
    .map(([tag, { value }]) => [tag, String(value)]);
  return {
    metric: metric === 'ALL_METRICS' ? undefined : (metric as string | undefined),
    reporter: reporterOf(mode),
    disabled: disabled as boolean | undefined,
    tags: set.length === 0 ? undefined : Object.fromEntries(set),
    removeTags: removed.length === 0 ? undefined : removed,
  };
}

function tracingOf(scene: Scene, entry: Fields): CodeLike {
  onlyFields(entry, ['providers', 'randomSamplingPercentage', 'customTags', 'disableSpanReporting'], 'tracing');
  const [provider] = providersOf(scene, entry, 'TracingProvider', { stackdriver: 'stackdriver' });
  if (provider === undefined) {
    if (entry.disableSpanReporting === true && Object.keys(entry).length === 1) return 'off';
    return inexpressible('tracing names no provider');
  }
  const tags = (entry.customTags ?? {}) as { readonly [tag: string]: { readonly [kind: string]: Fields | undefined } };
  const written = Object.entries(tags).map(([tag, value]) => [tag, tagOf(value)] as const);
  return {
    provider,
    sampling: entry.randomSamplingPercentage as number | undefined,
    tags: written.length === 0 ? undefined : Object.fromEntries(written),
    spansOff: entry.disableSpanReporting as boolean | undefined,
  };
}

function tagOf({
  literal: text,
  header,
  environment,
  formatter,
}: {
  readonly [kind: string]: Fields | undefined;
}): CodeLike {
  const type = imported('TraceTag');
  if (text !== undefined) return String(text.value);
  if (formatter !== undefined) return call(type, 'formatter', String(formatter.value));
  const named = header ?? environment;
  if (named === undefined) return inexpressible('a tag says nothing');
  const rest = named.defaultValue === undefined ? [] : [String(named.defaultValue)];
  return call(type, header === undefined ? 'environment' : 'header', String(named.name), ...rest);
}

function accessLogOf(scene: Scene, entry: Fields): CodeLike {
  onlyFields(entry, ['providers', 'filter', 'match', 'disabled'], 'accessLogging');
  if (entry.disabled === true && Object.keys(entry).length === 1) return 'off';
  if (entry.disabled !== undefined) inexpressible('no construct writes accessLogging.disabled beside the rest');
  const { mode, ...others } = (entry.match ?? {}) as Fields;
  onlyFields(others, [], 'accessLogging.match');
  return {
    providers: providersOf(scene, entry, 'AccessLogProvider', { envoy: 'envoy', stackdriver: 'stackdriver' }),
    filter: (entry.filter as { readonly expression?: string } | undefined)?.expression,
    reporter: reporterOf(mode),
  };
}

function reporterOf(mode: unknown): string | undefined {
  return mode === undefined ? undefined : mode === 'CLIENT_AND_SERVER' ? 'both' : String(mode).toLowerCase();
}
