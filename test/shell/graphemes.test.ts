import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  nextBoundary,
  nextWord,
  offsetAtColumn,
  previousBoundary,
  previousSpace,
  previousWord,
  textWidth,
} from '../../src/shell/graphemes.ts';

const FAMILY = '👩‍👩‍👧';
const line = fc.string({ unit: 'grapheme', maxLength: 30 });

describe('characters as they are seen', () => {
  it.each([
    ['a letter', 'a', 1],
    ['a letter with a combining accent', 'e\u0301', 1],
    ['an ideograph', '東', 2],
    ['a family of three', FAMILY, 2],
    ['a flag', '🇫🇷', 2],
    ['a tab', '\t', 2],
  ])('steps over %s at once, and knows its width', (_what, character, width) => {
    const text = `x${character}y`;
    expect(nextBoundary(text, 1)).toBe(1 + character.length);
    expect(previousBoundary(text, 1 + character.length)).toBe(1);
    expect(textWidth(character)).toBe(width);
  });

  it('steps through any line forwards and backwards by the same places', () => {
    fc.assert(
      fc.property(line, (text) => {
        const forwards = [0];
        while ((forwards.at(-1) ?? 0) < text.length) forwards.push(nextBoundary(text, forwards.at(-1) ?? 0));
        const backwards = [text.length];
        while ((backwards.at(-1) ?? 0) > 0) backwards.push(previousBoundary(text, backwards.at(-1) ?? 0));
        expect(backwards.reverse()).toEqual(forwards);
      }),
    );
  });

  it('finds the place at a column, never within a character', () => {
    expect(offsetAtColumn('東京x', 0)).toBe(0);
    expect(offsetAtColumn('東京x', 1)).toBe(0);
    expect(offsetAtColumn('東京x', 2)).toBe(1);
    expect(offsetAtColumn('東京x', 99)).toBe(3);
  });
});

describe('words', () => {
  it.each([
    ['People.byId("371")', 18, 13],
    ['People.byId', 11, 7],
    ['People.byId', 7, 0],
    ['  élan', 6, 2],
    ['', 0, 0],
  ])('before the cursor in %j at %i start at %i', (text, at, start) => {
    expect(previousWord(text, at)).toBe(start);
  });

  it.each([
    ['People.byId', 0, 6],
    ['People.byId', 6, 11],
    ['élan vital', 0, 4],
  ])('behind the cursor in %j at %i end at %i', (text, at, end) => {
    expect(nextWord(text, at)).toBe(end);
  });

  it.each([
    ['let x = People.all()', 20, 8],
    ['let x   ', 8, 4],
    ['   ', 3, 0],
  ])('for Ctrl-W in %j at %i start at %i', (text, at, start) => {
    expect(previousSpace(text, at)).toBe(start);
  });
});
