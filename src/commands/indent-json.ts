/** JSON for people to read. */

/** Indents JSON text by two spaces a level, and keeps its numbers as they are written. */
export function indentJson(json: string): string {
  let text = '';
  let depth = 0;
  const breakLine = () => `\n${'  '.repeat(depth)}`;
  for (const [token] of json.matchAll(/"(?:[^"\\]|\\.)*"|[{[]\s*[\]}]|[{}[\],:]|[^\s{}[\],:"]+/g)) {
    switch (token) {
      case '{':
      case '[':
        depth++;
        text += token + breakLine();
        break;
      case '}':
      case ']':
        depth--;
        text += breakLine() + token;
        break;
      case ',':
        text += token + breakLine();
        break;
      case ':':
        text += ': ';
        break;
      default:
        text += /^[{[]/.test(token) ? token.replace(/\s/g, '') : token;
    }
  }
  return text;
}
