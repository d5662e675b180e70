/** The command line: arguments only. What a command does is in `commands/`. */
import { Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import packageJson from '../package.json' with { type: 'json' };
import { populateDemo } from './commands/demo.ts';
import { CommandError, exitCodes, say } from './commands/output.ts';
import { type OutputFormat, outputFormats, queryCommand } from './commands/query.ts';
import { readStdin, readTextFile } from './commands/read-text.ts';
import { runScripts, type Script } from './commands/run.ts';
import { type OpenDatabase, type OpenOptions, openDatabase, sessionEngine } from './database.ts';
import { type LogFormat, logFormats } from './server/access-log.ts';
import { isLoopback } from './server/served-hosts.ts';
import { createSession, type FqlVersion, fqlVersions, type RoleName, type RunAs } from './shell/session.ts';
import { StoreError } from './store/store.ts';

/** What may be said before or after the name of a command. */
interface GlobalOptions {
  readonly db: string;
  readonly demo?: true;
  readonly role: RoleName;
  readonly secret?: string;
  readonly keepGoing?: true;
  readonly apiVersion: FqlVersion;
  readonly metrics: boolean;
}

interface ServeOptions {
  readonly host: string;
  readonly port: number;
  readonly jwksHost?: readonly string[];
  readonly secretFile?: string;
  readonly readOnly?: true;
  readonly log?: LogFormat;
  readonly corsOrigin?: readonly string[];
  readonly maxBody?: number;
  readonly prometheus?: true;
}

const program = new Command('faunula')
  .description('Fauna that fits on a laptop: FQL, its database and its shell on a JSON file.')
  .version(packageJson.version)
  .configureHelp({ showGlobalOptions: true })
  .showHelpAfterError('(faunula --help lists the commands and options)')
  .exitOverride()
  .option('--db <file>', 'the database file, made at first use', './faunula.json')
  .option('--demo', 'a throw-away database in memory with the people of the CoffeeStore in it')
  .addOption(
    new Option('--role <role>', 'run as admin, server, server-readonly or @role/NAME')
      .default('admin')
      .argParser(parseRole),
  )
  .option('--secret <secret>', "run as the owner of a key's or token's secret; with serve: the root secret")
  .addOption(
    new Option('-v, --api-version <version>', 'the language of the queries: 10, or 4 for FQL v4')
      .default(10 satisfies FqlVersion)
      .argParser(parseVersion),
  )
  .option('--no-metrics', 'with FQL v4: leave out what each query has cost')
  .option('--keep-going', 'with scripts: go on after a query that failed')
  .addHelpText(
    'after',
    `
Examples:
  faunula                              open the shell on ./faunula.json
  faunula --db coffee.json             … on another file
  faunula --demo                       … on a throw-away database with people in it
  faunula < script.fql                 run a script
  faunula query 'People.all().count()'
  faunula serve --port 8443            let Fauna's drivers connect`,
  )
  .action(async (options: GlobalOptions) => {
    if (process.stdin.isTTY) return openShell(options);
    const script = { name: 'stdin', text: await readStdin() };
    return runAll([script], options);
  });

program
  .command('run')
  .description('run scripts: queries separated by blank lines, dot commands on lines of their own')
  .argument('<file...>', 'files with FQL; - is the standard input')
  .addHelpText(
    'after',
    '\nExamples:\n  faunula run setup.fql\n  faunula run --db coffee.json setup.fql checks.fql --keep-going',
  )
  .action(async (files: readonly string[], _options: unknown, command: Command) => {
    const scripts: Script[] = [];
    for (const name of files) scripts.push({ name, text: name === '-' ? await readStdin() : readTextFile(name) });
    return runAll(scripts, command.optsWithGlobals<GlobalOptions>());
  });

program
  .command('query')
  .description('run one query and print its answer')
  .argument('[fql]', 'the query; - reads it from the standard input')
  .option('-i, --input <file>', 'read the query from a file')
  .addOption(new Option('-f, --format <format>', 'how to print the answer').choices(outputFormats).default('fql'))
  .option('-o, --output <file>', 'write the answer to a file')
  .addHelpText(
    'after',
    "\nExamples:\n  faunula query '1 + 1'\n  faunula query -i report.fql --format json -o report.json\n  echo 'People.all()' | faunula query -\n  faunula query -v 4 'Paginate(Tokens())'",
  )
  .action(
    async (
      fql: string | undefined,
      { input, format, output }: { input?: string; format: OutputFormat; output?: string },
      command: Command,
    ) => {
      const text = await queryText(fql, input);
      const options = command.optsWithGlobals<GlobalOptions>();
      const { role, secret, apiVersion: version, metrics } = options;
      await withOpen(options, async (database) => {
        if (!(await queryCommand(database, text, { format, role, secret, output, version, metrics })))
          process.exitCode = exitCodes.failed;
      });
    },
  );

program
  .command('serve')
  .description("serve the database over HTTP, as Fauna's drivers expect it")
  .option('--host <address>', 'the address to listen on', '127.0.0.1')
  .option('--port <number>', 'the port; 0 picks a free one', parsePort, 8443)
  .option('--secret-file <file>', 'a file with the root secret')
  .option('--read-only', 'take no writes; another process may have the file open')
  .addOption(new Option('--log <format>', 'a line on stderr for each request').choices(logFormats))
  .option('--cors-origin <origin...>', 'origins whose pages may read answers, as https://example.com; * is every one')
  .option('--max-body <bytes>', 'the largest body of a request, as 8388608 or 8M', parseSize)
  .option('--prometheus', 'tell at /metrics how the server is doing')
  .option(
    '--jwks-host <host...>',
    'hosts that keys of access providers may be fetched from, beside files and this machine',
  )
  .addHelpText(
    'after',
    `
The root secret, which may do everything, is "secret" unless --secret or --secret-file say another; any address but
this machine's own needs one that you choose.

Examples:
  faunula serve
  faunula serve --db coffee.json --port 0 --secret "$MY_SECRET"
  faunula serve --host 0.0.0.0 --secret-file /run/secrets/faunula --log json`,
  )
  .action(async (given: ServeOptions, command: Command) => {
    const { host, port, jwksHost, readOnly, log, corsOrigin, maxBody, prometheus } = given;
    const options = command.optsWithGlobals<GlobalOptions>();
    const secret = rootSecret(options.secret, given.secretFile);
    if (secret === undefined && !isLoopback(host)) {
      const complaint = `${host} can be reached from other machines: choose a root secret with --secret-file or --secret.`;
      throw new CommandError(complaint, exitCodes.usage);
    }
    const { serveCommand } = await import('./commands/serve.ts');
    const corsOrigins = new Set(corsOrigin);
    const serving = { host, port, log, maxBody, corsOrigins, metrics: prometheus };
    await withOpen(options, (database) => serveCommand(database, serving), {
      rootSecret: secret ?? 'secret',
      readOnly,
      jwksHosts: jwksHost,
    });
  });

/** What one of the two options says. */
function rootSecret(secret: string | undefined, file: string | undefined): string | undefined {
  if (file === undefined) return secret;
  if (secret !== undefined) throw new CommandError('Give --secret or --secret-file, not both.', exitCodes.usage);
  const text = readTextFile(file).trim();
  if (text === '' || /\s/.test(text)) throw new CommandError(`${file} must hold a secret: one word.`, exitCodes.usage);
  return text;
}

async function queryText(fql: string | undefined, input: string | undefined): Promise<string> {
  if (fql !== undefined && input !== undefined)
    throw new CommandError('Give the query or --input, not both.', exitCodes.usage);
  if (input !== undefined) return readTextFile(input);
  if (fql === '-') return readStdin();
  if (fql === undefined)
    throw new CommandError("Give a query, as in faunula query '1 + 1', or - or --input FILE.", exitCodes.usage);
  return fql;
}

function runAsOf({ role, secret }: GlobalOptions): RunAs {
  return secret === undefined ? { kind: 'role', role } : { kind: 'secret', secret, label: 'a secret' };
}

async function runAll(scripts: readonly Script[], options: GlobalOptions): Promise<void> {
  await withOpen(options, async (database) => {
    const { apiVersion: version, metrics } = options;
    const session = createSession(sessionEngine(database), { runAs: runAsOf(options), version, metrics });
    if (!(await runScripts(session, scripts, { keepGoing: options.keepGoing ?? false })))
      process.exitCode = exitCodes.failed;
  });
}

async function openShell(options: GlobalOptions): Promise<void> {
  const path = options.demo ? undefined : options.db;
  // Ink and React are loaded for the interactive shell only, while its engine opens the file in a thread of its own.
  const { openInWorker } = await import('./worker-engine.ts');
  const [engine, { startShell }] = await Promise.all([openInWorker(path), import('./shell/index.tsx')]);
  try {
    const { apiVersion: version, metrics } = options;
    process.exitCode = await startShell(engine, { path, runAs: runAsOf(options), version, metrics });
  } finally {
    await engine.close();
  }
}

async function withOpen(
  { db, demo }: GlobalOptions,
  use: (database: OpenDatabase) => Promise<void>,
  opening: OpenOptions = {},
): Promise<void> {
  const database = await openDatabase(demo ? undefined : db, opening);
  try {
    if (demo) await populateDemo(database);
    await use(database);
  } finally {
    await database.close();
  }
}

function parseRole(text: string): RoleName {
  if (text === 'admin' || text === 'server' || text === 'server-readonly') return text;
  if (/^@role\/.+/.test(text)) return text as RoleName;
  throw new InvalidArgumentError('It is admin, server, server-readonly or @role/NAME.');
}

function parseVersion(text: string): FqlVersion {
  const version = fqlVersions.find((each) => String(each) === text);
  if (version === undefined) throw new InvalidArgumentError('It is 10 or 4.');
  return version;
}

function parsePort(text: string): number {
  const port = Number(text);
  if (!Number.isInteger(port) || port < 0 || port > 65_535)
    throw new InvalidArgumentError('A port is a number from 0 to 65535.');
  return port;
}

function parseSize(text: string): number {
  const [, digits, unit = ''] = /^(\d{1,9})([kKmM]?)$/.exec(text) ?? [];
  const size = Number(digits) * (unit === '' ? 1 : unit.toLowerCase() === 'k' ? 1024 : 1024 ** 2);
  if (digits === undefined || size === 0)
    throw new InvalidArgumentError('A size is a number of bytes, as 500000, 500K or 8M.');
  return size;
}

async function main(): Promise<void> {
  try {
    await program.parseAsync();
  } catch (problem) {
    if (problem instanceof CommanderError) process.exitCode = problem.exitCode === 0 ? exitCodes.ok : exitCodes.usage;
    else if (problem instanceof CommandError) {
      say(problem.message);
      process.exitCode = problem.exitCode;
    } else if (problem instanceof StoreError) {
      say(problem.message);
      process.exitCode = exitCodes.failed;
    } else {
      const shown = process.env['FAUNULA_DEBUG'] && problem instanceof Error ? problem.stack : String(problem);
      say(`Faunula met a fault of its own: ${shown}\nPlease report it; FAUNULA_DEBUG=1 shows where it happened.`);
      process.exitCode = exitCodes.failed;
    }
  }
}

void main();
