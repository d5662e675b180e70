/**
 * The schema of a database as text of the schema language, with the places of what it names, so that a change that
 * leaves a name without meaning can be shown where it stands. Source: recorded `sync`, `items`; reference "FSL".
 */
import type { Lambda } from '../language/ast.ts';
import { parseLambda, parseType } from '../language/parse.ts';
import { Printer } from '../language/print-expression.ts';
import { Source, type Span } from '../language/source.ts';
import type { Json } from '../store/store.ts';
import { prefixRange } from '../transaction/key.ts';
import { documentsTable, systemTable } from './database.ts';
import { parseFieldPath } from './field-path.ts';
import type { Reader } from './schema.ts';
import { keyOfId, readRow } from './stored-row.ts';
import { isJsonArray } from './stored-value.ts';

/** A function or predicate within the text. */
export interface PrintedCode {
  readonly kind: 'code';
  readonly node: Lambda;
  /** Where a name stands in the text that was read at `span` of the body. */
  readonly placeOf: (span: Span) => Span;
}

/** A name within the text that something must bear. */
export interface PrintedName {
  readonly name: string;
  readonly span: Span;
}

export type PrintedPart = ({ readonly kind: 'collection' | 'resource' | 'role' } & PrintedName) | PrintedCode;

export interface PrintedItem {
  readonly kind: keyof typeof printers;
  readonly name: string;
  /** Whether it says what it takes and gives: a function with a signature. */
  readonly typed: boolean;
  /** What it names and runs, in the order of the text. */
  readonly parts: readonly PrintedPart[];
}

type JsonObject = { readonly [key: string]: Json };

const header =
  '// The following schema is auto-generated.\n// This file contains FSL for FQL10-compatible schema items.\n';

/** The schema as `reader` sees it, as one file, in the order its items were made; one that is renamed moves to the end. */
export function printSchema(reader: Reader, scope: string): readonly PrintedItem[] {
  const printer = new Printer();
  printer.write(header);
  const drafts = itemsOf(reader, scope).map(({ kind, data }) => {
    const draft = new Draft(printer.line());
    printers[kind](draft, data);
    const typed = kind === 'Function' && typeof data.signature === 'string';
    return { kind, name: String(data.name), typed, parts: draft.parts, places: printer.takePlaces() };
  });
  const source = new Source('main.fsl', printer.text);
  const inText = ({ start, end }: Place): Span => ({ source, start, end });
  return drafts.map(({ parts, places, ...item }) => ({
    ...item,
    parts: parts.map((part): PrintedPart => {
      if (part.kind !== 'code') return { kind: part.kind, name: part.name, span: inText(part.place) };
      return { ...part, placeOf: (span) => inText(places.get(span) ?? { start: 0, end: 0 }) };
    }),
  }));
}

/** The row of the system table that says of a renamed item that it stands behind those made before the renaming. */
export function placedKey(collection: string, id: bigint | string): string {
  return `placed ${collection} ${id}`;
}

interface Item {
  readonly kind: keyof typeof printers;
  readonly data: JsonObject;
}

function itemsOf(reader: Reader, scope: string): readonly Item[] {
  const placed = new Map<string, bigint>();
  for (const [key, order] of reader.scan(systemTable(scope), prefixRange('placed '))) {
    placed.set(key, BigInt(String(order)));
  }
  const items = (Object.keys(printers) as (keyof typeof printers)[]).flatMap((kind) =>
    [...reader.scan(documentsTable(scope, kind))].map(([key, json]) => {
      const id = keyOfId(key);
      return { kind, data: readRow(json).data, order: placed.get(placedKey(kind, id)) ?? id };
    }),
  );
  return items.filter(isWritten).sort((a, b) => (a.order < b.order ? -1 : 1));
}

/**
 * What the schema language can not write is left out, as by the original: a role with a privilege that names no
 * actions, and what FQL v4 made with functions of its own.
 */
function isWritten({ kind, data }: Item): boolean {
  if (kind === 'Collection') return true;
  if (hasQuery(data)) return false;
  if (kind !== 'Role') return true;
  return oneOrMore(data.privileges).every(({ actions, resource }) => actions !== undefined && isText(resource));
}

function isText(json: Json | undefined): boolean {
  return typeof json === 'string';
}

function hasQuery(json: Json): boolean {
  if (json === null || typeof json !== 'object') return false;
  if (isJsonArray(json)) return json.some(hasQuery);
  return '@query' in json || Object.values(json).some(hasQuery);
}

/** Trees of bodies by their text: the schema is looked at again and again, and little of it changes. */
const trees = new Map<string, Lambda>();
const capacity = 5_000;

function lambdaOf(text: string): Lambda {
  const known = trees.get(text);
  if (known) return known;
  if (trees.size >= capacity) trees.clear();
  const node = parseLambda(new Source('*body*', text));
  trees.set(text, node);
  return node;
}

interface Place {
  readonly start: number;
  readonly end: number;
}

type DraftPart =
  | { readonly kind: 'collection' | 'resource' | 'role'; readonly name: string; readonly place: Place }
  | Omit<PrintedCode, 'placeOf'>;

/** An item while it is written. */
class Draft {
  readonly parts: DraftPart[] = [];

  constructor(readonly printer: Printer) {}

  names(kind: 'collection' | 'resource' | 'role', name: string): void {
    const { printer } = this;
    const before = printer.text.length;
    printer.name(name);
    const start = printer.text.indexOf(name, before);
    this.parts.push({ kind, name, place: { start, end: start + name.length } });
  }

  /** Reads the text of a function, and says that it is written here. */
  code(text: Json | undefined): Lambda {
    const node = lambdaOf(String(text));
    this.parts.push({ kind: 'code', node });
    return node;
  }

  block(content: () => void): void {
    this.printer.line('{').indented(content).write('}');
  }

  predicate(text: Json | undefined): void {
    if (text === undefined) return;
    this.printer.write(' ');
    this.block(() => this.printer.write('predicate (').expression(this.code(text)).line(')'));
  }
}

const printers = {
  Collection: printCollection,
  Function: printFunction,
  Role: printRole,
  AccessProvider: printAccessProvider,
};

function annotations({ printer }: Draft, data: JsonObject, names: readonly string[]): void {
  for (const name of names) {
    const value = data[name];
    if (typeof value === 'string') printer.write(`@${name}(`).name(value).line(')');
  }
}

function printCollection(draft: Draft, data: JsonObject): void {
  const { printer } = draft;
  annotations(draft, data, ['alias']);
  printer.write('collection ').name(String(data.name)).write(' ');
  draft.block(() => {
    for (const [name, field] of entriesOf(data.fields)) {
      printer.write(`${name}: ${field.signature}`);
      printer.line(field.default === undefined ? '' : ` = ${field.default}`);
    }
    for (const [name, field] of entriesOf(data.computed_fields)) printComputedField(draft, name, field);
    if (typeof data.wildcard === 'string') printer.line(`*: ${data.wildcard}`);
    for (const [name, index] of entriesOf(data.indexes)) printIndex(draft, name, index);
    const constraints = arrayOf(data.constraints).map(objectOf);
    for (const { unique } of constraints) if (unique !== undefined) printer.line(`unique [${termsOf(unique)}]`);
    for (const { check } of constraints) if (check !== undefined) printCheck(draft, objectOf(check));
    printDays(draft, data);
  });
  printer.line();
}

function printComputedField(draft: Draft, name: string, { body, signature }: JsonObject): void {
  const { printer } = draft;
  printer.write(`compute ${name}${typeof signature === 'string' ? `: ${signature}` : ''} = `);
  const node = draft.code(body);
  if (node.short) printer.write('(').expression(node).line(')');
  else printer.expression(node).line();
}

function printIndex(draft: Draft, name: string, { terms, values }: JsonObject): void {
  const { printer } = draft;
  printer.write('index ').name(name).write(' ');
  draft.block(() => {
    if (arrayOf(terms).length > 0) printer.line(`terms [${termsOf(terms)}]`);
    if (arrayOf(values).length > 0) printer.line(`values [${termsOf(values)}]`);
  });
  printer.line();
}

function printCheck(draft: Draft, { name, body }: JsonObject): void {
  draft.printer.write('check ').name(String(name)).write(' (').expression(draft.code(body)).line(')');
}

/** Without an end, history is kept for as many days as there are. */
const forever = '9223372036854775807';

function printDays({ printer }: Draft, { history_days: history = forever, ttl_days, document_ttls }: JsonObject): void {
  if (history !== 0) printer.line(`history_days ${history}`);
  if (ttl_days !== undefined) printer.line(`ttl_days ${ttl_days}`);
  if (document_ttls !== undefined) printer.line(`document_ttls ${document_ttls}`);
}

/** `.email, desc(.a["b c"]), mva(.tags)` */
function termsOf(json: Json | undefined): string {
  return arrayOf(json)
    .map((each) => {
      const { field, mva, order } = typeof each === 'string' ? { field: each } : objectOf(each);
      const path = pathText(String(field));
      const whole = mva === true ? `mva(${path})` : path;
      return order === 'desc' ? `desc(${whole})` : whole;
    })
    .join(', ');
}

function pathText(text: string): string {
  const steps = (parseFieldPath(text) ?? [text]).map((step) => {
    if (typeof step === 'number') return `[${step}]`;
    return /^[A-Za-z_]\w*$/.test(step) ? `.${step}` : `[${JSON.stringify(step)}]`;
  });
  return steps[0]?.startsWith('[') ? `.${steps.join('')}` : steps.join('');
}

function printFunction(draft: Draft, data: JsonObject): void {
  const { printer } = draft;
  annotations(draft, data, ['alias', 'role']);
  const node = draft.code(data.body);
  const type = typeof data.signature === 'string' ? parseType(new Source('*signature*', data.signature)) : undefined;
  const signature = type?.kind === 'function' ? type : undefined;
  const types = [...(signature?.parameters ?? []), ...(signature?.rest ? [signature.rest] : [])];
  printer.write('function ').name(String(data.name)).write('(');
  printer.parameters(node, (position) => {
    const parameter = types[position];
    if (parameter) printer.write(': ').type(parameter.type);
  });
  printer.write(')');
  if (signature) printer.write(': ').type(signature.result);
  const { body } = node;
  const statements =
    body.kind === 'block' ? body.statements : [{ kind: 'expression' as const, expression: body, span: body.span }];
  printer.write(' ').block({ statements }).line();
}

function printRole(draft: Draft, data: JsonObject): void {
  const { printer } = draft;
  printer.write('role ').name(String(data.name)).write(' ');
  draft.block(() => {
    for (const { resource, actions } of oneOrMore(data.privileges)) {
      printer.write('privileges ');
      draft.names('resource', String(resource));
      printer.write(' ');
      draft.block(() => printActions(draft, objectOf(actions)));
      printer.line();
    }
    for (const { resource, predicate } of oneOrMore(data.membership)) {
      printer.write('membership ');
      draft.names('collection', String(resource));
      draft.predicate(predicate);
      printer.line();
    }
  });
  printer.line();
}

/** An action that is denied is as good as not named. */
function printActions(draft: Draft, actions: JsonObject): void {
  for (const [action, rule] of Object.entries(actions)) {
    if (rule === false) continue;
    draft.printer.write(action);
    if (typeof rule === 'string') draft.predicate(rule);
    draft.printer.line();
  }
}

function printAccessProvider(draft: Draft, data: JsonObject): void {
  const { printer } = draft;
  printer.write('access provider ').name(String(data.name)).write(' ');
  draft.block(() => {
    printer.write('issuer ').string(String(data.issuer)).line();
    printer.write('jwks_uri ').string(String(data.jwks_uri)).line();
    for (const role of data.roles === undefined ? [] : isJsonArray(data.roles) ? data.roles : [data.roles]) {
      const { role: name, predicate } = typeof role === 'string' ? { role } : objectOf(role);
      printer.write('role ');
      draft.names('role', String(name));
      draft.predicate(predicate);
      printer.line();
    }
  });
  printer.line();
}

function objectOf(json: Json | undefined): JsonObject {
  if (json === null || typeof json !== 'object' || isJsonArray(json)) return {};
  const list = json['@object'];
  return list === undefined ? json : Object.fromEntries(arrayOf(list) as unknown as Iterable<readonly [string, Json]>);
}

function entriesOf(json: Json | undefined): (readonly [string, JsonObject])[] {
  return Object.entries(objectOf(json)).map(([name, each]) => [name, objectOf(each)]);
}

function arrayOf(json: Json | undefined): readonly Json[] {
  return json !== undefined && isJsonArray(json) ? json : [];
}

function oneOrMore(json: Json | undefined): readonly JsonObject[] {
  if (json === undefined) return [];
  return isJsonArray(json) ? json.map(objectOf) : [objectOf(json)];
}
