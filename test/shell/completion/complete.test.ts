import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { sessionEngine } from '../../../src/database.ts';
import { Engine } from '../../../src/engine.ts';
import { provideCrypto } from '../../../src/model/crypto.ts';
import { nodeCrypto } from '../../../src/node-crypto.ts';
import { completeFql } from '../../../src/shell/completion/complete.ts';
import { fql4 } from '../../../src/shell/language.ts';
import { MemoryStore } from '../../../src/store/memory.ts';
import type { TypeEnvironment } from '../../../src/wire/environment.ts';

let environment: TypeEnvironment;

beforeAll(async () => {
  provideCrypto(nodeCrypto);
  const database = { name: 'test', engine: new Engine(new MemoryStore()), close: async () => {} };
  const engine = sessionEngine(database);
  const run = async (fql: string) => expect(await engine.query({ fql, format: 'simple' })).toMatchObject({ ok: true });
  await run(`Collection.create({
    name: "Product",
    fields: {
      title: { signature: "String" },
      price: { signature: "Double?" },
      maker: { signature: "{ name: String, address: { city: String } }?" },
      tags: { signature: "Array<{ label: String, weight: Int }>?" },
    },
    computed_fields: { titleLength: { body: "p => p.title.length", signature: "Int" } },
    indexes: { byTitle: { terms: [{ field: ".title" }] } },
  })`);
  await run('Function.create({ name: "cheapest", body: "() => Product.all().first()", signature: "() => Product?" })');
  environment = (await engine.environment()) as TypeEnvironment;
});

/** The names offered where `|` stands. */
function namesAt(marked: string, variables: readonly string[] = []): string[] {
  return completeFql(marked.slice(0, marked.indexOf('|')), environment, variables).candidates.map(({ name }) => name);
}

describe('completion', () => {
  it.each<[string, readonly string[]]>([
    ['Prod|', ['Product']],
    ['prod|', ['Product']],
    ['chea|', ['cheapest']],
    ['Product.byT|', ['byTitle']],
    ['Product.all().firstW|', ['firstWhere']],
    ['Product.all()\n  .firstW|', ['firstWhere']],
    ['Product("1")!.ti|', ['title', 'titleLength']],
    ['Product.byTitle("a").first()?.maker.na|', ['name']],
    ['Product.byTitle("a").first()!.maker!.address.|', ['city']],
    ['Product.all().where(.pri|)', ['price']],
    ['Product.all().where(.price > 1 && .ti|)', ['title', 'titleLength']],
    ['Product.all().map(p => p.ti|)', ['title', 'titleLength']],
    ['Product.all().map((p) => p.maker.na|)', ['name']],
    ['Product.all().map(p => { let m = p.maker\n m.ad|', ['address']],
    ['Product.all().map(p => { label: p.title, cost: p.price }).first()!.l|', ['label']],
    ['Product.all().map(.tags).first()!.first()!.we|', ['weight']],
    ['Product.all().order(desc(.pri|', ['price']],
    ['Product.all() { ti|', ['title', 'titleLength']],
    ['Product.all() { title, maker { ad|', ['address']],
    ['Product.all() { renamed: .ti|', ['title', 'titleLength']],
    ['Product.create({ ti|', ['title']],
    ['Product.create({ title: "a", pr|', ['price']],
    ['Product.create({ maker: { na|', ['name']],
    ['let product = Product.all().first()\nprod|', ['product']],
    ['let product = Product.all().first()!\nproduct.pri|', ['price']],
    ['let a = 1; let title = Product.byTitle("x").first()!.title; title.toUp|', ['toUpperCase']],
    ['cheapest()!.pri|', ['price']],
    ['[1, 2].fol|', ['fold', 'foldRight']],
    ['[Product("1")!][0].pri|', ['price']],
    ['"abc".toL|', ['toLowerCase']],
    ['"a #{Product.byT|', ['byTitle']],
    ['12.toS|', ['toString']],
    ['if (Product.all().isE|', ['isEmpty']],
    ['if (true) { Product.all().isE|', ['isEmpty']],
    ['Time.now().toMi|', ['toMicros', 'toMillis']],
    ['Product.all().count() + Product.all().cou|', ['count']],
    ['nul|', ['null']],
  ])('offers in %j what fits', (text, names) => {
    expect(namesAt(text)).toEqual(names);
  });

  it.each(['"Prod|', "'Prod|", '// Prod|', '/* Prod|', '<<-END\n  Prod|', 'let Prod|', 'unknown.na|'])(
    'offers nothing in %j',
    (text) => {
      expect(namesAt(text)).toEqual([]);
    },
  );

  it('offers variables of the session', () => {
    expect(namesAt('jan|', ['janine', 'other'])).toEqual(['janine']);
  });

  it('says what a name is', () => {
    const { start, candidates } = completeFql('Product.all().cou', environment, []);
    expect({ start, candidates }).toEqual({ start: 14, candidates: [{ name: 'count', detail: '() => Number' }] });
  });

  it('takes any text', () => {
    const piece = fc.constantFrom(
      ...[
        'Product',
        '.all',
        '()',
        '(',
        ')',
        '{',
        '}',
        '[',
        ']',
        '.',
        '?.',
        '!',
        '=>',
        'x',
        ',',
        ':',
        '"',
        '#{',
        'let ',
        ' = ',
      ],
      ...[
        '\n',
        '1',
        ' + ',
        'if ',
        'else ',
        'isa ',
        '.where',
        '.map',
        '.first',
        '...',
        '->',
        '`',
        '<<-E\n',
        '//',
        '/*',
        ';',
      ],
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
        const text = pieces.join('');
        const { start, candidates } = completeFql(text, environment, ['x']);
        expect(start).toBeLessThanOrEqual(text.length);
        for (const { name } of candidates)
          expect(name.toLowerCase().startsWith(text.slice(start).toLowerCase())).toBe(true);
      }),
      { numRuns: 2_000 },
    );
  });
});

describe('completion in FQL v4', () => {
  const at = (before: string) => fql4.complete(before, environment, ['janine']).candidates.map(({ name }) => name);

  it("offers the driver's functions, and variables", () => {
    expect(at('Pagin')).toEqual(['Paginate']);
    expect(at('Paginate(Match(Ind')).toEqual(['Index', 'Indexes']);
    expect(at('Get(jan')).toEqual(['janine']);
  });

  it('offers nothing within a text', () => {
    expect(at("Collection('Prod")).toEqual([]);
  });
});
