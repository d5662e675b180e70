/** `/ping`: whether the server is there. Source: wire.md, recorded `ping`. */
import type { JsonResponse } from './json-response.ts';
import { methodNotAllowed } from './legacy-response.ts';

const scopes: Readonly<Record<string, string>> = {
  all: 'all',
  write: 'write',
  read: 'read',
  // As they were called before.
  global: 'write',
  local: 'read',
};

export function answerPing(method: string, scope = 'write'): JsonResponse {
  if (method === 'HEAD') return { status: 200, body: '', headers: {} };
  if (method !== 'GET') return methodNotAllowed('GET');
  const name = Object.hasOwn(scopes, scope) ? scopes[scope] : 'node';
  return { status: 200, body: JSON.stringify({ resource: `Scope ${name} is OK` }) };
}
