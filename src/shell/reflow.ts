/** What a narrower terminal does to the rows that are drawn: it breaks them, and the frame becomes higher. */

export interface Frame {
  /** The columns that each row takes, from the top. */
  readonly widths: readonly number[];
  /** Where the cursor was put; undefined when it stands at the start of the line below. */
  readonly cursor?: { readonly x: number; readonly y: number } | undefined;
  /** The width of the terminal it was drawn for. */
  readonly columns: number;
}

/** How many lines the cursor now stands below the frame's first, in a terminal that breaks rows as most do. */
export function linesAboveCursor({ widths, cursor }: Frame, columns: number): number {
  const linesOf = (width: number): number => Math.max(1, Math.ceil(width / columns));
  const above = widths.slice(0, cursor?.y ?? widths.length);
  const within = Math.floor((cursor?.x ?? 0) / columns);
  return above.reduce((sum, width) => sum + linesOf(width), within);
}

/**
 * Erases a frame after the terminal became narrower, and leaves the cursor as many lines below the frame's first as
 * before, for Ink counts on that.
 */
export function eraseReflowed(frame: Frame, columns: number): string {
  if (columns >= frame.columns) return '';
  const up = linesAboveCursor(frame, columns);
  const down = frame.cursor?.y ?? frame.widths.length;
  return `${up > 0 ? `\u001b[${up}A` : ''}\r\u001b[J${down > 0 ? `\u001b[${down}B` : ''}`;
}
