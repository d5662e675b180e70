/** Which names requests may be for: what keeps a web page from reaching a local database by DNS rebinding. */
import { isIP } from 'node:net';
import { isLoopbackName } from '../model/loopback.ts';

/**
 * Whether a header `host` names the server that listens on `host`. One that other machines reach has names that it can
 * not know, and a secret that its user chose. The name that was served last is asked for again nearly always.
 */
export function servedHosts(host: string): (header: string) => boolean {
  if (!isLoopbackName(host)) return () => true;
  let last: string | undefined;
  return (header) => {
    if (header === last) return true;
    const served = isServedHost(header, host);
    if (served) last = header;
    return served;
  };
}

/** Addresses and the name of this machine itself are never what a rebinding web page sends. */
function isServedHost(header: string, host: string): boolean {
  const name = header
    .replace(/:\d+$/, '')
    .replace(/^\[|\]$/g, '')
    .toLowerCase();
  return name === 'localhost' || name.endsWith('.localhost') || isIP(name) !== 0 || name === host.toLowerCase();
}
