/** EventSource: what a client follows changes by. Source: recorded `event sources of sets`. */
import { toDisplayString } from '../runtime/display.ts';
import { native, overload, parameter } from '../runtime/native.ts';
import { Prototype } from '../runtime/prototype.ts';
import type { SetPlan } from '../runtime/set-plan.ts';
import { types } from '../runtime/types.ts';
import { EventSource, Module } from '../runtime/value.ts';
import { filterSet, mapSet } from './set-functions.ts';

function withSet({ watched, cursor }: EventSource, set: SetPlan): EventSource {
  return cursor === undefined ? new EventSource(set, watched) : new EventSource(set, watched, cursor);
}

export const eventSourcePrototype = new Prototype<EventSource>({
  name: 'EventSource',
  methods: [
    native(
      'map',
      '<A, B> (mapper: (A => B)) => EventSource<B>',
      'Events with what the mapper makes of their documents.',
      overload([parameter('mapper', types.func)], (context, source, callee) =>
        withSet(source, mapSet(context, source.set, callee)),
      ),
    ),
    native(
      'toString',
      '() => String',
      'Says that this is an event source.',
      overload([], (context, source) => toDisplayString(context, source)),
    ),
    native(
      'where',
      '<A> (predicate: (A => Boolean | Null)) => EventSource<A>',
      'Events of documents for which the predicate holds.',
      overload([parameter('predicate', types.func)], (context, source, callee) =>
        withSet(source, filterSet(context, source.set, callee)),
      ),
    ),
  ],
});

export const eventSourceModule = new Module(
  'EventSource',
  new Prototype<Module>({ name: 'EventSourceModule' }),
  (value) => value instanceof EventSource,
);
