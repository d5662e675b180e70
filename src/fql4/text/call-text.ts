/**
 * Expressions, references and other values as the calls that make them. Source: the page on `Tokens`, and how the
 * official driver writes its values: strings stand in double quotes here.
 */
import { Double } from '../../runtime/value.ts';
import { ArrayValue, ObjectValue, type Value } from '../value.ts';
import type { FunctionShape } from './function-shapes.ts';
import { functions } from './functions.ts';

/** The value under a tag, as in `{"@ts": "2024-01-01T00:00:00Z"}`. */
export function untag(value: Value): { readonly tag: string; readonly inner: Value } | undefined {
  if (!(value instanceof ObjectValue) || value.fields.size !== 1) return undefined;
  const [[tag, inner]] = value.fields as unknown as [[string, Value]];
  return tag.startsWith('@') ? { tag, inner } : undefined;
}

/** A tagged value as a call; undefined for other values, and for objects whose keys only look like tags. */
export function callTextOf(value: Value): string | undefined {
  const tagged = untag(value);
  if (!tagged) return undefined;
  const { tag, inner } = tagged;
  switch (tag) {
    case '@ref':
      return inner instanceof ObjectValue ? refText(inner.fields) : undefined;
    case '@ts':
      return `Time(${expressionText(inner)})`;
    case '@date':
      return `Date(${expressionText(inner)})`;
    case '@bytes':
      return `Bytes(${expressionText(inner)})`;
    case '@uuid':
      return `UUID(${expressionText(inner)})`;
    case '@set':
      return expressionText(inner);
    case '@query':
      return `Query(${expressionText(inner)})`;
    default:
      return undefined;
  }
}

/** Functions that make a reference by its name, by the collection it is in. */
const byName: Readonly<Record<string, string>> = {
  access_providers: 'AccessProvider',
  classes: 'Class',
  collections: 'Collection',
  databases: 'Database',
  functions: 'Function',
  indexes: 'Index',
  roles: 'Role',
};

/** Functions that make a reference to a native collection. */
const natives: Readonly<Record<string, string>> = {
  access_providers: 'AccessProviders',
  classes: 'Classes',
  collections: 'Collections',
  credentials: 'Credentials',
  databases: 'Databases',
  functions: 'Functions',
  indexes: 'Indexes',
  keys: 'Keys',
  roles: 'Roles',
  tokens: 'Tokens',
};

function refText(fields: ReadonlyMap<string, Value>): string {
  const id = fields.get('id') ?? null;
  const collection = fields.get('collection') ?? fields.get('class');
  const database = fields.get('database');
  const scope = database === undefined ? undefined : expressionText(database);
  if (collection === undefined) {
    const native = typeof id === 'string' ? natives[id] : undefined;
    return native === undefined ? `Ref(${expressionText(id)})` : `${native}(${scope ?? ''})`;
  }
  const maker = byName[nativeId(collection) ?? ''];
  if (maker === undefined) return `Ref(${expressionText(collection)}, ${expressionText(id)})`;
  return `${maker}(${expressionText(id)}${scope === undefined ? '' : `, ${scope}`})`;
}

/** `collections` of the reference to that collection. */
function nativeId(collection: Value): string | undefined {
  const tagged = untag(collection);
  if (tagged?.tag !== '@ref' || !(tagged.inner instanceof ObjectValue)) return undefined;
  const { fields } = tagged.inner;
  const id = fields.get('id');
  return typeof id === 'string' && !fields.has('collection') && !fields.has('class') ? id : undefined;
}

/** An expression in one line. */
export function expressionText(value: Value): string {
  if (typeof value === 'string') return JSON.stringify(value);
  if (value instanceof Double) return String(value.value);
  if (value instanceof ArrayValue) return `[${value.elements.map(expressionText).join(', ')}]`;
  if (value instanceof ObjectValue) return callTextOf(value) ?? formText(value.fields);
  return String(value);
}

interface Named {
  readonly name: string;
  readonly shape: FunctionShape;
}

let namedByKey: ReadonlyMap<string, Named> | undefined;

/** The function whose expressions have this key. */
function functionOf(key: string): Named | undefined {
  namedByKey ??= new Map([...functions].map(([name, shape]) => [mainKey(shape), { name, shape }]));
  return namedByKey.get(key);
}

/** The key that tells the function. */
function mainKey({ keys }: FunctionShape): string {
  return keys[0] === 'collection' && keys.length > 1 ? (keys[1] as string) : (keys[0] as string);
}

function formText(fields: ReadonlyMap<string, Value>): string {
  const object = fields.get('object');
  if (object instanceof ObjectValue && fields.size === 1) return objectText(object.fields);
  for (const key of fields.keys()) {
    const found = functionOf(key);
    if (found) return callText(found, fields);
  }
  return objectText(fields);
}

function callText({ name, shape }: Named, fields: ReadonlyMap<string, Value>): string {
  const { keys, spreads } = shape;
  const given = keys.flatMap((key) => (fields.has(key) ? [[key, fields.get(key) as Value] as const] : []));
  const [only] = given;
  if (only && given.length === 1 && only[1] === null && shape.minimum === 0) return `${name}()`;
  const texts = given.flatMap(([key, value]) => {
    if (key === 'let') return [bindingsText(value)];
    const isList = spreads && key === keys.at(-1) && value instanceof ArrayValue;
    return isList ? value.elements.map(expressionText) : [expressionText(value)];
  });
  const others = [...fields].filter(([key]) => !keys.includes(key));
  if (name === 'Paginate' && others.length > 0) texts.push(objectText(others));
  return `${name}(${texts.join(', ')})`;
}

function bindingsText(value: Value): string {
  const bindings = value instanceof ArrayValue ? value.elements : [value];
  const fields = bindings.flatMap((each) => (each instanceof ObjectValue ? [...each.fields] : []));
  return objectText(fields);
}

function objectText(fields: Iterable<readonly [string, Value]>): string {
  const texts = [...fields].map(([name, value]) => `${fieldName(name)}: ${expressionText(value)}`);
  return texts.length === 0 ? '{}' : `{ ${texts.join(', ')} }`;
}

export function fieldName(name: string, quote: (text: string) => string = JSON.stringify): string {
  return /^[A-Za-z_$][\w$]*$/.test(name) ? name : quote(name);
}
