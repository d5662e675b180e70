/** `faunula serve`: the database over HTTP, for Fauna's drivers and tools. */
import type { OpenDatabase } from '../database.ts';
import type { LogFormat } from '../server/access-log.ts';
import { type RunningServer, type ServeOptions, serve } from '../server/serve.ts';
import { CommandError, printResult, say } from './output.ts';

export interface ServeCommandOptions extends Omit<ServeOptions, 'onFault' | 'log'> {
  /** A line on stderr for each request. */
  readonly log?: LogFormat | undefined;
}

/** Serves until the process is told to end; then finishes what runs. Told once more, it ends at once: nothing is lost. */
export async function serveCommand(database: OpenDatabase, options: ServeCommandOptions): Promise<void> {
  const server = await listen(database, options);
  printResult(`listening on ${server.url}`);
  await firstSignal();
  await server.close();
}

/** What ends a process by default, with the numbers that exit codes tell them by. The first process of a container gets no default. */
const signals = { SIGINT: 2, SIGTERM: 15 } as const;

function firstSignal(): Promise<void> {
  return new Promise((told) => {
    let isTold = false;
    for (const [signal, number] of Object.entries(signals)) {
      process.on(signal, () => {
        if (isTold) process.exit(128 + number);
        isTold = true;
        told();
      });
    }
  });
}

async function listen({ engine }: OpenDatabase, options: ServeCommandOptions): Promise<RunningServer> {
  const { host, port, log } = options;
  const onFault = (fault: unknown) => say(fault instanceof Error ? (fault.stack ?? fault.message) : String(fault));
  try {
    return await serve(engine, { ...options, onFault, log: log && { format: log, write: say } });
  } catch (problem) {
    const { code, message } = problem as NodeJS.ErrnoException;
    if (code === 'EADDRINUSE') {
      throw new CommandError(
        `Port ${port} of ${host} is in use. Name another with --port, or --port 0 for a free one.`,
      );
    }
    if (code === 'EACCES')
      throw new CommandError(`Port ${port} may not be used by you. Name one above 1023 with --port.`);
    throw new CommandError(`${host}:${port} can not be listened on: ${message}`);
  }
}
