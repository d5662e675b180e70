/** A client of a server that may be killed while it answers: over HTTP/1.1 or HTTP/2, one request at a time. */
import { Agent, request } from 'node:http';
import { type ClientHttp2Session, connect } from 'node:http2';

export interface SoakAnswer {
  readonly status: number;
  readonly data: unknown;
  readonly code: string | undefined;
  /** Microseconds. */
  readonly time: number | undefined;
}

/** Sends queries to whatever the server's address is at the time. Rejects when there is no answer. */
export interface SoakClient {
  query(url: string, fql: string, values: Readonly<Record<string, unknown>>): Promise<SoakAnswer>;
  close(): void;
}

function read(status: number, text: string): SoakAnswer {
  const json = JSON.parse(text) as { data?: unknown; error?: { code: string }; txn_ts?: number };
  return { status, data: json.data, code: json.error?.code, time: json.txn_ts };
}

const authorization = 'Bearer secret';

export function http1Client(): SoakClient {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  return {
    query: (url, query, values) =>
      new Promise((answered, failed) => {
        const options = { method: 'POST', agent, headers: { authorization } };
        const sent = request(`${url}/query/1`, options, (reply) => {
          const chunks: Buffer[] = [];
          reply.on('data', (chunk: Buffer) => chunks.push(chunk)).on('error', failed);
          reply.on('end', () => {
            if (reply.complete) answered(read(reply.statusCode ?? 0, Buffer.concat(chunks).toString()));
            else failed(new Error('the answer broke off'));
          });
        });
        sent.on('error', failed);
        sent.end(JSON.stringify({ query, arguments: values }));
      }),
    close: () => agent.destroy(),
  };
}

export function http2Client(): SoakClient {
  let session: ClientHttp2Session | undefined;
  let address = '';
  const sessionFor = (url: string): ClientHttp2Session => {
    if (session && address === url && !session.closed && !session.destroyed) return session;
    session?.destroy();
    session = connect(url).on('error', () => {});
    address = url;
    return session;
  };
  return {
    query: (url, query, values) =>
      new Promise((answered, failed) => {
        const stream = sessionFor(url).request({ ':method': 'POST', ':path': '/query/1', authorization });
        const chunks: Buffer[] = [];
        let status = 0;
        stream.on('response', (headers) => {
          status = Number(headers[':status']);
        });
        stream.on('data', (chunk: Buffer) => chunks.push(chunk));
        stream.on('error', failed);
        // A stream that is cut off closes as well, without all that its answer has.
        stream.on('close', () => {
          try {
            answered(read(status, Buffer.concat(chunks).toString()));
          } catch {
            failed(new Error('the answer broke off'));
          }
        });
        stream.end(JSON.stringify({ query, arguments: values }));
      }),
    close: () => session?.destroy(),
  };
}
