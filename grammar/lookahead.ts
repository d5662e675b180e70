/**
 * Chooses alternatives by the next token alone: conditions in the rules decide the rest. Chevrotain's own strategy
 * looks at every choice of the grammar when the parser is made, which takes longer than most queries run; this one
 * looks at a choice when a parser first comes to it.
 */
import {
  Alternation,
  type Alternative,
  type BaseParser,
  type ILookaheadStrategy,
  type IOrAlt,
  type IProduction,
  LLkLookaheadStrategy,
  NonTerminal,
  Option,
  Repetition,
  RepetitionMandatory,
  type Rule,
  Terminal,
  type TokenType,
} from 'chevrotain';

type Choice = Parameters<ILookaheadStrategy['buildLookaheadForAlternation']>[0];
type Optional = Parameters<ILookaheadStrategy['buildLookaheadForOptional']>[0];

/** The kinds of token that can come first; `empty` if there may be none. */
interface First {
  readonly kinds: ReadonlySet<number>;
  readonly empty: boolean;
}

export class FirstTokenLookahead extends LLkLookaheadStrategy {
  private readonly firstOfRules = new Map<Rule, First>();

  constructor() {
    super({ maxLookahead: 1 });
  }

  override buildLookaheadForAlternation({ rule, prodOccurrence }: Choice) {
    let candidates: ReadonlyMap<number, readonly number[]> | undefined;
    const find = () => this.candidatesOf(findProduction(rule, 'Alternation', prodOccurrence) as Alternation);
    return function (this: BaseParser, alternatives?: IOrAlt<unknown>[]): number | undefined {
      candidates ??= find();
      return candidates
        .get(nextKind(this))
        ?.find((index) => alternatives?.[index]?.GATE === undefined || alternatives[index].GATE.call(this));
    };
  }

  override buildLookaheadForOptional({ rule, prodOccurrence, prodType }: Optional) {
    let kinds: ReadonlySet<number> | undefined;
    const find = () =>
      this.firstOf((findProduction(rule, prodType as ProductionKind, prodOccurrence) as Option).definition).kinds;
    return function (this: BaseParser): boolean {
      kinds ??= find();
      return kinds.has(nextKind(this));
    };
  }

  /** For each kind of token the alternatives it can begin, in their order. */
  private candidatesOf({ definition }: Alternation): ReadonlyMap<number, readonly number[]> {
    const candidates = new Map<number, number[]>();
    for (const [index, alternative] of (definition as Alternative[]).entries()) {
      for (const kind of this.firstOf(alternative.definition).kinds) {
        const others = candidates.get(kind);
        if (others) others.push(index);
        else candidates.set(kind, [index]);
      }
    }
    return candidates;
  }

  private firstOf(sequence: readonly IProduction[]): First {
    const kinds = new Set<number>();
    for (const production of sequence) {
      const first = this.firstOfProduction(production);
      for (const kind of first.kinds) kinds.add(kind);
      if (!first.empty) return { kinds, empty: false };
    }
    return { kinds, empty: true };
  }

  private firstOfProduction(production: IProduction): First {
    if (production instanceof Terminal) return { kinds: kindsOf(production.terminalType), empty: false };
    if (production instanceof NonTerminal) return this.firstOfRule(production.referencedRule);
    if (production instanceof Alternation) {
      const firsts = (production.definition as Alternative[]).map(({ definition }) => this.firstOf(definition));
      return {
        kinds: new Set(firsts.flatMap((first) => [...first.kinds])),
        empty: firsts.some(({ empty }) => empty),
      };
    }
    const { kinds, empty } = this.firstOf((production as Option).definition);
    return { kinds, empty: empty || production instanceof Option || production instanceof Repetition };
  }

  private firstOfRule(rule: Rule): First {
    const known = this.firstOfRules.get(rule);
    if (known) return known;
    const first = this.firstOf(rule.definition);
    this.firstOfRules.set(rule, first);
    return first;
  }
}

function kindsOf(type: TokenType): ReadonlySet<number> {
  return new Set([type.tokenTypeIdx as number, ...(type.categoryMatches ?? [])]);
}

function nextKind(parser: BaseParser): number {
  // Chevrotain keeps this from the outside of its parsers, but a strategy is part of one.
  return (parser as unknown as { LA(distance: number): { tokenTypeIdx: number } }).LA(1).tokenTypeIdx;
}

const productionKinds = { Alternation, Option, Repetition, RepetitionMandatory };
type ProductionKind = keyof typeof productionKinds;

/** The production of one kind with the number it has in its rule. */
function findProduction(rule: Rule, kind: ProductionKind, occurrence: number): IProduction {
  const search = (productions: readonly IProduction[]): IProduction | undefined => {
    for (const production of productions) {
      const { idx, definition } = production as Option;
      if (idx === occurrence && production instanceof productionKinds[kind]) return production;
      const found = definition && !(production instanceof NonTerminal) ? search(definition) : undefined;
      if (found) return found;
    }
    return undefined;
  };
  const found = search(rule.definition);
  if (!found) throw new Error(`no ${kind} ${occurrence} in the rule ${rule.name}`);
  return found;
}
