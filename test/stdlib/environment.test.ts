/**
 * Every member of every type of the recorded type environment exists, with the signature it has there and a line of
 * help. What is not as recorded yet stands in `differing`; a line that stands there without need fails too.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { Engine } from '../../src/engine.ts';
import type { Schema } from '../../src/model/database.ts';
import { lookupName } from '../../src/model/lookup.ts';
import { loadDatabase } from '../../src/model/schema.ts';
import type { Context } from '../../src/runtime/context.ts';
import type { NativeFunction } from '../../src/runtime/native.ts';
import type { FieldDefinition, Prototype } from '../../src/runtime/prototype.ts';
import { prototypeOf } from '../../src/runtime/prototype-of.ts';
import * as values from '../../src/runtime/value.ts';
import { fqlModule } from '../../src/stdlib/globals.ts';
import { globals } from '../../src/stdlib/index.ts';
import { MemoryStore } from '../../src/store/memory.ts';
import { beginTransaction } from '../../src/transaction/begin.ts';
import { pureContext } from '../runtime/pure-context.ts';

interface RecordedType {
  readonly fields?: Readonly<Record<string, string>>;
  readonly ops?: Readonly<Record<string, string>>;
  readonly apply?: string;
}

const recorded = JSON.parse(readFileSync(join(import.meta.dirname, '../golden/environment.json'), 'utf8')) as {
  readonly globals: Readonly<Record<string, string>>;
  readonly types: Readonly<Record<string, RecordedType>>;
};

/** `Type.member: what is recorded, what there is`. */
const differing: readonly string[] = ['UserFunction(): <A> A, undefined'];

/** Types that only the type checker knows, or whose members are those of the documents they stand for. */
const staticTypes = /^(Null[A-Z]\w*|Empty(Named)?Ref|(Named)?Ref|Stream|Number|Float)$/;

/** The recorded types of documents, and the prototypes of theirs and of their collections. */
const documentTypes: Readonly<Record<string, string>> = {
  A: 'Doc',
  AccessProvider: 'AccessProvider',
  CollectionDef: 'Collection',
  Credential: 'Credential',
  DatabaseDef: 'Database',
  FunctionDef: 'Function',
  Key: 'Key',
  Role: 'Role',
  Token: 'Token',
};
const otherNames: Readonly<Record<string, string>> = {
  ...documentTypes,
  ACollection: 'UserCollection',
  object: 'Object',
};

/** Members that all collections share say `Doc` for the type of the documents, and not which fields a write takes. */
function generic(signature: string): string {
  const types = Object.keys(documentTypes).join('|');
  return signature
    .replace(new RegExp(`\\b(Null)?(?:${types})\\b`, 'g'), '$1Doc')
    .replace(/^\(data: .*\) =>/, '(data: { *: Any }) =>')
    .replace(/^\(\) => true$/, '() => Boolean');
}

async function load() {
  const store = new MemoryStore();
  const engine = new Engine(store, 'secret');
  await engine.query({ secret: 'secret' }, { fql: 'Collection.create({ name: "A" })', formats: ['simple'] });
  const database = loadDatabase(beginTransaction(store), '');
  if (!database) throw new Error('the root database is missing');
  return database.schema;
}

function prototypes(schema: Schema): ReadonlyMap<string, Prototype<never>> {
  const context = pureContext();
  const found = new Map<string, Prototype<never>>();
  for (const value of sampleValues(context)) add(found, prototypeOf(context, value));
  for (const collection of schema.collections) {
    add(found, collection.module.prototype as Prototype<never>);
    add(found, collection.documentPrototype as Prototype<never>);
  }
  return found;
}

function add(found: Map<string, Prototype<never>>, prototype: Prototype<never>): void {
  found.set(prototype.name, prototype);
}

function sampleValues(context: Context): readonly values.Value[] {
  const plan = {} as values.SetValue['plan'];
  const schemaModule = fqlModule.prototype.fields.get('Schema')?.get(context, fqlModule);
  return [
    ...[...globals.values()].filter((value) => value instanceof values.Module),
    ...(schemaModule ? [schemaModule] : []),
    true,
    1,
    1n,
    new values.Double(1),
    'a',
    values.nullAt(context.span),
    new values.ArrayValue([]),
    values.ObjectValue.of([]),
    new values.Id(1n),
    new values.Time(0, 0),
    new values.DateValue(0),
    values.TransactionTime.value,
    new values.Bytes(new Uint8Array()),
    new values.Uuid('00000000-0000-0000-0000-000000000000'),
    new values.SetValue(plan),
    new values.SetCursor(''),
    new values.EventSource(plan, []),
    new values.UserFunction('f'),
  ];
}

interface Member {
  readonly name: string;
  readonly signature: string;
  readonly help: string;
}

const members = ({ fields, methods }: Prototype<never>): readonly Member[] => [
  ...(fields as ReadonlyMap<string, FieldDefinition<never>>).values(),
  ...(methods as ReadonlyMap<string, NativeFunction<never>>).values(),
];

/** All tests but this one, and all recorded queries. */
const uses = [...sourcesIn(join(import.meta.dirname, '..')), ...recordedQueries()].join('\n');

function sourcesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.tsx?$/.test(name) && !name.endsWith('environment.test.ts'))
    .map((name) => readFileSync(join(folder, name), 'utf8'));
}

function recordedQueries(): string[] {
  const folder = join(import.meta.dirname, '../golden/scenarios');
  return readdirSync(folder).flatMap((file) => {
    const scenarios = JSON.parse(readFileSync(join(folder, file), 'utf8')) as readonly {
      readonly steps: readonly { readonly query: string }[];
    }[];
    return scenarios.flatMap(({ steps }) => steps.map(({ query }) => query));
  });
}

/** How a query uses a member: of a module behind its name, of a collection behind a capital name, else behind a dot. */
function useOf(type: string, name: string, signature: string): RegExp {
  const call = signature.includes('=>') ? '\\(' : '\\b';
  const module = /^(\w+?)(Module|Collection)$/.exec(type)?.[1];
  if (type === 'ACollection') return new RegExp(`\\b[A-Z]\\w*(\\([^()]*\\))?[.]${name}${call}`);
  return new RegExp(module ? `\\b${module}[.]${name}${call}` : `[.]\\n?\\s*${name}${call}|\\{[^{}]*\\b${name}\\b`);
}

describe('the type environment', async () => {
  const schema = await load();
  const present = prototypes(schema);
  const types = Object.entries(recorded.types).filter(([name]) => !staticTypes.test(name));

  /** What FQL has of the collections and modules. */
  const moduleType = (name: string) => {
    const value = lookupName(schema, name);
    return value instanceof values.Module ? value.prototype.name : undefined;
  };

  it('has every member as recorded', () => {
    const found: string[] = [];
    for (const [type, { fields = {}, apply }] of types) {
      const prototype = present.get(otherNames[type] ?? type);
      if (!prototype) {
        found.push(`${type}: no such type`);
        continue;
      }
      const signatures = new Map(members(prototype).map(({ name, signature }) => [name, signature]));
      for (const [name, signature] of Object.entries(fields)) {
        // A field of the document itself.
        if (type in documentTypes && name === 'coll') continue;
        const own = signatures.get(name) ?? (type === 'FQLModule' ? moduleType(name) : undefined);
        if (own !== signature && own !== generic(signature)) found.push(`${type}.${name}: ${signature}, ${own}`);
      }
      const own = prototype.apply?.signature;
      if (own !== apply && own !== (apply && generic(apply))) found.push(`${type}(): ${apply}, ${own}`);
    }
    expect(found).toEqual(differing);
  });

  it('has no member that is not recorded', () => {
    const extra = types.flatMap(([type, { fields = {} }]) => {
      const prototype = present.get(otherNames[type] ?? type);
      return prototype ? members(prototype).flatMap(({ name }) => (name in fields ? [] : [`${type}.${name}`])) : [];
    });
    expect(extra).toEqual([]);
  });

  it('knows every recorded name', () => {
    const unknown = Object.keys(recorded.globals).filter((name) => name !== 'Rec' && !lookupName(schema, name));
    expect(unknown).toEqual([]);
  });

  it('uses every member in a test or a recorded query', () => {
    const unused = types.flatMap(([type, { fields = {} }]) =>
      Object.entries(fields).flatMap(([name, signature]) =>
        useOf(type, name, signature).test(uses) ? [] : [`${type}.${name}`],
      ),
    );
    expect(unused).toEqual([]);
  });

  it('says of every member what it is for, in one line', () => {
    for (const prototype of present.values()) {
      for (const { name, help } of members(prototype)) expect(help, `${prototype.name}.${name}`).toMatch(/^.+[.:;]?$/);
    }
  });
});
