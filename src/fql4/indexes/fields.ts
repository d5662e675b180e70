/** The fields of index documents. Source: recorded `transforms and bindings`, `indexes`. */

import type { Draft } from '../documents/field-rules.ts';
import {
  boolean,
  collectionRef,
  type FieldPath,
  type FieldType,
  invalidType,
  long,
  mapOf,
  oneOrMore,
  optional,
  query,
  type Report,
  schemaName,
  text,
  valueRequired,
  zeroOrMore,
} from '../documents/field-types.ts';
import { largestEffect } from '../effect.ts';
import { isSame } from '../equals.ts';
import { collectionWord, type Description, type FieldProblem } from '../failure.ts';
import { ArrayValue, Lambda, ObjectValue, Ref, type Value } from '../value.ts';
import { oneOrMore as elementsOf } from './definition.ts';

/** Indexes that list a collection are spread over so many nodes by the original; it counts them as reads. */
const maxPartitions = 8n;

const step: FieldType = {
  name: 'Long or String',
  read: (value, path, report) => {
    if (typeof value === 'bigint' || typeof value === 'string') return value;
    report(value === undefined ? valueRequired(path) : invalidType(path, 'Long or String', value));
    return undefined;
  },
};

const fieldPath = oneOrMore(step);
const termKeys = ['field', 'binding', 'reverse', 'mva', 'transform'];

/** The first thing that is wrong with a term is told, no more. */
const term: FieldType = {
  name: 'Term',
  read: (value, path, report) => {
    if (!(value instanceof ObjectValue)) {
      report(value === undefined ? valueRequired(path) : invalidType(path, 'Term', value));
      return undefined;
    }
    const problem = termProblem(value);
    if (!problem) return new ObjectValue(new Map([...value.fields].filter(([name]) => termKeys.includes(name))));
    report(problem);
    return undefined;
  },
};

function problemsIn(type: FieldType, { fields }: ObjectValue, name: string): FieldProblem[] {
  const problems: FieldProblem[] = [];
  type.read(fields.get(name), [name], (problem) => problems.push(problem));
  return problems;
}

function termProblem(value: ObjectValue): FieldProblem | undefined {
  const [ofBinding] = problemsIn(optional(text), value, 'binding');
  const [ofField] = problemsIn(fieldPath, value, 'field');
  if (ofBinding && ofField) return ofBinding;
  if (ofField && typeof value.fields.get('binding') !== 'string') {
    if (ofField.code === 'invalid type') return ofField;
    const description = 'Must provide one of the following: field, binding';
    return { field: ['field'], code: 'value required', description };
  }
  const [problem] = [
    ...problemsIn(optional(boolean), value, 'reverse'),
    ...problemsIn(optional(boolean), value, 'mva'),
    ...problemsIn(optional(text), value, 'transform'),
  ];
  if (problem) return problem;
  const transform = value.fields.get('transform');
  if (typeof transform !== 'string' || transform === 'casefold') return undefined;
  const description = `Invalid value \`${transform}\` at \`transform\``;
  return { field: ['transform'], code: 'invalid value', description };
}

const sourceCollections: FieldType = {
  name: 'SourceClass',
  read: (value, path, report) => {
    if (value === '_' || (value instanceof Ref && value.collection === 'Collection')) return value;
    if (value instanceof ArrayValue) return oneOrMore(collectionRef).read(value, path, report);
    report(value === undefined ? valueRequired(path) : invalidType(path, 'SourceClass', value));
    return undefined;
  },
};

const bindings = optional(mapOf(query));

const source: FieldType = {
  name: 'SourceClass',
  read: (value, path, report) => {
    const found = value instanceof ObjectValue ? sourceObject(value, report) : sourceClass(value, path, report);
    if (found === undefined || !hasDatabases(found)) return found;
    report({ field: path, code: 'invalid reference', description: 'Cannot read reference.' });
    return undefined;
  },
};

function sourceClass(value: Value | undefined, path: FieldPath, report: Report): Value | undefined {
  if (!(value instanceof ArrayValue)) return sourceCollections.read(value, path, report);
  report(invalidType(path, 'SourceClass', value));
  return undefined;
}

function sourceObject(value: ObjectValue, report: Report): Value | undefined {
  const ofClass = problemsIn(sourceCollections, value, 'class');
  const ofCollection = problemsIn(sourceCollections, value, 'collection');
  const problems = ofClass.length > 0 && ofCollection.length > 0 ? ofClass : problemsIn(bindings, value, 'fields');
  for (const problem of problems) report(problem);
  if (problems.length > 0) return undefined;
  const fields = [...value.fields].map(([name, each]) => [name === 'class' ? 'collection' : name, each] as const);
  return ObjectValue.of(fields.filter(([name]) => name === 'collection' || name === 'fields'));
}

function hasDatabases(value: Value): boolean {
  const of = value instanceof ObjectValue ? value.fields.get('collection') : value;
  return elementsOf(of).some((each) => each instanceof Ref && each.id === 'Database');
}

const partitions: FieldType = optional(long);

export const indexFields = {
  name: schemaName,
  source: oneOrMore(source),
  terms: zeroOrMore(term),
  values: zeroOrMore(term),
  unique: optional(boolean),
  serialized: optional(boolean),
  active: optional(boolean),
  partitions,
};

export const indexDefaults = ObjectValue.of([
  ['active', false],
  ['serialized', true],
]);

/** What a new index gets: one that lists whole collections is spread. */
export function partitionsFor(terms: Value | undefined): bigint {
  const [first, ...more] = elementsOf(terms);
  if (first === undefined) return maxPartitions;
  const field = first instanceof ObjectValue ? elementsOf(first.fields.get('field')) : [];
  return more.length === 0 && field.length === 1 && field[0] === 'class' ? maxPartitions : 1n;
}

export function indexProblems(draft: Draft): readonly FieldProblem[] {
  return [...partitionProblems(draft), ...sourceProblems(draft), ...bindingProblems(draft)];
}

function partitionProblems({ given, before }: Draft): FieldProblem[] {
  const asked = given.fields.get('partitions');
  if (typeof asked !== 'bigint') return [];
  const now = before?.get('partitions');
  if (asked > 0n && asked <= maxPartitions && (now === undefined || now === asked)) return [];
  const description = `Value ${asked} is not in expected range 1 to ${maxPartitions}.`;
  return [{ field: ['partitions'], code: 'bounds error', description }];
}

interface Source {
  /** Storage ids, put together; '_' stands for all collections of users. */
  readonly key: string;
  readonly bindings: readonly (readonly [string, Value])[];
}

function sourcesOf({ fields }: Draft): Source[] {
  return elementsOf(fields.get('source')).map((each) => {
    const of = each instanceof ObjectValue ? each.fields.get('collection') : each;
    const bound = each instanceof ObjectValue ? each.fields.get('fields') : undefined;
    const ids = elementsOf(of).map((one) => (one instanceof Ref ? String(one.id) : '_'));
    return { key: ids.sort().join(' '), bindings: bound instanceof ObjectValue ? [...bound.fields] : [] };
  });
}

function sourceProblems(draft: Draft): FieldProblem[] {
  const sources = sourcesOf(draft);
  const keys = sources.map(({ key }) => key).filter((key) => key !== '_');
  const field = ['source'];
  if (new Set(keys).size < keys.length) {
    const description: Description = (version) => `A ${collectionWord(version)} ref may only match one binding.`;
    return [{ field, code: 'multiple bindings', description }];
  }
  const isBare = sources.every((each) => each.bindings.length === 0);
  if (sources.length < 2 || !isBare || !sources.some(({ key }) => key === '_')) return [];
  const description: Description = (version) =>
    `Cannot mix ${collectionWord(version)} refs and wildcards without providing bindings.`;
  return [{ field, code: 'mixed wildcards', description }];
}

function bindingProblems(draft: Draft): FieldProblem[] {
  const terms = [...elementsOf(draft.fields.get('terms')), ...elementsOf(draft.fields.get('values'))];
  const used = new Set(terms.map((each) => (each instanceof ObjectValue ? each.fields.get('binding') : undefined)));
  return sourcesOf(draft).flatMap((each, index) =>
    each.bindings.flatMap(([name, value], number) => {
      const field = ['source', String(index), 'fields', String(number), name];
      const isPure = value instanceof Lambda && largestEffect(value.expression.body) === 'pure';
      const impure = { field, code: 'invalid binding', description: 'Field binding must be a pure unary function.' };
      const unused = { field, code: 'unused binding', description: 'Source binding is not used as a term or value.' };
      return [...(isPure ? [] : [impure]), ...(used.has(name) ? [] : [unused])];
    }),
  );
}

/** What an index holds may not change. */
export function shapeProblem({ before, fields }: Draft): FieldProblem | undefined {
  if (!before) return undefined;
  const changed = ['source', 'terms', 'values'].flatMap((name) => {
    const [old, now] = [before.get(name), fields.get(name)];
    const isKept = old === undefined || now === undefined ? old === now : isSame(old, now);
    return isKept ? [] : [[name, now ?? null] as const];
  });
  if (changed.length === 0) return undefined;
  const description = `Index sources, terms, and values may not be updated (Diff(${written(ObjectValue.of(changed))}))`;
  return { field: [], code: 'invalid index', description };
}

/** As the original writes values of documents in messages. */
function written(value: Value): string {
  if (value instanceof ArrayValue) return `[ ${value.elements.map(written).join(', ')} ]`;
  if (value instanceof ObjectValue) {
    return `{ ${[...value.fields].map(([name, each]) => `"${name}" : ${written(each)}`).join(', ')} }`;
  }
  if (value instanceof Ref) return `${value.collection}(${value.id})`;
  return typeof value === 'string' ? `"${value}"` : String(value);
}
