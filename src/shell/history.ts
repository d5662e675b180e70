/** The history file: what was typed in earlier sessions, one JSON string a line, oldest first. */
import { appendFile, chmod, mkdir, open, readFile, rename, stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, isAbsolute, join } from 'node:path';
import { MAX_HISTORY } from './editor-state.ts';
import { isSensitive, passwordsIn, stringsIn } from './sensitive.ts';

/** A longer text is a file's work. Characters. */
const MAX_ENTRY = 32_768;
/** At this size the file is written anew with its newest entries. Bytes. */
const MAX_FILE = 1_048_576;

/** Where the state of a user's programs belongs. Source: XDG Base Directory Specification, and each platform's custom. */
export function historyPath(
  env: NodeJS.ProcessEnv = process.env,
  platform = process.platform,
  home = homedir(),
): string {
  const { XDG_STATE_HOME, LOCALAPPDATA } = env;
  // The specification has relative paths ignored.
  if (XDG_STATE_HOME !== undefined && isAbsolute(XDG_STATE_HOME)) return join(XDG_STATE_HOME, 'faunula', 'history');
  if (platform === 'win32') return join(LOCALAPPDATA ?? join(home, 'AppData', 'Local'), 'faunula', 'history');
  if (platform === 'darwin') return join(home, 'Library', 'Application Support', 'faunula', 'history');
  return join(home, '.local', 'state', 'faunula', 'history');
}

export class HistoryFile {
  /** What stood where a password does in this session: held in memory, to keep it out of the file. */
  readonly #passwords = new Set<string>();
  #writing: Promise<void> = Promise.resolve();

  constructor(readonly path: string) {}

  /** Oldest first; [] when there is no file. Lines that are no entries are passed over. Throws what the file system does. */
  async load(): Promise<string[]> {
    let text: string;
    try {
      text = await readFile(this.path, 'utf8');
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
      throw error;
    }
    return text.split('\n').flatMap(parseEntry).slice(-MAX_HISTORY);
  }

  /** Keeps a text, unless it may carry a secret. Appended in one write, so that several shells may share the file. */
  async add(text: string): Promise<void> {
    if (!this.#mayKeep(text)) return;
    this.#writing = this.#writing.catch(() => {}).then(() => this.#append(`${JSON.stringify(text)}\n`));
    return this.#writing;
  }

  #mayKeep(text: string): boolean {
    for (const password of passwordsIn(text)) this.#passwords.add(password);
    if (text.length > MAX_ENTRY || isSensitive(text)) return false;
    return !stringsIn(text).some((each) => this.#passwords.has(each));
  }

  async #append(line: string): Promise<void> {
    await mkdir(dirname(this.path), { recursive: true, mode: 0o700 });
    await appendFile(this.path, line, { mode: 0o600 });
    const { size, mode } = await stat(this.path);
    if ((mode & 0o077) !== 0) await chmod(this.path, 0o600);
    if (size > MAX_FILE) await this.#shrink();
  }

  /** Writes the newest half beside the file and puts it in its place. */
  async #shrink(): Promise<void> {
    const lines = (await readFile(this.path, 'utf8')).trimEnd().split('\n').slice(-MAX_HISTORY);
    let size = lines.reduce((sum, line) => sum + line.length + 1, 0);
    let first = 0;
    while (size > MAX_FILE / 2) size -= (lines[first++]?.length ?? 0) + 1;
    const beside = `${this.path}.${process.pid}`;
    const file = await open(beside, 'w', 0o600);
    try {
      await file.writeFile(`${lines.slice(first).join('\n')}\n`);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(beside, this.path);
  }
}

function parseEntry(line: string): string[] {
  try {
    const entry: unknown = JSON.parse(line);
    return typeof entry === 'string' ? [entry] : [];
  } catch {
    return [];
  }
}
