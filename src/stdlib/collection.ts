/**
 * Collections as modules: users' (`People`), the native ones (`Token`), and `Collection` itself.
 * Source: recorded `documents`, `schema`, `schema-items-2`; the reference page "Collection".
 */
import { hint } from '../language/diagnostic.ts';
import type { Name } from '../language/source.ts';
import type { CollectionDefinition } from '../model/collection.ts';
import { type CollectionParts, provideCollectionParts } from '../model/definitions.ts';
import { createDocument } from '../model/document-writes.ts';
import { lookupCollection } from '../model/lookup.ts';
import { readSchema } from '../model/schema.ts';
import type { Context } from '../runtime/context.ts';
import { type NativeFunction, native, overload, parameter } from '../runtime/native.ts';
import { field, Prototype } from '../runtime/prototype.ts';
import { registerOrphanPrototype } from '../runtime/prototype-of.ts';
import { types } from '../runtime/types.ts';
import { Document, type DocumentOptions, Module, SetValue, type Value } from '../runtime/value.ts';
import type { KeyRange } from '../store/store.ts';
import { credentialMembers } from './credential.ts';
import { deletedModule } from './deleted-collection.ts';
import { documentPrototype, makeDocumentPrototype } from './document.ts';
import { functionCollectionMembers } from './function-collection.ts';
import { indexMethod, rangeWithin } from './index-method.ts';
import { keyMembers } from './key.ts';
import type { NativeMembers } from './native-members.ts';
import { filterSet, firstWhere } from './set-functions.ts';
import { DocumentsPlan } from './sets/documents-plan.ts';
import { noteScan } from './sets/hint.ts';
import { toStringMethod } from './to-string.ts';
import { tokenMembers } from './token.ts';

/** The collection that a module stands for; one that was deleted meanwhile has no module any more. */
function definitionOf(context: Context, module: Module): CollectionDefinition {
  const found = context.database.schema.collection(module.collection ?? '');
  return found ?? context.fail('invalid_receiver', `can't use \`${module.name}\` because the collection was deleted`);
}

/** All documents of the collection; `method` says who reads them. */
function all(context: Context, module: Module, method: string, range: KeyRange = {}, ranged = false): DocumentsPlan {
  context.require('read', `\`${method}\``);
  const { id } = definitionOf(context, module);
  return new DocumentsPlan(id, { range, reverse: false, readTime: context.atTime, ranged });
}

/** The options of a reference that is made here. */
function referenceOptions(context: Context): DocumentOptions {
  const { span, readTime, place } = context;
  if (readTime === undefined) return { span };
  return place.ofCursor ? { span, at: readTime, ofCursor: true } : { span, at: readTime };
}

function reference(context: Context, module: Module, id: bigint): Document {
  return new Document(definitionOf(context, module).id, id, referenceOptions(context));
}

const data = parameter('data', types.object);
const predicate = parameter('pred', types.func);

const common: readonly NativeFunction<Module>[] = [
  native(
    'all',
    '(() => Set<Doc>) & ((range: { from: Any } | { to: Any } | { from: Any, to: Any }) => Set<Doc>)',
    'All documents of the collection, or those in a range of ids.',
    overload([], (context, module) => new SetValue(all(context, module, 'all'))),
    overload([parameter('range', types.any)], (context, module, range) => {
      const keys = rangeWithin(context, '', definitionOf(context, module), [], range);
      return new SetValue(all(context, module, 'all', keys, true));
    }),
  ),
  native(
    'create',
    '(data: { *: Any }) => Doc',
    'Creates a document.',
    overload([data], (context, module, fields) => createDocument(context, definitionOf(context, module).id, fields)),
  ),
  native(
    'firstWhere',
    '(pred: (Doc => Boolean)) => Doc | Null',
    'The first document for which the predicate holds.',
    overload([predicate], (context, module, callee) => {
      noteScan(context, module.name, 'firstWhere');
      return firstWhere(context, all(context, module, 'firstWhere'), callee);
    }),
  ),
  toStringMethod as NativeFunction<Module>,
  native(
    'where',
    '(pred: (Doc => Boolean)) => Set<Doc>',
    'The documents for which the predicate holds.',
    overload([predicate], (context, module, callee) => {
      noteScan(context, module.name, 'where');
      return new SetValue(filterSet(context, all(context, module, 'where'), callee));
    }),
  ),
];

const byId: NativeFunction<Module> = native(
  'byId',
  '(id: ID) => Ref<Doc>',
  'The document with this id, which may not be there.',
  overload([parameter('id', types.id)], (context, module, id) => {
    context.require('read', '`byId`');
    return reference(context, module, id.value);
  }),
);

const applyId: NativeFunction<Module> = native(
  'apply',
  '(id: ID) => Ref<Doc>',
  'The document with this id, which may not be there.',
  overload([parameter('id', types.id)], (context, module, id) => reference(context, module, id.value)),
);

const byName: NativeFunction<Module> = native(
  'byName',
  '(name: String) => NamedRef<Doc>',
  'The document with this name, which may not be there.',
  overload([parameter('name', types.string)], (context, module, name) => {
    context.require('read', '`byName`');
    const { id } = definitionOf(context, module);
    return new Document(id, context.database.schema.documentNamed(id, name) ?? name, referenceOptions(context));
  }),
);

const createData: NativeFunction<Module> = native(
  'createData',
  '(data: { *: Any }) => Doc',
  'Creates a document with fields of any names.',
  overload([data], (context, module, fields) => {
    return createDocument(context, definitionOf(context, module).id, fields, 'plain');
  }),
);

function indexNamed(context: Context, module: Module, { text }: Name): NativeFunction<Module> | undefined {
  const definition = definitionOf(context, module);
  const index = definition.indexes.find((each) => each.name === text);
  return index && indexMethod(definition, index);
}

/** What users' collections can do; their indexes are methods of each. */
const userCollectionPrototype = new Prototype<Module>({
  name: 'UserCollection',
  fields: [
    field('definition', 'CollectionDef', 'The Collection document of the collection.', (context, module) => {
      return new Document(
        'Collection',
        definitionOf(context, module).document ?? module.name,
        referenceOptions(context),
      );
    }),
  ],
  methods: [...common, byId, createData],
  apply: applyId,
  dynamic: { getMethod: indexNamed },
});

const collectionMembers: NativeMembers = {
  fields: [
    field('Deleted', 'DeletedCollection', 'The collection of documents whose collection is gone.', () => deletedModule),
  ],
  apply: native(
    'apply',
    '(collection: String) => Any',
    'The collection with this name or alias.',
    overload([parameter('collection', types.string)], (context, _, name) => collectionNamed(context, name)),
  ),
};

const nativeMembers: ReadonlyMap<string, NativeMembers> = new Map([
  ['Collection', collectionMembers],
  ['Credential', credentialMembers],
  ['Function', functionCollectionMembers],
  ['Key', keyMembers],
  ['Token', tokenMembers],
]);

function collectionNamed(context: Context, name: string): Value {
  const { transaction, database } = context;
  const found = lookupCollection(database.schema, name);
  if (found) return found;
  const message = `invalid argument \`collection\`: No such user collection \`${name}\`.`;
  const isNew = readSchema(transaction, database.scope).documentNamed('Collection', name) !== undefined;
  const hints = isNew ? [hint('A collection cannot be created and used in the same query.', context.span)] : [];
  return context.fail('invalid_argument', message, { hints });
}

function nativeParts(definition: Omit<CollectionDefinition, keyof CollectionParts>): CollectionParts {
  const { id, name, identifiedBy } = definition;
  const { fields = [], functions = [], apply, methods = [], contains } = nativeMembers.get(id) ?? {};
  const found = identifiedBy === 'name' ? byName : byId;
  const call = apply ?? (identifiedBy === 'id' ? applyId : undefined);
  const prototype = new Prototype<Module>({
    name: `${name}Collection`,
    fields,
    methods: [...common, found, ...functions],
    ...(call && { apply: call }),
  });
  return { module: moduleOf(id, name, prototype, contains), documentPrototype: makeDocumentPrototype(name, methods) };
}

function moduleOf(
  id: string,
  name: string,
  prototype: Prototype<Module>,
  contains: (value: Value) => boolean = () => false,
): Module {
  const isMember = (value: Value) => (value instanceof Document && value.collection === id) || contains(value);
  return new Module(name, prototype, isMember, id);
}

provideCollectionParts((definition) => {
  if (definition.kind === 'native') return nativeParts(definition);
  return { module: moduleOf(definition.id, definition.name, userCollectionPrototype), documentPrototype };
});

registerOrphanPrototype(documentPrototype);
