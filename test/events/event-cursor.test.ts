import fc from 'fast-check';
import { expect, it } from 'vitest';
import { behind, decodeCursor, encodeCursor } from '../../src/events/event-cursor.ts';

it('a cursor is read back as it was written, and begins as the original writes them', () => {
  const micros = fc.maxSafeInteger();
  fc.assert(
    fc.property(micros, fc.integer({ min: 0, max: 0xffff_ffff }), micros, (time, ordinal, seen) => {
      const text = encodeCursor({ time, ordinal, seen });
      expect(decodeCursor(text)).toEqual({ time, ordinal, seen });
      expect(text).toMatch(/^gs[A-Z/+a-z0-9]+={1,2}$/);
    }),
  );
});

it('what is no cursor is refused', () => {
  const cursor = encodeCursor(behind(1_700_000_000_000_000));
  for (const text of ['', 'bogus', 'hdW', `${cursor}A`, cursor.slice(1), cursor.slice(0, -4), `h${cursor.slice(1)}`]) {
    expect(decodeCursor(text), text).toBeUndefined();
  }
});
