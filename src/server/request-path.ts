/** The path of a request's target as it was sent: without origin, parameters and fragment, all of which may hold secrets. */
export function pathOf(target: string): string {
  const path = target.startsWith('/') ? target : target.replace(/^https?:\/\/[^/?#]*/i, '');
  return /^[^?#]*/.exec(path)?.[0] ?? path;
}
