/** Types. */
import { type Diagnostic, error, type Hint, hint } from '../diagnostic.ts';
import type { Name, Span } from '../source.ts';
import { fieldName } from './atoms.ts';
import { doubleQuoted, integer, singleQuoted } from './literals.ts';
import type { Reader, Run } from './machine.ts';
import type { Phrase } from './phrase.ts';
import * as read from './readers.ts';
import {
  captured,
  choice,
  committed,
  cut,
  lazy,
  literal,
  map,
  named,
  opaque,
  optional,
  repeat,
  repeatSeparated,
  sequence,
} from './readers.ts';
import { bareExpression } from './recursion.ts';
import {
  fieldBreak,
  gap,
  identifier,
  keyword,
  marks,
  placed,
  report,
  space,
  word,
  wordRest,
  wordStart,
} from './space.ts';

interface TypePhrase {
  readonly span: Span;
  readonly parts: readonly TypePhrase[];
  readonly fields?: readonly FieldPhrase[];
  /** Of two types with `?` or `|` between or behind: why nothing within has a value by default. */
  readonly join?: { readonly reason: string; readonly span: Span };
}

interface FieldPhrase {
  readonly kind: 'field' | 'wildcard' | 'interface';
  readonly span: Span;
  readonly name?: Name;
  readonly type?: TypePhrase;
  readonly default?: Phrase;
}

interface ParameterPhrase {
  readonly name: Name | undefined;
  readonly variadic: boolean;
  readonly type: TypePhrase;
}

/** Parentheses that hold what only a function's parameters can be. */
interface ParametersPhrase {
  readonly parameters: readonly ParameterPhrase[];
  readonly rest: ParameterPhrase | undefined;
  readonly span: Span;
}

type Operand = TypePhrase | ParametersPhrase;

const leaf = (span: Span): TypePhrase => ({ span, parts: [] });

/** A type with no space behind it but blanks. */
const bareType: Reader<TypePhrase> = lazy(() => typeTerm);
const innerType: Reader<TypePhrase> = named(map(sequence(bareType, space), ([phrase]) => phrase));

const leafOf = (reader: Reader<unknown>): Reader<TypePhrase> =>
  named(placed(reader, (_, start, end, run) => leaf(run.span(start, end))));
const wordLeaf = (text: string): Reader<TypePhrase> => leafOf(committed(keyword(text)));

const anyOrNever = named(choice(wordLeaf('Any'), wordLeaf('Never')));
const singleton = named(
  choice(wordLeaf('true'), wordLeaf('false'), leafOf(integer), leafOf(choice(singleQuoted, doubleQuoted))),
);

const dottedName = opaque(
  named(captured(sequence(wordStart, repeat(sequence(optional(literal('.')), wordRest))))),
  'type identifier',
);

const namedType: Reader<TypePhrase> = map(
  named(
    sequence(
      placed(dottedName, (_, start, end, run) => run.span(start, end)),
      optional(
        sequence(
          marks.less,
          repeatSeparated(innerType, marks.comma, 1),
          optional(marks.comma),
          literal('>'),
          cut,
          read.offset,
        ),
      ),
    ),
  ),
  ([span, generic]) => (generic ? { span: { ...span, end: generic[5] }, parts: generic[1] } : leaf(span)),
);

const field: Reader<FieldPhrase> = map(
  sequence(fieldName, gap, marks.colon, bareType, optional(sequence(marks.equals, cut, bareExpression))),
  ([name, , , type, value]) => {
    const span = { ...name.span, end: (value?.[2] ?? type).span.end };
    return { kind: 'field', span, name, type, ...(value && { default: value[2] }) };
  },
);

const wildcard: Reader<FieldPhrase> = map(
  sequence(
    placed(literal('*'), (_, start) => start),
    gap,
    marks.colon,
    bareType,
  ),
  ([start, , , type]) => ({ kind: 'wildcard', span: { ...type.span, start }, type }),
);

const openEnd: Reader<FieldPhrase> = placed(marks.ellipsis, (_, start, end, run) => ({
  kind: 'interface',
  span: run.span(start, end),
}));

const fields: Reader<readonly FieldPhrase[]> = map(
  named(
    sequence(
      map(repeatSeparated(choice(field, wildcard, openEnd), fieldBreak, 1), (found, run) => {
        const seen = new Map<string, Name>();
        for (const { name } of found) {
          if (!name) continue;
          const original = seen.get(name.text);
          if (original) {
            const hints = [hint('Key originally used here', original.span)];
            return report(run, error('Duplicate key', name.span, { hints }));
          }
          seen.set(name.text, name);
        }
        return read.pass(run, found);
      }),
      optional(marks.comma),
      space,
    ),
  ),
  ([found]) => found,
);

const object: Reader<TypePhrase> = map(
  named(sequence(read.offset, marks.leftBrace, optional(fields), marks.rightBrace, cut, read.offset)),
  ([start, , found, , , end], run) => ({ span: run.span(start, end), parts: [], fields: found ?? [] }),
);

const array: Reader<TypePhrase> = map(
  named(
    sequence(
      read.offset,
      marks.leftBracket,
      repeatSeparated(innerType, marks.comma),
      optional(marks.comma),
      marks.rightBracket,
      cut,
      read.offset,
    ),
  ),
  ([start, , parts, , , , end], run) => ({ span: run.span(start, end), parts }),
);

const parameter: Reader<ParameterPhrase> = map(
  named(
    sequence(
      optional(sequence(identifier, marks.colon)),
      choice(
        map(innerType, (type) => ({ type, variadic: false })),
        map(named(sequence(marks.ellipsis, innerType)), ([, type]) => ({ type, variadic: true })),
      ),
    ),
  ),
  ([name, { type, variadic }]) => ({ name: name?.[0], type, variadic }),
);

const parentheses: Reader<Operand> = map(
  named(
    sequence(
      read.offset,
      marks.leftParen,
      sequence(repeatSeparated(parameter, marks.comma), optional(marks.comma)),
      marks.rightParen,
      cut,
      read.offset,
    ),
  ),
  ([start, , [found], , , end], run): Operand => {
    const span = run.span(start, end);
    const rest = found.at(-1)?.variadic ? found.at(-1) : undefined;
    const misplaced = (rest ? found.slice(0, -1) : found).filter(({ variadic }) => variadic);
    for (const { type } of misplaced) refuseVariadic(type.span, run);
    const parameters = found.filter(({ variadic }) => !variadic);
    // Said twice where there are names and no rest: the original looks through the list once more.
    if (!rest && parameters.some(({ name }) => name)) for (const { type } of misplaced) refuseVariadic(type.span, run);
    if (rest || parameters.some(({ name }) => name)) return { parameters, rest, span };
    const parts = parameters.map(({ type }) => type);
    return parts.length === 1 ? (parts[0] as TypePhrase) : { span, parts };
  },
);

function refuseVariadic(span: Span, run: Run): void {
  run.diagnostics.push(error('Invalid variadic argument', span));
}

/** What is in parentheses has to be a type by itself. */
function asType(operand: Operand, run: Run): TypePhrase {
  if (!('parameters' in operand)) return operand;
  for (const { name } of operand.parameters) {
    if (name) run.diagnostics.push(error('Only lambda argument types may be named', name.span));
  }
  if (operand.rest) refuseVariadic(operand.rest.type.span, run);
  return leaf(operand.span);
}

const simpleType: Reader<Operand> = named(choice<Operand>(anyOrNever, singleton, namedType, object, array), 'type');
const operand: Reader<Operand> = named(map(sequence(choice(simpleType, parentheses), gap), ([phrase]) => phrase));

interface Operation {
  readonly operator: string;
  readonly end: number;
  readonly operand: Operand | undefined;
}

const operatorOf = (texts: readonly string[]) =>
  placed(captured(read.anyOf(texts)), (operator, _, end) => ({ operator, end }));

const operation: Reader<Operation> = named(
  choice<Operation>(
    map(named(sequence(operatorOf(['?']), cut, gap)), ([operator]) => ({ ...operator, operand: undefined })),
    map(named(sequence(operatorOf(['|', '&', '=>']), cut, space, operand)), ([operator, , , right]) => ({
      ...operator,
      operand: right,
    })),
  ),
);

const levels = ['=>', '|', '&', '?'];

const typeTerm: Reader<TypePhrase> = map(named(sequence(operand, named(repeat(operation)))), ([first, rest], run) => {
  const operands: Operand[] = [first];
  const operators: Operation[] = [];
  const apply = (): void => {
    const { operator, end } = operators.pop() as Operation;
    if (operator === '?') {
      const base = asType(operands.pop() as Operand, run);
      const join = { reason: 'Parent is nullable', span: { ...base.span, start: end - operator.length, end } };
      operands.push({ span: { ...base.span, end }, parts: [base], join });
      return;
    }
    const right = asType(operands.pop() as Operand, run);
    const left = operands.pop() as Operand;
    const span = { ...left.span, end: right.span.end };
    if (operator === '=>' && 'parameters' in left) {
      const all = left.rest ? [...left.parameters, left.rest] : left.parameters;
      operands.push({ span, parts: [...all.map(({ type }) => type), right] });
    } else {
      const reason = operator === '|' ? 'Parent is a union' : notAnObject;
      operands.push({ span, parts: [asType(left, run), right], join: { reason, span } });
    }
  };
  for (const next of rest) {
    const level = levels.indexOf(next.operator);
    while (operators.length > 0) {
      const last = levels.indexOf((operators.at(-1) as Operation).operator);
      if (last < level || (last === level && level === 0)) break;
      apply();
    }
    operators.push(next);
    if (next.operand) operands.push(next.operand);
  }
  while (operators.length > 0) apply();
  return asType(operands[0] as Operand, run);
});

const notAnObject = 'Parent is not an object';

/** What object types hold that they may not hold here. `why`: why fields have no values by default, where it is known. */
function check(type: TypePhrase, run: Run, why: readonly Hint[] = []): void {
  for (const part of type.parts) check(part, run, why);
  let wildcardSpan: Span | undefined;
  let openSpan: Span | undefined;
  for (const each of type.fields ?? []) {
    const refuse = (what: string, where: Span): void => {
      const hints = [hint(`${what} defined here`, where)];
      run.diagnostics.push(error(`${what} must be the last element in an object`, each.span, { hints }));
    };
    if (wildcardSpan) refuse('Wildcard', wildcardSpan);
    if (openSpan) refuse('Interface', openSpan);
    if (each.default) run.diagnostics.push(noDefault(each.default.span, why));
    if (each.type) check(each.type, run, why);
    if (each.kind === 'wildcard') wildcardSpan = each.type?.span;
    if (each.kind === 'interface') openSpan = each.span;
  }
}

function noDefault(span: Span, hints: readonly Hint[]): Diagnostic {
  return error('Default values are not allowed here', span, { hints });
}

/** The same for the type of a collection's field. */
function checkField(type: TypePhrase, run: Run, why: readonly Hint[] = []): void {
  const isOpen = type.fields?.some(({ kind }) => kind === 'interface');
  if (!type.fields || isOpen) {
    const { reason, span } = type.join ?? { reason: notAnObject, span: type.span };
    check(type, run, why.length > 0 ? why : [hint(reason, span)]);
    return;
  }
  let wildcardSpan: Span | undefined;
  for (const each of type.fields) {
    if (wildcardSpan) {
      const hints = [hint('Wildcard defined here', wildcardSpan)];
      run.diagnostics.push(error('Wildcard must be the last element in an object', each.span, { hints }));
    }
    if (!each.type) continue;
    if (each.kind === 'wildcard') {
      wildcardSpan = each.type.span;
      check(each.type, run);
      continue;
    }
    if (each.default && why.length > 0) run.diagnostics.push(noDefault(each.default.span, why));
    const own = each.default ? [hint('Parent has a conflicting default value', each.default.span)] : [];
    checkField(each.type, run, why.length > 0 ? why : own);
  }
}

const checkedType: Reader<void> = map(bareType, (type, run) => check(type, run));

/** The type of a collection's field, and the space behind it. */
export const fieldType: Reader<unknown> = sequence(
  map(bareType, (type, run) => checkField(type, run)),
  space,
);

/** A type and the space behind it. */
export const type: Reader<unknown> = sequence(checkedType, space);

const parametersOfType = named(
  sequence(
    marks.less,
    repeatSeparated(sequence(word, space), marks.comma, 1),
    optional(marks.comma),
    marks.greater,
    space,
  ),
);

export const typeScheme: Reader<unknown> = named(sequence(optional(parametersOfType), type));
