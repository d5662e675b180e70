/** The header `traceparent` of W3C Trace Context. */
import { randomBytes } from 'node:crypto';

/** Goes on with the trace of the request, or begins one. */
export function traceParent(sent: string | undefined): string {
  const [, trace] = /^00-([0-9a-f]{32})-[0-9a-f]{16}-[0-9a-f]{2}$/.exec(sent ?? '') ?? [];
  const random = randomBytes(24).toString('hex');
  return `00-${trace ?? random.slice(16)}-${random.slice(0, 16)}-00`;
}
