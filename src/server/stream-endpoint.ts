/** `POST /stream/1`: events as they happen, each as a line of a response that goes on. Source: wire.md, recorded `streams`. */
import type { Engine } from '../engine.ts';
import { readEventRequest, refuseEvents } from './event-request.ts';
import type { JsonResponse } from './json-response.ts';
import { InvalidRequest, type ReadHeader, readSecret } from './request-headers.ts';

/** Texts of whole lines, or why there are none. `onFault`: told of faults of ours that end the stream. */
export async function answerStream(
  engine: Engine,
  header: ReadHeader,
  body: Uint8Array,
  onFault: (fault: unknown) => void,
): Promise<ReadableStream<string> | JsonResponse> {
  try {
    const request = readEventRequest(engine, body, '');
    const caller = await engine.recognize({ secret: readSecret(header('authorization')) ?? '' });
    const answer = await engine.events.stream(caller, request, onFault);
    return answer.outcome === 'success' ? answer.events : refuseEvents(answer.code, answer.message);
  } catch (problem) {
    if (problem instanceof InvalidRequest) return refuseEvents('invalid_request', problem.message);
    throw problem;
  }
}
