/** `POST /feed/1`: a page of events. Source: wire.md, recorded `feeds`. */
import type { Engine } from '../engine.ts';
import { readEventRequest, refuseEvents } from './event-request.ts';
import type { JsonResponse } from './json-response.ts';
import { refuseLate } from './refuse-late.ts';
import { InvalidRequest, type ReadHeader, readFeedHeaders, readSecret } from './request-headers.ts';

export async function answerFeed(engine: Engine, header: ReadHeader, body: Uint8Array): Promise<JsonResponse> {
  try {
    const { timeoutMs } = readFeedHeaders(header);
    const request = readEventRequest(engine, body, '.');
    const caller = await engine.recognize({ secret: readSecret(header('authorization')) ?? '' });
    const answer = await engine.events.feed(caller, { ...request, timeoutMs });
    if (answer.outcome === 'success') return { status: 200, body: answer.text };
    if (answer.code === 'time_out') return await refuseLate({ queryTimeMs: 0, readOps: 0, writeOps: 0 }, timeoutMs);
    return refuseEvents(answer.code, answer.message);
  } catch (problem) {
    if (problem instanceof InvalidRequest) return refuseEvents('invalid_request', problem.message);
    throw problem;
  }
}
