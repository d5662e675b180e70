/** How much of the memory that Node may use is used. */
import type * as V8 from 'node:v8';
import type * as Vm from 'node:vm';

/** Part of the heap's limit from which on a query that takes more is ended. */
const nearlyAll = 0.85;

/** Loaded at its first use: few queries take much. */
function v8(): typeof V8 {
  return process.getBuiltinModule('node:v8');
}

function isNearlyUsed(): boolean {
  const { used_heap_size: used, heap_size_limit: limit } = v8().getHeapStatistics();
  return used > limit * nearlyAll;
}

/** Whether the heap is nearly used up by what is still needed: garbage is taken away before it is said. */
export function isMemoryFull(): boolean {
  if (!isNearlyUsed()) return false;
  collectGarbage();
  return isNearlyUsed();
}

function collectGarbage(): void {
  v8().setFlagsFromString('--expose-gc');
  const collect = (process.getBuiltinModule('node:vm') as typeof Vm).runInNewContext('gc') as () => void;
  collect();
}
