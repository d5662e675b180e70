/** Calling a function of the database. Source: recorded `functions`, `roles`. */

import { Failure } from '../language/failure.ts';
import { permissionsOfRole } from '../model/authority.ts';
import type { FunctionDefinition } from '../model/function.ts';
import { mayCall } from '../model/permission.ts';
import { toDisplayString } from '../runtime/display.ts';
import { type Value as RuntimeValue, UserFunction } from '../runtime/value.ts';
import { stringOrFunction } from './cast.ts';
import { fromStored, toStored } from './documents/convert.ts';
import { rowOf, shownFields } from './documents/read.ts';
import { applyLambda, recover } from './evaluate.ts';
import { aborted, callFailed, fail, invalidRef, notFound, type Problem, permissionDenied } from './failure.ts';
import { contextAt, type Place } from './place.ts';
import { Position } from './position.ts';
import { ArrayValue, Lambda, Ref, UnresolvedRef, type Value } from './value.ts';

/** Errors: `invalid ref`, `permission denied`, `call error` with what went wrong within. */
export function callFunction(callee: Value, args: Value, place: Place, position: Position): Value {
  const at = position.at('call');
  const ref = functionRef(stringOrFunction.cast(callee, at, place), place, at);
  const row = rowOf({ ...place, readTime: undefined }, ref);
  const name = String(row?.data.name);
  const definition = place.session.database(ref.scope)?.schema.functionNamed(name);
  if (!row || !definition) return fail(notFound(ref, at));
  const values = args instanceof ArrayValue ? args.elements : [args];
  if (
    !mayCall(
      contextAt(place),
      definition,
      values.map((value) => toStored(place, value)),
    )
  ) {
    fail(permissionDenied(position));
  }
  const body = shownFields(place, ref, row).get('body');
  if (!(body instanceof Lambda)) return callText(definition, values, place, position);
  const inside = { ...place, authority: asRole(place, definition), version: body.version, bindings: null };
  return recover(
    () => applyLambda(body, args, inside, Position.root),
    (problems) => withinCall(problems, position),
  );
}

function functionRef(callee: string | Ref, place: Place, position: Position): Ref {
  if (callee instanceof Ref) return callee;
  const id = place.session.database(place.scope)?.schema.documentNamed('Function', callee);
  if (id === undefined) return fail(invalidRef(new UnresolvedRef('function', callee), position));
  return new Ref(place.scope, 'Function', id);
}

function asRole({ authority }: Place, { role }: FunctionDefinition): Place['authority'] {
  return role === undefined ? authority : { ...authority, permissions: permissionsOfRole(role) };
}

/** Running out of stack is told as it is; everything else is the cause of a failed call. */
function withinCall(problems: readonly Problem[], position: Position): readonly Problem[] {
  if (problems.length === 1 && problems[0]?.code === 'stack overflow') return problems;
  return [callFailed(problems, position)];
}

/** A function that is written in FQL v10. What it fails with aborts the query, as in the original. */
function callText(definition: FunctionDefinition, args: readonly Value[], place: Place, position: Position): Value {
  const context = contextAt(place);
  try {
    const result = context.apply(
      new UserFunction(definition.name),
      args.map((value) => toStored(place, value)),
    );
    return fromStored(place, place.scope, result);
  } catch (problem) {
    if (!(problem instanceof Failure) || problem.code === 'time_out') throw problem;
    const { abort } = problem.details;
    const message = abort === undefined ? problem.message : toDisplayString(context, abort as RuntimeValue);
    return fail(aborted(position, message));
  }
}
