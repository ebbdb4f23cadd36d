/** The Istio release whose meaning of manifests is wanted. */
export class Release {
  readonly #parts: readonly number[];

  public constructor(public readonly version: string) {
    this.#parts = version.split(/[.-]/).map(Number);
  }

  /** Whether the release is this one, or newer; a minor such as `1.31` stands for its first release. */
  public isAtLeast(version: string): boolean {
    const wanted = version.split('.').map(Number);
    for (const [i, part] of wanted.entries()) {
      // A minor without a patch stands for its newest patch.
      const own = this.#parts[i] ?? Number.POSITIVE_INFINITY;
      if (own !== part) return own > part;
    }
    return true;
  }
}
