import { ApiObject, type ApiObjectMetadata } from 'cdk8s';
import type { Construct } from 'constructs';
import { ConfigError } from '../values/config-error';
import { isAtLeast } from '../values/istio-version';
import { targetVersionOf } from './target-version';

/** What distinguishes a kind from others: the static side of a generated class. */
export interface ObjectType {
  readonly kind: string;
  /** API group, such as `networking.istio.io`. */
  readonly group: string;
  readonly scope: 'Namespaced' | 'Cluster';
  /** Served versions, newest first, each with the first release of Istio that serves it; `''` if all do. */
  readonly versions: { readonly [version: string]: string };
}

/** The fields that every object has beside its own. */
export interface ObjectProps {
  readonly metadata?: ApiObjectMetadata | undefined;
}

/** Answers by kind and release: asked for at least twice per object, of few releases. */
const known = new WeakMap<ObjectType, Map<string, string>>();

/** The newest `apiVersion` of a kind that a release of Istio serves; the oldest there is if it serves none. */
export function servedApiVersion(type: ObjectType, istioVersion: string): string {
  const answers = known.get(type) ?? new Map<string, string>();
  const answer = answers.get(istioVersion) ?? findApiVersion(type, istioVersion);
  known.set(type, answers.set(istioVersion, answer));
  return answer;
}

function findApiVersion(type: ObjectType, istioVersion: string): string {
  const versions = Object.entries(type.versions);
  const served = versions.find(([, since]) => since === '' || isAtLeast(istioVersion, since)) ?? versions.at(-1);
  return `${type.group}/${served?.[0]}`;
}

/**
 * An object of a kind that may be served in several versions of one structure.
 *
 * Its `apiVersion` is the newest that the target release of Istio serves. It is looked up when it is read, so that it
 * does not matter whether the target is set before or after the object is defined.
 */
export abstract class VersionedObject extends ApiObject {
  protected constructor(scope: Construct, id: string, type: ObjectType, props: ObjectProps) {
    const apiVersion = (): string => servedApiVersion(type, targetVersionOf(scope));
    const { metadata, ...fields } = props;
    super(scope, id, {
      ...fields,
      ...(metadata !== undefined && { metadata }),
      kind: type.kind,
      get apiVersion() {
        return apiVersion();
      },
    });
    Object.defineProperty(this, 'apiVersion', { get: apiVersion, enumerable: true });
    if (type.scope === 'Cluster') {
      if (metadata?.namespace !== undefined) {
        throw new ConfigError(
          `Cannot define ${type.kind} "${this.name}" at ${this.node.path}: it is cluster-scoped and has no namespace, got "${metadata.namespace}"`,
        );
      }
      // The default namespace of the chart would be written otherwise.
      Object.defineProperty(this.metadata, 'namespace', { value: undefined, enumerable: true });
    }
  }
}

/** An object as plain data, for places outside of a construct tree; `spec` and its like are kept as given. */
export function manifestOf<P extends ObjectProps>(
  type: ObjectType,
  props: P,
  istioVersion: string,
): P & { readonly apiVersion: string; readonly kind: string } {
  return { apiVersion: servedApiVersion(type, istioVersion), kind: type.kind, ...props };
}
