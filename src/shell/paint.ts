/** Colours of the terminal. Nothing here is written when the terminal can not, or the user does not want it. */

export type Style =
  | 'string'
  | 'number'
  | 'keyword'
  | 'comment'
  | 'name'
  | 'error'
  | 'log'
  | 'dim'
  | 'prompt'
  | 'inverse';

/** The codes that begin and end a style. Reference: ECMA-48, Select Graphic Rendition. */
const CODES: Readonly<Record<Style, readonly [on: number, off: number]>> = {
  string: [32, 39],
  number: [33, 39],
  keyword: [35, 39],
  comment: [2, 22],
  name: [36, 39],
  error: [31, 39],
  log: [33, 39],
  dim: [2, 22],
  prompt: [1, 22],
  inverse: [7, 27],
};

/** Colours a text, line by line: a terminal may cut between lines. */
export type Paint = (text: string, style: Style) => string;

export const paintNothing: Paint = (text) => text;

export const paintAnsi: Paint = (text, style) => {
  const [on, off] = CODES[style];
  return text.replace(/[^\n]+/g, (line) => `\u001b[${on}m${line}\u001b[${off}m`);
};

/** Source: https://no-color.org, https://force-color.org */
export function choosePaint(stdout: { readonly isTTY?: boolean }, env: NodeJS.ProcessEnv = process.env): Paint {
  const { NO_COLOR = '', FORCE_COLOR = '', TERM } = env;
  if (NO_COLOR !== '') return paintNothing;
  if (FORCE_COLOR !== '' && FORCE_COLOR !== '0') return paintAnsi;
  return stdout.isTTY && TERM !== 'dumb' && FORCE_COLOR !== '0' ? paintAnsi : paintNothing;
}

/** Data must not steer the terminal: control characters other than line ends and tabs are shown as escapes. */
export function makePrintable(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what this is about
  return text.replace(/\r\n/g, '\n').replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g, (char) => {
    return `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`;
  });
}
