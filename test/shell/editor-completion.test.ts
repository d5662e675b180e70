import { describe, expect, it } from 'vitest';
import type { Completion } from '../../src/shell/completion/complete.ts';
import { beginCompletion } from '../../src/shell/editor-completion.ts';
import { createEditor, type EditorState, editorText, pressInEditor } from '../../src/shell/editor-state.ts';

function typed(text: string): EditorState {
  return pressInEditor(createEditor(), { type: 'paste', text }, () => 'incomplete').state;
}

function press(state: EditorState, ...names: readonly string[]): EditorState {
  return names.reduce((each, name) => pressInEditor(each, { type: 'press', name }, () => 'incomplete').state, state);
}

const twoNames: Completion = { start: 7, candidates: [{ name: 'firstWhere' }, { name: 'first' }] };

describe('completion in the editor', () => {
  it('writes the only name', () => {
    const state = beginCompletion(typed('People.fi'), { start: 7, candidates: [{ name: 'first' }] });
    expect(editorText(state)).toBe('People.first');
  });

  it('writes in letter case as the name has it, behind the lines before', () => {
    const state = beginCompletion(typed('1\npeo'), { start: 2, candidates: [{ name: 'People' }] });
    expect(editorText(state)).toBe('1\nPeople');
  });

  it('writes what all have in common, then goes through them', () => {
    const state = beginCompletion(typed('People.fi'), twoNames);
    expect(editorText(state)).toBe('People.first');
    expect(editorText(press(state, 'tab'))).toBe('People.firstWhere');
    expect(editorText(press(state, 'tab', 'tab'))).toBe('People.first');
    expect(editorText(press(state, 'tab', 'tab', 'tab'))).toBe('People.firstWhere');
    expect(editorText(press(state, 'shift-tab'))).toBe('People.first');
  });

  it('ends with any other key, which does what it always does', () => {
    const state = press(beginCompletion(typed('People.fi'), twoNames), 'tab', 'backspace');
    expect(editorText(state)).toBe('People.firstWher');
    expect(state.completion).toBeUndefined();
    const left = press(beginCompletion(typed('People.fi'), twoNames), 'escape');
    expect([editorText(left), left.completion]).toEqual(['People.first', undefined]);
  });
});
