/** Standard base64 with padding, in and out of bytes. */

export function encodeBase64(bytes: Uint8Array): string {
  let binary = '';
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return btoa(binary);
}

/** Padding may be left out, but not half of it. Undefined when the text is no base64. */
export function decodeBase64(text: string): Uint8Array | undefined {
  if (!/^[A-Za-z0-9+/]*={0,2}$/.test(text) || (text.endsWith('=') && text.length % 4 !== 0)) return undefined;
  try {
    const binary = atob(text.replace(/=+$/, ''));
    return Uint8Array.from(binary, (character) => character.charCodeAt(0));
  } catch {
    return undefined;
  }
}
