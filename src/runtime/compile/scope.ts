/** Which slot a name means, found once while compiling: lexical scope, where a later `let` hides an earlier one. */
import type { Capture } from '../code.ts';

/** The name under which the subject of a short lambda or projection is bound: no identifier is written so. */
export const THIS = '(this)';

export interface Resolved {
  /** How many calls further out. */
  readonly hops: number;
  readonly slot: number;
}

/** The variables of one lambda (or of the query). Blocks open and close stretches of its names. */
export class Scope {
  private readonly names: (string | undefined)[] = [];
  /** Slots by position in `names`: a block that has ended frees its names, never its slots. */
  private readonly slotOf: number[] = [];
  private slots = 0;
  private readonly captured = new Map<string, Capture>();

  constructor(private readonly outer: Scope | null) {}

  /** The variables from around this lambda that its text uses. */
  get captures(): readonly Capture[] {
    return [...this.captured.values()];
  }

  /** How many slots a call needs at most. */
  get size(): number {
    return this.slots;
  }

  /** A slot for a name; a parameter `_` has a slot and no name. */
  declare(name: string | undefined): number {
    const slot = this.slots++;
    this.names.push(name);
    this.slotOf.push(slot);
    return slot;
  }

  /** Declares names for as long as `body` runs. */
  block<T>(body: () => T): T {
    const before = this.names.length;
    const result = body();
    this.names.length = before;
    this.slotOf.length = before;
    return result;
  }

  resolve(name: string): Resolved | undefined {
    const position = this.names.lastIndexOf(name);
    const slot = this.slotOf[position];
    if (slot !== undefined) return { hops: 0, slot };
    const found = this.outer?.resolve(name);
    if (!found) return undefined;
    this.captured.set(name, { name, ...found });
    return { hops: found.hops + 1, slot: found.slot };
  }
}
