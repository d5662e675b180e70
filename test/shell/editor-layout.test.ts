import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { layoutEditor, rowWidths } from '../../src/shell/editor-layout.ts';

const options = { promptWidth: 4, columns: 12, maxRows: 5 };

/** The rows as text, with the prompt's place marked. */
function draw(lines: readonly string[], row: number, column: number, changed: Partial<typeof options> = {}) {
  const layout = layoutEditor(lines, { row, column }, { ...options, ...changed });
  const rows = layout.rows.map(
    ({ line, from, to, indent }) => '.'.repeat(indent) + (lines[line] ?? '').slice(from, to),
  );
  return { rows, ...layout.cursor };
}

describe('the rows of the editor', () => {
  it('are the lines, the first behind the prompt', () => {
    expect(draw(['ab', 'cd'], 1, 1)).toEqual({ rows: ['....ab', 'cd'], x: 1, y: 1 });
  });

  it('break long lines, and leave the last column to the cursor', () => {
    expect(draw(['abcdefg'], 0, 7)).toEqual({ rows: ['....abcdefg'], x: 11, y: 0 });
    expect(draw(['abcdefgh'], 0, 8)).toEqual({ rows: ['....abcdefg', 'h'], x: 1, y: 1 });
  });

  it('never break a wide character', () => {
    expect(draw(['abcdef東'], 0, 7)).toEqual({ rows: ['....abcdef', '東'], x: 2, y: 1 });
  });

  it('put the cursor at a break before the character that follows', () => {
    expect(draw(['abcdefgh'], 0, 7)).toMatchObject({ x: 0, y: 1 });
  });

  it('are a window around the cursor where they do not all fit', () => {
    const lines = Array.from({ length: 100 }, (_, line) => `${line}`);
    expect(draw(lines, 50, 0)).toEqual({ rows: ['48', '49', '50', '51', '52'], x: 0, y: 2 });
    expect(draw(lines, 0, 0).rows).toEqual(['....0', '1', '2', '3', '4']);
    expect(draw(lines, 99, 0)).toMatchObject({ rows: ['95', '96', '97', '98', '99'], y: 4 });
  });

  it('hold the cursor, and no more than there is room for, whatever the text', () => {
    const line = fc.string({ unit: 'grapheme', maxLength: 60 }).map((text) => text.replace(/\n/g, ''));
    fc.assert(
      fc.property(
        fc.array(line, { minLength: 1, maxLength: 12 }),
        fc.nat(),
        fc.integer({ min: 1, max: 8 }),
        (lines, pick, maxRows) => {
          const row = pick % lines.length;
          const column = (lines[row] ?? '').length;
          const layout = layoutEditor(lines, { row, column }, { ...options, maxRows });
          expect(layout.rows.length).toBeLessThanOrEqual(maxRows);
          expect(layout.rows[layout.cursor.y]?.line).toBe(row);
          expect(layout.cursor.x).toBeLessThan(options.columns);
          expect(Math.max(...rowWidths(lines, layout))).toBeLessThan(options.columns);
        },
      ),
    );
  });

  it('cost the same in a text of any length', () => {
    const lines = Array.from({ length: 1_000_000 }, () => 'x');
    const startedAt = performance.now();
    layoutEditor(lines, { row: 500_000, column: 0 }, options);
    expect(performance.now() - startedAt).toBeLessThan(100);
  });
});
