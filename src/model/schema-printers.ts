/**
 * The items of a schema as text, laid out as the schema language shows them. Source: recorded `sync`, `items`;
 * reference "FSL".
 */
import { inHashOrder } from '../language/hash-order.ts';
import type { TypeParameter } from '../language/type-ast.ts';
import type { Json } from '../store/store.ts';
import { parseFieldPath } from './field-path.ts';
import { arrayOf, entriesOf, type JsonObject, objectOf, oneOrMore } from './json-fields.ts';
import { type Draft, typeOf } from './schema-draft.ts';
import { isJsonArray } from './stored-value.ts';

/** By the native collection whose documents the items are. */
export const itemPrinters = {
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
    for (const [name, { signature, default: initial }] of ordered(data.fields)) draft.field(name, signature, initial);
    for (const [name, field] of ordered(data.computed_fields)) printComputedField(draft, name, field);
    if (typeof data.wildcard === 'string') {
      printer.write('*: ');
      draft.type('wildcard', typeOf(data.wildcard));
      printer.line();
    }
    for (const [name, index] of ordered(data.indexes)) printIndex(draft, name, index);
    const constraints = arrayOf(data.constraints).map(objectOf);
    for (const { unique } of constraints) if (unique !== undefined) printer.line(`unique [${termsOf(unique)}]`);
    for (const { check } of constraints) if (check !== undefined) printCheck(draft, objectOf(check));
    printDays(draft, data);
  });
  printer.line();
}

function ordered(json: Json | undefined): readonly (readonly [string, JsonObject])[] {
  return inHashOrder(entriesOf(json), ([name]) => name);
}

function printComputedField(draft: Draft, name: string, { body, signature }: JsonObject): void {
  const { printer } = draft;
  printer.write(`compute ${name}`);
  if (typeof signature === 'string') {
    printer.write(': ');
    draft.type('computed', typeOf(signature));
  }
  printer.write(' = ');
  const node = draft.code(body, name);
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
  const type = typeof data.signature === 'string' ? typeOf(data.signature) : undefined;
  const signature = type?.kind === 'function' ? type : undefined;
  const types: readonly TypeParameter[] = [
    ...(signature?.parameters ?? []),
    ...(signature?.rest ? [signature.rest] : []),
  ];
  printer.write('function ').name(String(data.name)).write('(');
  printer.parameters(node, (position) => {
    const parameter = types[position];
    if (!parameter) return;
    printer.write(': ');
    draft.type('parameter', parameter.type);
  });
  printer.write(')');
  if (signature) {
    printer.write(': ');
    draft.type('result', signature.result);
  }
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
