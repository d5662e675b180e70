/**
 * Renames what the author of a recorded scenario named: collections, functions, fields, variables and the words of
 * strings. Each letter becomes the next one of the alphabet, so that names keep their length (carets stay where they
 * are), their case and, but for `z`, their order. What the engine itself has a word for keeps its name.
 */
import type { Json } from '../../src/store/store.ts';
import type { Answer, Scenario, Step } from './replay.ts';

/** Names, but not placeholders in angle brackets, and not what follows a digit, a backslash or `$` (numbers, escapes, placeholders of kept values). */
const wordPattern =
  /(?<![\p{L}\p{N}_\\$]|\$\{|<(?=time|id\d|secret|cursor|db|stream|global))[A-Za-z_][A-Za-z0-9_]*(?![\p{L}\p{N}_])/gu;

/** What FQL's grammar has a word for. */
const keywords = 'at else if isa let false null true asc desc END';

/** Fields of schema documents, and values that they take, which stand in queries alone. */
const schemaWords = `actions resource read write create delete call create_with_id history_read unrestricted_read
  membership predicate privileges issuer jwks_uri audience server admin mva field order build_status
  https`;

/** Units and forms, which queries hand to the standard library as strings. */
const stringArguments = `day days hour hours minute minutes second seconds millisecond milliseconds microsecond
  microseconds nanosecond nanoseconds week weeks month months year years half
  NFC NFD NFKC NFKCCaseFold`;

export function wordsOf(text: string): ReadonlySet<string> {
  return new Set(text.match(wordPattern) ?? []);
}

/** All that a scenario gives to the engine. */
function given(scenario: Scenario): string {
  return scenario.steps.map(({ query, args, role }) => `${query}\n${JSON.stringify(args ?? '')}\n${role ?? ''}`).join();
}

/** All that the engine answers, without the escapes of JSON. */
function answered(scenario: Scenario): string {
  return scenario.steps
    .map(({ answer }) => JSON.stringify(answer).replaceAll('\\n', ' ').replaceAll('\\"', '"'))
    .join();
}

/**
 * The words of the engine: those of the type environment and of the grammar, and those that answers hold though no
 * query of their scenario does. So no word that answers repeat from their queries alone is taken for the engine's.
 */
export function engineWords(scenarios: readonly Scenario[], environment: string): ReadonlySet<string> {
  const found = new Set([...wordsOf(environment), ...wordsOf(`${keywords} ${schemaWords} ${stringArguments}`)]);
  for (const scenario of scenarios) {
    const known = wordsOf(given(scenario));
    for (const word of wordsOf(answered(scenario))) if (!known.has(word)) found.add(word);
  }
  return found;
}

/** Members that look into a text, or make another of it, in a way that its letters decide. */
const lookingInto =
  /Regex\(|\.(casefold|codepoints|parse\w+|toUpperCase|toLowerCase)\(|\b(Bytes|Time|Date|UUID|ID)\(|\.fromEncodedString/;

/** Words made of parts of words. */
const puttingTogether = /\+ *["']|["'] *\+/;

/** A scenario with other names, and the answers that follow from those recorded. */
export class Renaming {
  private readonly names: ReadonlySet<string>;

  constructor(scenario: Scenario, engine: ReadonlySet<string>) {
    const text = given(scenario);
    const code = wordsOf(withoutStrings(text));
    const literals = lookingInto.test(text) ? [] : [...wordsOf(text)].filter((word) => word.length > 3);
    const names = new Set([...code, ...literals].filter((word) => !engine.has(word)));
    const all = wordsOf(`${text} ${answered(scenario)}`);
    const taken = (word: string) => engine.has(word) || (all.has(word) && !names.has(word));
    // A name that stays is taken, so that the one before it stays as well.
    for (let before = 0; before !== names.size; ) {
      before = names.size;
      for (const name of names) if (taken(shift(name))) names.delete(name);
    }
    this.names = names;
  }

  get size(): number {
    return this.names.size;
  }

  /** Whether the answer to a query follows by renaming, and is not that of the same query. */
  appliesTo(query: string): boolean {
    return this.text(query) !== query && !puttingTogether.test(query);
  }

  text(text: string): string {
    return text.replace(wordPattern, (word) => this.word(word));
  }

  private word(word: string): string {
    if (this.names.has(word)) return shift(word);
    // The types of documents and of collections are named for them.
    const [, before = '', name = '', after = ''] = /^(Null)?(\w+?)(Collection)?$/.exec(word) ?? [];
    return this.names.has(name) ? `${before}${shift(name)}${after}` : word;
  }

  step(step: Step): Step {
    return {
      ...step,
      query: this.text(step.query),
      ...(step.role && { role: this.text(step.role) }),
      ...(step.args && { args: this.json(step.args as Json) as NonNullable<Step['args']> }),
      ...(step.save && {
        save: Object.fromEntries(Object.entries(step.save).map(([name, path]) => [name, this.text(path)])),
      }),
      answer: this.json(step.answer as unknown as Json) as unknown as Answer,
    };
  }

  private json(value: Json): Json {
    if (typeof value === 'string') return this.text(value);
    if (typeof value !== 'object' || value === null) return value;
    if (Array.isArray(value)) return value.map((each) => this.json(each));
    return Object.fromEntries(
      Object.entries(value).map(([key, each]) => [key.startsWith('@') ? key : this.text(key), this.json(each)]),
    );
  }
}

function shift(word: string): string {
  return word.replace(/[A-Za-z]/g, (letter) => {
    const first = letter <= 'Z' ? 65 : 97;
    return String.fromCharCode(first + ((letter.charCodeAt(0) - first + 1) % 26));
  });
}

/** A query with its strings on one line emptied; heredocs are the bodies of functions. */
function withoutStrings(text: string): string {
  return text.replace(/"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'/g, '""');
}
