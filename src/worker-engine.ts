/** A database opened in a worker thread, as the shell's sessions use it. */
import { Worker } from 'node:worker_threads';
import type { Engine, EngineAnswer, EngineRequest } from './shell/session.ts';
import { StoreError } from './store/store.ts';
import type { TypeEnvironment } from './wire/environment.ts';

export interface WorkerStart {
  /** Undefined opens the demo database in memory. */
  readonly path: string | undefined;
  readonly readOnly: boolean;
  /** One Int32: 1 asks the running query to end. */
  readonly cancelled: SharedArrayBuffer;
}

export type ToWorker =
  | { readonly type: 'query'; readonly id: number; readonly request: Omit<EngineRequest, 'signal'> }
  | { readonly type: 'environment'; readonly id: number; readonly secret: string | undefined }
  | { readonly type: 'close' };

interface Problem {
  readonly message: string;
  /** The place of the data is at fault: said to the person as it is. */
  readonly ofStore: boolean;
}

export type FromWorker =
  | { readonly type: 'ready'; readonly name: string }
  | ({ readonly type: 'failed' } & Problem)
  | { readonly type: 'answer'; readonly id: number; readonly answer: Answer }
  | ({ readonly type: 'fault'; readonly id: number } & Problem)
  | { readonly type: 'closed' };

type Answer = EngineAnswer | TypeEnvironment | undefined;

export interface WorkerEngine extends Engine {
  close(): Promise<void>;
}

interface Waiting {
  readonly answered: (answer: Answer) => void;
  readonly failed: (problem: Error) => void;
}

/** Queries that call each other deeply need more stack than a thread has by default. */
const stackSizeMb = 16;

/** Opens the file in a thread. Rejects with a StoreError that says what is wrong with it. */
export function openInWorker(path: string | undefined, readOnly = false): Promise<WorkerEngine> {
  const cancelled = new SharedArrayBuffer(4);
  const flag = new Int32Array(cancelled);
  const workerData: WorkerStart = { path, readOnly, cancelled };
  const worker = new Worker(new URL('./worker.cjs', import.meta.url), {
    workerData,
    resourceLimits: { stackSizeMb },
  });
  const waiting = new Map<number, Waiting>();
  let lastId = 0;

  /** The worker answers each message with what it was asked for. */
  const ask = <A extends Answer>(message: ToWorker & { readonly id: number }): Promise<A> =>
    new Promise((answered, failed) => {
      waiting.set(message.id, { answered: (answer) => answered(answer as A), failed });
      worker.postMessage(message);
    });

  const query = (id: number, { signal, ...request }: EngineRequest): Promise<EngineAnswer> => {
    Atomics.store(flag, 0, 0);
    signal?.addEventListener('abort', () => waiting.has(id) && Atomics.store(flag, 0, 1), { once: true });
    return ask({ type: 'query', id, request });
  };

  return new Promise((opened, refused) => {
    let closed = () => {};
    const take = (id: number): Waiting | undefined => {
      const found = waiting.get(id);
      waiting.delete(id);
      return found;
    };
    worker.on('message', (message: FromWorker) => {
      switch (message.type) {
        case 'ready':
          return opened({
            name: message.name,
            query: (request) => query(++lastId, request),
            environment: (secret) => ask({ type: 'environment', id: ++lastId, secret }),
            close: () =>
              new Promise((done) => {
                closed = done;
                worker.postMessage({ type: 'close' } satisfies ToWorker);
              }),
          });
        case 'failed':
          return refused(problemOf(message));
        case 'answer':
          return take(message.id)?.answered(message.answer);
        case 'fault':
          return take(message.id)?.failed(problemOf(message));
        case 'closed':
          return closed();
      }
    });
    worker.on('error', (problem) => {
      refused(problem);
      for (const { failed } of waiting.values()) failed(problem);
      waiting.clear();
      closed();
    });
  });
}

function problemOf({ message, ofStore }: Problem): Error {
  return ofStore ? new StoreError(message) : new Error(message);
}
