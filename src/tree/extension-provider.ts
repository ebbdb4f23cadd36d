import type { IConstruct } from 'constructs';
import { ConfigError } from '../values/config-error';
import { byText } from '../values/order';

const PROVIDER = 'cdk8s-istio:extension-provider';
const TAKEN = 'cdk8s-istio:extension-providers-taken';

/** An entry of `meshConfig.extensionProviders`: a name, and the settings under the name of one kind. */
export interface ExtensionProviderEntry {
  readonly name: string;
  readonly [kind: string]: unknown;
}

/** What something registers to be called by the proxies of the mesh. */
export interface DeclaredExtensionProvider {
  /** Name by which policies and telemetry refer to it. */
  readonly name: string;
  /** What it is used for, such as `tracing`. */
  readonly purpose: string;
  /** The entry of the mesh configuration; absent where Istio or somebody else brings it. */
  readonly entry?: ExtensionProviderEntry | undefined;
  /** Host and port that the proxies call, where there is one. */
  readonly target?: { readonly host: string; readonly port: number } | undefined;
  /** Path of the construct that declared it. */
  readonly constructPath: string;
}

/**
 * Declares a provider that an installation of the same app writes into its mesh configuration.
 *
 * @throws ConfigError if the name is taken, or if an installation has taken the providers already
 */
export function declareExtensionProvider(
  scope: IConstruct,
  provider: Omit<DeclaredExtensionProvider, 'constructPath'>,
): void {
  const { root } = scope.node;
  const constructPath = scope.node.path;
  const fail = (wanted: string): never => {
    throw new ConfigError(`Cannot declare provider "${provider.name}" at ${constructPath}: ${wanted}`);
  };
  if (!/^[A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?$/.test(provider.name)) {
    fail('wanted a name of letters, digits, "-", "_" and "."');
  }
  const other = declaredExtensionProviders(scope).find(({ name }) => name === provider.name);
  if (other !== undefined) fail(`wanted a unique name, "${other.constructPath}" declares it already`);
  const taken = root.node.metadata.find(({ type }) => type === TAKEN);
  if (taken !== undefined && provider.entry !== undefined) {
    fail(`wanted it before the installation at "${String(taken.data)}", which has written its mesh configuration`);
  }
  const declared: DeclaredExtensionProvider = { ...provider, constructPath };
  root.node.addMetadata(PROVIDER, declared);
}

/** Every provider that the app of `scope` declares, by name. */
export function declaredExtensionProviders(scope: IConstruct): readonly DeclaredExtensionProvider[] {
  return scope.node.root.node.metadata
    .filter(({ type }) => type === PROVIDER)
    .map(({ data }) => data as DeclaredExtensionProvider)
    .sort(byText(({ name }) => name));
}

/**
 * The entries for the mesh configuration that the installation `by` writes. From now on a further declaration is
 * refused, since it would miss the configuration.
 */
export function takeExtensionProviders(by: IConstruct): readonly ExtensionProviderEntry[] {
  by.node.root.node.addMetadata(TAKEN, by.node.path);
  return declaredExtensionProviders(by).flatMap(({ entry }) => (entry === undefined ? [] : [entry]));
}
