import type { Json } from '../store/store.ts';

/** About how many bytes a row takes when stored: exact enough for the statistics of an answer, and cheap. */
export function rowSize(row: Json): number {
  switch (typeof row) {
    case 'string':
      return row.length + 2;
    case 'number':
      return 8;
    case 'boolean':
      return 1;
  }
  if (row === null) return 1;
  let size = 2;
  if (Array.isArray(row)) {
    for (const element of row) size += rowSize(element) + 1;
  } else {
    const fields = row as { readonly [key: string]: Json };
    for (const key in fields) size += key.length + 4 + rowSize(fields[key]!);
  }
  return size;
}
