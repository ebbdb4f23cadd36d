/** Works something out once for each key. */
export class Memo<K, V> {
  readonly #known = new Map<K, V>();

  public constructor(private readonly make: (key: K) => V) {}

  public get(key: K): V {
    let value = this.#known.get(key);
    if (value === undefined) {
      value = this.make(key);
      this.#known.set(key, value);
    }
    return value;
  }
}
