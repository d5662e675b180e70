/** Headers that every path outside the endpoints of version 10 checks. Source: recorded `ping`; wire.md ("v4"). */
import { parseVersion } from '../fql4/api-version.ts';
import {
  InvalidRequest,
  parseHeader,
  parseRetries,
  parseTags,
  parseTimeout,
  parseTimestamp,
  type ReadHeader,
} from './request-headers.ts';

/** What answers are labelled with, which send it back. */
export const tagsHeader = 'x-fauna-tags';

/** Throws InvalidRequest. */
export function checkLegacyHeaders(header: ReadHeader): void {
  parseHeader(header, 'x-faunadb-api-version', (text) => {
    if (!parseVersion(text)) throw new InvalidRequest(`Unsupported or invalid API version '${text}'.`);
  });
  parseHeader(header, 'x-last-seen-txn', parseTimestamp);
  parseHeader(header, 'x-query-timeout', parseTimeout);
  parseHeader(header, 'x-max-retries-on-contention', parseRetries);
  parseHeader(header, tagsHeader, parseTags);
}
