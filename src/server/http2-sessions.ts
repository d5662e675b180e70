/** Connections of HTTP/2: which there are, and which have to go. */
import { constants, type Http2Server, type ServerHttp2Session } from 'node:http2';

export interface SessionLimits {
  /** How long a session may be without a request: milliseconds. */
  readonly idle: number;
}

/** A client may take back so many requests at once, and so many a second all the time. */
const resets = { burst: 500, rate: 25 } as const;
/** What a session gets to end by itself: milliseconds. */
const grace = 1_000;

export function trackSessions(http2: Http2Server, { idle }: SessionLimits): ReadonlySet<ServerHttp2Session> {
  const sessions = new Set<ServerHttp2Session>();
  http2.on('session', (session) => {
    sessions.add(session);
    let streams = 0;
    // Bytes alone are no use of a session: a client that sends them one by one for ever makes no request.
    const unused = setTimeout(() => {
      if (streams > 0) return;
      session.close();
      setTimeout(() => session.destroy(), grace).unref();
    }, idle);
    const allowed = allowance(resets);
    session.on('stream', (stream) => {
      streams++;
      stream.once('close', () => {
        if (--streams === 0 && !session.destroyed) unused.refresh();
        if (stream.rstCode === constants.NGHTTP2_NO_ERROR || allowed()) return;
        session.destroy(undefined, constants.NGHTTP2_ENHANCE_YOUR_CALM);
      });
    });
    session.on('close', () => {
      clearTimeout(unused);
      sessions.delete(session);
    });
  });
  // What a client does wrong ends its session, and is no fault of ours.
  http2.on('sessionError', () => {});
  return sessions;
}

/** Tells whether what happens now is still allowed; `rate` is per second. */
function allowance({ burst, rate }: typeof resets): () => boolean {
  let left: number = burst;
  let since = performance.now();
  return () => {
    const now = performance.now();
    left = Math.min(burst, left + ((now - since) / 1000) * rate) - 1;
    since = now;
    return left >= 0;
  };
}
