/**
 * The type environment of a database as editors ask for it: the types of all names, and the members of all types, as
 * text. Source: `GET /environment/1`, recorded `environment`.
 */
import { parseLambda, parseType } from '../language/parse.ts';
import { printType } from '../language/print-type.ts';
import { Source } from '../language/source.ts';
import type { CollectionDefinition } from '../model/collection.ts';
import type { Schema } from '../model/database.ts';
import type { FunctionDefinition } from '../model/function.ts';
import type { NativeFunction } from '../runtime/native.ts';
import type { FieldDefinition, Prototype } from '../runtime/prototype.ts';
import { BoundMethod, Module } from '../runtime/value.ts';
import { arrayPrototype } from '../stdlib/array.ts';
import { booleanPrototype } from '../stdlib/boolean.ts';
import { bytesPrototype } from '../stdlib/bytes.ts';
import { datePrototype } from '../stdlib/date.ts';
import { eventSourcePrototype } from '../stdlib/event-source.ts';
import { userFunctionPrototype } from '../stdlib/function.ts';
import { idPrototype } from '../stdlib/id.ts';
import { globals } from '../stdlib/index.ts';
import { nullPrototype } from '../stdlib/null.ts';
import { intPrototype } from '../stdlib/number.ts';
import { schemaPrototype } from '../stdlib/schema.ts';
import { setPrototype } from '../stdlib/set.ts';
import { setCursorPrototype } from '../stdlib/set-cursor.ts';
import { stringPrototype } from '../stdlib/string.ts';
import { timePrototype } from '../stdlib/time.ts';
import { transactionTimePrototype } from '../stdlib/transaction-time.ts';
import { uuidPrototype } from '../stdlib/uuid.ts';
import { nativeDocumentTypes } from './native-document-types.ts';
import { UserDocumentTypes } from './user-document-types.ts';

type Texts = Readonly<Record<string, string>>;

export interface TypeShape {
  readonly self: string;
  readonly fields?: Texts;
  readonly ops?: Texts;
  readonly apply?: string;
  readonly access?: string;
  readonly alias?: string;
  readonly type_hint?: 'module' | 'server_collection' | 'user_collection';
}

export interface TypeEnvironment {
  readonly globals: Texts;
  readonly types: Readonly<Record<string, TypeShape>>;
}

/** Names in the order of the alphabet. */
export function typeEnvironment(schema: Schema): TypeEnvironment {
  const types: Record<string, TypeShape> = { ...valueTypes(), ...moduleTypes() };
  const names = libraryNames();
  for (const collection of schema.collections) {
    if (collection.kind === 'native' && !nativeDocumentTypes[collection.name]) continue;
    const shapes = collection.kind === 'native' ? nativeTypes(collection) : userTypes(collection);
    Object.assign(types, shapes);
    for (const name of namesOf(collection)) names[name] = `${collection.name}Collection`;
  }
  for (const definition of schema.functions) {
    const type = `UserFunction<${functionType(definition)}>`;
    names[definition.name] = type;
    if (definition.alias !== undefined) names[definition.alias] = type;
  }
  return { globals: sorted(names), types: sorted(types) };
}

function sorted<T>(members: Readonly<Record<string, T>>): Readonly<Record<string, T>> {
  return Object.fromEntries(Object.entries(members).sort(([a], [b]) => (a < b ? -1 : 1)));
}

// biome-ignore lint/suspicious/noExplicitAny: members of any subject, of which only the texts are read
type AnyPrototype = Prototype<any>;

function membersOf({ fields, methods }: AnyPrototype): Record<string, string> {
  const members = [
    ...(fields as ReadonlyMap<string, FieldDefinition<never>>).values(),
    ...(methods as ReadonlyMap<string, NativeFunction<never>>).values(),
  ];
  return Object.fromEntries(members.map(({ name, signature }) => [name, signature]));
}

function shapeOf(prototype: AnyPrototype, self: string, more: Partial<TypeShape> = {}): TypeShape {
  const fields = sorted(membersOf(prototype));
  const operators = [...prototype.operators.values()]
    .filter(({ name }) => !general.has(name))
    .map(({ name, signature }) => [name, signature] as const);
  return {
    self,
    ...(Object.keys(fields).length > 0 && { fields }),
    ...(operators.length > 0 && { ops: sorted(Object.fromEntries(operators)) }),
    ...(prototype.apply && { apply: prototype.apply.signature }),
    ...more,
  };
}

/** Operators of all values, and `+`, whose type depends on both sides: the environment leaves them out. */
const general = new Set(['==', '!=', '<', '>', '<=', '>=', '??', 'isa', '+']);

/** Types that stand for documents that may not be there. */
const references: Readonly<Record<string, TypeShape>> = {
  EmptyNamedRef: emptyReference('EmptyNamedRef', { name: 'String' }),
  EmptyRef: emptyReference('EmptyRef', { id: 'ID' }),
  NamedRef: { self: '<A> NamedRef<A>', alias: '<A> A | EmptyNamedRef<A>' },
  Ref: { self: '<A> Ref<A>', alias: '<A> A | EmptyRef<A>' },
};

function emptyReference(name: string, identity: Texts): TypeShape {
  const fields = { coll: 'Any', exists: '() => false', ...identity };
  return { self: `<A> ${name}<A>`, fields, alias: 'Null' };
}

function valueTypes(): Record<string, TypeShape> {
  const number = shapeOf(intPrototype, 'Number');
  return {
    ...references,
    Array: shapeOf(arrayPrototype, '<A> Array<A>', { access: '<A> Number => A' }),
    Boolean: shapeOf(booleanPrototype, 'Boolean'),
    Bytes: shapeOf(bytesPrototype, 'Bytes'),
    Date: shapeOf(datePrototype, 'Date'),
    Double: number,
    EventSource: shapeOf(eventSourcePrototype, '<A> EventSource<A>'),
    Float: number,
    ID: shapeOf(idPrototype, 'ID'),
    Int: number,
    Long: number,
    Null: shapeOf(nullPrototype, 'Null', { access: 'Any => Never' }),
    Number: number,
    Set: shapeOf(setPrototype, '<A> Set<A>'),
    SetCursor: shapeOf(setCursorPrototype, 'SetCursor'),
    Stream: { self: '<A> Stream<A>', alias: '<A> EventSource<A>' },
    String: shapeOf(stringPrototype, 'String', { access: 'Number => String' }),
    Time: shapeOf(timePrototype, 'Time'),
    TransactionTime: shapeOf(transactionTimePrototype, 'TransactionTime'),
    UUID: shapeOf(uuidPrototype, 'UUID'),
    UserFunction: shapeOf(userFunctionPrototype, '<A> UserFunction<A>', { apply: '<A> A' }),
    object: { self: '{ *: Any }', access: 'String => Any' },
  };
}

const fqlType = 'FQLModule';

function moduleTypes(): Record<string, TypeShape> {
  const hint = { type_hint: 'module' } as const;
  const types: Record<string, TypeShape> = {};
  const modules = [...globals.values()].filter((value) => value instanceof Module);
  for (const { prototype } of modules) types[prototype.name] = shapeOf(prototype, prototype.name, hint);
  types[schemaPrototype.name] = shapeOf(schemaPrototype, schemaPrototype.name, hint);
  const { FQL: _, ...inFql } = libraryNames();
  types[fqlType] = { self: fqlType, fields: sorted({ ...inFql, ...types[fqlType]?.fields }), ...hint };
  return types;
}

/** Names that every database has, with their types. */
function libraryNames(): Record<string, string> {
  const names: Record<string, string> = {};
  for (const [name, value] of globals) {
    if (value instanceof Module) names[name] = value.prototype.name;
    if (value instanceof BoundMethod) names[name] = value.method.signature;
  }
  for (const collection of Object.keys(nativeDocumentTypes)) names[collection] = `${collection}Collection`;
  return { ...names, Credentials: 'CredentialCollection' };
}

/** The types of a collection, of its documents, and of those that are not there. */
function collectionTypes(
  { module, documentPrototype, identifiedBy, kind }: CollectionDefinition,
  { document, collection, alias }: { readonly document: string; readonly collection: string; readonly alias: string },
  moduleFields: Texts,
  documentFields: Texts,
): Record<string, TypeShape> {
  const nothing = `Null${document}`;
  // The library says Doc for the documents of whichever collection it is.
  const own = (fields: Texts) =>
    Object.fromEntries(
      Object.entries(fields).map(([name, signature]) => [name, signature.replace(/\b(Null)?Doc\b/g, `$1${document}`)]),
    );
  const apply = module.prototype.apply && { apply: Object.values(own({ apply: module.prototype.apply.signature }))[0] };
  return {
    [document]: {
      self: document,
      fields: sorted({
        ...own(membersOf(documentPrototype)),
        coll: collection,
        exists: '() => true',
        ...documentFields,
      }),
      alias,
    },
    [nothing]: {
      self: nothing,
      fields: {
        coll: collection,
        exists: '() => false',
        ...(identifiedBy === 'id' ? { id: 'ID' } : { name: 'String' }),
        toString: '() => String',
      },
      alias: 'Null',
    },
    [collection]: {
      self: collection,
      fields: sorted({ ...own(membersOf(module.prototype)), ...moduleFields }),
      ...(apply?.apply && { apply: apply.apply }),
      type_hint: kind === 'user' ? 'user_collection' : 'server_collection',
    },
  };
}

function nativeTypes(definition: CollectionDefinition): Record<string, TypeShape> {
  const { name } = definition;
  const types = nativeDocumentTypes[name];
  if (!types) return {};
  const names = { document: types.name, collection: `${name}Collection`, alias: types.alias };
  const create = `(data: ${types.create}) => ${types.name}`;
  return collectionTypes(definition, names, { create }, {});
}

function userTypes(definition: CollectionDefinition): Record<string, TypeShape> {
  const { name, indexes } = definition;
  const types = new UserDocumentTypes(definition);
  const names = { document: name, collection: `${name}Collection`, alias: types.alias };
  const write = (data: string) => `(data: ${data}) => ${name}`;
  const ofModule = {
    ...Object.fromEntries(indexes.map((index) => [index.name, types.index(index, name)])),
    create: write(types.create()),
    createData: write(types.wholeData()),
  };
  const ofDocument = {
    replace: write(types.replace()),
    replaceData: write(types.wholeData()),
    update: write(types.update()),
    updateData: write(types.updateData()),
  };
  return collectionTypes(definition, names, ofModule, ofDocument);
}

function namesOf({ name, alias }: CollectionDefinition): readonly string[] {
  return alias === undefined ? [name] : [name, alias];
}

/** As its signature says, with the names of its parameters; without a signature, it takes and gives anything. */
function functionType({ body, signature }: FunctionDefinition): string {
  const { parameters, rest } = parseLambda(body);
  const names = parameters.map((parameter) => parameter?.text ?? '_');
  const type = signature === undefined ? undefined : parseType(new Source('', signature));
  if (type && type.kind !== 'function') return printType(type);
  const parts = names.map((name, index) => `${name}: ${printPart(type?.parameters[index]?.type)}`);
  if (rest !== undefined) parts.push(`${rest?.text ?? '_'}: ...${printPart(type?.rest?.type)}`);
  return `(${parts.join(', ')}) => ${printPart(type?.result)}`;
}

function printPart(type: Parameters<typeof printType>[0] | undefined): string {
  return type ? printType(type) : 'Any';
}
