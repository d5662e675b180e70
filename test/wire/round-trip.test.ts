/** What is printed is FQL: read again, it is the value that was printed. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Engine } from '../../src/engine.ts';
import { ADMIN } from '../../src/model/authority.ts';
import { MemoryStore } from '../../src/store/memory.ts';
import type { Json } from '../../src/store/store.ts';

const engine = new Engine(new MemoryStore());
const caller = { scope: '', authority: ADMIN };

async function run(fql: string, values: Readonly<Record<string, Json>>, format: 'decorated' | 'tagged' | 'simple') {
  const answer = await engine.query(caller, { fql, formats: [format], typecheck: false, arguments: values });
  if (answer.outcome !== 'success') throw new Error(`${answer.code}: ${answer.message} in ${fql}`);
  return answer.data[format] ?? '';
}

const day = fc
  .date({ min: new Date('0001-01-01T00:00:00Z'), max: new Date('9999-12-31T23:59:59Z'), noInvalidDate: true })
  .map((date) => date.toISOString());

/**
 * Two kinds of text print, as in the original, in a form that is not read back: with characters that FQL's source may
 * not hold, such as controls and (escaped) backticks; and of several lines without a line end at the end, as a heredoc.
 */
const readable = (text: string) =>
  !/[\p{Cs}\p{Cc}`\ufeff\ufff0-\uffff\u2000-\u200f\u2028-\u202f\u2060-\u206f]/u.test(text);

const scalars: fc.Arbitrary<Json> = fc.oneof(
  fc.string({ unit: 'binary' }).filter(readable),
  fc.constantFrom(
    '"',
    '\\',
    '#{1}',
    '\\n',
    '\0',
    '\b\f\v',
    '\r',
    '\t',
    "'",
    '<<-END',
    'a\nb\n',
    'END\n',
    '"#{\n  b\n',
    '</b>',
  ),
  fc.boolean(),
  fc.constant(null),
  fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }).map((n) => ({ '@int': `${n}` })),
  fc.bigInt({ min: 2n ** 31n, max: 2n ** 63n - 1n }).map((n) => ({ '@long': `${n}` })),
  fc.bigInt({ min: -(2n ** 63n) + 1n, max: -(2n ** 31n) - 1n }).map((n) => ({ '@long': `${n}` })),
  fc.double({ noNaN: true, noDefaultInfinity: true }).map((n) => ({ '@double': Object.is(n, -0) ? '-0.0' : `${n}` })),
  fc.tuple(day, fc.nat(999_999)).map(([text, nanos]) => ({
    '@time': text.replace('Z', `${nanos.toString().padStart(6, '0')}Z`),
  })),
  day.map((text) => ({ '@date': text.slice(0, 10) })),
  fc.uint8Array().map((data) => ({ '@bytes': Buffer.from(data).toString('base64') })),
);

/** Names with letters beyond ASCII print bare, as in the original, and are read only in quotes. */
const names = fc.oneof(
  fc.string().filter(readable),
  fc.constantFrom('a', 'b c', 'at', 'isa', 'null', '0', '10', '@int', '__proto__', 'constructor', '', '_x', 'a-b'),
);

const values = fc.letrec<{ value: Json }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4, depthSize: 'small' },
    { weight: 3, arbitrary: scalars },
    { weight: 1, arbitrary: fc.array(tie('value'), { maxLength: 4 }) },
    {
      weight: 1,
      arbitrary: fc
        .uniqueArray(fc.tuple(names, tie('value')), { selector: ([name]) => name, maxLength: 4 })
        .map((entries) => ({ '@object': Object.fromEntries(entries) })),
    },
  ),
})).value;

describe('a value', () => {
  it('printed and read again is the same value, and prints the same', async () => {
    await fc.assert(
      fc.asyncProperty(values, async (value) => {
        // In the text of a query, -0.0 is 0.0: recorded `numbers`.
        fc.pre(!JSON.stringify(value).includes('{"@double":"-0.0"}'));
        const printed = await run('value', { value }, 'decorated');
        expect(await run(`(${printed}) == value`, { value }, 'simple')).toBe('true');
        expect(await run(`(${printed}\n)`, {}, 'tagged')).toBe(await run('value', { value }, 'tagged'));
      }),
      { numRuns: 500 },
    );
  });

  it('in the tagged format is what may be sent back', async () => {
    await fc.assert(
      fc.asyncProperty(values, async (value) => {
        const tagged = await run('value', { value }, 'tagged');
        expect(await run('value', { value: JSON.parse(tagged) as Json }, 'tagged')).toBe(tagged);
        expect(await run('a == b', { a: JSON.parse(tagged) as Json, b: value }, 'simple')).toBe('true');
      }),
      { numRuns: 500 },
    );
  });
});
