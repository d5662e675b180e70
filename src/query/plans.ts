/** Texts of queries and functions, parsed and compiled once. */
import type { Block } from '../language/ast.ts';
import { freeVariables } from '../language/free-variables.ts';
import { parseLambda, parseQuery, parseTemplate } from '../language/parse.ts';
import { type Name, Source } from '../language/source.ts';
import type { Code } from '../runtime/code.ts';
import { compileLambda, compileQuery } from '../runtime/compile/index.ts';
import type { Closure } from '../runtime/value.ts';
import { RecentlyUsed } from './recently-used.ts';

export interface QueryText {
  readonly text: string;
  /** The text holds placeholders. */
  readonly isTemplate: boolean;
}

export interface QueryPlan {
  readonly tree: Block;
  readonly code: Code;
  readonly slots: number;
  /** The names that are neither variables nor arguments. */
  readonly free: readonly Name[];
}

const capacity = 2_000;
/** Longer texts are not worth keeping: they are sent once. */
const longestKept = 20_000;

/** The plans of the queries that came lately. */
export class Plans {
  /** By text; those with arguments, and templates, by all that tells them apart. */
  private readonly plain = new RecentlyUsed<string, QueryPlan>(capacity);
  private readonly parameterized = new RecentlyUsed<string, QueryPlan>(capacity);
  private readonly lambdas = new RecentlyUsed<string, Closure>(capacity);

  /** Throws a Failure `invalid_query`. */
  query(query: QueryText, argumentNames: readonly string[]): QueryPlan {
    const { text, isTemplate } = query;
    const make = () => planQuery(query, argumentNames);
    if (text.length > longestKept) return make();
    if (!isTemplate && argumentNames.length === 0) return this.plain.get(text, make);
    const key = `${isTemplate ? 't' : 'q'}${text.length} ${text}${JSON.stringify(argumentNames)}`;
    return this.parameterized.get(key, make);
  }

  /** The function that a body is the text of. Throws a Failure `invalid_query`. */
  lambda(source: Source): Closure {
    return this.lambdas.get(`${source.name}\0${source.text}`, () => compileLambda(parseLambda(source)));
  }
}

function planQuery({ text, isTemplate }: QueryText, argumentNames: readonly string[]): QueryPlan {
  const tree = (isTemplate ? parseTemplate : parseQuery)(new Source('*query*', text));
  const { code, slots } = compileQuery(tree, argumentNames);
  const bound = new Set(argumentNames);
  return { tree, code, slots, free: freeVariables(tree).filter((name) => !bound.has(name.text)) };
}
