/**
 * What a change of a collection's defined fields would do to the documents it has: without migrations, types only grow
 * wider, and fields neither come nor go. A collection without documents can change as it likes.
 * Source: recorded `defined fields and defaults` of `documents-schema-2`, `migrations` of the schema.
 */
import { type Diagnostic, error, type Hint, hint } from '../language/diagnostic.ts';
import { inHashOrder } from '../language/hash-order.ts';
import { parseFieldType } from '../language/parse.ts';
import { NO_SPAN, Source, type Span } from '../language/source.ts';
import type { TypeExpression } from '../language/type-ast.ts';
import { shapeOfType } from './field-type.ts';
import { entriesOf, type JsonObject } from './json-fields.ts';
import type { Shape } from './native-collection.ts';
import { isSubtype, mayBeNull } from './shape-subtype.ts';
import { typeText } from './type-text.ts';

interface Field {
  readonly name: string;
  readonly type: TypeExpression;
  readonly shape: Shape;
  readonly hasDefault: boolean;
}

interface Fields {
  readonly byName: ReadonlyMap<string, Field>;
  /** Whether it says so, or has no defined fields, or takes these alone. */
  readonly wildcard: 'written' | 'implied' | undefined;
}

/** Of a collection that has documents, `before` and `after` as its document is kept. The types of all fields are sound. */
export function fieldChangeProblems(before: JsonObject, after: JsonObject): readonly Diagnostic[] {
  const [live, submitted] = [fieldsOf(before), fieldsOf(after)];
  if (isCompatible(live, submitted)) return [];
  const problems = [
    ...[...live.byName.values()].flatMap((field) => whyNotKept(field, submitted.byName.get(field.name))),
    ...[...submitted.byName.values()].filter(({ name }) => !live.byName.has(name)).map(added),
    ...wildcardProblems(live, submitted),
  ];
  if (problems.length > 0) return problems;
  return [error('Submitted schema is not compatible with the live schema', NO_SPAN)];
}

function fieldsOf(data: JsonObject): Fields {
  const collection = String(data.name);
  const entries = inHashOrder(entriesOf(data.fields), ([name]) => name);
  const fields = entries.map(([name, { signature, default: initial }]): Field => {
    const type = parseFieldType(new Source(`*field:${collection}:${name}*`, String(signature)));
    return { name, type, shape: shapeOfType(type), hasDefault: initial !== undefined };
  });
  const implied = entries.length === 0 ? 'implied' : undefined;
  const wildcard = typeof data.wildcard === 'string' ? 'written' : implied;
  return { byName: new Map(fields.map((field) => [field.name, field])), wildcard };
}

function isCompatible(live: Fields, submitted: Fields): boolean {
  if ((live.wildcard === undefined) !== (submitted.wildcard === undefined)) return false;
  if (live.byName.size !== submitted.byName.size) return false;
  return [...submitted.byName.values()].every((field) => {
    const old = live.byName.get(field.name);
    return old !== undefined && isSubtype(old.shape, field.shape);
  });
}

function whyNotKept(live: Field, submitted: Field | undefined): readonly Diagnostic[] {
  if (!submitted) {
    const hints = [hint('Drop the field and its data with a `drop` migration', NO_SPAN)];
    return [error(`Field \`.${live.name}\` is missing from the submitted schema`, NO_SPAN, { hints })];
  }
  if (isSubtype(live.shape, submitted.shape, true)) return [];
  const [now, then] = [typeText(submitted.type), typeText(live.type)];
  const hints = [hint('Add a migration to split the invalid types into another field', NO_SPAN)];
  const message = `Field \`.${live.name}\` of type \`${now}\` does not match the live type \`${then}\``;
  return [error(message, submitted.type.span, { hints })];
}

function added(field: Field): Diagnostic {
  const message = (path: string) => `Field \`${path}\` is not present in the live schema`;
  const advice = 'Provide an `add` migration for this field';
  if (field.hasDefault || mayBeNull(field.shape)) {
    return error(message(`.${field.name}`), NO_SPAN, { hints: [hint(advice, NO_SPAN)] });
  }
  const whole = { path: `.${field.name}`, name: field.name, span: NO_SPAN, hasDefault: false };
  const leaves = leavesOf(field.type, whole);
  const [only] = leaves;
  const leaf = only && leaves.length === 1 ? only : { ...whole, type: field.type };
  const { span } = leaf.type;
  const end = { ...span, start: span.end };
  const hints: Hint[] = [
    leaf.span === NO_SPAN
      ? hint(advice, NO_SPAN)
      : hint(advice, { ...leaf.span, end: leaf.span.start }, addition(leaf.name)),
    ...(leaf.hasDefault
      ? []
      : [hint('Add a default value to this field', end, ' = <expr>'), hint('Make the field nullable', end, '?')]),
  ];
  return error(message(leaf.path), leaf.span, { hints });
}

function addition(name: string): string {
  return `migrations {\n    add .${name}\n    backfill .${name} = <expr>\n  }\n`;
}

interface Leaf {
  readonly path: string;
  readonly name: string;
  readonly span: Span;
  readonly hasDefault: boolean;
  readonly type: TypeExpression;
}

/** The fields within a field that are no objects; those that go with any others can not be told. */
function leavesOf(type: TypeExpression, at: Omit<Leaf, 'type'>): readonly Leaf[] {
  if (type.kind !== 'object') return [{ ...at, type }];
  if (type.wildcard) return [];
  return type.fields.flatMap(({ name: { text, span }, type: inner, default: initial }) =>
    leavesOf(inner, { path: `${at.path}.${text}`, name: text, span, hasDefault: initial !== undefined }),
  );
}

function wildcardProblems(live: Fields, submitted: Fields): readonly Diagnostic[] {
  if (live.wildcard && !submitted.wildcard)
    return [error('Missing wildcard definition', NO_SPAN, { hints: lost(live) })];
  if (live.wildcard || !submitted.wildcard) return [];
  if (submitted.wildcard === 'written') {
    const hints = [hint('Add the wildcard with an `add_wildcard` migration', NO_SPAN)];
    return [error('Wildcard was not present in the live schema', NO_SPAN, { hints })];
  }
  const message =
    'All fields from the live schema are dropped, reintroducing the implicit wildcard that requires an `add_wildcard` migration. Are you sure you meant to do this?';
  return [error(message, NO_SPAN)];
}

function lost(live: Fields): Hint[] {
  const messages =
    live.wildcard === 'implied'
      ? [
          'Collections with no fields defined allow arbitrary fields by default. To keep this behavior, add a wildcard declaration to the schema definition',
        ]
      : [
          'Add the wildcard back',
          'Move the extra fields with a `move_wildcard` migration',
          'Drop the extra fields with a `move_wildcard` and `drop` migration',
        ];
  return messages.map((message) => hint(message, NO_SPAN));
}
