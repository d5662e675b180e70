/** Where the parts of a text end that more than one kind of token is made of: words, strings, heredocs, comments. */
import { isBlank, isDigit, isDisplayable, isLineBreak, isWordPart } from './characters.ts';

/** Comments nest. Undefined where one is not closed, or holds what may not be shown. */
export function endOfBlockComment(text: string, start: number): number | undefined {
  let depth = 1;
  let at = start + 2;
  while (at < text.length) {
    if (text.startsWith('*/', at)) {
      at += 2;
      if (--depth === 0) return at;
    } else if (text.startsWith('/*', at)) {
      at += 2;
      depth++;
    } else if (isDisplayable(text.charCodeAt(at))) at++;
    else return undefined;
  }
  return undefined;
}

export function endOfWord(text: string, start: number): number {
  let end = start + 1;
  while (isWordPart(text.charCodeAt(end))) end++;
  return end;
}

export function endOfDigits(text: string, start: number): number {
  let end = start;
  while (isDigit(text.charCodeAt(end)) || text.charCodeAt(end) === 95) end++;
  return end;
}

/** Up to the closing quote, an interpolation, or what may not stand in a string. */
export function endOfStringText(text: string, start: number): number {
  let end = start;
  while (end < text.length) {
    const unit = text.charCodeAt(end);
    if (unit === 92) end += 2;
    else if (unit === 34 || (unit === 35 && text.charCodeAt(end + 1) === 123) || !isDisplayable(unit)) break;
    else end++;
  }
  return end;
}

/** Up to the line of the closing name, an interpolation, or what may not stand in a heredoc. */
export function endOfHeredocText(text: string, start: number, name: string): number {
  let end = start;
  while (end < text.length) {
    if (end > 0 && isLineBreak(text.charCodeAt(end - 1)) && closingName(text, end, name) !== undefined) break;
    const unit = text.charCodeAt(end);
    if ((unit === 35 && text.charCodeAt(end + 1) === 123) || (!isDisplayable(unit) && !isLineBreak(unit))) break;
    end++;
  }
  return end;
}

/** Behind blanks and block comments. */
export function endOfBlanks(text: string, start: number): number {
  let end = start;
  for (;;) {
    if (isBlank(text.charCodeAt(end))) end++;
    else if (text.startsWith('/*', end)) {
      const comment = endOfBlockComment(text, end);
      if (comment === undefined) return end;
      end = comment;
    } else return end;
  }
}

/** The start of a heredoc's first line: at least one line break stands behind the name. */
export function endOfHeading(text: string, start: number): number | undefined {
  let end: number | undefined;
  let at = start;
  for (;;) {
    at = endOfBlanks(text, at);
    if (!isLineBreak(text.charCodeAt(at))) return end;
    while (isLineBreak(text.charCodeAt(at))) at++;
    end = at;
  }
}

/** Behind the heredoc's name, when the line that starts here closes it. */
export function closingName(text: string, line: number, name: string): number | undefined {
  const start = endOfBlanks(text, line);
  const end = start + name.length;
  return text.startsWith(name, start) && !isWordPart(text.charCodeAt(end)) ? end : undefined;
}
