// biome-ignore-all lint/suspicious/noControlCharactersInRegex: control characters are what this file is about
/** What a terminal sends, as key presses, typed text and pasted text. Reference: xterm's control sequences, kitty's keys. */

export type Key =
  /** A key with its modifiers in this order: `ctrl-`, `alt-`, `shift-`; `enter`, `ctrl-left`, `alt-b`, `f2` … */
  | { readonly type: 'press'; readonly name: string }
  | { readonly type: 'text'; readonly text: string }
  /** What came between the marks of bracketed paste: line ends are `\n`, control characters are gone. */
  | { readonly type: 'paste'; readonly text: string };

/** Makes the terminal mark what is pasted, and stops it. */
export const BRACKETED_PASTE_ON = '\u001b[?2004h';
export const BRACKETED_PASTE_OFF = '\u001b[?2004l';

const ESCAPE = '\u001b';
const CTRL_C = '\u0003';
const PASTE_END = `${ESCAPE}[201~`;

const FINAL_NAMES: Readonly<Record<string, string>> = {
  A: 'up',
  B: 'down',
  C: 'right',
  D: 'left',
  F: 'end',
  H: 'home',
  P: 'f1',
  Q: 'f2',
  R: 'f3',
  S: 'f4',
  Z: 'shift-tab',
};

const NUMBERED_NAMES: Readonly<Record<string, string>> = {
  1: 'home',
  2: 'insert',
  3: 'delete',
  4: 'end',
  5: 'pageup',
  6: 'pagedown',
  7: 'home',
  8: 'end',
  11: 'f1',
  12: 'f2',
  13: 'f3',
  14: 'f4',
  15: 'f5',
};

const CODE_NAMES: Readonly<Record<number, string>> = {
  9: 'tab',
  13: 'enter',
  27: 'escape',
  32: 'space',
  127: 'backspace',
};

/** Reads chunks of terminal input; a sequence or a paste may be cut anywhere between two of them. */
export class KeyDecoder {
  #rest = '';
  #paste: string[] | undefined;

  /** Whether an escape waits for what may follow it. */
  get isWaiting(): boolean {
    return this.#rest !== '' && this.#paste === undefined;
  }

  push(chunk: string): Key[] {
    const keys: Key[] = [];
    let input = this.#rest + chunk;
    this.#rest = '';
    while (input !== '') {
      if (this.#paste) input = this.#readPaste(this.#paste, input, keys);
      else if (input.startsWith(ESCAPE)) input = this.#readEscape(input, keys);
      else input = readPlain(input, keys);
    }
    return keys;
  }

  /** Takes what waits for more as it is: nothing follows an Escape that a person pressed. */
  flush(): Key[] {
    if (!this.isWaiting) return [];
    const rest = this.#rest.slice(1);
    this.#rest = '';
    const keys: Key[] = [{ type: 'press', name: 'escape' }];
    if (rest !== '' && rest !== '[' && rest !== 'O') keys.push(...this.push(rest));
    return keys;
  }

  #readPaste(parts: string[], input: string, keys: Key[]): string {
    const end = input.indexOf(PASTE_END);
    if (end === -1) {
      // The mark may be cut: its beginning waits for the next chunk.
      const kept = Math.max(0, input.length - PASTE_END.length + 1);
      const cut = input.indexOf(ESCAPE, kept);
      parts.push(cut === -1 ? input : input.slice(0, cut));
      this.#rest = cut === -1 ? '' : input.slice(cut);
      return '';
    }
    parts.push(input.slice(0, end));
    this.#paste = undefined;
    keys.push({ type: 'paste', text: cleanText(parts.join('')) });
    return input.slice(end + PASTE_END.length);
  }

  #readEscape(input: string, keys: Key[]): string {
    const sequence = /^\u001b(\u001b?)(?:\[\[([A-E])|\[([<=>?]?[\d;:]*)[ -/]*([@-Z\\-~])|O([A-Za-z]))/.exec(input);
    if (sequence) {
      const [found, secondEscape = '', console = '', parameters = '', final = '', ss3 = ''] = sequence;
      if (final === '~' && parameters === '200') this.#paste = [];
      else {
        const name = console === '' ? nameSequence(parameters, final || ss3) : `f${console.charCodeAt(0) - 64}`;
        if (name !== undefined) keys.push({ type: 'press', name: secondEscape === '' ? name : withAlt(name) });
      }
      return input.slice(found.length);
    }
    if (/^\u001b\u001b?(?:$|\[\[?$|\[[<=>?]?[\d;:]*[ -/]*$|O$)/.test(input)) {
      this.#rest = input;
      return '';
    }
    // Ctrl-C is heard in any case: nobody presses it with Alt.
    if (input.startsWith(ESCAPE, 1) || input.startsWith(CTRL_C, 1)) {
      keys.push({ type: 'press', name: 'escape' });
      return input.slice(1);
    }
    const char = String.fromCodePoint(input.codePointAt(1) ?? 0);
    keys.push({ type: 'press', name: withAlt(nameControl(char) ?? char) });
    return input.slice(1 + char.length);
  }
}

function nameSequence(parameters: string, final: string): string | undefined {
  const [first = '', second = '', third = ''] = parameters.split(/[;:]/);
  if (final === 'u') return nameCode(Number(first), second);
  if (final === '~') {
    if (first === '27') return nameCode(Number(third), second);
    const name = NUMBERED_NAMES[first];
    return name === undefined ? undefined : withModifiers(name, second);
  }
  // rxvt's arrows with Ctrl. As replies of the terminal these letters have parameters.
  if (/^[a-d]$/.test(final)) return parameters === '' ? `ctrl-${FINAL_NAMES[final.toUpperCase()]}` : undefined;
  const name = FINAL_NAMES[final];
  return name === undefined ? undefined : withModifiers(name, second);
}

function nameCode(code: number, modifiers: string): string | undefined {
  const name = CODE_NAMES[code] ?? (code > 32 && code <= 0x10ffff ? String.fromCodePoint(code) : undefined);
  return name === undefined ? undefined : withModifiers(name, modifiers);
}

/** `modifiers` is 1 and the sum of 1 for Shift, 2 for Alt, 4 for Ctrl. */
function withModifiers(name: string, modifiers: string): string {
  const bits = modifiers === '' ? 0 : Number(modifiers) - 1;
  return `${bits & 4 ? 'ctrl-' : ''}${bits & 2 ? 'alt-' : ''}${bits & 1 ? 'shift-' : ''}${name}`;
}

function withAlt(name: string): string {
  return name.startsWith('ctrl-') ? `ctrl-alt-${name.slice('ctrl-'.length)}` : `alt-${name}`;
}

function nameControl(char: string): string | undefined {
  const code = char.charCodeAt(0);
  if (char === '\r') return 'enter';
  if (char === '\t') return 'tab';
  if (char === '\u007f' || char === '\b') return 'backspace';
  if (char === ESCAPE) return 'escape';
  if (code >= 1 && code <= 26) return `ctrl-${String.fromCharCode(code + 96)}`;
  return code === 31 ? 'ctrl-_' : undefined;
}

const CONTROL = /[\u0000-\u001f\u007f]/;

function readPlain(input: string, keys: Key[]): string {
  const control = input.search(CONTROL);
  if (control === 0) {
    const name = nameControl(input[0] ?? '');
    if (name !== undefined) keys.push({ type: 'press', name });
    return input.slice(1);
  }
  const text = cleanText(control === -1 ? input : input.slice(0, control));
  if (text !== '') keys.push({ type: 'text', text });
  return control === -1 ? '' : input.slice(control);
}

/** Text as it may stand in a query: line ends are `\n`, control characters other than tabs are dropped. */
export function cleanText(text: string): string {
  return text.replace(/\r\n?/g, '\n').replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g, '');
}
