/** Sets, functions and values out of the JSON that cursors keep them in: see `SetPlan.recipe` and `encode-value.ts`. */
import { NO_SPAN, Source } from '../../language/source.ts';
import { decodeValue as decodeStored } from '../../model/stored-value.ts';
import { applyFunction } from '../../runtime/call.ts';
import type { Context } from '../../runtime/context.ts';
import { getMethod } from '../../runtime/members.ts';
import type { SetPlan } from '../../runtime/set-plan.ts';
import { isFunction } from '../../runtime/types.ts';
import {
  ArrayValue,
  BoundMethod,
  Closure,
  Document,
  EventSource,
  type FunctionValue,
  Id,
  Module,
  ObjectValue,
  SetCursor,
  SetValue,
  UserFunction,
  type Value,
} from '../../runtime/value.ts';
import type { Json } from '../../store/store.ts';
import { ArrayPlan } from './array-plan.ts';
import { ConcatPlan } from './concat-plan.ts';
import { DistinctPlan } from './distinct-plan.ts';
import { DropPlan } from './drop-plan.ts';
import { FlatMapPlan } from './flat-map-plan.ts';
import { MapPlan } from './map-plan.ts';
import { OrderPlan } from './order-plan.ts';
import { PageSizePlan } from './page-size-plan.ts';
import { ReversePlan } from './reverse-plan.ts';
import { SequencePlan } from './sequence-plan.ts';
import { SetFunction } from './set-function.ts';
import { SinglePlan } from './single-plan.ts';
import { TakePlan } from './take-plan.ts';
import { WherePlan } from './where-plan.ts';

/** The recipe names something that is no longer there, or was not written by this version. */
export class BadRecipe extends Error {
  override name = 'BadRecipe';
}

/** The source that functions out of cursors are compiled from: places in it are left out of traces. */
export const CURSOR_SOURCE = '*decoded_set*';

type Make = (context: Context, ingredients: readonly Json[]) => SetPlan;

const kinds = new Map<string, Make>([
  ['array', (context, [elements]) => new ArrayPlan(list(elements).map((element) => decodeValue(context, element)))],
  ['concat', (context, [first, last]) => new ConcatPlan(planOf(context, first), planOf(context, last))],
  ['distinct', (context, [inner]) => new DistinctPlan(planOf(context, inner))],
  ['drop', (context, [inner, amount]) => new DropPlan(planOf(context, inner), Number(amount))],
  [
    'flatMap',
    (context, [inner, mapper, from, backwards]) => {
      const position = list(from)[0] ?? undefined;
      return new FlatMapPlan(planOf(context, inner), setFunctionOf(context, mapper), position, backwards === true);
    },
  ],
  ['map', (context, [inner, mapper]) => new MapPlan(planOf(context, inner), setFunctionOf(context, mapper))],
  [
    'order',
    (context, [inner, orderings]) => {
      const decoded = list(orderings).map((ordering) => {
        const [accessor, descending] = list(ordering);
        return { accessor: setFunctionOf(context, accessor), descending: descending === true };
      });
      return new OrderPlan(planOf(context, inner), decoded);
    },
  ],
  ['pageSize', (context, [inner, size]) => new PageSizePlan(planOf(context, inner), Number(size))],
  ['reverse', (context, [inner]) => new ReversePlan(planOf(context, inner))],
  ['sequence', (_, [from, until, backwards]) => new SequencePlan(Number(from), Number(until), backwards === true)],
  ['single', (context, [element]) => new SinglePlan(decodeValue(context, element))],
  ['take', (context, [inner, limit]) => new TakePlan(planOf(context, inner), Number(limit))],
  ['where', (context, [inner, predicate]) => new WherePlan(planOf(context, inner), setFunctionOf(context, predicate))],
]);

/**
 * Adds a kind of set that reads the database: `kind` is the first element of its recipes, `make` gets the others.
 * `make` throws BadRecipe when what the recipe names is no longer there.
 */
export function registerRecipe(kind: string, make: Make): void {
  kinds.set(kind, make);
}

/** The plan of a recipe. Throws BadRecipe. */
export function planOf(context: Context, recipe: Json | undefined): SetPlan {
  const [kind, ...ingredients] = list(recipe);
  const make = typeof kind === 'string' ? kinds.get(kind) : undefined;
  if (!make) throw new BadRecipe('unknown kind of set');
  return make(context, ingredients);
}

/** The value that `encodeValue` wrote. Throws BadRecipe. */
export function decodeValue(context: Context, json: Json | undefined): Value {
  if (json === undefined) throw new BadRecipe('a value is missing');
  if (Array.isArray(json)) return new ArrayValue(json.map((element) => decodeValue(context, element)));
  if (json === null || typeof json !== 'object') return decodeStored(json, context.transaction.time);
  const [tag, content] = Object.entries(json)[0] ?? [];
  switch (tag) {
    case '@fields':
      return ObjectValue.of(
        list(content).map((field) => {
          const [name, value] = list(field);
          return [text(name), decodeValue(context, value)];
        }),
      );
    case '@id':
      return new Id(BigInt(text(content)));
    case '@set':
      return new SetValue(planOf(context, content));
    case '@cursor':
      return new SetCursor(text(content));
    case '@module':
      return moduleOf(context, content);
    case '@events':
      return eventSourceOf(context, content);
    case '@doc':
      return documentOf(list(content));
    case '@function':
    case '@method':
    case '@lambda':
      return functionOf(context, json);
    default:
      return decodeStored(json, context.transaction.time);
  }
}

function eventSourceOf(context: Context, json: Json | undefined): EventSource {
  const [set, watched, cursor] = list(json);
  const paths = list(watched).map((path) => list(path).map((step) => (typeof step === 'number' ? step : text(step))));
  const plan = planOf(context, set);
  return typeof cursor === 'string' ? new EventSource(plan, paths, cursor) : new EventSource(plan, paths);
}

function documentOf([collection, id, identifiedBy, at, ofCursor]: readonly Json[]): Document {
  const key = identifiedBy === 'name' ? text(id) : BigInt(text(id));
  return new Document(text(collection), key, typeof at === 'number' ? { at, ofCursor: ofCursor === true } : {});
}

function moduleOf(context: Context, json: Json | undefined): Module {
  const found = Array.isArray(json) ? moduleNamed(context, json.map(text)) : collectionModule(context, json);
  if (!(found instanceof Module)) throw new BadRecipe('no such module');
  return found;
}

function collectionModule(context: Context, json: Json | undefined): Value | undefined {
  const id = json !== null && typeof json === 'object' && 'collection' in json ? json.collection : undefined;
  return context.database.schema.collection(text(id))?.module;
}

function moduleNamed(context: Context, [name, ...members]: readonly string[]): Value | undefined {
  let found = name === undefined ? undefined : context.evaluation.lookup(name);
  for (const member of members) {
    found = found instanceof Module ? found.prototype.fields.get(member)?.get(context, found) : undefined;
  }
  return found;
}

/** The function that `encodeSetFunction` wrote. Throws BadRecipe. */
export function setFunctionOf(context: Context, json: Json | undefined): SetFunction {
  const [callee, readTime] = list(json);
  return new SetFunction(functionOf(context, callee), typeof readTime === 'number' ? readTime : undefined, []);
}

function functionOf(context: Context, json: Json | undefined): FunctionValue {
  const [tag, content] = json !== null && typeof json === 'object' ? (Object.entries(json)[0] ?? []) : [];
  switch (tag) {
    case '@function':
      return new UserFunction(text(content));
    case '@method':
      return methodOf(context, list(content));
    case '@lambda':
      return lambdaOf(context, list(content));
    default:
      throw new BadRecipe('not a function');
  }
}

function methodOf(context: Context, [subject, name]: readonly Json[]): FunctionValue {
  const value = decodeValue(context, subject);
  const method = getMethod(context, value, { text: text(name), span: NO_SPAN });
  if (method === undefined || !('overloads' in method)) throw new BadRecipe('no such method');
  return new BoundMethod(method, value);
}

/** The variables that the lambda took from around it become the parameters of a lambda around it. */
function lambdaOf(context: Context, [code, ...captured]: readonly Json[]): Closure {
  const pairs = captured.map((pair) => list(pair));
  const names = pairs.map(([name]) => text(name));
  const written = names.length === 0 ? text(code) : `(${names.join(', ')}) => (${text(code)})`;
  const compiled = context.evaluation.compileLambda(new Source(CURSOR_SOURCE, written));
  if (names.length === 0) return compiled;
  const values = pairs.map(([, value]) => decodeValue(context, value));
  const lambda = applyFunction(context, compiled, values);
  if (!isFunction(lambda) || !(lambda instanceof Closure)) throw new BadRecipe('not a lambda');
  return lambda;
}

function list(json: Json | undefined): readonly Json[] {
  if (!Array.isArray(json)) throw new BadRecipe('not a list');
  return json;
}

function text(json: Json | undefined): string {
  if (typeof json !== 'string') throw new BadRecipe('not a text');
  return json;
}
