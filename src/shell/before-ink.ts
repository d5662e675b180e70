/** To be imported before Ink, which looks around as soon as it is loaded. */

// Where Ink takes the environment for a build server's it draws nothing until the end. Whoever opened the shell in a
// terminal is there to see it.
if (process.stdout.isTTY) {
  process.env.CI = 'false';
  process.env.CONTINUOUS_INTEGRATION = 'false';
}

// Ink's layout engine unpacks itself with `fetch` if there is one. Node's takes longer to load than all of Ink.
const fetchProperty = Object.getOwnPropertyDescriptor(globalThis, 'fetch');
Object.defineProperty(globalThis, 'fetch', { value: undefined, configurable: true });

/** To be called when Ink is loaded. */
export function afterInk(): void {
  if (fetchProperty) Object.defineProperty(globalThis, 'fetch', fetchProperty);
}
