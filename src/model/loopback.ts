/** Names and addresses of this machine itself. */
export function isLoopbackName(name: string): boolean {
  const host = name.toLowerCase();
  return host === 'localhost' || host.endsWith('.localhost') || host === '::1' || /^127(\.\d{1,3}){3}$/.test(host);
}
