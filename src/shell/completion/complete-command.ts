/** What may go on where the cursor stands in a dot command. */
import { readdir } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { dotCommands } from '../dot-commands.ts';
import type { Session } from '../session.ts';
import { listRoles } from '../who-runs.ts';
import { type Completion, withPrefix } from './complete.ts';

/** `before`: the line up to the cursor; it begins with a dot. */
export async function completeCommand(before: string, session: Session): Promise<Completion> {
  const [, command, typed = ''] = /^\s*\.([a-z0-9]+)\s+(.*)$/.exec(before) ?? [];
  if (command === undefined) {
    const start = before.indexOf('.') + 1;
    const found = dotCommands.filter(({ name }) => name.startsWith(before.slice(start)));
    // What can only go on with an argument gets its space.
    const space = found.length === 1 && found[0]?.usage.includes(' ') ? ' ' : '';
    return { start, candidates: found.map(({ name, summary }) => ({ name: `${name}${space}`, detail: summary })) };
  }
  const names = await namesFor(command, typed, session);
  return { start: before.length - typed.length, candidates: withPrefix(names, typed).map((name) => ({ name })) };
}

async function namesFor(command: string, typed: string, session: Session): Promise<readonly string[]> {
  switch (command) {
    case 'help':
      return [...dotCommands.map(({ name }) => name), 'keys'].sort();
    case 'as': {
      const roles = (await listRoles(session.engine)).map((name) => `@role/${name}`);
      const holders = [...session.variables].flatMap(([name, { secret }]) => (secret === undefined ? [] : [name]));
      return ['admin', 'server', 'server-readonly', 'secret', ...roles, ...holders];
    }
    case 'read':
      return listFiles(typed);
    case 'timer':
      return ['off', 'on'];
    default:
      return [];
  }
}

/** Paths that begin as `typed` does; folders end in a slash. */
async function listFiles(typed: string): Promise<readonly string[]> {
  const folder = typed.slice(0, typed.lastIndexOf('/') + 1);
  const path = folder.startsWith('~/') ? join(homedir(), folder.slice(2)) : resolve(dirname(`${folder}.`));
  try {
    const entries = await readdir(path, { withFileTypes: true });
    const isHiddenWanted = typed.slice(folder.length).startsWith('.');
    return entries
      .filter(({ name }) => isHiddenWanted || !name.startsWith('.'))
      .map((entry) => `${folder}${entry.name}${entry.isDirectory() ? '/' : ''}`)
      .sort();
  } catch {
    // A folder that is not there, or can not be read, has nothing to offer.
    return [];
  }
}
