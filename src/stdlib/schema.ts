/** FQL.Schema: the definitions behind the names of a database. */
import type { Context } from '../runtime/context.ts';
import { native, overload, parameter } from '../runtime/native.ts';
import { Prototype } from '../runtime/prototype.ts';
import { types } from '../runtime/types.ts';
import { Document, type Module, nullAt, type Value } from '../runtime/value.ts';

/** Collections come before functions of the same name. */
function definitionNamed(context: Context, name: string): Value {
  const { schema } = context.database;
  const collection = schema.collectionNamed(name);
  const isUsers = collection?.kind === 'user';
  const document = isUsers ? reference(context, 'Collection', collection.name) : undefined;
  if (document) return document;
  const callee = schema.functionNamed(name);
  return (callee && reference(context, 'Function', callee.name)) ?? nullAt(context.span);
}

function reference(context: Context, kind: string, name: string): Document | undefined {
  const id = context.database.schema.documentNamed(kind, name);
  return id === undefined ? undefined : new Document(kind, id, { span: context.span });
}

export const schemaPrototype = new Prototype<Module>({
  name: 'FQL.SchemaModule',
  methods: [
    native(
      'defForIdentifier',
      '(ident: String) => Any',
      'The Collection or Function document with this name or alias.',
      overload([parameter('ident', types.string)], (context, _, name) => definitionNamed(context, name)),
    ),
  ],
});
