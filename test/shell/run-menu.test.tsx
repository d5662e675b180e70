import { render } from 'ink-testing-library';
import { describe, expect, it } from 'vitest';
import { textWidth } from '../../src/shell/graphemes.ts';
import { type Paint, paintNothing } from '../../src/shell/paint.ts';
import { menuWidths, RunMenu } from '../../src/shell/run-menu.tsx';
import { createRunMenu } from '../../src/shell/run-menu-state.ts';

const marks: Paint = (text, style) => (style === 'inverse' ? `<${text}>` : text);
const roles = Array.from({ length: 20 }, (_, index) => `role${index}`);

describe('the run menu', () => {
  it('marks who runs now, and where the cursor is', () => {
    const menu = { ...createRunMenu([], new Map(), { kind: 'role', role: 'admin' }), index: 1 };
    expect(render(<RunMenu menu={menu} paint={marks} maxRows={10} />).lastFrame()).toBe(`Run queries as
  1 Admin ✓
<❯ 2 Server>
  3 Server (read only)
  4 a secret…
↑ ↓ Enter chooses · Esc goes back`);
  });

  it('scrolls with the cursor where it does not fit', () => {
    const menu = createRunMenu(roles, new Map(), { kind: 'role', role: '@role/role10' });
    expect(render(<RunMenu menu={menu} paint={paintNothing} maxRows={5} />).lastFrame()).toBe(`Run queries as
    Role role9
❯   Role role10 ✓
    Role role11
↑ ↓ Enter chooses · Esc goes back`);
  });

  it('knows how wide its rows are', () => {
    const menu = createRunMenu(roles, new Map([['fnA', 'Token of 東京 "1"']]), { kind: 'role', role: 'admin' });
    const frame = render(<RunMenu menu={menu} paint={paintNothing} maxRows={50} />).lastFrame() ?? '';
    expect(frame.split('\n').map(textWidth)).toEqual(menuWidths(menu, 50));
  });
});
