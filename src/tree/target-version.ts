import type { IConstruct } from 'constructs';
import { DEFAULT_ISTIO_VERSION, parseIstioVersion } from '../values/istio-version';

const TARGET = Symbol.for('cdk8s-istio.target-version');

interface Targeted {
  [TARGET]?: string;
}

/**
 * Makes `version` the release of Istio that everything below `scope` is written for.
 *
 * It takes effect when the manifests are rendered, so that it does not matter whether objects are defined before or
 * after the call.
 */
export function setTargetVersion(scope: IConstruct, version: string): void {
  parseIstioVersion(version, scope.node.path);
  Object.defineProperty(scope, TARGET, { value: version, configurable: true });
}

/** The releases that something at or below `root` was made to be written for, each with the path of one such scope. */
export function declaredTargetVersions(root: IConstruct): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const construct of root.node.findAll()) {
    const version = (construct as IConstruct & Targeted)[TARGET];
    if (version !== undefined && !found.has(version)) found.set(version, construct.node.path);
  }
  return found;
}

/**
 * The release that is set at or above `scope`, else the only one that the tree was made to be written for so far;
 * nothing where there is none, or where there are several.
 */
export function onlyTargetVersion(scope: IConstruct): string | undefined {
  const nearest = nearestTarget(scope);
  if (nearest !== undefined) return nearest;
  const [only, ...others] = declaredTargetVersions(scope.node.root).keys();
  return others.length === 0 ? only : undefined;
}

/** The release of Istio that `scope` is written for: the nearest that was set at or above it, else the default. */
export function targetVersionOf(scope: IConstruct): string {
  return nearestTarget(scope) ?? DEFAULT_ISTIO_VERSION;
}

function nearestTarget(scope: IConstruct): string | undefined {
  for (let at: IConstruct | undefined = scope; at !== undefined; at = at.node.scope) {
    const version = (at as IConstruct & Targeted)[TARGET];
    if (version !== undefined) return version;
  }
  return undefined;
}
