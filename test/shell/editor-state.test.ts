import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isComplete } from '../../src/language/parse.ts';
import {
  addToHistory,
  createEditor,
  type EditorState,
  type EditorStep,
  editorText,
  MAX_HISTORY,
  pressInEditor,
} from '../../src/shell/editor-state.ts';
import type { Key } from '../../src/shell/keys.ts';

/** `|` marks the cursor. */
function editor(marked: string, history: readonly string[] = []): EditorState {
  const before = (marked.split('|')[0] ?? '').split('\n');
  const lines = marked.replace('|', '').split('\n');
  return { ...createEditor(history), lines, row: before.length - 1, column: (before.at(-1) ?? '').length };
}

function marked({ lines, row, column }: EditorState): string {
  return lines
    .map((line, index) => (index === row ? `${line.slice(0, column)}|${line.slice(column)}` : line))
    .join('\n');
}

/** Keys by name; what is in quotes is typed. */
function press(state: EditorState, ...keys: readonly string[]): EditorStep {
  let step: EditorStep = { state };
  for (const name of keys) {
    const key: Key = name.startsWith("'") ? { type: 'text', text: name.slice(1, -1) } : { type: 'press', name };
    step = pressInEditor(step.state, key, isComplete);
  }
  return step;
}

const after = (text: string, ...keys: readonly string[]): string => marked(press(editor(text), ...keys).state);

describe('Enter', () => {
  it('runs a whole query, wherever the cursor is, and leaves the editor empty', () => {
    const { state, submitted } = press(editor('People.a|ll()'), 'enter');
    expect(submitted).toBe('People.all()');
    expect(marked(state)).toBe('|');
  });

  it.each(['{ let x = 1', 'People.all(', '1 +', '"open', '<<-END\n  text', '/* why', 'let x = 1'])(
    'makes a new line behind %j, which is not whole',
    (text) => {
      const { state, submitted } = press(editor(`${text}|`), 'enter');
      expect(submitted).toBeUndefined();
      expect(marked(state)).toBe(`${text}\n|`);
    },
  );

  it('runs what can become no query, so that its error is said', () => {
    expect(press(editor('1 + )|'), 'enter').submitted).toBe('1 + )');
  });

  it('runs a dot command at once', () => {
    expect(press(editor('.save x (|'), 'enter').submitted).toBe('.save x (');
  });

  it('does nothing with blank text', () => {
    const { state, submitted } = press(editor('  |'), 'enter');
    expect(submitted).toBeUndefined();
    expect(marked(state)).toBe('|');
  });

  it.each(['alt-enter', 'shift-enter', 'ctrl-j'])('with %s always makes a new line', (key) => {
    expect(after('1 + 1|', key)).toBe('1 + 1\n|');
  });

  it('makes a new line of a \\ at the end, which goes', () => {
    expect(after('People.all()\\|', 'enter')).toBe('People.all()\n|');
    expect(after('f(1,\\|', 'enter')).toBe('f(1,\n|');
  });

  it('keeps a \\ at the end of a line within a heredoc', () => {
    expect(after('<<-END\n  text\\|', 'enter')).toBe('<<-END\n  text\\\n|');
  });
});

describe('moving', () => {
  it.each<[string, string[], string]>([
    ['a|b', ['left'], '|ab'],
    ['a|b', ['right'], 'ab|'],
    ['ab\n|cd', ['left'], 'ab|\ncd'],
    ['ab|\ncd', ['right'], 'ab\n|cd'],
    ['"👩‍👩‍👧|"', ['left'], '"|👩‍👩‍👧"'],
    ['let person| = 1', ['alt-b', 'alt-b'], '|let person = 1'],
    ['|let person = 1', ['ctrl-right', 'alt-f'], 'let person| = 1'],
    ['ab\ncd|ef', ['ctrl-a'], 'ab\n|cdef'],
    ['ab\ncd|ef', ['home'], 'ab\n|cdef'],
    ['a|b\ncdef', ['ctrl-e'], 'ab|\ncdef'],
    ['a|b\ncdef', ['end'], 'ab|\ncdef'],
    ['one\ntwo|', ['ctrl-home'], '|one\ntwo'],
    ['|one\ntwo', ['ctrl-end'], 'one\ntwo|'],
  ])('%j with %j gives %j', (text, keys, result) => {
    expect(after(text, ...keys)).toBe(result);
  });

  it('up and down keeps to the column on the screen, through a shorter line', () => {
    const start = 'long line|\nx\nlong 東京 line';
    expect(after(start, 'down')).toBe('long line\nx|\nlong 東京 line');
    expect(after(start, 'down', 'down')).toBe('long line\nx\nlong 東京| line');
    expect(after(start, 'down', 'down', 'up', 'up')).toBe(start);
  });
});

describe('cutting', () => {
  it.each<[string, string[], string]>([
    ['ab|', ['backspace'], 'a|'],
    ['ab\n|cd', ['backspace'], 'ab|cd'],
    ['|', ['backspace'], '|'],
    ['"東|"', ['backspace'], '"|"'],
    ['a|b', ['delete'], 'a|'],
    ['ab|\ncd', ['delete'], 'ab|cd'],
    ['a|b', ['ctrl-d'], 'a|'],
    ['ab|cd\nef', ['ctrl-k'], 'ab|\nef'],
    ['ab|\nef', ['ctrl-k'], 'ab|ef'],
    ['ab|cd', ['ctrl-u'], '|cd'],
    ['one two|', ['ctrl-w'], 'one |'],
    ['a.b.c|', ['alt-backspace'], 'a.b.|'],
    ['|one two', ['alt-d'], '| two'],
    ['ab|cd', ['ctrl-k', 'home', 'ctrl-y'], 'cd|ab'],
    ['ab\n|cd', ['ctrl-u'], 'ab|cd'],
  ])('%j with %j gives %j', (text, keys, result) => {
    expect(after(text, ...keys)).toBe(result);
  });
});

describe('typing and pasting', () => {
  it('goes to the cursor', () => {
    expect(after('a|c', "'b'")).toBe('ab|c');
  });

  it('keeps the lines of pasted text', () => {
    const { state } = pressInEditor(editor('f(|)'), { type: 'paste', text: '1,\n\n2' }, isComplete);
    expect(marked(state)).toBe('f(1,\n\n2|)');
  });

  it('indents with Tab', () => {
    expect(after('|', 'tab', "'x'")).toBe('  x|');
  });

  it('leaves a text that reads as typed, whatever keys came', () => {
    const names = ['left', 'right', 'up', 'down', 'home', 'end', 'backspace', 'delete', 'ctrl-k', 'ctrl-u', 'ctrl-w'];
    const more = ['ctrl-y', 'alt-b', 'alt-f', 'alt-d', 'alt-enter', 'tab', 'pageup', 'pagedown', 'ctrl-r', 'escape'];
    const key = fc.oneof(
      fc.constantFrom(...names, ...more).map((name): Key => ({ type: 'press', name })),
      fc
        .string({ unit: 'grapheme', maxLength: 5 })
        .map((text): Key => ({ type: 'text', text: text.replace(/\n/g, '') })),
      fc.constantFrom('a\nb', '東\n\n').map((text): Key => ({ type: 'paste', text })),
    );
    fc.assert(
      fc.property(fc.array(key, { maxLength: 40 }), (keys) => {
        let state = createEditor(['one', 'two\nlines']);
        for (const each of keys) ({ state } = pressInEditor(state, each, isComplete));
        expect(state.lines.length).toBeGreaterThan(0);
        expect(state.lines.every((line) => !line.includes('\n'))).toBe(true);
        expect(state.row).toBeLessThan(state.lines.length);
        expect(state.column).toBeLessThanOrEqual((state.lines[state.row] ?? '').length);
      }),
    );
  });
});

describe('the history', () => {
  const history = ['first', 'second\nof two lines', 'third'];

  it('is walked with Up and Down at the edges, and gives the typed text back', () => {
    const start = editor('typed|', history);
    expect(marked(press(start, 'up').state)).toBe('third|');
    expect(marked(press(start, 'up', 'up').state)).toBe('second\nof two lines|');
    expect(marked(press(start, 'up', 'up', 'up').state)).toBe('second|\nof two lines');
    expect(marked(press(start, 'up', 'up', 'up', 'up').state)).toBe('first|');
    expect(marked(press(start, 'up', 'up', 'up', 'up', 'up').state)).toBe('first|');
    expect(marked(press(start, 'up', 'up', 'down', 'down').state)).toBe('typed|');
    expect(marked(press(start, 'down').state)).toBe('typed|');
  });

  it('starts again from its end after a query has run', () => {
    const { state } = press(editor('|', history), 'up', 'up', 'up', 'up', 'enter');
    expect(marked(press(state, 'up').state)).toBe('third|');
  });

  it('takes a text in once, and has an end', () => {
    expect(addToHistory(editor('|', ['a']), 'a').history).toEqual(['a']);
    expect(addToHistory(editor('|', ['a']), 'b').history).toEqual(['a', 'b']);
    let state = editor('|');
    for (let count = 0; count < MAX_HISTORY + 5; count++) state = addToHistory(state, `${count}`);
    expect(state.history.length).toBe(MAX_HISTORY);
    expect(state.history.at(-1)).toBe(`${MAX_HISTORY + 4}`);
  });
});

describe('searching the history', () => {
  const history = ['People.all()', 'Order.all()', 'People.first()'];
  const found = ({ search, history }: EditorState): string | undefined => history[search?.index ?? -1];

  it('finds the newest first, with Ctrl-R older ones, and stays at the oldest', () => {
    const start = editor('typed|', history);
    expect(found(press(start, 'ctrl-r', "'peo'").state)).toBe('People.first()');
    expect(found(press(start, 'ctrl-r', "'peo'", 'ctrl-r').state)).toBe('People.all()');
    expect(found(press(start, 'ctrl-r', "'peo'", 'ctrl-r', 'ctrl-r').state)).toBe('People.all()');
  });

  it('minds capitals only where they are typed', () => {
    expect(found(press(editor('|', history), 'ctrl-r', "'ORDER'").state)).toBeUndefined();
    expect(found(press(editor('|', history), 'ctrl-r', "'Order'").state)).toBe('Order.all()');
  });

  it('runs what it found with Enter, edits it with another key, and goes back with Escape', () => {
    const start = editor('typed|', history);
    expect(press(start, 'ctrl-r', "'order'", 'enter').submitted).toBe('Order.all()');
    expect(marked(press(start, 'ctrl-r', "'order'", 'home').state)).toBe('|Order.all()');
    expect(marked(press(start, 'ctrl-r', "'order'", 'escape').state)).toBe('typed|');
  });

  it('widens again with Backspace', () => {
    const state = press(editor('|', history), 'ctrl-r', "'peox'").state;
    expect(found(state)).toBeUndefined();
    expect(found(press(state, 'backspace').state)).toBe('People.first()');
  });
});

describe('a long text', () => {
  it('of 100,000 lines takes a key without delay', () => {
    const lines = Array.from({ length: 100_000 }, (_, line) => `let x${line} = ${line}`);
    let { state } = pressInEditor(createEditor(), { type: 'paste', text: lines.join('\n') }, isComplete);
    const startedAt = performance.now();
    for (const name of [
      'up',
      'left',
      'backspace',
      'ctrl-w',
      'down',
      'home',
      'alt-enter',
      'ctrl-k',
      'ctrl-y',
      'delete',
    ]) {
      ({ state } = pressInEditor(state, { type: 'press', name }, isComplete));
    }
    // Ten keys; a person notices a tenth of a second for one.
    expect(performance.now() - startedAt).toBeLessThan(1000);
    expect(editorText(state).length).toBeGreaterThan(1_000_000);
  });
});
