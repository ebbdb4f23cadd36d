import type { LocatedManifest, Manifest } from '../values/manifest';
import { byText, compareText } from '../values/order';
import { isMapping } from '../values/plain-data';

type Fields = Readonly<Record<string, unknown>>;

/** A policy in one line. */
export interface PolicyLine {
  readonly kind: string;
  /** `namespace/name`. */
  readonly name: string;
  readonly target: string;
  readonly effect: string;
}

/** What a PeerAuthentication says of one scope. */
export interface MutualTlsLine {
  readonly scope: string;
  readonly accepts: string;
  /** Why it differs from what is around it; empty where it does not. */
  readonly reason: string;
}

/** How the requests of one route are shared. */
export interface ShareLine {
  readonly host: string;
  readonly route: string;
  readonly shares: string;
}

/** The policies that decide over requests, in the words of the objects that are written. */
export function policyLines(objects: readonly LocatedManifest[]): readonly PolicyLine[] {
  return objects
    .flatMap(({ manifest }): PolicyLine[] => {
      const effect = effectOf(manifest);
      if (effect === undefined) return [];
      return [{ kind: manifest.kind, name: nameOf(manifest), target: targetOf(manifest), effect }];
    })
    .sort(byText(({ kind, name }) => `${kind} ${name}`));
}

/** What servers accept, widest scope first. */
export function mutualTlsLines(objects: readonly LocatedManifest[], rootNamespace: string): readonly MutualTlsLine[] {
  const ranked = objects
    .filter(({ manifest }) => manifest.kind === 'PeerAuthentication')
    .map(({ manifest }) => {
      const spec = fields(manifest.spec);
      const { namespace = 'default' } = manifest.metadata;
      const isMesh = spec.selector === undefined && namespace === rootNamespace;
      const scope =
        spec.selector !== undefined ? `${namespace}: ${labels(spec.selector)}` : isMesh ? 'mesh' : `${namespace}: all`;
      const ports = Object.entries(fields(spec.portLevelMtls)).map(
        ([port, mtls]) => `${String(fields(mtls).mode)} on port ${port} of the pods`,
      );
      const mode = fields(spec.mtls).mode;
      const accepts = [...(mode === undefined ? [] : [String(mode)]), ...ports].join(', ');
      const reason = manifest.metadata.annotations?.['cdk8s-istio/reason'] ?? '';
      return { rank: isMesh ? 0 : spec.selector === undefined ? 1 : 2, line: { scope, accepts, reason } };
    });
  return ranked.sort((a, b) => a.rank - b.rank || compareText(a.line.scope, b.line.scope)).map(({ line }) => line);
}

/** The routes that share requests between versions. */
export function shareLines(objects: readonly LocatedManifest[]): readonly ShareLine[] {
  return objects
    .filter(({ manifest }) => manifest.kind === 'VirtualService')
    .flatMap(({ manifest }) => {
      const spec = fields(manifest.spec);
      const host = list(spec.hosts).join(', ');
      return [...list(spec.http), ...list(spec.tcp)].flatMap((route, i): ShareLine[] => {
        const { name = `route ${i + 1}`, route: destinations } = fields(route);
        if (list(destinations).length < 2) return [];
        const shares = list(destinations).map(to => {
          const { host: target, subset } = fields(fields(to).destination);
          return `${String(subset ?? target)} ${String(fields(to).weight ?? 0)} %`;
        });
        return [{ host, route: String(name), shares: shares.join(', ') }];
      });
    })
    .sort(byText(({ host, route }) => `${host} ${route}`));
}

function effectOf({ kind, spec: given, metadata }: Manifest): string | undefined {
  const spec = fields(given);
  switch (kind) {
    case 'AuthorizationPolicy': {
      const rules = list(spec.rules).length;
      const action = String(spec.action ?? 'ALLOW');
      const provider = fields(spec.provider).name;
      const what = provider === undefined ? action : `${action} (${String(provider)})`;
      const dryRun = metadata.annotations?.['istio.io/dry-run'] === 'true' ? ', dry run' : '';
      return rules === 0 && action === 'ALLOW'
        ? `lets nothing through${dryRun}`
        : `${what}, ${rules} ${rules === 1 ? 'rule' : 'rules'}${dryRun}`;
    }
    case 'RequestAuthentication':
      return `checks tokens of ${list(spec.jwtRules)
        .map(rule => String(fields(rule).issuer))
        .join(', ')}`;
    case 'EnvoyFilter':
      return `patches Envoy, priority ${String(spec.priority ?? 0)}`;
    default:
      return undefined;
  }
}

function targetOf({ spec: given }: Manifest): string {
  const spec = fields(given);
  const refs = [...list(spec.targetRefs), ...(spec.targetRef === undefined ? [] : [spec.targetRef])];
  if (refs.length > 0) return refs.map(ref => `${String(fields(ref).kind)} ${String(fields(ref).name)}`).join(', ');
  const selector = spec.selector ?? spec.workloadSelector;
  return selector === undefined ? 'all' : labels(selector);
}

function labels(selector: unknown): string {
  const { matchLabels, labels: plain } = fields(selector);
  return Object.entries(fields(matchLabels ?? plain))
    .map(([key, value]) => `${key}=${String(value)}`)
    .sort()
    .join(', ');
}

function nameOf({ metadata }: Manifest): string {
  return `${metadata.namespace ?? 'default'}/${metadata.name ?? ''}`;
}

function fields(value: unknown): Fields {
  return isMapping(value) ? value : {};
}

function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
