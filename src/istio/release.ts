import { isAtLeast } from '../values/istio-version';

/** The Istio release whose meaning of manifests is wanted. */
export class Release {
  public constructor(public readonly version: string) {}

  /** Whether the release is this one, or newer; a minor such as `1.31` stands for its first release. */
  public isAtLeast(version: string): boolean {
    return isAtLeast(this.version, version);
  }
}
