/** The lines that speak to the shell and not to the database: `.save janine id`. Scripts use the same ones. */
import { promises } from 'node:fs';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { looksLikeSecret } from './secrets.ts';
import {
  type FqlVersion,
  labelOf,
  type Message,
  type Output,
  type RoleName,
  type RunAs,
  runQuery,
  type Session,
  UNNAMED,
} from './session.ts';
import { describeTagged } from './tagged.ts';
import { createVariable, refuseName, selectPart, UnknownPart } from './variables.ts';

export interface DotCommand {
  readonly name: string;
  /** How to write it: `.save NAME [path]`. */
  readonly usage: string;
  /** One line for the list. */
  readonly summary: string;
  /** What `.help NAME` adds. */
  readonly details: string;
  readonly examples: readonly string[];
  /** `rest` is what stands behind the name, trimmed. */
  run(session: Session, rest: string): Output | Promise<Output>;
}

/**
 * Runs a line: a dot command or a query. A failed line is an answer too: only a fault of the engine itself throws.
 * `signal` ends a query that runs.
 */
export async function runLine(session: Session, line: string, signal?: AbortSignal): Promise<Output> {
  const text = line.trim();
  if (!startsWithDot(text) || (text.includes('\n') && !isDotCommand(text))) return runQuery(session, line, signal);
  const [, name = '', rest = ''] = /^\.([A-Za-z][A-Za-z0-9-]*)\s*([\s\S]*)$/.exec(text) ?? [];
  const command = dotCommands.find((each) => each.name === name);
  if (!command) return refuse(`There is no command \`.${name}\`. \`.help\` lists them.`);
  if (text.includes('\n')) return refuse(`\`.${name}\` stands on a line of its own: ${command.usage}`);
  return command.run(session, rest);
}

/** Whether a line is one of these commands: at the line's start, for an indented `.name` continues a query. */
export function isDotCommand(line: string): boolean {
  const name = /^\.([a-z][a-z0-9]*)(?:\s|$)/.exec(line)?.[1];
  return name !== undefined && (name === 'expect' || dotCommands.some((each) => each.name === name));
}

/** Whether a text is meant as a command, if a wrong one: no query starts so. */
export function startsWithDot(text: string): boolean {
  return /^\s*\.[A-Za-z]/.test(text);
}

function refuse(text: string): Output {
  return { ok: false, messages: [{ kind: 'error', text }] };
}

function note(...texts: string[]): Output {
  return { ok: true, messages: texts.map((text): Message => ({ kind: 'note', text })) };
}

function help(_session: Session, rest: string): Output {
  const name = rest.replace(/^\./, '');
  if (name === '') {
    const width = Math.max(...dotCommands.map((each) => each.usage.length));
    const lines = dotCommands.map((each) => `  ${each.usage.padEnd(width)}  ${each.summary}`);
    return note(
      [...lines, '', 'All else is FQL. `.help NAME` tells more of one, `.help keys` what the keys do.'].join('\n'),
    );
  }
  if (name === 'keys') return note(KEYS);
  const command = dotCommands.find((each) => each.name === name);
  if (!command) return refuse(`There is no command \`.${name}\`. \`.help\` lists them.`);
  const examples = command.examples.map((each) => `  ${each}`);
  return note([command.usage, `  ${command.summary}`, '', command.details, '', 'Examples:', ...examples].join('\n'));
}

const KEYS = `Enter            runs a whole query, else makes a new line
Alt-Enter, \\     always a new line (\\ at the line's end, then Enter)
Up, Down         move between lines, at the edges through the history
Tab              completes names; again: the next one, Shift-Tab: the one before
Ctrl-R           searches the history
Alt-B, Alt-F     a word back, forward (also Ctrl-Left, Ctrl-Right)
Ctrl-A, Ctrl-E   start, end of the line (also Home, End)
Ctrl-K, U, W     cut to the line's end, to its start, a word; Ctrl-Y puts it back
Ctrl-L           clears the screen
F2, Ctrl-O       who runs: the run menu
Ctrl-C           clears the text, stops a query; twice at an empty prompt leaves
Ctrl-D           leaves at an empty prompt`;

function switchTo(session: Session, runAs: RunAs): Output {
  session.runAs = runAs;
  return note(`Queries run as ${labelOf(runAs)}.`);
}

function as(session: Session, rest: string): Output {
  if (rest === '') {
    return session.interactive
      ? { ok: true, messages: [], effect: { kind: 'open-run-menu' } }
      : refuse(
          '`.as` needs a name here: admin, server, server-readonly, @role/NAME or a variable that holds a secret.',
        );
  }
  if (isRoleName(rest)) return switchTo(session, { kind: 'role', role: rest });
  const variable = session.variables.get(rest);
  if (variable) {
    const { secret } = variable;
    if (secret === undefined)
      return refuse(`\`${rest}\` holds no secret: \`.save ${rest} secret\` keeps that of a new token.`);
    return switchTo(session, { kind: 'secret', secret, label: session.secrets.get(secret) ?? rest });
  }
  if (rest === 'secret') {
    return session.interactive
      ? { ok: true, messages: [], effect: { kind: 'ask-secret' } }
      : refuse('A script can not be asked for a secret: start it with `--secret`, or `.save` one and use its name.');
  }
  if (looksLikeSecret(rest.split(':', 1)[0] ?? '')) {
    return switchTo(session, { kind: 'secret', secret: rest, label: session.secrets.get(rest) ?? UNNAMED });
  }
  return refuse(
    `Nobody is called \`${rest}\`: admin, server, server-readonly, @role/NAME, or a variable that holds a secret.`,
  );
}

function isRoleName(text: string): text is RoleName {
  return text === 'admin' || text === 'server' || text === 'server-readonly' || /^@role\/\S+$/.test(text);
}

function save(session: Session, rest: string): Output {
  const [, name = '', path = ''] = /^(\S+)\s*(.*)$/.exec(rest) ?? [];
  if (name === '') return refuse('`.save` needs a name: `.save NAME [path]`.');
  const refused = refuseName(name);
  if (refused !== undefined) return refuse(refused);
  if (session.lastAnswer === undefined) return refuse('There is no answer yet to save from.');
  try {
    const variable = createVariable(selectPart(session.lastAnswer, path));
    session.variables.set(name, variable);
    return note(`${name} = ${describeVariable(session, name)}`);
  } catch (error) {
    if (error instanceof UnknownPart) return refuse(error.message);
    throw error;
  }
}

/** A variable for the eye: never a secret itself. */
function describeVariable(session: Session, name: string): string {
  const variable = session.variables.get(name);
  if (!variable) return '';
  if (variable.secret !== undefined) return `the secret of ${session.secrets.get(variable.secret) ?? 'someone'}`;
  return describeTagged(hideSecrets(variable.argument));
}

function hideSecrets(value: Parameters<typeof describeTagged>[0]): Parameters<typeof describeTagged>[0] {
  if (typeof value === 'string') return looksLikeSecret(value) ? '…' : value;
  if (Array.isArray(value)) return value.map(hideSecrets);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, hideSecrets(each)]));
}

function vars(session: Session): Output {
  if (session.variables.size === 0)
    return note('No variables yet: `.save NAME [path]` keeps a part of the last answer.');
  return note([...session.variables.keys()].map((name) => `${name} = ${describeVariable(session, name)}`).join('\n'));
}

/** Bigger scripts belong to `faunula run`. Bytes. */
const MAX_SCRIPT = 16 * 1024 * 1024;

async function read(_session: Session, rest: string): Promise<Output> {
  const name = /^"(.*)"$/.exec(rest)?.[1] ?? rest;
  if (name === '') return refuse('`.read` needs a file: `.read FILE`.');
  const path = name.startsWith('~/') ? join(homedir(), name.slice(2)) : resolve(name);
  try {
    const bytes = await promises.readFile(path);
    if (bytes.length > MAX_SCRIPT) return refuse(`${name} is larger than 16 MB: run it with \`faunula run\`.`);
    if (bytes.includes(0)) return refuse(`${name} is not a text file.`);
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return { ok: true, messages: [], effect: { kind: 'read', path: name, text } };
  } catch (error) {
    return refuse(`${name} can not be read: ${describeReadError(error)}.`);
  }
}

function describeReadError(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'ENOENT') return 'there is no such file';
  if (code === 'EISDIR') return 'it is a folder';
  if (code === 'EACCES') return 'you may not read it';
  if (code === 'ERR_ENCODING_INVALID_ENCODED_DATA') return 'it is not UTF-8 text';
  return error instanceof Error ? error.message : String(error);
}

function timer(session: Session, rest: string): Output {
  if (rest !== '' && rest !== 'on' && rest !== 'off') return refuse('`.timer` is `on` or `off`.');
  session.timer = rest === '' ? !session.timer : rest === 'on';
  return note(session.timer ? 'Each query says how long it took.' : 'The timer is off.');
}

function speak(session: Session, version: FqlVersion, rest: string): Output {
  if (rest !== '') return refuse(`\`.v${version}\` stands alone: the queries come on the lines below it.`);
  session.version = version;
  return note(`Queries are FQL v${version}.`);
}

export const dotCommands: readonly DotCommand[] = [
  {
    name: 'help',
    usage: '.help [NAME]',
    summary: 'lists the commands, or tells of one',
    details: '`.help keys` lists what the keys do.',
    examples: ['.help', '.help save', '.help keys'],
    run: help,
  },
  {
    name: 'exit',
    usage: '.exit',
    summary: 'leaves (as Ctrl-D does)',
    details: 'Everything a query has answered is in the file already.',
    examples: ['.exit'],
    run: () => ({ ok: true, messages: [], effect: { kind: 'exit' } }),
  },
  {
    name: 'as',
    usage: '.as [WHO]',
    summary: 'says who runs the queries from here on; alone: the run menu',
    details:
      'WHO is admin, server, server-readonly, @role/NAME, a variable that holds a secret, or `secret`, which asks for one\nand does not show it. What may be seen and done is what the role, or the owner of the secret, may.',
    examples: ['.as', '.as server', '.as @role/customer', '.as session', '.as secret'],
    run: as,
  },
  {
    name: 'save',
    usage: '.save NAME [path]',
    summary: 'keeps the last answer, or a part of it, as a variable',
    details:
      'Queries then use it by its name; it goes with them as an argument. A document is kept as a reference to it.\nThe path is written as in FQL: id, address.city, data[0].name.',
    examples: ['.save janine id', '.save session secret', '.save first data[0]', 'People.byId(janine)'],
    run: save,
  },
  {
    name: 'vars',
    usage: '.vars',
    summary: 'lists the variables',
    details: 'Secrets are named by what they belong to and not shown.',
    examples: ['.vars'],
    run: vars,
  },
  {
    name: 'read',
    usage: '.read FILE',
    summary: 'runs the queries and commands of a file',
    details: 'Blank lines separate its queries. It stops at the first that fails.',
    examples: ['.read people.fql', '.read ~/queries/setup.fql'],
    run: read,
  },
  {
    name: 'v4',
    usage: '.v4',
    summary: 'says that queries are FQL v4 from here on',
    details:
      "They are typed as calls of the v4 driver's functions, with or without `q.`; nothing is run as JavaScript.\nVariables of `.save` and the run menu stay as they are.",
    examples: ['.v4', "Paginate(Documents(Collection('People')))"],
    run: (session, rest) => speak(session, 4, rest),
  },
  {
    name: 'v10',
    usage: '.v10',
    summary: 'says that queries are FQL v10 from here on',
    details: 'Both languages see the same database.',
    examples: ['.v10', 'People.all()'],
    run: (session, rest) => speak(session, 10, rest),
  },
  {
    name: 'timer',
    usage: '.timer [on|off]',
    summary: 'says after each query how long it took',
    details: 'Alone it turns from one to the other.',
    examples: ['.timer', '.timer off'],
    run: timer,
  },
  {
    name: 'clear',
    usage: '.clear',
    summary: 'clears the screen (as Ctrl-L does)',
    details: 'Variables and history stay.',
    examples: ['.clear'],
    run: () => ({ ok: true, messages: [], effect: { kind: 'clear' } }),
  },
];
