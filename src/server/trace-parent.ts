/** The header `traceparent` of W3C Trace Context. */

/** Goes on with the trace of the request, or begins one. */
export function traceParent(sent: string | undefined): string {
  const trace = sent === undefined ? undefined : pattern.exec(sent)?.[1];
  const own = hex8(++last >>> 0);
  return `00-${trace ?? traces + own}-${spans}${own}-00`;
}

const pattern = /^00-([0-9a-f]{32})-[0-9a-f]{16}-[0-9a-f]{2}$/;

/** What the ids of this process begin with; counting goes on from there, which takes less time than drawing. */
const traces = hex8(random()) + hex8(random()) + hex8(random());
const spans = hex8(random());
let last = random();

function random(): number {
  return Math.floor(Math.random() * 2 ** 32);
}

function hex8(number: number): string {
  return number.toString(16).padStart(8, '0');
}
