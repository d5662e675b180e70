/** `/schema/1/…`: schema files, which are not served yet. Source: wire.md ("Endpoints"). */
import { type JsonResponse, refuse } from './json-response.ts';

/** What the tools of Fauna ask for. */
const known = /^\/schema\/1\/(files(\/.+)?|diff|validate|update|(staged\/)?(status|commit|abandon))$/;

export function answerSchema(path: string): JsonResponse {
  if (!known.test(path)) return { status: 404, body: '{"error":{"message":"Not found"}}' };
  const message =
    'Faunula does not read schema files (FSL) yet. Create collections, functions and roles with FQL, as in ' +
    'Collection.create({ name: "Product" }).';
  return refuse('invalid_request', message, 501);
}
