/** The headers of a query request, checked. Source: wire.md, recorded `headers`. */
import type { IncomingHttpHeaders } from 'node:http';
import { type Format, formats, type QueryRequest } from '../query/request.ts';

/** Why a request is turned away: becomes `invalid_request`. */
export class InvalidRequest extends Error {}

export interface RequestOptions
  extends Pick<QueryRequest, 'typecheck' | 'timeoutMs' | 'maxRetries' | 'performanceHints'> {
  readonly format: Format;
  /** The newest transaction that the client knows of: microseconds. */
  readonly lastTxnTime: number | undefined;
  /** As the answer echoes them: sorted; '' without tags. */
  readonly tags: string;
}

/** Reads one header; undefined when it was not sent. */
export type ReadHeader = (name: string) => string | undefined;

/** The headers of a request as Node hands them over. */
export interface SentHeaders {
  readonly headers: IncomingHttpHeaders;
  /** Names and values by turns, as they were written. */
  readonly rawHeaders: readonly string[];
}

/** Reads headers where Node has put them: much cheaper than making a list of them. */
export function readerOf({ headers, rawHeaders }: SentHeaders): ReadHeader {
  return (name) => {
    const value = headers[name];
    if (typeof value !== 'string') return value?.[0];
    return value.includes(', ') ? firstSent(rawHeaders, name) : value;
  };
}

/** Of headers with the same name, which Node joins, the first counts. */
function firstSent(rawHeaders: readonly string[], name: string): string | undefined {
  const at = rawHeaders.findIndex((each, index) => index % 2 === 0 && each.toLowerCase() === name);
  return rawHeaders[at + 1];
}

/** In the order of the original, which decides whose error is shown. Throws InvalidRequest. */
export function readRequestHeaders(header: ReadHeader): RequestOptions {
  const read = <T>(name: string, parse: (text: string) => T) => parseHeader(header, name, parse);
  const lastTxnTime = read('x-last-txn-ts', parseTimestamp);
  const timeoutMs = read('x-query-timeout-ms', parseTimeout);
  const maxRetries = read('x-max-contention-retries', parseRetries);
  const tags = read('x-query-tags', parseTags) ?? '';
  const format = read('x-format', parseFormat) ?? 'simple';
  const typecheck = read('x-typecheck', parseBoolean);
  // Every query is strictly serializable, whether or not it asks for that.
  read('x-linearized', parseBoolean);
  const performanceHints = read('x-performance-hints', parseBoolean) ?? false;
  return { format, lastTxnTime, typecheck, performanceHints, timeoutMs, maxRetries, tags };
}

/** Those that a feed looks at. */
export function readFeedHeaders(header: ReadHeader): { readonly timeoutMs: number | undefined } {
  try {
    parseHeader(header, 'x-last-txn-ts', parseTimestamp);
    const timeoutMs = parseHeader(header, 'x-query-timeout-ms', parseTimeout);
    parseHeader(header, 'x-max-contention-retries', parseRetries);
    return { timeoutMs };
  } catch (problem) {
    if (problem instanceof InvalidRequest) throw new InvalidRequest(`Invalid headers: ${problem.message}`);
    throw problem;
  }
}

export function parseHeader<T>(header: ReadHeader, name: string, parse: (text: string) => T): T | undefined {
  const text = header(name);
  if (text === undefined) return undefined;
  try {
    return parse(text);
  } catch (problem) {
    if (problem instanceof InvalidRequest) throw new InvalidRequest(`Invalid header '${name}': ${problem.message}`);
    throw problem;
  }
}

function parseFormat(text: string): Format {
  const format = formats.find((each) => each === text);
  if (!format) throw new InvalidRequest(`Invalid format ${text}`);
  return format;
}

function parseBoolean(text: string): boolean {
  const lower = text.toLowerCase();
  if (lower !== 'true' && lower !== 'false') throw new InvalidRequest('Must be a boolean value.');
  return lower === 'true';
}

export function parseTimestamp(text: string): number {
  const micros = parseInteger(text, 64);
  if (micros === undefined) throw new InvalidRequest(`Invalid timestamp '${text}'.`);
  return micros;
}

function parseNumber(text: string, bits: number): number {
  const number = parseInteger(text, bits);
  if (number === undefined) throw new InvalidRequest(`Invalid number '${text}'.`);
  return number;
}

function parseInteger(text: string, bits: number): number | undefined {
  if (!/^[+-]?\d{1,100}$/.test(text)) return undefined;
  const integer = BigInt(text.replace('+', ''));
  return BigInt.asIntN(bits, integer) === integer ? Number(integer) : undefined;
}

export function parseTimeout(text: string): number {
  const milliseconds = parseNumber(text, 64);
  if (milliseconds <= 0) throw new InvalidRequest('Must be greater than 0.');
  if (milliseconds > 600_000) throw new InvalidRequest('Must be less than or equal to 600000.');
  return milliseconds;
}

export function parseRetries(text: string): number {
  const retries = parseNumber(text, 32);
  if (retries < 0 || retries > 7) throw new InvalidRequest('Must be between 0 and 7.');
  return retries;
}

/** The longest header of tags. */
const longestTags = 3_000;
const mostTags = 25;
const tagsPattern = /^[A-Za-z0-9_]+=[A-Za-z0-9_]+(?:,[A-Za-z0-9_]+=[A-Za-z0-9_]+)*$/;

export function parseTags(text: string): string {
  if (text.length > longestTags) throw new InvalidRequest('header is too long');
  if (text === '') return '';
  if (!tagsPattern.test(text)) throw new InvalidRequest('invalid tags');
  const pairs = text.split(',');
  if (pairs.length > mostTags) throw new InvalidRequest('too many tags');
  const keys = new Set<string>();
  // The original reads them from the last one on, which decides what it complains of.
  for (const pair of pairs.toReversed()) {
    const [key = '', value = ''] = pair.split('=');
    if (key.length > 40) throw new InvalidRequest('invalid key');
    if (value.length > 80) throw new InvalidRequest('invalid value');
    if (keys.has(key)) throw new InvalidRequest('duplicate key');
    keys.add(key);
  }
  return pairs.sort().join(',');
}

/**
 * The secret of `Authorization: Bearer SECRET`, or of `Basic`, whose user name it is, without a password. A scoped
 * secret has colons of its own, behind which others would look for the password. Undefined when there is none.
 */
export function readSecret(authorization: string | undefined): string | undefined {
  const [, bearer] = /^Bearer +(\S+)$/.exec(authorization ?? '') ?? [];
  if (bearer) return bearer;
  const [, basic] = /^Basic +(\S+)$/.exec(authorization ?? '') ?? [];
  if (!basic) return undefined;
  const secret = Buffer.from(basic, 'base64').toString('utf8').trim().replace(/:$/, '');
  return secret === '' ? undefined : secret;
}
