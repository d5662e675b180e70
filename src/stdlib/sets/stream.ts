/** Event sources out of sets: `eventSource()`, `eventsOn(.a, .b)`. What their events are is said in `src/events`. */
import type { Expression } from '../../language/ast.ts';
import { formatPath } from '../../language/failure.ts';
import type { Context } from '../../runtime/context.ts';
import { type SetPlan, SourcePlan } from '../../runtime/set-plan.ts';
import { Closure, EventSource, type FunctionValue, type SetValue } from '../../runtime/value.ts';
import { SinglePlan } from './single-plan.ts';

type Path = readonly (string | number)[];

/** `method`: `.eventSource()`, as messages name it. Errors: `invalid_receiver`, `permission_denied`. */
export function eventSourceOf(context: Context, { plan }: SetValue, method: string): EventSource {
  requireStreamable(context, plan, method);
  return new EventSource(plan, []);
}

/** Events of the paths alone. Errors: those of `eventSourceOf`, `invalid_argument` for what is no path, or not covered. */
export function eventsOn(
  context: Context,
  { plan }: SetValue,
  accessors: readonly FunctionValue[],
  method: string,
): EventSource {
  const paths = accessors.map(
    (accessor, index) =>
      pathOf(accessor) ?? context.fail('invalid_argument', `invalid argument \`${index}\`: invalid field path given`),
  );
  requireStreamable(context, plan, method);
  if (!(plan instanceof SourcePlan || plan instanceof SinglePlan)) {
    return failReceiver(context, '.changesOn()', 'it was not called on the source set.');
  }
  requireCovered(context, plan, paths);
  return new EventSource(plan, paths);
}

/** Errors: `invalid_receiver`, `permission_denied`. */
export function requireStreamable(context: Context, plan: SetPlan, method: string): void {
  const obstacle = plan.streamObstacle(context);
  if (obstacle?.code === 'permission_denied') context.fail('permission_denied', obstacle.reason);
  if (obstacle) failReceiver(context, method, obstacle.reason);
}

/** Ends the query unless the set shows every change of these paths. Errors: `invalid_argument`. */
export function requireCovered(context: Context, plan: SetPlan, paths: readonly Path[]): void {
  const asked = paths.filter((path) => formatPath(path) !== 'id');
  const missing = plan.uncovered?.(context, asked);
  if (!missing || missing.paths.length === 0) return;
  // An index that knows when its documents were written knows of every change.
  if (plan.uncovered?.(context, [['ts']]).paths.length === 0) return;
  const names = missing.paths.map((path) => `\`${formatPath(path)}\``).join(', ');
  context.fail(
    'invalid_argument',
    `invalid argument \`fields\`: ${names} not covered by the \`${missing.index}\` index.`,
  );
}

function failReceiver(context: Context, method: string, reason: string): never {
  return context.fail('invalid_receiver', `can't call \`${method}\` because ${reason}`);
}

/** The path of a short lambda that only picks fields: `.address.city`, `.tags[0]`. */
function pathOf(accessor: FunctionValue): Path | undefined {
  if (!(accessor instanceof Closure) || !accessor.node.short) return undefined;
  const { body } = accessor.node;
  if (body.kind !== 'chain' || body.subject.kind !== 'this') return undefined;
  const path: (string | number)[] = [];
  for (const link of body.links) {
    if (link.kind === 'select' && !link.optional) {
      path.push(link.name.text);
      continue;
    }
    const step = link.kind === 'access' && !link.optional ? literalStep(link.arguments) : undefined;
    if (step === undefined) return undefined;
    path.push(step);
  }
  return path;
}

function literalStep([argument, ...more]: readonly Expression[]): string | number | undefined {
  if (argument?.kind !== 'literal' || more.length > 0) return undefined;
  const { literal } = argument;
  if (literal.type === 'string') return literal.value;
  return literal.type === 'integer' ? Number(literal.value) : undefined;
}
