/**
 * Values and functions as a cursor keeps them: JSON that `recipe.ts` turns back. What can be stored in documents is
 * written as it is stored there; what can not (sets, functions, modules, ids) has tags of its own.
 */

import { nameInText } from '../../language/source.ts';
import { encodeValue as encodeStored } from '../../model/stored-value.ts';
import { capturedVariables } from '../../runtime/call.ts';
import type { Context } from '../../runtime/context.ts';
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
import type { SetFunction } from './set-function.ts';

export function encodeValue(context: Context, value: Value): Json {
  if (value instanceof ArrayValue) return value.elements.map((element) => encodeValue(context, element));
  if (value instanceof ObjectValue) {
    return { '@fields': [...value.fields].map(([name, field]) => [name, encodeValue(context, field)]) };
  }
  if (value instanceof Id) return { '@id': String(value.value) };
  if (value instanceof SetValue) return { '@set': value.plan.recipe(context) };
  if (value instanceof SetCursor) return { '@cursor': value.text };
  if (value instanceof Module) return { '@module': encodeModule(value) };
  if (value instanceof EventSource) {
    return { '@events': [value.set.recipe(context), value.watched, value.cursor ?? null] };
  }
  if (value instanceof Closure || value instanceof BoundMethod || value instanceof UserFunction) {
    return encodeFunction(context, value);
  }
  if (value instanceof Document) return { '@doc': encodeDocument(value) };
  return encodeStored(value, context.transaction.time);
}

/** Sorted sets keep many of them: a reference takes no more room than it must. */
function encodeDocument({ collection, id, options }: Document): Json {
  const reference = typeof id === 'string' ? [collection, id, 'name'] : [collection, String(id), 'id'];
  return options.at === undefined ? reference : [...reference, options.at, options.ofCursor === true];
}

/** Collections by what never changes, others by the names that lead to them. */
function encodeModule(module: Module): Json {
  if (module.collection !== undefined) return { collection: module.collection };
  const names = [module.name];
  for (let outer = module.parent; outer; outer = outer.parent) names.unshift(outer.name);
  return names;
}

function encodeFunction(context: Context, callee: FunctionValue): Json {
  if (callee instanceof UserFunction) return { '@function': callee.name };
  if (callee instanceof BoundMethod) {
    return { '@method': [encodeValue(context, callee.subject), callee.method.name] };
  }
  const captured = [...capturedVariables(callee)].map(([name, value]) => {
    return [nameInText(name), encodeValue(context, value)];
  });
  return { '@lambda': [callee.lambda.text(), ...captured] };
}

export function encodeSetFunction(context: Context, { callee, readTime }: SetFunction): Json {
  return [encodeFunction(context, callee), readTime ?? null];
}
