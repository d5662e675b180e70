/** Parts of answers kept under a name: later queries get them as arguments, never as text. */
import type { Json } from '../store/store.ts';
import { looksLikeSecret } from './secrets.ts';
import { asRecord, fieldsOf, type JsonRecord, moduleName, tagOf } from './tagged.ts';

export interface Variable {
  /** Tagged JSON that is fit to be an argument. */
  readonly argument: Json;
  /** The secret it is, or that the token or key it was taken from showed: for `.as NAME`. */
  readonly secret?: string;
}

/** Names that FQL gives no variable. Source: the grammar's keywords. */
const RESERVED = new Set('at case else false if isa join let match null of on true FQL _'.split(' '));

/** Why a name can not be one of a variable; undefined when it can. */
export function refuseName(name: string): string | undefined {
  if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(name)) {
    return `\`${name}\` is not a name: letters, digits and _ make one, and it does not start with a digit.`;
  }
  return RESERVED.has(name) ? `\`${name}\` is a word of FQL: choose another name.` : undefined;
}

/** The variables whose names occur in the text: a secret that a query does not use is not sent with it. */
export function usedVariables(fql: string, variables: ReadonlyMap<string, Variable>): JsonRecord | undefined {
  if (variables.size === 0) return undefined;
  const used = new Map<string, Json>();
  for (const [name] of fql.matchAll(/[A-Za-z_][A-Za-z0-9_]*/g)) {
    const variable = variables.get(name);
    if (variable) used.set(name, variable.argument);
  }
  return used.size > 0 ? Object.fromEntries(used) : undefined;
}

/** What `.save` keeps of a part of an answer. */
export function createVariable(part: Json): Variable {
  const secret = typeof part === 'string' ? part : fieldsOf(part)?.secret;
  const argument = toArgument(part);
  return typeof secret === 'string' && looksLikeSecret(secret) ? { argument, secret } : { argument };
}

/** Says in its message which part of an answer there is not, or why a part can not be kept. */
export class UnknownPart extends Error {}

/** The part of a tagged answer at a path as FQL writes it: `id`, `address.city`, `data[0].name`, `["a b"]`. */
export function selectPart(answer: Json, path: string): Json {
  let value = answer;
  let done = '';
  for (const step of parsePath(path)) {
    const next = partOf(value, step);
    if (next === undefined)
      throw new UnknownPart(`There is no \`${path}\` in the last answer: ${describeParts(value, done)}`);
    value = next;
    done = done === '' ? step : `${done}.${step}`;
  }
  return value;
}

function partOf(value: Json, step: string): Json | undefined {
  if (Array.isArray(value)) return value[Number(step)];
  const fields = fieldsOf(value);
  return fields && Object.hasOwn(fields, step) ? fields[step] : undefined;
}

function describeParts(value: Json, path: string): string {
  const where = path === '' ? 'it' : `\`${path}\``;
  if (Array.isArray(value)) return `${where} is an array of ${value.length}.`;
  const fields = fieldsOf(value);
  if (!fields) return `${where} has no parts.`;
  const names = Object.keys(fields);
  return names.length === 0 ? `${where} is empty.` : `${where} has ${names.slice(0, 20).join(', ')}.`;
}

function parsePath(path: string): string[] {
  const steps: string[] = [];
  let rest = path.trim();
  while (rest !== '') {
    const match = /^(?:\.?([A-Za-z_]\w*|\d+)|\[(\d+)\]|\[("(?:[^"\\]|\\.)*")\])/.exec(rest);
    if (!match)
      throw new UnknownPart(`\`${path}\` is not a path: write it as \`id\`, \`address.city\` or \`data[0].name\`.`);
    steps.push(match[1] ?? match[2] ?? String(JSON.parse(match[3] ?? '""')));
    rest = rest.slice(match[0].length);
  }
  return steps;
}

/** A part of an answer as an argument: a document becomes a reference to it, a page of a set an object. */
function toArgument(value: Json): Json {
  if (Array.isArray(value)) return value.map(toArgument);
  const record = asRecord(value);
  if (!record) return value;
  const tag = tagOf(record);
  const inner = tag === undefined ? undefined : record[tag];
  if (tag === '@doc' || tag === '@ref') return { '@ref': referenceTo(asRecord(inner) ?? {}) };
  if (tag === '@object') return { '@object': mapFields(asRecord(inner) ?? {}) };
  if (tag === '@set') {
    const page = asRecord(inner);
    if (!page)
      throw new UnknownPart('A set that was not read can not be kept: save a part of it, or ask for `.toArray()`.');
    return mapFields(page);
  }
  if (tag === '@stream') throw new UnknownPart('An event source can not be kept.');
  return tag === undefined ? mapFields(record) : record;
}

function mapFields(fields: JsonRecord): JsonRecord {
  return Object.fromEntries(Object.entries(fields).map(([name, each]) => [name, toArgument(each)]));
}

function referenceTo(document: JsonRecord): JsonRecord {
  const { id, name, coll } = document;
  if (moduleName(coll) === undefined || coll === undefined) {
    throw new UnknownPart('This document does not say where it belongs: save one of its fields.');
  }
  if (typeof id === 'string') return { id, coll };
  if (typeof name === 'string') return { name, coll };
  throw new UnknownPart('This document has no id and no name: save one of its fields.');
}
