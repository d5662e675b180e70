/** The command line: arguments only. What a command does is in `commands/`. */
import { existsSync } from 'node:fs';
import { Command, CommanderError, Option } from 'commander';
import packageJson from '../package.json' with { type: 'json' };
import { populateDemo } from './commands/demo.ts';
import { CommandError, exitCodes, say, writeError, writeOut } from './commands/output.ts';
import {
  faultOfSecret,
  parseOrigin,
  parsePort,
  parseRole,
  parseSize,
  parseVersion,
} from './commands/parse-arguments.ts';
import { type OutputFormat, outputFormats, queryCommand } from './commands/query.ts';
import { readStdin, readTextFile } from './commands/read-text.ts';
import { runScripts, type Script } from './commands/run.ts';
import { type OpenDatabase, type OpenOptions, openDatabase, sessionEngine } from './database.ts';
import { isLoopbackName } from './model/loopback.ts';
import { type LogFormat, logFormats } from './server/access-log.ts';
import { defaultMaxBody, endAfter } from './server/limits.ts';
import { createSession, type FqlVersion, type RoleName, type RunAs } from './shell/session.ts';
import { StoreError } from './store/store.ts';

/** What may be said before or after the name of a command. */
interface GlobalOptions {
  readonly db: string;
  readonly demo?: true;
  readonly readOnly?: true;
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
  readonly log?: LogFormat;
  readonly corsOrigin?: readonly string[];
  readonly maxBody: number;
  readonly metrics?: true;
}

const program = new Command('faunula')
  .description('Fauna that fits on a laptop: FQL, its database and its shell on a JSON file.')
  .version(packageJson.version)
  .configureHelp({ showGlobalOptions: true })
  .configureOutput({ writeOut, writeErr: writeError })
  .helpCommand(true)
  .showHelpAfterError('(faunula --help lists the commands and options)')
  .exitOverride()
  .option('--db <file>', 'the database file, made at first use', './faunula.json')
  .option('--demo', 'a throw-away database in memory with the people of the CoffeeStore in it')
  .option('--read-only', 'take no writes; the file may be open elsewhere, and is shown as it is now')
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
  faunula serve --port 8443            let Fauna's drivers connect
  faunula help serve                   what a command does, with examples

Exit codes: 0 when all went well, 1 when something failed, 2 when the command line was wrong.
Answers go to stdout, all else to stderr. The shell paints in colours unless NO_COLOR is set.`,
  )
  // What is no command is named as such, below.
  .allowExcessArguments()
  .action(async (options: GlobalOptions, { args: [unknown] }: Command) => {
    if (unknown !== undefined) throw new CommandError(adviceOn(unknown), exitCodes.usage);
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
  .allowExcessArguments(false)
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
  .addOption(new Option('--log <format>', 'a line on stderr for each request').choices(logFormats))
  .option(
    '--cors-origin <origin>',
    'an origin whose pages may read answers, as https://example.com; * is every one; may be given again',
    parseOrigin,
  )
  .addOption(
    new Option('--max-body <bytes>', 'the largest body of a request, as 500000, 500K or 8M')
      .default(defaultMaxBody, '8M')
      .argParser(parseSize),
  )
  .option('--metrics', 'tell at /metrics how the server is doing, in the text format of Prometheus')
  .option(
    '--jwks-host <host...>',
    'hosts that keys of access providers may be fetched from, beside files and this machine',
  )
  .addHelpText(
    'after',
    `
The root secret may do everything. It is what --secret, --secret-file or the environment's FAUNULA_SECRET say, and
"secret" where none does; an address that other machines reach needs one that you choose. Nothing is encrypted: between
machines, put a proxy that speaks TLS in front.

The address is printed when requests are taken. SIGTERM and Ctrl-C end the server: it finishes what runs, for at most
${endAfter / 1000} seconds; a second one ends it at once.

Examples:
  faunula serve
  faunula serve --db coffee.json --port 0 --secret-file secret.txt
  faunula serve --host 0.0.0.0 --secret-file /run/secrets/faunula --log json --metrics
  faunula serve --cors-origin http://localhost:3000 --cors-origin https://coffee.example
  faunula serve --db coffee.json --read-only --port 8444
  curl http://127.0.0.1:8443/ping`,
  )
  .action(async (given: ServeOptions, command: Command) => {
    const { host, port, jwksHost, log, corsOrigin, maxBody, metrics } = given;
    const options = command.optsWithGlobals<GlobalOptions>();
    const secret = rootSecret(options.secret, given.secretFile);
    if (secret === undefined && !isLoopbackName(host)) {
      const complaint = `${host} can be reached from other machines: choose a root secret with --secret-file, --secret or FAUNULA_SECRET.`;
      throw new CommandError(complaint, exitCodes.usage);
    }
    const { serveCommand } = await import('./commands/serve.ts');
    const corsOrigins = new Set(corsOrigin);
    await withOpen(options, (database) => serveCommand(database, { host, port, log, maxBody, corsOrigins, metrics }), {
      rootSecret: secret ?? 'secret',
      jwksHosts: jwksHost,
    });
  });

/** What was meant by a word that stands where a command is expected. */
function adviceOn(word: string): string {
  const commands = program.commands.map((command) => command.name()).join(', ');
  if (existsSync(word)) {
    return word.endsWith('.json') ? `To open a database: faunula --db ${word}` : `To run a script: faunula run ${word}`;
  }
  return `There is no command ${word}. The commands are ${commands}; to run a query: faunula query 'FQL'.`;
}

/** What the command line says, or else the environment; undefined where none does. */
function rootSecret(secret: string | undefined, file: string | undefined): string | undefined {
  if (secret !== undefined && file !== undefined) {
    throw new CommandError('Give --secret or --secret-file, not both.', exitCodes.usage);
  }
  const [given, source] =
    file !== undefined
      ? [readTextFile(file).trim(), `The secret in ${file}`]
      : secret !== undefined
        ? [secret, 'The secret of --secret']
        : [process.env['FAUNULA_SECRET'], 'FAUNULA_SECRET'];
  const fault = given === undefined ? undefined : faultOfSecret(given);
  if (fault !== undefined) throw new CommandError(`${source} ${fault}.`, exitCodes.usage);
  return given;
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
  const [engine, { startShell }] = await Promise.all([
    openInWorker(path, options.readOnly),
    import('./shell/index.tsx'),
  ]);
  try {
    const { apiVersion: version, metrics } = options;
    process.exitCode = await startShell(engine, { path, runAs: runAsOf(options), version, metrics });
  } finally {
    await engine.close();
  }
}

async function withOpen(
  { db, demo, readOnly }: GlobalOptions,
  use: (database: OpenDatabase) => Promise<void>,
  opening: OpenOptions = {},
): Promise<void> {
  const database = await openDatabase(demo ? undefined : db, { warn: say, readOnly, ...opening });
  try {
    if (demo) await populateDemo(database);
    await use(database);
  } finally {
    await database.close();
  }
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
