/** Values as documents keep them, which both languages share, to and from those of this language. */
import { NO_SPAN } from '../../language/source.ts';
import {
  Bytes,
  DateValue,
  Document,
  Double,
  Id,
  Module,
  Null,
  nullAt,
  ArrayValue as RuntimeArray,
  ObjectValue as RuntimeObject,
  type Value as RuntimeValue,
  StoredQuery,
  Time,
  TransactionTime,
  Uuid,
} from '../../runtime/value.ts';
import { parseVersion } from '../api-version.ts';
import { type Bindings, type LambdaExpression, literalOf, lookup, patternLiteral } from '../expression.ts';
import { readLambda } from '../parse/escapes.ts';
import type { Place } from '../place.ts';
import { plain } from '../plain.ts';
import { Position } from '../position.ts';
import { ArrayValue, Lambda, ObjectValue, Ref, type Value } from '../value.ts';

/** What a document of the database at `scope` keeps, as this language sees it. */
export function fromStored(place: Place, scope: string, value: RuntimeValue): Value {
  switch (typeof value) {
    case 'string':
    case 'boolean':
    case 'bigint':
      return value;
    case 'number':
      return BigInt(value);
  }
  if (value instanceof RuntimeObject) {
    return ObjectValue.of([...value.fields].map(([name, each]) => [name, fromStored(place, scope, each)]));
  }
  if (value instanceof RuntimeArray)
    return new ArrayValue(value.elements.map((each) => fromStored(place, scope, each)));
  if (value instanceof Null) return null;
  if (isShared(value)) return value;
  if (value instanceof Document) return refOf(place, scope, value);
  if (value instanceof StoredQuery) return lambdaOf(place, scope, value);
  if (value instanceof TransactionTime) return Time.ofMicros(place.session.time);
  if (value instanceof Id) return value.value.toString();
  if (value instanceof Module && value.collection !== undefined) return new Ref(scope, 'Collection', value.collection);
  return String(value);
}

function isShared(value: RuntimeValue): value is Double | Time | DateValue | Bytes | Uuid {
  return (
    value instanceof Double ||
    value instanceof Time ||
    value instanceof DateValue ||
    value instanceof Bytes ||
    value instanceof Uuid
  );
}

/** Schema documents are known to FQL v10 by name, collections to this language by their storage. */
export function refOf(place: Place, scope: string, { collection, id }: Document): Ref {
  const schema = place.session.database(scope)?.schema;
  const number = typeof id === 'bigint' ? id : schema?.documentNamed(collection, id);
  if (collection !== 'Collection') return new Ref(scope, collection, number ?? id);
  for (const each of schema?.collections ?? []) {
    if (number === undefined ? each.id === id : each.document === number) return new Ref(scope, collection, each.id);
  }
  return new Ref(scope, collection, number ?? id);
}

const parsed = new WeakMap<RuntimeObject, LambdaExpression>();

function lambdaOf(place: Place, scope: string, { version, body }: StoredQuery): Lambda {
  const known = parsed.get(body);
  const of = parseVersion(version) ?? '4';
  if (known) return new Lambda(known, null, of);
  const fields = [...body.fields].map(([name, each]) => [name, fromStored(place, scope, each)] as const);
  const json = ObjectValue.of([...fields, ['api_version', of]]);
  const { expression } = readLambda(json, { place: { ...place, scope }, version: of }, Position.root);
  parsed.set(body, expression);
  return new Lambda(expression, null, of);
}

/** As documents keep it. References that were not found, and those of other databases, have been refused before. */
export function toStored(place: Place, value: Value): RuntimeValue {
  switch (typeof value) {
    case 'string':
    case 'boolean':
      return value;
    case 'bigint':
      return value >= -2147483648n && value <= 2147483647n ? Number(value) : value;
  }
  if (value === null) return nullAt(NO_SPAN);
  if (value instanceof ArrayValue) return new RuntimeArray(value.elements.map((each) => toStored(place, each)));
  if (value instanceof ObjectValue) {
    return RuntimeObject.of([...value.fields].map(([name, each]) => [name, toStored(place, each)]));
  }
  if (value instanceof Ref) return documentOf(place, value);
  if (value instanceof Lambda) return storedQuery(place, value);
  if (
    value instanceof Double ||
    value instanceof Time ||
    value instanceof DateValue ||
    value instanceof Bytes ||
    value instanceof Uuid
  ) {
    return value;
  }
  return toStored(place, plain(value));
}

export function documentOf(place: Place, ref: Ref): Document {
  const { collection, id } = ref;
  if (collection !== 'Collection') return new Document(collection, id);
  const definition = place.session.database(ref.scope)?.schema.collection(String(id));
  return new Document(collection, definition?.document ?? id);
}

function storedQuery(place: Place, lambda: Lambda): StoredQuery {
  const literal = lambdaLiteral(lambda);
  return new StoredQuery(lambda.version, toStored(place, literal) as RuntimeObject);
}

/** The JSON of a lambda; what it has of the variables around it stands in a `let` around its body. */
export function lambdaLiteral({ expression, bindings }: Lambda): ObjectValue {
  const body = literalOf(expression.body);
  return ObjectValue.of([
    ['lambda', patternLiteral(expression.pattern)],
    ['expr', expression.free.length === 0 ? body : around(body, expression, bindings)],
  ]);
}

function around(body: Value, { free }: LambdaExpression, bindings: Bindings | null): Value {
  const variables = free.map((name) => [name, quoted(lookup(bindings, name))] as const);
  return ObjectValue.of([
    ['let', ObjectValue.of(variables)],
    ['in', body],
  ]);
}

/** A value as an expression that gives it. */
function quoted(value: Value): Value {
  const object = plain(value);
  if (object instanceof ArrayValue) return new ArrayValue(object.elements.map(quoted));
  if (!(object instanceof ObjectValue)) return object;
  const fields = ObjectValue.of([...object.fields].map(([name, each]) => [name, quoted(each)]));
  return ObjectValue.of([['object', fields]]);
}
