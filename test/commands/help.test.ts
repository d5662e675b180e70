/** What the command line says about itself. */
import { describe, expect, it } from 'vitest';
import packageJson from '../../package.json' with { type: 'json' };
import { faunula } from '../support/faunula.ts';

const commands = ['run', 'query', 'serve'];

describe('help', () => {
  it('names every command, and what exit codes mean', async () => {
    const { code, stdout, stderr } = await faunula(['--help']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    for (const command of commands) expect(stdout).toMatch(new RegExp(`^ {2}${command} `, 'm'));
    expect(stdout).toMatch(/Exit codes: 0 .* 1 .* 2 /s);
  });

  it.each(commands)('on %s says what it does, with examples, either way it is asked for', async (command) => {
    const asked = await faunula([command, '--help']);
    expect(asked).toMatchObject({ code: 0, stderr: '' });
    expect(asked.stdout).toMatch(new RegExp(`^Usage: faunula ${command} .*\n\n.+\n`));
    expect(asked.stdout).toMatch(new RegExp(`\nExamples:\n(  .+\n)*  (.+ \\| )?faunula ${command} `));
    expect(await faunula(['help', command])).toEqual(asked);
  });

  it.each(commands)('on %s shows no options in its examples that it does not list', async (command) => {
    const { stdout } = await faunula([command, '--help']);
    const [listed = '', examples = ''] = stdout.split('\nExamples:\n');
    for (const [option] of examples.matchAll(/(?<= )--?[a-z][a-z-]*/g))
      expect(listed).toMatch(new RegExp(`${option}[ ,]`));
  });

  it('has no colours, whatever the environment asks for', async () => {
    for (const args of [['--help'], ['serve', '--help'], ['query', '--demo', '{ a: "b" }'], ['query', '--demo', 'a']]) {
      const { stdout, stderr } = await faunula(args, { env: { FORCE_COLOR: '1' } });
      expect(stdout + stderr).not.toContain('\u001b');
    }
  });
});

describe('--version', () => {
  it('is that of the package', async () => {
    expect(await faunula(['--version'])).toEqual({ code: 0, stdout: `${packageJson.version}\n`, stderr: '' });
  });
});
