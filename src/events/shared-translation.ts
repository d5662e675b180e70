/** Streams of one source in which all see the same, as those of admins and servers do, have it worked out once. */
import type { Context } from '../runtime/context.ts';
import type { Source } from '../stdlib/event-token.ts';
import { type Change, collectionOf } from './changes.ts';
import { type Metrics, measure, withCost } from './metrics.ts';
import { type Told, translate } from './translate.ts';

interface Translated {
  readonly told: Told | undefined;
  readonly metrics: Metrics;
}

/** Keeps what it worked out for as long as it lives, which is one turn. */
export class SharedTranslation {
  readonly #known = new Map<string, Translated>();

  readonly translate = (context: Context, source: Source, change: Change): Translated => {
    const key = keyOf(context, source, change);
    const known = key === undefined ? undefined : this.#known.get(key);
    if (known) return known;
    const finish = measure(context);
    const told = translate(context, source, change, false);
    const made = { told, metrics: withCost(finish(), change.cost) };
    if (key !== undefined) this.#known.set(key, made);
    return made;
  };
}

/** Undefined where what is told depends on who asks. */
function keyOf({ authority, database }: Context, { origin, text }: Source, change: Change): string | undefined {
  const { permissions, identity, token } = authority;
  if (permissions.kind !== 'built-in' || identity || token) return undefined;
  // A collection may have got another name since the token was made.
  const documents = `${database.scope}/${collectionOf(origin)}`;
  return `${permissions.role} ${change.time} ${change.id} ${documents} ${text}`;
}
