import { describe, expect, it } from 'vitest';
import { cleanText, type Key, KeyDecoder } from '../../src/shell/keys.ts';

/** The keys in short: `<name>`, typed text as it is, pasted text in brackets. */
function short(keys: readonly Key[]): string {
  return keys
    .map((key) => (key.type === 'press' ? `<${key.name}>` : key.type === 'paste' ? `[${key.text}]` : key.text))
    .join('');
}

function decode(...chunks: readonly string[]): string {
  const decoder = new KeyDecoder();
  return short([...chunks.flatMap((chunk) => decoder.push(chunk)), ...decoder.flush()]);
}

describe('keys', () => {
  it.each([
    ['typed text', 'People.all()', 'People.all()'],
    ['text beyond ASCII', '東京👩‍👩‍👧', '東京👩‍👩‍👧'],
    ['Enter and Tab', 'a\r\t', 'a<enter><tab>'],
    ['a line feed, which Ctrl-J sends', '\n', '<ctrl-j>'],
    ['Ctrl with letters', '\u0001\u0003\u0012', '<ctrl-a><ctrl-c><ctrl-r>'],
    ['both codes for Backspace', '\u007f\b', '<backspace><backspace>'],
    ['Alt-Enter, Alt-b', '\u001b\r\u001bb', '<alt-enter><alt-b>'],
    ['Alt-Backspace', '\u001b\u007f', '<alt-backspace>'],
    ['arrows in both modes', '\u001b[A\u001bOB', '<up><down>'],
    ['arrows with modifiers', '\u001b[1;5C\u001b[1;3D\u001b[1;2A', '<ctrl-right><alt-left><shift-up>'],
    ['Alt-Left with an escape before it', '\u001b\u001b[D', '<alt-left>'],
    ['Ctrl-arrows of rxvt', '\u001bOc\u001bOd', '<ctrl-right><ctrl-left>'],
    ['Home and End', '\u001b[H\u001bOF\u001b[1~\u001b[4~\u001b[7~', '<home><end><home><end><home>'],
    ['Delete, Page Up, Page Down', '\u001b[3~\u001b[5~\u001b[6~', '<delete><pageup><pagedown>'],
    ['F2 of xterm, of VT220, of the Linux console', '\u001bOQ\u001b[12~\u001b[[B', '<f2><f2><f2>'],
    ['Shift-Tab', '\u001b[Z', '<shift-tab>'],
    ['Shift-Enter of kitty and of xterm', '\u001b[13;2u\u001b[27;2;13~', '<shift-enter><shift-enter>'],
    ['Escape with Ctrl-C at once behind it', '\u001b\u0003', '<escape><ctrl-c>'],
    ['Escape alone', '\u001b', '<escape>'],
  ])('reads %s', (_what, input, keys) => {
    expect(decode(input)).toBe(keys);
  });

  it('reads a sequence that is cut anywhere', () => {
    for (const sequence of ['\u001b[1;5C', '\u001bOQ', '\u001b[[B', '\u001b[13;2u', '\u001b\u001b[D']) {
      for (let cut = 1; cut < sequence.length; cut++) {
        expect(decode(sequence.slice(0, cut), sequence.slice(cut))).toBe(decode(sequence));
      }
    }
  });

  it('passes over sequences that are no keys', () => {
    expect(decode('a\u001b[Ib\u001b[?62;1;4cc\u001b[Od')).toBe('abcd');
  });

  it('keeps pasted text one, with line ends as \\n', () => {
    expect(decode('\u001b[200~a\r\n\r\n\tb\u001b[201~\r')).toBe('[a\n\n\tb]<enter>');
  });

  it('reads a paste that is cut anywhere, with keys before and behind', () => {
    const input = 'x\u001b[200~one\rtwo\u001b[201~\u001b[A';
    for (let cut = 1; cut < input.length; cut++) {
      expect(decode(input.slice(0, cut), input.slice(cut))).toBe('x[one\ntwo]<up>');
    }
  });

  it('takes escapes within a paste as text of no meaning', () => {
    expect(decode('\u001b[200~a\u001b[31mb\u0007c\u001b[201~')).toBe('[a[31mbc]');
  });

  it('reads a long paste in time linear in it', () => {
    const decoder = new KeyDecoder();
    const chunk = '東'.repeat(1000);
    decoder.push('\u001b[200~');
    for (let count = 0; count < 5000; count++) expect(decoder.push(chunk)).toEqual([]);
    const [key] = decoder.push('\u001b[201~');
    expect(key?.type === 'paste' && key.text.length).toBe(5_000_000);
  });
});

describe('text from outside', () => {
  it('loses its control characters', () => {
    expect(cleanText('a\u0000b\u001bc\u009bd\re\r\nf\tg')).toBe('abcd\ne\nf\tg');
  });
});
