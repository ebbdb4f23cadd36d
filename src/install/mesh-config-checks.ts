import { ConfigError } from '../values/config-error';
import { isMapping } from '../values/plain-data';
import { valueAt } from '../values/value-tree';
import type { PilotProps } from './install-model';
import type { InstalledMeshConfig } from './newer-mesh-config';

/** Providers that Istio brings under these names without being told. */
export const BUILT_IN_PROVIDERS: readonly string[] = ['envoy', 'prometheus', 'stackdriver'];

/**
 * Checks what a schema of the mesh configuration cannot say.
 *
 * @throws ConfigError for the first setting that has no effect or another one than meant
 */
export function checkMeshConfig(
  config: InstalledMeshConfig | undefined,
  pilot: PilotProps | undefined,
  where: string,
): void {
  if (config === undefined) return;
  const names = checkProviders(config, where);
  checkDefaultProviders(config, names, where);
  checkProxies(config, where);
  checkSampling(config, pilot, where);
}

function checkProviders(config: InstalledMeshConfig, where: string): readonly string[] {
  const providers = valueAt({ ...config }, 'extensionProviders');
  if (!Array.isArray(providers)) return [];
  const names: string[] = [];
  for (const provider of providers as readonly unknown[]) {
    const { name, ...rest } = isMapping(provider) ? provider : { name: undefined };
    if (typeof name !== 'string' || name === '') {
      throw new ConfigError(
        `Cannot use an extension provider at ${where}: wanted a name that telemetry and policies refer to, got ${JSON.stringify(provider)}`,
      );
    }
    if (names.includes(name)) {
      throw new ConfigError(`Cannot use extension provider "${name}" at ${where}: wanted a unique name, got it twice`);
    }
    names.push(name);
    const kinds = Object.keys(rest).filter(kind => rest[kind] !== undefined);
    if (kinds.length !== 1) {
      throw new ConfigError(
        `Cannot use extension provider "${name}" at ${where}: wanted exactly one kind beside its name, got ${kinds.length === 0 ? 'none' : kinds.join(' and ')}`,
      );
    }
  }
  return names;
}

function checkDefaultProviders(config: InstalledMeshConfig, names: readonly string[], where: string): void {
  const known = [...names, ...BUILT_IN_PROVIDERS];
  for (const signal of ['metrics', 'tracing', 'accessLogging']) {
    const used = valueAt({ ...config }, 'defaultProviders', signal);
    if (!Array.isArray(used)) continue;
    for (const name of used as readonly unknown[]) {
      if (known.includes(String(name))) continue;
      throw new ConfigError(
        `Cannot use "${String(name)}" in meshConfig.defaultProviders.${signal} at ${where}: wanted a provider of meshConfig.extensionProviders or a built-in one, there are ${known.map(known_ => `"${known_}"`).join(', ')}`,
      );
    }
  }
}

function checkProxies(config: InstalledMeshConfig, where: string): void {
  const proxies = valueAt({ ...config }, 'defaultConfig', 'gatewayTopology', 'numTrustedProxies');
  if (proxies === undefined || (Number.isInteger(proxies) && Number(proxies) >= 0)) return;
  throw new ConfigError(
    `Cannot trust ${String(proxies)} proxies at ${where}: wanted numTrustedProxies to be the whole number of proxies in front of the gateway that append to X-Forwarded-For (0 for a plain or network load balancer)`,
  );
}

function checkSampling(config: InstalledMeshConfig, pilot: PilotProps | undefined, where: string): void {
  const sampling = valueAt({ ...config }, 'defaultConfig', 'tracing', 'sampling');
  if (sampling === undefined) return;
  if (typeof sampling !== 'number' || !(sampling >= 0 && sampling <= 100)) {
    throw new ConfigError(
      `Cannot trace ${String(sampling)} percent of the requests at ${where}: wanted meshConfig.defaultConfig.tracing.sampling from 0 to 100`,
    );
  }
  if (pilot?.traceSampling !== undefined && pilot.traceSampling !== sampling) {
    throw new ConfigError(
      `Cannot trace ${pilot.traceSampling} percent of the requests at ${where}: wanted one sampling rate, got pilot.traceSampling ${pilot.traceSampling} and meshConfig.defaultConfig.tracing.sampling ${sampling}, of which the second wins`,
    );
  }
}
