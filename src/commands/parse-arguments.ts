/** What options and arguments may say. Each function throws commander's InvalidArgumentError, which says what is wrong. */
import { InvalidArgumentError } from 'commander';
import { type FqlVersion, fqlVersions, type RoleName } from '../shell/session.ts';

export function parseRole(text: string): RoleName {
  if (text === 'admin' || text === 'server' || text === 'server-readonly') return text;
  if (/^@role\/.+/.test(text)) return text as RoleName;
  throw new InvalidArgumentError('It is admin, server, server-readonly or @role/NAME.');
}

export function parseVersion(text: string): FqlVersion {
  const version = fqlVersions.find((each) => String(each) === text);
  if (version === undefined) throw new InvalidArgumentError('It is 10 or 4.');
  return version;
}

export function parsePort(text: string): number {
  if (!/^\d{1,5}$/.test(text) || Number(text) > 65_535) {
    throw new InvalidArgumentError('A port is a number from 0 to 65535.');
  }
  return Number(text);
}

/** Requests are held in memory. */
const largestBody = 256 * 1024 ** 2;
const units: Readonly<Record<string, number>> = { '': 1, k: 1024, m: 1024 ** 2 };

/** In bytes. */
export function parseSize(text: string): number {
  const [, digits = '', unit = ''] = /^(\d{1,9})([kKmM]?)$/.exec(text) ?? [];
  const size = Number(digits) * (units[unit.toLowerCase()] ?? 1);
  if (size < 1 || size > largestBody)
    throw new InvalidArgumentError('A size is a number of bytes up to 256M, as 500000, 500K or 8M.');
  return size;
}

/** Adds an origin as browsers send it, or `*`, to those given before. */
export function parseOrigin(text: string, before: readonly string[] = []): readonly string[] {
  if (text !== '*' && originOf(text) !== text) {
    const meant = originOf(text);
    const example = meant === undefined ? 'https://example.com or http://localhost:3000' : meant;
    throw new InvalidArgumentError(`An origin is *, or a scheme and a host without a path, as ${example}.`);
  }
  return [...before, text];
}

function originOf(text: string): string | undefined {
  if (!URL.canParse(text)) return undefined;
  const { protocol, origin } = new URL(text);
  return protocol === 'http:' || protocol === 'https:' ? origin : undefined;
}

/** What keeps a text from being a root secret; nothing when it is one. It is sent in a header, where `:` ends it. */
export function faultOfSecret(secret: string): string | undefined {
  if (secret === '') return 'is empty';
  return /^[\x21-\x39\x3b-\x7e]+$/.test(secret) ? undefined : 'has to be one word of ASCII characters without a colon';
}
