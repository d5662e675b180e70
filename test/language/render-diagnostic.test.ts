import { describe, expect, it } from 'vitest';
import { cause, type Diagnostic, error, hint } from '../../src/language/diagnostic.ts';
import { renderDiagnostic, renderSummary } from '../../src/language/render-diagnostic.ts';
import { NO_SPAN, Source, type Span } from '../../src/language/source.ts';

/** The place of the first `part` in `text`. */
function placeOf(part: string, text: string, name = '*query*'): Span {
  const start = text.indexOf(part);
  return { source: new Source(name, text), start, end: start + part.length };
}

/** Lines, without the indent of the test. */
function lines(text: string): string {
  return text.replace(/^\n/, '').replace(/^ {6}/gm, '').replace(/\n *$/, '');
}

describe('a diagnostic', () => {
  it('shows its line with the place marked', () => {
    const span = placeOf('bar', 'foo\nbar baz');
    expect(renderDiagnostic(error('Wrong', span, { annotation: 'this' }))).toBe(
      lines(`
      error: Wrong
      at *query*:2:1
        |
      2 | bar baz
        | ^^^ this
        |
      `),
    );
  });

  it('marks the end of a text behind its last visible character', () => {
    const source = new Source('*query*', 'foo\n   ');
    expect(renderDiagnostic(error('Wrong', { source, start: 7, end: 8 }))).toBe(
      lines(`
      error: Wrong
      at *query*:1:4
        |
      1 | foo
        |    ^
        |
      `),
    );
  });

  it('marks an empty text', () => {
    const source = new Source('*query*', '');
    expect(renderDiagnostic(error('Wrong', { source, start: 0, end: 1 }))).toBe(
      lines(`
      error: Wrong
      at *query*:1:1
        |
      1 |
        | ^
        |
      `),
    );
  });

  it('shows of a very long line what is around the place', () => {
    const text = `${'a'.repeat(5000)}bar${'b'.repeat(5000)}`;
    const [, at, , line, marks] = renderDiagnostic(error('Wrong', placeOf('bar', text))).split('\n');
    expect(at).toBe('at *query*:1:5001');
    expect(line).toBe(`1 | …${'a'.repeat(100)}bar${'b'.repeat(897)}…`);
    expect(marks).toBe(`  | ${' '.repeat(101)}^^^`);
  });

  it('shows of very many lines the first and the last', () => {
    const text = `first(\n${'1,\n'.repeat(5000)})`;
    const rows = renderDiagnostic(
      error('Wrong', { source: new Source('*query*', text), start: 0, end: text.length }),
    ).split('\n');
    expect(rows.length).toBeLessThan(250);
    expect([rows[3], rows.at(-4), rows.at(-3)]).toEqual(['   1 |   first(', '5001 | | 1,', '5002 | | )']);
  });

  it('encloses several lines, however long their numbers', () => {
    const text = `${'\n'.repeat(8)}if (a) {\n  b\n}`;
    expect(renderDiagnostic(error('Wrong', placeOf('{\n  b\n}', text)))).toBe(
      lines(`
      error: Wrong
      at *query*:9:8
         |
       9 |   if (a) {
         |  ________^
      10 | |   b
      11 | | }
         | |_^
         |
      `),
    );
  });

  it('counts UTF-16 units', () => {
    expect(renderDiagnostic(error('Wrong', placeOf('b', '"😀" + b')))).toContain('at *query*:1:8\n');
  });

  it('shows the sigil of a placeholder as an angle bracket', () => {
    expect(renderDiagnostic(error('Wrong', placeOf('a', '\0value> + a')))).toContain('1 | <value> + a\n');
  });

  it('without a text says so', () => {
    expect(renderDiagnostic(error('Wrong', NO_SPAN))).toBe('error: Wrong\nat <no source>');
  });
});

describe('hints', () => {
  const text = 'let a = 1\na.b';

  it('say their place only if it is on another line', () => {
    const same = hint('Here', placeOf('a.b', text));
    const other = cause('There', placeOf('let', text));
    expect(renderDiagnostic(error('Wrong', placeOf('b', text), { hints: [same, other] }))).toBe(
      lines(`
      error: Wrong
      at *query*:2:3
        |
      2 | a.b
        |   ^
        |
      hint: Here
        |
      2 | a.b
        | ^^^
        |
      cause: There
      at *query*:1:1
        |
      1 | let a = 1
        | ^^^
        |
      `),
    );
  });

  it.each([
    ['what is added', 'b', 1, '!', 'a!b', ' +'],
    ['what changes', 'a.b', 3, 'cc', 'cc', '~~'],
    ['what goes', '.b', 2, '', 'a.b', ' --'],
  ])('show %s', (_, part, length, suggestion, line, marks) => {
    const place = placeOf(part, 'a.b');
    const span = suggestion === '!' ? { ...place, start: 1, end: 2 } : { ...place, end: place.start + length };
    const added = suggestion === '!' ? { ...span, source: new Source('*query*', 'ab'), end: span.start } : span;
    const shown = renderDiagnostic(error('Wrong', added, { hints: [hint('Try', added, suggestion)] }));
    expect(shown).toContain(`hint: Try\n  |\n1 | ${line}\n  | ${marks}\n`);
  });

  it('of outer calls stand under their place alone, or under `trace`', () => {
    const inner = placeOf('b', 'x => b', '*udf:F*');
    const outer = placeOf('F()', 'F()');
    const shown = (kind: 'trace' | 'named-trace') =>
      renderDiagnostic(error('Wrong', inner, { hints: [{ kind, message: '', span: outer }] }));
    expect(shown('trace')).toContain('  |\nat *query*:1:1\n  |\n1 | F()\n  | ^^^\n  |');
    expect(shown('named-trace')).toContain('  |\ntrace:\nat *query*:1:1\n');
  });
});

describe('logs', () => {
  const span = placeOf('log', 'let a = 1\nlog(a)');

  it('stand in one line, or with their place', () => {
    expect(renderDiagnostic({ kind: 'log', message: '1', span })).toBe('info at *query*:2: 1');
    expect(renderDiagnostic({ kind: 'log', message: '1', span, long: true })).toMatch(
      /^info: 1\nat \*query\*:2:1\n {2}\|\n/,
    );
  });

  it('and all others are separated by a blank line', () => {
    const log: Diagnostic = { kind: 'log', message: '1', span };
    expect(renderSummary([log, { kind: 'warning', message: 'Old', span }])).toMatch(
      /^info at .*: 1\n\nwarning: Old\nat/,
    );
    expect(renderSummary([])).toBe('');
  });
});
