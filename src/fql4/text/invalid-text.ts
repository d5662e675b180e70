/** What is wrong with a text, so that no expression can be made of it. */
import { type Diagnostic, error, type Hint } from '../../language/diagnostic.ts';
import type { Span } from '../../language/source.ts';

export class InvalidText extends Error {
  override name = 'InvalidText';

  constructor(readonly diagnostic: Diagnostic) {
    super(diagnostic.message);
  }
}

export function refuse(message: string, span: Span, hints: readonly Hint[] = []): never {
  throw new InvalidText(error(message, span, { hints }));
}
