import { describe, expect, it } from 'vitest';
import { eraseReflowed, linesAboveCursor } from '../../src/shell/reflow.ts';

describe('a frame in a narrower terminal', () => {
  it('has more lines above the cursor, which breaks in its own row too', () => {
    const frame = { widths: [79, 39], cursor: { x: 39, y: 1 }, columns: 80 };
    expect(linesAboveCursor(frame, 80)).toBe(1);
    expect(linesAboveCursor(frame, 40)).toBe(2);
    expect(linesAboveCursor(frame, 20)).toBe(4 + 1);
  });

  it('counts to the line below when no cursor is shown', () => {
    expect(linesAboveCursor({ widths: [13, 20, 0], columns: 80 }, 15)).toBe(1 + 2 + 1);
  });

  it('is erased from its first line on, and the cursor put where it was counted from there', () => {
    expect(eraseReflowed({ widths: [79, 39], cursor: { x: 39, y: 1 }, columns: 80 }, 40)).toBe(
      '\u001b[2A\r\u001b[J\u001b[1B',
    );
  });

  it('is left alone in a wider one, which breaks nothing', () => {
    expect(eraseReflowed({ widths: [79], cursor: { x: 3, y: 0 }, columns: 80 }, 100)).toBe('');
  });
});
