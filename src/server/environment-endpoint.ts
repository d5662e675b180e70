/** `/environment/1`: the types of a database, for editors. Source: recorded `environment`. */

import type { Engine } from '../engine.ts';
import { errorCodes } from '../language/error-codes.ts';
import { typeEnvironment } from '../wire/environment.ts';
import type { JsonResponse } from './json-response.ts';
import { type ReadHeader, readSecret } from './request-headers.ts';

const allowed = new Set(['admin', 'server']);

export async function answerEnvironment(engine: Engine, header: ReadHeader): Promise<JsonResponse> {
  const caller = { secret: readSecret(header('authorization')) ?? '' };
  const answer = await engine.look(caller, ({ authority: { permissions }, database: { schema } }) => {
    const mayLook = permissions.kind === 'built-in' && allowed.has(permissions.role);
    if (!mayLook) return refuseBare('forbidden', 'A valid admin/server key must be provided to use this endpoint');
    const environment = typeEnvironment(schema);
    return { status: 200, body: JSON.stringify({ schema_version: schema.version, environment }) };
  });
  return answer ?? refuseBare('unauthorized', 'Invalid token, unable to authenticate request');
}

/** Errors of this endpoint stand bare in the body. */
function refuseBare(code: 'forbidden' | 'unauthorized', message: string): JsonResponse {
  return { status: errorCodes[code].status, body: JSON.stringify({ code, message }) };
}
