/** Compiled texts, kept by text, so that a query or function that comes again is not parsed again. */

/** A map that forgets what was not asked for longest, once it holds `capacity` entries. */
export class LeastRecentlyUsed<K, V> {
  private readonly entries = new Map<K, V>();

  constructor(private readonly capacity: number) {}

  get(key: K, make: () => V): V {
    const known = this.entries.get(key);
    if (known !== undefined) this.entries.delete(key);
    const value = known ?? make();
    this.entries.set(key, value);
    if (this.entries.size > this.capacity) {
      for (const oldest of this.entries.keys()) {
        this.entries.delete(oldest);
        break;
      }
    }
    return value;
  }

  get size(): number {
    return this.entries.size;
  }
}
