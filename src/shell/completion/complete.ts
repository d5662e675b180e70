/** What may go on where the cursor stands, in FQL v10. */
import type { TypeExpression } from '../../language/type-ast.ts';
import type { TypeEnvironment } from '../../wire/environment.ts';
import { describeType, MemberTypes } from './member-types.ts';
import { readPlace } from './read-text.ts';

export interface Candidate {
  readonly name: string;
  /** What it is: the type of a member, for the eye. */
  readonly detail?: string;
}

/** `candidates` may stand in place of what is between `start` and the cursor; sorted by name. */
export interface Completion {
  /** An offset in the text: UTF-16 code units. */
  readonly start: number;
  readonly candidates: readonly Candidate[];
}

/** Words that a query may begin a value with. */
const keywords = ['at', 'false', 'if', 'let', 'null', 'true'];

/** `before`: the text up to the cursor. `variables`: names that it may use besides those of the database. */
export function completeFql(before: string, environment: TypeEnvironment, variables: Iterable<string>): Completion {
  const start = startOfWord(before);
  const types = new MemberTypes(environment);
  const place = readPlace(before.slice(0, start), types, variables);
  return { start, candidates: candidatesWith(before.slice(start), namesAt(place, types)) };
}

function namesAt(place: ReturnType<typeof readPlace>, types: MemberTypes): Map<string, TypeExpression | undefined> {
  switch (place.kind) {
    case 'member':
      return new Map(types.members(place.of));
    case 'field':
      return new Map([...types.members(place.of)].filter(([, type]) => !isMethod(type)));
    case 'name': {
      const words = [...keywords.map((name) => [name, undefined] as const), ...place.locals];
      const globals = types.globals.map((name) => [name, types.global(name)] as const);
      return new Map<string, TypeExpression | undefined>([...globals, ...words]);
    }
    case 'nothing':
      return new Map();
  }
}

function candidatesWith(prefix: string, names: ReadonlyMap<string, TypeExpression | undefined>): Candidate[] {
  const known = [...names.keys()].sort();
  return withPrefix(known, prefix).map((name) => {
    const type = names.get(name);
    return type ? { name, detail: describeType(type) } : { name };
  });
}

/** Names that begin so; where there are none, those that do in other letter case. */
export function withPrefix(names: readonly string[], prefix: string): readonly string[] {
  const exact = names.filter((name) => name.startsWith(prefix));
  if (exact.length > 0) return exact;
  const folded = prefix.toLowerCase();
  return names.filter((name) => name.toLowerCase().startsWith(folded));
}

function isMethod(type: TypeExpression): boolean {
  return type.kind === 'function' || (type.kind === 'intersection' && type.members.some(isMethod));
}

/** Where the word begins that the cursor stands behind, or the cursor's place when there is none. */
export function startOfWord(before: string): number {
  return before.length - (/[A-Za-z_][A-Za-z0-9_]*$/.exec(before)?.[0].length ?? 0);
}
