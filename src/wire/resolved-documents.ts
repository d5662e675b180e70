import type { Document, NullCause, ObjectValue } from '../runtime/value.ts';

/** A document as a result shows it, its fields or why there are none, and how large that is. */
export type Resolved = { readonly size: number } & ({ readonly fields: ObjectValue } | { readonly missing: NullCause });

/** The documents of a result. Most results show one, which is known by itself without a name for it. */
export class ResolvedDocuments {
  private first: Document | undefined;
  private ofFirst: Resolved | undefined;
  private readonly others = new Map<string | object, Resolved>();

  get(document: Document): Resolved | undefined {
    if (document === this.first || this.first === undefined) return this.ofFirst;
    const key = keyOf(document);
    return key === keyOf(this.first) ? this.ofFirst : this.others.get(key);
  }

  add(document: Document, resolved: Resolved): void {
    if (this.first !== undefined) this.others.set(keyOf(document), resolved);
    else {
      this.first = document;
      this.ofFirst = resolved;
    }
  }
}

function keyOf({ collection, id, options: { contents, at } }: Document): string | object {
  return contents ?? `${collection}/${id}/${at ?? ''}`;
}
