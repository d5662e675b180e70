/** How much the server takes on. */

/** The largest request body, in bytes, unless the user says otherwise. */
export const defaultMaxBody = 8 * 1024 * 1024;

/** How long clients may take: milliseconds. */
export interface Patience {
  /** From the connection to the first bytes. */
  readonly beginning: number;
  readonly headers: number;
  /** For all of a request. */
  readonly request: number;
  /** Between two requests of a connection. */
  readonly idle: number;
  /** How often connections of HTTP/1.1 are looked at for those that take too long. */
  readonly checkEvery: number;
}

export const usualPatience: Patience = {
  beginning: 20_000,
  headers: 20_000,
  request: 60_000,
  idle: 65_000,
  checkEvery: 5_000,
};

/** What bodies that are not yet whole may take together, in bytes, beside the first part of each. */
export const bodyMemory = { together: 128 * 1024 * 1024, first: 64 * 1024 } as const;

/** What is given to requests under way when the server ends: milliseconds. Docker kills after ten seconds. */
export const endAfter = 8_000;
