/** How texts and names are written in FQL. */

/** A name that needs no quotes as a field of an object. */
export function isIdentifier(text: string): boolean {
  return /^\p{L}[\p{L}\p{Nd}_]*$/u.test(text);
}

const escapes: Readonly<Record<string, string>> = {
  '\\': '\\\\',
  '\0': '\\0',
  "'": "\\'",
  '"': '\\"',
  '`': '\\`',
  '\n': '\\n',
  '\r': '\\r',
  '\v': '\\v',
  '\t': '\\t',
  '\b': '\\b',
  '\f': '\\f',
  '#': '\\#',
};

/** A string literal of the text. Source: recorded `decorated values`. */
export function quote(text: string): string {
  return `"${text.replace(/[\\\0'"`\n\r\v\t\b\f#]/g, (character) => escapes[character] ?? character)}"`;
}

/** Halves of surrogate pairs that stand alone, which no encoding can carry: `?` in their place. Source: generated expressions. */
export function encodable(text: string): string {
  return text.replace(/\p{Surrogate}/gu, '?');
}

/** Anything but what JSON writes as it is: controls, `"`, `\\`, halves of surrogate pairs. */
const special = /[^ !#-[\]-\uD7FF\uE000-\uFFFF]/;

/** The text as JSON. Most have nothing to escape, and are then written in half the time that `JSON.stringify` takes. */
export function jsonString(text: string): string {
  return special.test(text) ? JSON.stringify(encodable(text)) : `"${text}"`;
}
