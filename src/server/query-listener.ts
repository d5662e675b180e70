/**
 * `POST /query/1` between Node and the engine, with nothing in between: for the one request that applications send all
 * the time, the objects of a web framework cost three times what a point read does (`bench/serve.bench.ts`).
 */
import type { Engine } from '../engine.ts';
import type { AppOptions } from './app.ts';
import type { JsonResponse } from './json-response.ts';
import { defaultMaxBody, usualPatience } from './limits.ts';
import type { Listener } from './listen.ts';
import { answerQuery } from './query-endpoint.ts';
import { readBody } from './read-body.ts';
import { refuseProblem, wrongHost } from './refuse-problem.ts';
import { type ReadHeader, readerOf } from './request-headers.ts';
import { responseHeaders } from './response-headers.ts';

/** Answers queries as the app does, and leaves all other requests to `others`, which is the app. */
export function listenForQueries(
  engine: Engine,
  { hosts, onFault, maxBody = defaultMaxBody, corsOrigins = new Set(), patience = usualPatience }: AppOptions,
  others: Listener,
): Listener {
  const limits = { maxBytes: maxBody, timeoutMs: patience.request };
  const send = sendTogether();

  const answer = async (incoming: Parameters<Listener>[0], header: ReadHeader): Promise<JsonResponse> => {
    try {
      if (!hosts(header(':authority') ?? header('host') ?? '')) return wrongHost;
      return await answerQuery(engine, header, await readBody(incoming, limits));
    } catch (problem) {
      return refuseProblem(problem, onFault);
    }
  };

  return async (incoming, outgoing) => {
    const { method, url, headers } = incoming;
    const isOurs = method === 'POST' && url === '/query/1';
    // What is too large has to be drained, which the app does with care.
    if (!isOurs || Number(headers['content-length'] ?? 0) > maxBody) return others(incoming, outgoing);
    const header = readerOf(incoming);
    const response = await answer(incoming, header);
    send(() => {
      try {
        write(outgoing, response, responseHeaders(response, header, corsOrigins));
      } catch (fault) {
        onFault(fault);
        outgoing.destroy();
      }
    });
  };
}

function write(
  outgoing: Parameters<Listener>[1],
  { status, body }: JsonResponse,
  headers: Record<string, string>,
): void {
  headers['content-length'] = String(Buffer.byteLength(body));
  outgoing.writeHead(status, headers);
  outgoing.end(body);
}

/** Milliseconds that an answer may wait for others. */
const longestWait = 1;

/**
 * Sends answers that are ready in the same turn one right after the other: whoever is woken by the first is awake for
 * the rest. Waking a client for each of them takes longer than answering it; with 32 connections this is a quarter more
 * requests a second.
 */
function sendTogether(): (send: () => void) => void {
  let waiting: (() => void)[] = [];
  let since = 0;
  const sendAll = () => {
    const all = waiting;
    waiting = [];
    for (const send of all) send();
  };
  return (send) => {
    const now = performance.now();
    if (waiting.length === 0) {
      since = now;
      setImmediate(sendAll);
    }
    waiting.push(send);
    if (now - since > longestWait) sendAll();
  };
}
