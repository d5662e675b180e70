/** How much the server takes on. */

/** The largest request body, in bytes, unless the user says otherwise. */
export const defaultMaxBody = 8 * 1024 * 1024;

/** A body has to arrive within this time: milliseconds. */
export const bodyTimeout = 60_000;

/** What is given to requests under way when the server ends: milliseconds. Docker kills after ten seconds. */
export const endAfter = 8_000;
