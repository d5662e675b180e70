import { describe, expect, it } from 'vitest';
import type { Key } from '../../src/shell/keys.ts';
import { createRunMenu, pressInRunMenu, type RunMenuState } from '../../src/shell/run-menu-state.ts';

const secrets = new Map([
  ['fnOne', 'Token of People "1"'],
  ['fnTwo', 'Key server'],
]);
const press = (name: string): Key => ({ type: 'press', name });

function move(state: RunMenuState, ...names: readonly string[]): string | undefined {
  let menu = state;
  for (const name of names) {
    const step = pressInRunMenu(menu, press(name));
    if (step.kind === 'open') menu = step.state;
  }
  return menu.items[menu.index]?.title;
}

describe('the run menu', () => {
  const menu = createRunMenu(['barista'], secrets, { kind: 'role', role: 'server' });

  it('offers roles, a secret, and the secrets of this session by their owners', () => {
    expect(menu.items.map(({ title }) => title)).toEqual([
      'Admin',
      'Server',
      'Server (read only)',
      'Role barista',
      'a secret…',
      'Token of People "1"',
      'Key server',
    ]);
  });

  it('starts at who runs now', () => {
    expect(menu.items[menu.current]?.title).toBe('Server');
    expect(menu.index).toBe(menu.current);
    const secret = createRunMenu([], secrets, { kind: 'secret', secret: 'fnTwo', label: 'x' });
    expect(secret.items[secret.index]?.title).toBe('Key server');
    const other = createRunMenu([], secrets, { kind: 'secret', secret: 'fnOther', label: 'x' });
    expect(other).toMatchObject({ index: 0, current: -1 });
  });

  it('goes round at its ends', () => {
    expect(move(menu, 'up')).toBe('Admin');
    expect(move(menu, 'up', 'up')).toBe('Key server');
    expect(move(menu, 'end', 'down')).toBe('Admin');
    expect(move(menu, 'home')).toBe('Admin');
  });

  it('takes a digit for the item', () => {
    expect(pressInRunMenu(menu, { type: 'text', text: '4' })).toEqual({
      kind: 'chosen',
      choice: { kind: 'role', role: '@role/barista' },
    });
    expect(pressInRunMenu(menu, { type: 'text', text: '9' }).kind).toBe('open');
    expect(pressInRunMenu(menu, { type: 'text', text: 'x' }).kind).toBe('open');
  });

  it.each(['escape', 'f2', 'ctrl-o', 'ctrl-c'])('closes with %s', (name) => {
    expect(pressInRunMenu(menu, press(name)).kind).toBe('closed');
  });
});
