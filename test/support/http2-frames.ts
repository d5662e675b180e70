/** Frames of HTTP/2 as bytes, to send what no client would. Source: RFC 9113. */

export const preface = Buffer.from('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n');

const types = {
  data: 0,
  headers: 1,
  priority: 2,
  reset: 3,
  settings: 4,
  ping: 6,
  windowUpdate: 8,
  continuation: 9,
  unknown: 0x77,
} as const;

export const flags = { endStream: 1, endHeaders: 4 } as const;

export function frame(
  type: keyof typeof types,
  flagBits: number,
  stream: number,
  payload: Uint8Array = Buffer.alloc(0),
): Buffer<ArrayBuffer> {
  const head = Buffer.alloc(9);
  head.writeUIntBE(payload.length, 0, 3);
  head[3] = types[type];
  head[4] = flagBits;
  head.writeUInt32BE(stream, 5);
  return Buffer.concat([head, payload]);
}

/** Headers that nobody remembers: each is written out. */
export function headerBlock(headers: readonly (readonly [string, string])[]): Buffer<ArrayBuffer> {
  return Buffer.concat(headers.flatMap(([name, value]) => [Buffer.of(0), text(name), text(value)]));
}

/** A header that both sides remember, so that `again` stands for it from then on. Source: RFC 7541. */
export function rememberedHeader(name: string, value: string): { first: Buffer<ArrayBuffer>; again: number } {
  return { first: Buffer.concat([Buffer.of(0x40), text(name), text(value)]), again: 0xbe };
}

function text(content: string): Buffer<ArrayBuffer> {
  const bytes = Buffer.from(content);
  if (bytes.length < 127) return Buffer.concat([Buffer.of(bytes.length), bytes]);
  const length = [127];
  let rest = bytes.length - 127;
  for (; rest >= 128; rest = Math.floor(rest / 128)) length.push((rest % 128) + 128);
  return Buffer.concat([Buffer.from([...length, rest]), bytes]);
}
