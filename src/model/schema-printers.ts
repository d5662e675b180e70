/**
 * The items of a schema as text, laid out as the schema language shows them. Source: recorded `sync`, `items`;
 * reference "FSL".
 */
import { inHashOrder } from '../language/hash-order.ts';
import type { TypeParameter } from '../language/type-ast.ts';
import type { Json } from '../store/store.ts';
import { parseFieldPath } from './field-path.ts';
import { arrayOf, entriesOf, type JsonObject, objectOf, oneOrMore } from './json-fields.ts';
import { type Draft, type Member, typeOf } from './schema-draft.ts';
import { isJsonArray } from './stored-value.ts';

/** By the native collection whose documents the items are. */
export const itemPrinters = {
  Collection: printCollection,
  Function: printFunction,
  Role: printRole,
  AccessProvider: printAccessProvider,
};

function annotations(draft: Draft, data: JsonObject, names: readonly string[]): void {
  const { printer } = draft;
  const given = names.filter((name) => typeof data[name] === 'string');
  draft.members(
    given.map((name) => ({
      key: `@${name}`,
      write: () => printer.write(`@${name}(`).name(String(data[name])).line(')'),
    })),
  );
}

function printCollection(draft: Draft, data: JsonObject): void {
  const { printer } = draft;
  annotations(draft, data, ['alias']);
  printer.write('collection ').name(String(data.name)).write(' ');
  draft.block(() => draft.members(collectionMembers(draft, data)));
  printer.line();
}

function collectionMembers(draft: Draft, data: JsonObject): readonly Member[] {
  const { printer } = draft;
  const members: Member[] = [];
  const add = (key: string, write: () => void) => members.push({ key, write });
  for (const [name, { signature, default: initial }] of ordered(data.fields)) {
    add(`field ${name}`, () => draft.field(name, signature, initial));
  }
  for (const [name, field] of ordered(data.computed_fields)) {
    add(`field ${name}`, () => printComputedField(draft, name, field));
  }
  const { wildcard } = data;
  if (typeof wildcard === 'string') add('*', () => printWildcard(draft, wildcard));
  for (const [name, index] of ordered(data.indexes)) add(`index ${name}`, () => printIndex(draft, name, index));
  const constraints = arrayOf(data.constraints).map(objectOf);
  for (const { unique } of constraints) {
    if (unique === undefined) continue;
    const line = `unique [${termsOf(unique)}]`;
    add(line, () => printer.line(line));
  }
  for (const { check } of constraints) {
    if (check !== undefined) add(`check ${objectOf(check).name}`, () => printCheck(draft, objectOf(check)));
  }
  for (const [name, value] of settings(data)) add(name, () => printer.line(`${name} ${value}`));
  return members;
}

function printWildcard(draft: Draft, text: string): void {
  const { printer } = draft;
  printer.write('*: ');
  draft.type('wildcard', typeOf(text));
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
    const lists = Object.entries({ terms, values }).filter(([, list]) => arrayOf(list).length > 0);
    draft.members(
      lists.map(([key, list]) => ({ key, write: () => printer.line(`${key} [${termsOf(list)}]`) })),
      `index ${name}`,
    );
  });
  printer.line();
}

function printCheck(draft: Draft, { name, body }: JsonObject): void {
  draft.printer.write('check ').name(String(name)).write(' (').expression(draft.code(body)).line(')');
}

/** Without an end, history is kept for as many days as there are. */
const forever = '9223372036854775807';

function settings({
  history_days = forever,
  ttl_days,
  document_ttls,
}: JsonObject): readonly (readonly [string, Json])[] {
  const given = Object.entries({ history_days, ttl_days, document_ttls });
  return given.flatMap(([name, value]) =>
    value === undefined || (name === 'history_days' && value === 0) ? [] : [[name, value] as const],
  );
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
    const privileges = oneOrMore(data.privileges).map(({ resource, actions }) => {
      const key = `privileges ${resource}`;
      const write = () => {
        printer.write('privileges ');
        draft.names('resource', String(resource));
        printer.write(' ');
        draft.block(() => printActions(draft, objectOf(actions), key));
        printer.line();
      };
      return { key, write };
    });
    const memberships = oneOrMore(data.membership).map(({ resource, predicate }) => {
      const write = () => {
        printer.write('membership ');
        draft.names('collection', String(resource));
        draft.predicate(predicate);
        printer.line();
      };
      return { key: `membership ${resource}`, write };
    });
    draft.members([...privileges, ...memberships]);
  });
  printer.line();
}

/** An action that is denied is as good as not named. */
function printActions(draft: Draft, actions: JsonObject, within: string): void {
  const granted = Object.entries(actions).filter(([, rule]) => rule !== false);
  const members = granted.map(([action, rule]) => {
    const write = () => {
      draft.printer.write(action);
      if (typeof rule === 'string') draft.predicate(rule);
      draft.printer.line();
    };
    return { key: action, write };
  });
  draft.members(members, within);
}

function printAccessProvider(draft: Draft, data: JsonObject): void {
  const { printer } = draft;
  printer.write('access provider ').name(String(data.name)).write(' ');
  draft.block(() => {
    const texts = ['issuer', 'jwks_uri'].map((key) => ({
      key,
      write: () => printer.write(`${key} `).string(String(data[key])).line(),
    }));
    const given = data.roles === undefined ? [] : isJsonArray(data.roles) ? data.roles : [data.roles];
    const roles = given.map((role) => {
      const { role: name, predicate } = typeof role === 'string' ? { role } : objectOf(role);
      const write = () => {
        printer.write('role ');
        draft.names('role', String(name));
        draft.predicate(predicate);
        printer.line();
      };
      return { key: `role ${name}`, write };
    });
    draft.members([...texts, ...roles]);
  });
  printer.line();
}
