/** Pipes whose reader goes away, as `faunula … | head` does: no command makes a fault of it. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { inFolder, start } from '../support/faunula.ts';

/** Runs `faunula` with nobody to read one of its outputs; `rest` is what it wrote to the other. */
async function runUnread(unread: 'stdout' | 'stderr', args: readonly string[], input = '') {
  const child = start(args);
  child[unread]?.destroy();
  child.stdin?.on('error', () => {});
  child.stdin?.end(input);
  let rest = '';
  child[unread === 'stdout' ? 'stderr' : 'stdout']?.on('data', (chunk: Buffer) => {
    rest += chunk.toString();
  });
  const code = await new Promise<number | null>((ended) => child.once('close', ended));
  return { code, rest };
}

describe('nobody reads the answers', () => {
  const commands: readonly string[][] = [
    ['--help'],
    ['--version'],
    ['help', 'serve'],
    ['run', '--help'],
    ['query', '--help'],
    ['serve', '--help'],
    ['query', '--demo', 'Set.sequence(0, 10000).toArray()'],
    ['query', '--demo', '-v', '4', 'Add(1, 2)'],
    ['run', '--demo', '-'],
    ['--demo'],
    ['serve', '--demo', '--port', '0'],
  ];

  it.each(commands.map((args) => [args]))('%s', async (args) => {
    expect(await runUnread('stdout', args, '1 + 1\n\n2 + 2')).toEqual({ code: 0, rest: '' });
  });
});

describe('nobody reads what is said beside the answers', () => {
  it('changes neither answers nor exit codes', () =>
    inFolder(async (folder) => {
      const script = join(folder, 'script.fql');
      writeFileSync(script, '1\n\nabort("no")\n\n2');
      expect(await runUnread('stderr', ['run', '--demo', '--keep-going', script])).toEqual({ code: 1, rest: '1\n2\n' });
      expect(await runUnread('stderr', ['query', '--demo', 'log("heard by none");3'])).toEqual({
        code: 0,
        rest: '3\n',
      });
      expect(await runUnread('stderr', ['--nope'])).toEqual({ code: 2, rest: '' });
    }));
});
