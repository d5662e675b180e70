/**
 * One process owns a database file: a lock file beside it names the owner. It survives a crash of the owner, and the
 * next process sees that the owner is gone and takes over at once.
 */
import { linkSync, readFileSync, readlinkSync, rmSync, unlinkSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { StoreError } from '../store.ts';
import { errorCode, reasonOf } from './file-system.ts';

/** Who holds a lock. Where the operating system does not tell, a field is empty. */
interface Owner {
  readonly pid: number;
  readonly host: string;
  /** Changes with every start of the machine. */
  readonly boot: string;
  /** Process numbers mean something within it only. */
  readonly namespace: string;
  /** When the process began, as the system counts it: another process may have the same number later. */
  readonly started: string;
  /** Different for every lock that is taken. */
  readonly token: string;
}

/** Takes a lock; answers with what lets go of it. @throws StoreError when another process has it. */
export function acquireLock(path: string): () => void {
  const me = describeThisProcess();
  takeLock(path, me);
  return () => {
    if (readOwner(path)?.token === me.token) unlinkSync(path);
  };
}

function takeLock(path: string, me: Owner): void {
  // Each turn, either a process that was alive is found or a dead one's lock is gone.
  for (let turn = 0; turn < 100; turn++) {
    if (createLock(path, me)) return;
    const owner = readOwner(path);
    if (owner === undefined) continue;
    if (!hasEnded(owner, me)) throw lockedError(path, owner, me);
    removeDeadLock(path, owner, me);
  }
  throw new StoreError(`The lock ${path} could not be taken: other processes keep taking it. Try again.`);
}

/**
 * Removes the lock of a dead owner. Of several processes that find it dead, only one may: the one that holds a lock on
 * removing just this lock. Who comes late finds another token, and leaves the new owner alone.
 */
function removeDeadLock(path: string, dead: Owner, me: Owner): void {
  const guard = `${path}.${dead.token}`;
  takeLock(guard, me);
  try {
    if (readOwner(path)?.token === dead.token) unlinkSync(path);
  } finally {
    unlinkSync(guard);
  }
}

/** Makes the lock file with its contents in one step; false when there is one. */
function createLock(path: string, me: Owner): boolean {
  const contents = `${JSON.stringify(me)}\n`;
  const temporary = `${path}.${me.token}.tmp`;
  try {
    writeFileSync(temporary, contents, { flag: 'wx', mode: 0o600 });
    linkSync(temporary, path);
    return true;
  } catch (error) {
    if (errorCode(error) === 'EEXIST') return false;
    if (linksUnsupported.has(errorCode(error) ?? '')) return createWithoutLink(path, contents);
    throw cannotLock(path, error);
  } finally {
    rmSync(temporary, { force: true });
  }
}

/** In two steps, where the file system knows no links: who looks in between finds a lock that says nothing. */
function createWithoutLink(path: string, contents: string): boolean {
  try {
    writeFileSync(path, contents, { flag: 'wx', mode: 0o600 });
    return true;
  } catch (error) {
    if (errorCode(error) === 'EEXIST') return false;
    throw cannotLock(path, error);
  }
}

function cannotLock(path: string, error: unknown): StoreError {
  return new StoreError(
    `The lock ${path} cannot be made: ${reasonOf(error)}. Choose a file in a folder that can be written, or open it read-only.`,
  );
}

const linksUnsupported = new Set(['EPERM', 'ENOSYS', 'ENOTSUP', 'EOPNOTSUPP', 'EMLINK']);

function readOwner(path: string): Owner | undefined {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return undefined;
    throw new StoreError(`The lock ${path} cannot be read: ${reasonOf(error)}.`);
  }
  try {
    const owner = JSON.parse(text) as Owner;
    if (Number.isSafeInteger(owner.pid) && /^[\w-]+$/.test(owner.token)) return owner;
  } catch {
    // Not a lock of ours, or not written to its end.
  }
  throw new StoreError(
    `The lock ${path} does not say whose it is. If no other process uses the database, delete that file and try again.`,
  );
}

function hasEnded(owner: Owner, me: Owner): boolean {
  if (owner.host !== me.host) return false;
  if (owner.boot !== me.boot) return true;
  if (owner.namespace !== me.namespace) return false;
  try {
    process.kill(owner.pid, 0);
  } catch (error) {
    if (errorCode(error) === 'ESRCH') return true;
  }
  const started = startOf(owner.pid);
  return started !== undefined && started !== owner.started;
}

/**
 * When a process began, by the clock of this machine; empty for one that has ended and waits to be cleared away, and
 * undefined when the system does not tell.
 */
function startOf(pid: number): string | undefined {
  const status = readText(`/proc/${pid}/stat`);
  if (status === undefined) return undefined;
  // The name of the program, in brackets, may hold anything; fields are counted after it, the state being the third.
  const fields = status.slice(status.lastIndexOf(')') + 2).split(' ');
  return fields[0] === 'Z' || fields[0] === 'X' ? '' : fields[19];
}

function describeThisProcess(): Owner {
  return {
    pid: process.pid,
    host: hostname(),
    boot: readText('/proc/sys/kernel/random/boot_id')?.trim() ?? '',
    namespace: readNamespace(),
    started: startOf(process.pid) ?? '',
    token: `${process.pid}-${Date.now().toString(36)}-${Math.floor(Math.random() * 2 ** 40).toString(36)}`,
  };
}

function readNamespace(): string {
  try {
    return readlinkSync('/proc/self/ns/pid');
  } catch {
    return '';
  }
}

function readText(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}

function lockedError(path: string, owner: Owner, me: Owner): StoreError {
  const database = path.replace(/\.lock(\..*)?$/, '');
  if (owner.host !== me.host || owner.namespace !== me.namespace) {
    return new StoreError(
      `${database} is locked by process ${owner.pid} on ${owner.host}. If that has ended, delete ${path} and try again.`,
    );
  }
  const whose = owner.pid === me.pid ? 'this process, which has it open already' : `process ${owner.pid}`;
  return new StoreError(
    `${database} is locked by ${whose}. Close it there, open it read-only, or choose another file.`,
  );
}
