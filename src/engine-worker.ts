/**
 * The engine in a thread of its own, for the interactive shell: while a long query runs, the terminal still answers,
 * and Ctrl-C can end the query. `worker-engine.ts` is the other side.
 */
import { parentPort, workerData } from 'node:worker_threads';
import { populateDemo } from './commands/demo.ts';
import { type OpenDatabase, openDatabase, sessionEngine } from './database.ts';
import { StoreError } from './store/store.ts';
import type { FromWorker, ToWorker, WorkerStart } from './worker-engine.ts';

if (!parentPort) throw new Error('engine-worker runs as a worker thread only');
const port = parentPort;
const { path, readOnly, cancelled } = workerData as WorkerStart;
const cancelFlag = new Int32Array(cancelled);
const send = (message: FromWorker) => port.postMessage(message);

async function main(): Promise<void> {
  try {
    const database = await openDatabase(path, { readOnly });
    if (path === undefined) await populateDemo(database);
    listen(database);
    send({ type: 'ready', name: database.name });
  } catch (problem) {
    send({ type: 'failed', ...describe(problem) });
  }
}

void main();

function listen(database: OpenDatabase): void {
  const engine = sessionEngine(database, () => Atomics.load(cancelFlag, 0) === 1);
  port.on('message', async (message: ToWorker) => {
    if (message.type === 'close') {
      await database.close();
      send({ type: 'closed' });
      port.close();
      return;
    }
    const { id } = message;
    try {
      const { type } = message;
      const answer = await (type === 'query' ? engine.query(message.request) : engine.environment(message.secret));
      send({ type: 'answer', id, answer });
    } catch (problem) {
      send({ type: 'fault', id, ...describe(problem) });
    }
  });
}

function describe(problem: unknown): { message: string; ofStore: boolean } {
  const message = problem instanceof Error ? problem.message : String(problem);
  return { message, ofStore: problem instanceof StoreError };
}
