/** The menu of who may run the queries, as data. Drawn by `run-menu.tsx`. */
import type { Key } from './keys.ts';
import type { RunAs } from './session.ts';

export interface RunMenuItem {
  readonly title: string;
  /** What Enter chooses: somebody, or to be asked for a secret. */
  readonly choice: RunAs | 'ask-secret';
}

export interface RunMenuState {
  readonly items: readonly RunMenuItem[];
  /** The item that the cursor is at. */
  readonly index: number;
  /** The item of who runs the queries now; -1 when it is none of these. */
  readonly current: number;
}

export type RunMenuStep =
  | { readonly kind: 'open'; readonly state: RunMenuState }
  | { readonly kind: 'closed' }
  | { readonly kind: 'chosen'; readonly choice: RunMenuItem['choice'] };

/** `roles` are the names of the database's roles; `secrets` those of this session with what they belong to. */
export function createRunMenu(
  roles: readonly string[],
  secrets: ReadonlyMap<string, string>,
  current: RunAs,
): RunMenuState {
  const items: RunMenuItem[] = [
    { title: 'Admin', choice: { kind: 'role', role: 'admin' } },
    { title: 'Server', choice: { kind: 'role', role: 'server' } },
    { title: 'Server (read only)', choice: { kind: 'role', role: 'server-readonly' } },
    ...roles.map((name): RunMenuItem => ({ title: `Role ${name}`, choice: { kind: 'role', role: `@role/${name}` } })),
    { title: 'a secret…', choice: 'ask-secret' },
    ...[...secrets].map(
      ([secret, label]): RunMenuItem => ({ title: label, choice: { kind: 'secret', secret, label } }),
    ),
  ];
  const index = items.findIndex(({ choice }) => choice !== 'ask-secret' && isSame(choice, current));
  return { items, index: Math.max(0, index), current: index };
}

function isSame(one: RunAs, other: RunAs): boolean {
  if (one.kind === 'role') return other.kind === 'role' && one.role === other.role;
  return other.kind === 'secret' && one.secret === other.secret;
}

export function pressInRunMenu(state: RunMenuState, key: Key): RunMenuStep {
  const moved = (index: number): RunMenuStep => ({ kind: 'open', state: { ...state, index } });
  const last = state.items.length - 1;
  if (key.type !== 'press') {
    const digit = /^[1-9]$/.exec(key.text)?.[0];
    return digit !== undefined && Number(digit) <= state.items.length
      ? choose(state, Number(digit) - 1)
      : moved(state.index);
  }
  switch (key.name) {
    case 'up':
    case 'ctrl-p':
    case 'shift-tab':
      return moved(state.index === 0 ? last : state.index - 1);
    case 'down':
    case 'ctrl-n':
    case 'tab':
      return moved(state.index === last ? 0 : state.index + 1);
    case 'home':
    case 'pageup':
      return moved(0);
    case 'end':
    case 'pagedown':
      return moved(last);
    case 'enter':
      return choose(state, state.index);
    case 'escape':
    case 'f2':
    case 'ctrl-o':
    case 'ctrl-c':
    case 'ctrl-g':
    case 'ctrl-d':
      return { kind: 'closed' };
    default:
      return moved(state.index);
  }
}

function choose(state: RunMenuState, index: number): RunMenuStep {
  const item = state.items[index];
  return item ? { kind: 'chosen', choice: item.choice } : { kind: 'closed' };
}
