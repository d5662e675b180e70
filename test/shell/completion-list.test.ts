import { describe, expect, it } from 'vitest';
import { completionWidths, layoutCompletion } from '../../src/shell/completion-list.tsx';

const candidates = Array.from({ length: 30 }, (_, at) => ({ name: `name${at}`, detail: 'String' }));

function draw(chosen: number, columns: number, rows: number): string[] {
  const drawn = layoutCompletion({ candidates, chosen, column: 0 }, { columns, rows });
  return drawn.map(({ cells }) =>
    cells
      .map(({ text }) => text)
      .join('')
      .trimEnd(),
  );
}

describe('the list of names', () => {
  it('takes six rows at most, and says how many names there are', () => {
    expect(draw(-1, 10, 100)).toEqual(['name0', 'name1', 'name2', 'name3', 'name4', 'name5', '30 names']);
    expect(draw(-1, 200, 100)).toHaveLength(2);
  });

  it('leaves most of a low window to the text', () => {
    expect(draw(-1, 10, 8)).toEqual(['name0', 'name1', 'name2', '30 names']);
    expect(draw(-1, 10, 1)).toEqual(['name0', '30 names']);
  });

  it('shows the chosen name, and what it is', () => {
    expect(draw(20, 16, 8)).toEqual(['name18', 'name19', 'name20', 'name20: String', '30 names']);
  });

  it('cuts what is wider than the window', () => {
    const drawn = layoutCompletion(
      { candidates: [{ name: 'length', detail: 'a type that is long' }], chosen: 0, column: 0 },
      { columns: 12, rows: 8 },
    );
    expect(completionWidths(drawn).every((width) => width < 12)).toBe(true);
  });
});
