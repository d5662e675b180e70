/**
 * What a change of a collection's defined fields would do to the documents it has: without migrations, fields neither
 * come nor go. Source: recorded `defined fields and defaults` of `documents-schema-2`.
 */
import { type Diagnostic, error, type Hint, hint } from '../../language/diagnostic.ts';
import { Failure } from '../../language/failure.ts';
import { renderSummary } from '../../language/render-diagnostic.ts';
import { NO_SPAN, Source } from '../../language/source.ts';
import type { Context } from '../../runtime/context.ts';
import { ObjectValue, type Value } from '../../runtime/value.ts';
import { describeShape } from '../describe-shape.ts';
import { collectionsIn, shapeOf } from '../field-type.ts';
import type { NativeWrite, Shape } from '../native-collection.ts';
import { readSchema } from '../schema.ts';
import { textField } from './fields.ts';

interface Field {
  readonly name: string;
  readonly signature: string;
  readonly hasDefault: boolean;
  readonly source: Source;
  readonly shape: Shape;
}

/** Errors: `invalid_schema`. The types of all fields parse. */
export function requireFieldsFit(context: Context, write: NativeWrite): void {
  const collection = textField(write.after, 'name') ?? '';
  const after = fieldsOf(collection, write.after);
  const diagnostics = unknownTypes(context, collection, after);
  if (write.before) {
    const before = fieldsOf(collection, write.before.data);
    diagnostics.push(...misfits(before, after, hasWildcard(write.before.data), hasWildcard(write.after)));
  }
  if (diagnostics.length === 0) return;
  const lines = diagnostics.flatMap((each) => renderSummary([each]).trim().split('\n'));
  const message = `Invalid database schema update.\n${lines.map((line) => `    ${line}`).join('\n')}`;
  throw new Failure('invalid_schema', message, context.trace());
}

function fieldsOf(collection: string, document: ObjectValue | undefined): ReadonlyMap<string, Field> {
  const found = document?.fields.get('fields');
  const entries = found instanceof ObjectValue ? [...found.fields] : [];
  return new Map(entries.map(([name, definition]) => [name, fieldOf(collection, name, definition)]));
}

function fieldOf(collection: string, name: string, definition: Value): Field {
  const object = definition instanceof ObjectValue ? definition : undefined;
  const signature = textField(object, 'signature') ?? '';
  const source = new Source(`*field:${collection}:${name}*`, signature);
  return { name, signature, hasDefault: object?.fields.has('default') === true, source, shape: shapeOf(source) };
}

function hasWildcard(document: ObjectValue | undefined): boolean {
  const fields = document?.fields.get('fields');
  return document?.fields.has('wildcard') === true || !(fields instanceof ObjectValue) || fields.fields.size === 0;
}

function unknownTypes(context: Context, collection: string, fields: ReadonlyMap<string, Field>): Diagnostic[] {
  const named = [...fields.values()].flatMap(({ shape }) => collectionsIn(shape));
  if (named.length === 0) return [];
  const schema = readSchema(context.transaction, context.database.scope);
  const missing = named.filter((name) => name !== collection && !schema.collectionNamed(name));
  return missing.map((name) => error(`Unknown type \`${name}\``, NO_SPAN));
}

function misfits(
  before: ReadonlyMap<string, Field>,
  after: ReadonlyMap<string, Field>,
  wasOpen: boolean,
  isOpen: boolean,
): Diagnostic[] {
  const gone = [...before.values()].filter(({ name }) => !after.has(name)).map(missing);
  const changed = [...after.values()].flatMap((field) => {
    const old = before.get(field.name);
    return !old ? [added(field)] : accepts(field.shape, old.shape) ? [] : [retyped(field, old)];
  });
  if (!wasOpen && isOpen && after.size === 0) {
    const message =
      'All fields from the live schema are dropped, reintroducing the implicit wildcard that requires an `add_wildcard` migration. Are you sure you meant to do this?';
    return [...gone, ...changed, error(message, NO_SPAN)];
  }
  return [...gone, ...changed];
}

function missing({ name }: Field): Diagnostic {
  const hints = [hint('Drop the field and its data with a `drop` migration', NO_SPAN)];
  return error(`Field \`.${name}\` is missing from the submitted schema`, NO_SPAN, { hints });
}

function added({ name, signature, hasDefault, source, shape }: Field): Diagnostic {
  const hints: Hint[] = [hint('Provide an `add` migration for this field', NO_SPAN)];
  if (!hasDefault && !isNullable(shape)) {
    const end = { source, start: signature.length, end: signature.length };
    hints.push(hint('Add a default value to this field', end, ' = <expr>'), hint('Make the field nullable', end, '?'));
  }
  return error(`Field \`.${name}\` is not present in the live schema`, NO_SPAN, { hints });
}

function retyped({ name, shape }: Field, old: Field): Diagnostic {
  const message = `Field \`.${name}\` of type \`${describeShape(shape)}\` does not match the live type \`${describeShape(old.shape)}\``;
  return error(message, NO_SPAN);
}

function isNullable(shape: Shape): boolean {
  return shape.kind === 'null' || (shape.kind === 'union' && shape.of.some(isNullable));
}

/** Whether every value of the old shape is one of the new, as far as that can be told without looking into both. */
function accepts(shape: Shape, old: Shape): boolean {
  if (shape.kind === 'scalar' && shape.type === 'Any') return true;
  const members = (each: Shape) => (each.kind === 'union' ? each.of : [each]).map((member) => describeShape(member));
  const allowed = new Set(members(shape));
  return members(old).every((member) => allowed.has(member));
}
