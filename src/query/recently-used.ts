/** A map that forgets what was not asked for lately: it holds `capacity` entries at most, and the last half that was used. */
export class RecentlyUsed<K, V> {
  /** Two generations: nothing has to be moved while the same is asked for again, which is nearly always. */
  private young = new Map<K, V>();
  private old = new Map<K, V>();

  constructor(private readonly capacity: number) {}

  get(key: K, make: () => V): V {
    const known = this.young.get(key);
    if (known !== undefined) return known;
    const value = this.old.get(key) ?? make();
    if (this.young.size >= this.capacity / 2) {
      this.old = this.young;
      this.young = new Map();
    }
    this.young.set(key, value);
    return value;
  }

  get size(): number {
    return this.young.size + this.old.size;
  }
}
