/** Predicates of roles that are written in this language, asked by the model for both. */

import { Failure } from '../language/failure.ts';
import { provideStoredPredicates, type StoredPredicate } from '../model/stored-predicate.ts';
import type { Context } from '../runtime/context.ts';
import { Document, ObjectValue as RuntimeObject, type Value as RuntimeValue } from '../runtime/value.ts';
import { fromStored, refOf } from './documents/convert.ts';
import { fieldsShown } from './documents/shown.ts';
import { applyLambda } from './evaluate.ts';
import { Fql4Failure } from './failure.ts';
import './forms/index.ts';
import type { Place } from './place.ts';
import { Position } from './position.ts';
import { sessionIn } from './sessions.ts';
import { ArrayValue, Lambda, ObjectValue, type Value } from './value.ts';

provideStoredPredicates(holdsStored);

/** It reads everything, as it is now; one that fails, or gives anything but true, denies. */
function holdsStored(context: Context, { action, query }: StoredPredicate, args: readonly RuntimeValue[]): boolean {
  const place = placeOf(context);
  const lambda = fromStored(place, place.scope, query);
  if (!(lambda instanceof Lambda)) return false;
  const arity = lambda.expression.pattern.kind === 'array' ? lambda.expression.pattern.names.length : 1;
  const argument = argumentOf(place, action, args, arity);
  try {
    return applyLambda(lambda, argument, { ...place, version: lambda.version }, Position.root) === true;
  } catch (problem) {
    if (problem instanceof Fql4Failure) return false;
    if (problem instanceof Failure && problem.code !== 'time_out') return false;
    throw problem;
  }
}

function placeOf(context: Context): Place {
  return {
    session: sessionIn(context),
    scope: context.database.scope,
    authority: { ...context.authority, permissions: { kind: 'built-in', role: 'server' } },
    readTime: undefined,
    limit: { effect: 'read', reason: 'auth predicates' },
    version: '4',
    bindings: null,
    depth: 0,
  };
}

/** What the lambda of an action takes. Source: the reference pages of roles, `RoleEvalAction` of the original. */
function argumentOf(place: Place, action: string, args: readonly RuntimeValue[], arity: number): Value {
  const [first] = args;
  const ref = first instanceof Document ? refOf(place, place.scope, first) : null;
  switch (action) {
    case 'write': {
      const both = args.map((each) => documentFields(place, each));
      return new ArrayValue(arity === 3 ? [...both, ref] : both);
    }
    case 'create':
      return documentFields(place, first);
    case 'create_with_id':
      return arity === 1 ? documentFields(place, first) : new ArrayValue([documentFields(place, first), ref]);
    case 'history_write': {
      const [, time, event, data] = args.map((each) => fromStored(place, place.scope, each));
      return new ArrayValue([ref, time ?? null, event ?? null, ObjectValue.of([['data', data ?? null]])]);
    }
    case 'call':
    case 'read_index': {
      const values = new ArrayValue(args.map((each) => fromStored(place, place.scope, each)));
      return action === 'call' && values.elements.length === 1 && arity === 1 ? (values.elements[0] ?? null) : values;
    }
    default:
      return ref;
  }
}

function documentFields(place: Place, value: RuntimeValue | undefined): Value {
  if (!(value instanceof Document)) return null;
  const definition = place.session.database(place.scope)?.schema.collection(value.collection);
  const { contents } = value.options;
  if (!definition) return null;
  const kept = contents ?? { ttl: undefined, data: new RuntimeObject(new Map()) };
  return new ObjectValue(fieldsShown(place, place.scope, definition, kept));
}
