import { render } from 'ink-testing-library';
import { describe, expect, it } from 'vitest';
import { Editor } from '../../src/shell/editor.tsx';
import { layoutEditor } from '../../src/shell/editor-layout.ts';
import { createEditor, type EditorState } from '../../src/shell/editor-state.ts';
import { fql } from '../../src/shell/language.ts';
import { type Paint, paintNothing } from '../../src/shell/paint.ts';

/** Styles as marks that a test can read. */
const marks: Paint = (text, style) => `<${style}:${text}>`;

function draw(
  state: EditorState,
  { maxRows = 10, columns = 40, paint = paintNothing }: { maxRows?: number; columns?: number; paint?: Paint } = {},
) {
  const prompt = 'coffee admin> ';
  const layout = layoutEditor(state.lines, state, { promptWidth: prompt.length, columns, maxRows });
  const look = { paint, highlight: fql.highlight };
  return render(<Editor state={state} layout={layout} prompt={prompt} look={look} />).lastFrame();
}

const withLines = (...lines: string[]): EditorState => ({ ...createEditor(), lines });

describe('the editor', () => {
  it('shows the prompt before the first line', () => {
    expect(draw(withLines('People', '  .all()'))).toBe('coffee admin> People\n  .all()');
  });

  it('breaks long lines, and shows tabs as two spaces', () => {
    expect(draw(withLines('\tabcdefgh'), { columns: 22 })).toBe('coffee admin>   abcde\nfgh');
  });

  it('keeps empty lines', () => {
    expect(draw(withLines('a', '', 'b'))).toBe('coffee admin> a\n\nb');
  });

  it('says where it is in a text that does not fit', () => {
    const lines = Array.from({ length: 1500 }, (_, line) => `line ${line}`);
    const state = { ...withLines(...lines), row: 700 };
    expect(draw(state, { maxRows: 3 })).toBe('line 699\nline 700\nline 701\nline 701 of 1,500');
  });

  it('colours FQL, also a string that goes over several lines', () => {
    expect(draw(withLines('let x = "a', 'b" + 1'), { paint: marks, columns: 80 })).toBe(
      '<prompt:coffee admin> ><keyword:let> x = <string:"a>\n<string:b"> + <number:1>',
    );
  });

  it('shows a very long text without colours', () => {
    expect(draw(withLines(`let x = "${'a'.repeat(30_000)}"`), { paint: marks, maxRows: 1 })).toContain('> >let x = "a');
  });
});
