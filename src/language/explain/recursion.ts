/** The readers that are part of what they read. They are found when first used: they are made of all the others. */
import { bareExpression as bare, plainExpression, shortExpression } from './expressions.ts';
import type { Reader } from './machine.ts';
import type { Phrase } from './phrase.ts';
import { lazy } from './readers.ts';

/** An expression, and no line break behind it. */
export const bareExpression: Reader<Phrase> = lazy(() => bare);
/** An expression and the space behind it. */
export const expression: Reader<Phrase> = lazy(() => plainExpression);
/** An expression that may be a short lambda, and the space behind it. */
export const argument: Reader<Phrase> = lazy(() => shortExpression);
