/** Values as the JSON of an answer. */
import { encodeBase64 } from '../runtime/base64.ts';
import { formatDouble } from '../runtime/number-text.ts';
import { encodable } from '../runtime/text.ts';
import { formatDate, formatTime } from '../runtime/time-text.ts';
import { Bytes, DateValue, Double, Time, Uuid } from '../runtime/value.ts';
import { type ApiVersion, isSince, lambdaVersion, laterOf, saysCollection } from './api-version.ts';
import { lambdaLiteral } from './documents/convert.ts';
import { hasNames, nativeName } from './native-names.ts';
import type { Place } from './place.ts';
import { EventPoint } from './sets/event-point.ts';
import {
  Action,
  ArrayValue,
  Cursor,
  DocumentEvent,
  Element,
  Lambda,
  ObjectValue,
  Page,
  Ref,
  type SetEvent,
  SetRef,
  UnresolvedRef,
  type Value,
  Version,
} from './value.ts';

/** The value as JSON text, with references by the names things have now. */
export function render(value: Value, place: Place): string {
  return new Renderer(place).value(value) ?? 'null';
}

/** Text that stands in the place of a value; undefined leaves a field out. */
type Text = string | undefined;

class Renderer {
  private readonly version: ApiVersion;

  constructor(private readonly place: Place) {
    this.version = place.version;
  }

  /** Undefined for a reference to what is not there any more. */
  value(value: Value): Text {
    switch (typeof value) {
      case 'string':
        return JSON.stringify(encodable(value));
      case 'bigint':
      case 'boolean':
        return String(value);
    }
    if (value === null) return 'null';
    if (value instanceof ArrayValue) return this.array(value.elements);
    if (value instanceof ObjectValue) return this.object(value.fields);
    if (value instanceof Double) return formatNumber(value.value);
    if (value instanceof Time) return `{"@ts":"${formatTime(value)}"}`;
    if (value instanceof DateValue) return `{"@date":"${formatDate(value)}"}`;
    if (value instanceof Bytes) return `{"@bytes":"${encodeBase64(value.data)}"}`;
    if (value instanceof Uuid) return `{"@uuid":"${value.text}"}`;
    if (value instanceof Action) return this.action(value);
    if (value instanceof Ref) return this.ref(value);
    if (value instanceof UnresolvedRef) return this.unresolved(value);
    if (value instanceof SetRef) return this.set(value);
    if (value instanceof Lambda) return `{"@query":${this.value(this.lambda(value))}}`;
    if (value instanceof Version) return this.document(value);
    if (value instanceof Page) return this.page(value);
    if (value instanceof Element) return this.element(value);
    if (value instanceof Cursor) return this.cursor(value);
    return value instanceof DocumentEvent ? this.documentEvent(value) : this.setEvent(value);
  }

  private array(elements: readonly Value[]): string {
    return `[${elements
      .map((element) => this.value(element))
      .filter((text) => text !== undefined)
      .join(',')}]`;
  }

  private object(fields: ReadonlyMap<string, Value>): string {
    const json = this.fields(fields);
    for (const name of fields.keys()) if (name.startsWith('@')) return `{"@obj":${json}}`;
    return json;
  }

  private fields(fields: Iterable<readonly [string, Value]>): string {
    return record([...fields].map(([name, value]) => [name, this.value(value)]));
  }

  /** Since 2.1 updates are told from creations, and what happens to sets from what happens to documents. */
  private action({ name }: Action): string {
    if (isSince(this.version, '2.1')) return JSON.stringify(name);
    return name === 'delete' || name === 'remove' ? '"delete"' : '"create"';
  }

  private lambda(lambda: Lambda): ObjectValue {
    const literal = lambdaLiteral(lambda);
    if (isSince(lambdaVersion, laterOf(lambda.version, this.version))) return literal;
    return ObjectValue.of([['api_version', lambda.version], ...literal.fields]);
  }

  private get collectionKey(): string {
    return saysCollection(this.version) ? 'collection' : 'class';
  }

  private get documentKey(): string {
    if (!isSince(this.version, '2.1')) return 'resource';
    return saysCollection(this.version) ? 'document' : 'instance';
  }

  private ref(ref: Ref): Text {
    const { session, scope } = this.place;
    const id = this.idOf(ref);
    if (id === undefined) return undefined;
    const owner = ref.scope === scope ? undefined : session.databaseAt(ref.scope);
    if (ref.scope !== scope && ref.scope !== '' && !owner) return undefined;
    const isNative = ref.collection === 'Collection' && nativeName(String(ref.id), this.version) !== undefined;
    const collection = isNative ? undefined : new Ref(scope, 'Collection', ref.collection);
    // Documents of users' collections say the database with their collection.
    const inNative = isNative || hasNames(ref.collection);
    const of = collection && (inNative ? collection : new Ref(ref.scope, 'Collection', ref.collection));
    const shownOwner = inNative ? owner : undefined;
    if (of && !inNative && this.ref(of) === undefined) return undefined;
    return this.refText(id, of && this.ref(of), shownOwner && this.ref(shownOwner));
  }

  private refText(id: string, collection: Text, database: Text): string {
    if (!isSince(this.version, '2.1')) return `{"@ref":${JSON.stringify(this.legacyText(id, collection))}}`;
    const fields = record([
      ['id', JSON.stringify(id)],
      [this.collectionKey, collection],
      ['database', database],
    ]);
    return `{"@ref":${fields}}`;
  }

  private legacyText(id: string, collection: Text): string {
    if (collection === undefined) return id;
    return `${(JSON.parse(collection) as { '@ref': string })['@ref']}/${id}`;
  }

  /** The name or number of a document. */
  private idOf({ scope, collection, id }: Ref): string | undefined {
    const { session } = this.place;
    if (collection === 'Collection') {
      const native = nativeName(String(id), this.version);
      return native ?? this.nameOf(scope, String(id));
    }
    if (!hasNames(collection) || typeof id === 'string') return String(id);
    return session.database(scope)?.schema.nameOf(collection, id) ?? session.lastName(scope, collection, id);
  }

  private nameOf(scope: string, storage: string): string | undefined {
    const { session } = this.place;
    return session.database(scope)?.schema.collection(storage)?.name ?? session.lastName(scope, 'Collection', storage);
  }

  private unresolved(ref: UnresolvedRef): string {
    const database =
      ref.database === undefined
        ? undefined
        : this.refText(ref.database, this.refText('databases', undefined, undefined), undefined);
    if (ref.kind === 'native') return this.refText(nativeName(ref.name, this.version) ?? ref.name, undefined, database);
    const natives = { database: 'Database', index: ':Index', function: 'Function', role: 'Role', key: 'Key' } as const;
    const native =
      ref.kind === 'collection' || ref.kind === 'document'
        ? 'Collection'
        : ref.kind === 'access_provider'
          ? 'AccessProvider'
          : natives[ref.kind];
    const collection = this.refText(nativeName(native, this.version) ?? native, undefined, undefined);
    const named = this.refText(ref.name, collection, database);
    return ref.kind === 'document' ? this.refText(String(ref.id), named, undefined) : named;
  }

  private set({ plan }: SetRef): Text {
    const { value, bare } = plan.shown(this.version);
    if (bare) return this.value(value);
    return `{"@set":${value instanceof ObjectValue ? this.fields(withBareLambdas(value, (each) => this.lambda(each))) : this.value(value)}}`;
  }

  private document({ ref, ts, fields }: Version): string {
    const collection = new Ref(ref.scope, 'Collection', ref.collection);
    return record([
      ['ref', this.ref(ref)],
      ['class', isSince(this.version, '2.1') ? undefined : this.ref(collection)],
      ['ts', String(ts)],
      ...[...fields].map(([name, value]) => [name, this.value(value)] as const),
    ]);
  }

  private page({ before, after, elements }: Page): string {
    return record([
      ['before', before === undefined ? undefined : (this.value(before) ?? 'null')],
      ['after', after === undefined ? undefined : (this.value(after) ?? 'null')],
      ['data', this.array(elements)],
    ]);
  }

  private element({ value, sources }: Element): Text {
    const text = this.value(value);
    if (text === undefined) return undefined;
    return record([
      ['value', text],
      ['sources', this.array(sources.map((source) => new SetRef(source)))],
    ]);
  }

  private cursor({ at }: Cursor): Text {
    if (at instanceof ArrayValue) return this.array(at.elements);
    if (at instanceof EventPoint) return this.point(at);
    if (at instanceof DocumentEvent) return this.documentEvent(at, true);
    return this.setEvent(at);
  }

  /** Where the request said that its page begins. A document that nobody said is left out, or all is. */
  private point({ ts, action, ref, isOfSet, values }: EventPoint): Text {
    if (ref === 'last') return undefined;
    return record([
      ['ts', String(ts)],
      ['action', this.action(new Action(action))],
      [this.documentKey, ref === 'first' ? undefined : this.ref(ref)],
      ['data', isOfSet && values.length > 0 ? this.array(values) : undefined],
    ]);
  }

  private documentEvent({ ts, ref, action, fields }: DocumentEvent, bare = false): Text {
    const document = this.ref(ref);
    if (document === undefined) return undefined;
    const data = fields?.get('data');
    const shown = isSince(this.version, '2.1') && !bare ? (data === undefined ? 'null' : this.value(data)) : undefined;
    return record([
      ['ts', String(ts)],
      ['action', this.action(new Action(action))],
      [this.documentKey, document],
      ['data', shown],
    ]);
  }

  private setEvent({ ts, ref, action, values }: SetEvent): Text {
    const document = this.ref(ref);
    if (document === undefined) return undefined;
    const key = isSince(this.version, '2.1') ? 'data' : 'values';
    return record([
      ['ts', String(ts)],
      ['action', this.action(new Action(action))],
      [this.documentKey, document],
      [key, values.length === 0 ? undefined : this.array(values)],
    ]);
  }
}

function record(fields: readonly (readonly [string, Text])[]): string {
  const shown = fields.filter(([, text]) => text !== undefined);
  return `{${shown.map(([name, text]) => `${JSON.stringify(encodable(name))}:${text}`).join(',')}}`;
}

/** Lambdas of sets stand without their `@query`. */
function withBareLambdas(object: ObjectValue, bare: (lambda: Lambda) => ObjectValue): ReadonlyMap<string, Value> {
  return new Map([...object.fields].map(([name, value]) => [name, value instanceof Lambda ? bare(value) : value]));
}

/**
 * DEPARTURE: what JSON has no number for is null; the original writes `NaN` and `Infinity`, which no parser of JSON
 * reads.
 */
function formatNumber(value: number): string {
  return Number.isFinite(value) ? formatDouble(value) : 'null';
}
