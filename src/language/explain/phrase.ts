/** What the readers of expressions make of what they read: as much as a message may ask for. */
import type { Span } from '../source.ts';

export interface Phrase {
  readonly kind: 'name' | 'short' | 'lambda' | 'tuple' | 'chain' | 'other';
  readonly span: Span;
  /** Of a tuple. */
  readonly elements?: readonly Phrase[];
  /** Of a chain. */
  readonly links?: readonly Piece[];
  /** Of a short lambda: what it returns. */
  readonly body?: Phrase;
}

/** A link of a chain. */
export interface Piece {
  readonly kind: 'select' | 'call' | 'access' | 'bang';
  readonly span: Span;
  /** Whether a path to a field can have it. */
  readonly inPath: boolean;
}

export const other = (span: Span): Phrase => ({ kind: 'other', span });
export const short = (body: Phrase): Phrase => ({ kind: 'short', span: body.span, body });
