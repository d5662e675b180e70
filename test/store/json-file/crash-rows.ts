/** What the writer of the crash test writes, and the test expects. */

/** How many of a client's transactions leave rows: older ones are deleted. */
export const kept = 20;

export const rowKey = (client: number, n: number): string => `${client}\t${String(n).padStart(9, '0')}`;

/** From 1 to some thousand characters: lines within a disk's block and across several. */
export const textOf = (n: number): string => `${n} ${'x'.repeat((n * 7919) % (n % 50 === 0 ? 9000 : 90))}`;
