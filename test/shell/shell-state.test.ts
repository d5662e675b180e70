import { describe, expect, it } from 'vitest';
import { isComplete } from '../../src/language/parse.ts';
import { editorText } from '../../src/shell/editor-state.ts';
import type { Key } from '../../src/shell/keys.ts';
import { createShellState, reduceShell, type ShellEvent, type ShellState } from '../../src/shell/shell-state.ts';

const reduce = (state: ShellState, event: ShellEvent): ShellState => reduceShell(state, event, isComplete);

/** Keys by name; what is in quotes is typed. */
function press(state: ShellState, ...names: readonly string[]): ShellState {
  const keys = names.map(
    (name): Key => (name.startsWith("'") ? { type: 'text', text: name.slice(1, -1) } : { type: 'press', name }),
  );
  return reduce(state, { kind: 'keys', keys, now: 1000 });
}

/** As whoever does the tasks: takes them off. */
const taken = (state: ShellState): ShellState => ({ ...state, tasks: [] });
const start = createShellState();

describe('a query', () => {
  it('runs with Enter; meanwhile keys wait, and are read when it has ended', () => {
    const running = press(start, "'1'", 'enter', "'2'", 'enter', "'3'");
    expect(running.mode).toEqual({ kind: 'running', since: 1000, cancelling: false });
    expect(running.tasks).toEqual([{ kind: 'run', text: '1' }]);
    expect(editorText(running.editor)).toBe('');

    const second = reduce(taken(running), { kind: 'ended', now: 2000 });
    expect(second.tasks).toEqual([{ kind: 'run', text: '2' }]);
    const third = reduce(taken(second), { kind: 'ended', now: 3000 });
    expect(third.mode.kind).toBe('editor');
    expect(editorText(third.editor)).toBe('3');
  });

  it('is stopped with Ctrl-C, which also drops what waits', () => {
    const running = taken(press(start, "'1'", 'enter', "'2'"));
    const stopping = press(running, 'ctrl-c');
    expect(stopping).toMatchObject({
      mode: { kind: 'running', cancelling: true },
      waiting: [],
      tasks: [{ kind: 'cancel' }],
    });
    expect(reduce(taken(stopping), { kind: 'ended', now: 2000 }).mode.kind).toBe('editor');
  });

  it('goes into the history', () => {
    const done = reduce(taken(press(start, "'1'", 'enter')), { kind: 'ended', now: 1 });
    expect(editorText(press(done, 'up').editor)).toBe('1');
  });
});

describe('Tab', () => {
  const completed = (state: ShellState, start: number, ...names: readonly string[]): ShellState =>
    reduce(taken(state), {
      kind: 'ended',
      now: 1,
      next: { kind: 'completed', completion: { start, candidates: names.map((name) => ({ name })) } },
    });

  it('asks for names', () => {
    const asking = press(start, "'Peo'", 'tab');
    expect(asking).toMatchObject({ mode: { kind: 'completing' }, tasks: [{ kind: 'complete', before: 'Peo' }] });
    expect(editorText(completed(asking, 0, 'People').editor)).toBe('People');
  });

  it('goes through several names', () => {
    const several = completed(press(start, "'x'", 'tab'), 0, 'xa', 'xb');
    const chosen = press(several, 'tab', 'tab');
    expect([editorText(chosen.editor), chosen.tasks]).toEqual(['xb', []]);
  });

  it('asks anew behind an only name: what a folder holds, say', () => {
    const written = completed(press(start, "'.read par'", 'tab'), 6, 'parts/');
    expect(press(written, 'tab').tasks).toEqual([{ kind: 'complete', before: '.read parts/' }]);
  });

  it('says so when there is no name', () => {
    expect(completed(press(start, "'x'", 'tab'), 0).notice).toBe('No name fits here.');
  });
});

describe('the history of earlier sessions', () => {
  it('is older than what was typed before it was read', () => {
    const done = reduce(taken(press(start, "'new'", 'enter')), { kind: 'ended', now: 1 });
    const loaded = reduce(done, { kind: 'history-loaded', entries: ['old'] });
    expect(editorText(press(loaded, 'up').editor)).toBe('new');
    expect(editorText(press(loaded, 'up', 'up').editor)).toBe('old');
  });
});

describe('leaving', () => {
  it('goes with Ctrl-D at an empty prompt only', () => {
    expect(press(start, 'ctrl-d').mode).toEqual({ kind: 'left', exitCode: 0 });
    expect(press(start, "'ab'", 'home', 'ctrl-d').mode.kind).toBe('editor');
  });

  it('goes with two Ctrl-C, one after the other, at an empty prompt', () => {
    const once = press(start, 'ctrl-c');
    expect(once.mode.kind).toBe('editor');
    expect(once.notice).toContain('Ctrl-C again');
    expect(press(once, 'ctrl-c').mode.kind).toBe('left');
    const between = press(once, "'x'", 'ctrl-c');
    expect(between).toMatchObject({ mode: { kind: 'editor' }, notice: '' });
    expect(press(between, 'ctrl-c').mode.kind).toBe('editor');
  });

  it('goes with .exit, when the line was run', () => {
    const running = taken(press(start, "'.exit'", 'enter'));
    expect(reduce(running, { kind: 'ended', now: 1, next: { kind: 'leave' } }).mode).toEqual({
      kind: 'left',
      exitCode: 0,
    });
  });
});

describe('Ctrl-C', () => {
  it('clears the text', () => {
    expect(editorText(press(start, "'text'", 'ctrl-c').editor)).toBe('');
  });

  it('ends a search, and leaves the text', () => {
    const searching = press(start, "'text'", 'ctrl-r', "'x'");
    expect(editorText(press(searching, 'ctrl-c').editor)).toBe('text');
  });
});

describe('the run menu', () => {
  const next = {
    kind: 'open-run-menu',
    roles: ['customer'],
    secrets: new Map([['fnSecret', 'Token of People "1"']]),
    current: { kind: 'role', role: 'admin' },
  } as const;
  const opened = reduce(taken(press(start, "'draft'", 'f2')), { kind: 'ended', now: 1, next });

  it.each(['f2', 'ctrl-o'])('opens with %s, when the roles were read', (key) => {
    expect(press(start, key).tasks).toEqual([{ kind: 'load-run-menu' }]);
    expect(opened.mode.kind).toBe('run-menu');
  });

  it('closes with Escape, and leaves the text', () => {
    const closed = press(opened, 'escape');
    expect(closed.mode.kind).toBe('editor');
    expect(editorText(closed.editor)).toBe('draft');
  });

  it('hands on whom Enter chose', () => {
    expect(press(opened, 'down', 'enter').tasks).toEqual([
      { kind: 'run-as', choice: { kind: 'role', role: 'server' } },
    ]);
    expect(press(opened, 'end', 'enter').tasks).toEqual([
      { kind: 'run-as', choice: { kind: 'secret', secret: 'fnSecret', label: 'Token of People "1"' } },
    ]);
  });

  it('reads keys that were typed before it was there', () => {
    const early = taken(press(start, 'f2', 'down', 'down', 'enter'));
    expect(reduce(early, { kind: 'ended', now: 1, next }).tasks).toEqual([
      { kind: 'run-as', choice: { kind: 'role', role: 'server-readonly' } },
    ]);
  });

  it('asks for a secret, which no state but its own holds', () => {
    const asked = press(opened, 'end', 'up', 'enter');
    expect(asked.mode).toEqual({ kind: 'secret-prompt', prompt: { typed: '' } });
    const entered = press(asked, "'fnTyped'", 'enter');
    expect(entered.tasks).toEqual([{ kind: 'try-secret', secret: 'fnTyped' }]);
    expect(JSON.stringify(taken(entered))).not.toContain('fnTyped');
    expect(press(asked, "'fnTyped'", 'ctrl-c').mode.kind).toBe('editor');
    expect(JSON.stringify(press(asked, "'fnTyped'", 'escape'))).not.toContain('fnTyped');
  });
});

describe('Ctrl-Z and Ctrl-L', () => {
  it('are tasks for the terminal', () => {
    expect(press(start, 'ctrl-l').tasks).toEqual([{ kind: 'clear-screen' }]);
    expect(press(start, 'ctrl-z').tasks).toEqual([{ kind: 'suspend' }]);
    expect(press(taken(press(start, "'1'", 'enter')), 'ctrl-z').tasks).toEqual([{ kind: 'suspend' }]);
  });
});
