/** An item of the schema while its text is written: what it names, runs and declares, and where that came to stand. */
import type { Expression, Lambda } from '../language/ast.ts';
import { parseExpression, parseFieldType, parseLambda, parseType } from '../language/parse.ts';
import type { Printer } from '../language/print-expression.ts';
import { printFieldType } from '../language/print-field-type.ts';
import { printType } from '../language/print-type.ts';
import { Source, type Span } from '../language/source.ts';
import type { TypeExpression } from '../language/type-ast.ts';
import type { Json } from '../store/store.ts';

/** A tree that was read from a text of its own, and where its parts stand in the text of the schema. */
export interface Placed<Node> {
  readonly node: Node;
  readonly placeOf: (span: Span) => Span;
}

/** A name within the text that something must bear. */
export interface PrintedName {
  readonly kind: 'collection' | 'resource' | 'role';
  readonly name: string;
  readonly span: Span;
}

/** A function or predicate within the text; of a computed field, with its name. */
export type PrintedCode = { readonly kind: 'code'; readonly name?: string } & Placed<Lambda>;

/** A defined field: its type, and the value it has where none is given. */
export interface PrintedField {
  readonly kind: 'field';
  readonly name: string;
  readonly type: Placed<TypeExpression>;
  readonly initial: Placed<Expression> | undefined;
}

/** A type that a computed field or function says that it takes or gives, or that of fields without a definition. */
export type PrintedType = { readonly kind: 'computed' | 'parameter' | 'result' | 'wildcard' } & Placed<TypeExpression>;

export type PrintedPart = PrintedName | PrintedCode | PrintedField | PrintedType;

/** The text is complete, and a source, only when all items are written. */
export type LaterPlaced<Part> = (source: Source) => Part;

/** A member of an item, or of one of its members. Its key tells it from the others there. */
export interface Member {
  readonly key: string;
  readonly write: () => void;
}

export class Draft {
  readonly parts: LaterPlaced<PrintedPart>[] = [];
  /** The members in the order of a new item: `index byName`, and within it `index byName/terms`. */
  readonly keys: string[] = [];
  private readonly places: (ReturnType<Printer['takePlaces']> | undefined)[] = [];

  /** `order`: the keys of members in the order in which they are to stand, where it is not that of a new item. */
  constructor(
    readonly printer: Printer,
    private readonly order?: readonly string[],
  ) {}

  /** Called when the item is written. */
  finish(): void {
    this.places[0] = this.printer.takePlaces();
  }

  names(kind: PrintedName['kind'], name: string): void {
    const { printer } = this;
    const before = printer.text.length;
    printer.name(name);
    const start = printer.text.indexOf(name, before);
    this.parts.push((source) => ({ kind, name, span: { source, start, end: start + name.length } }));
  }

  /** Reads the text of a function, and says that it is written here. `name`: of the computed field that it is of. */
  code(text: Json | undefined, name?: string): Lambda {
    const node = lambdaOf(String(text));
    const { places } = this;
    this.parts.push((source) => ({
      kind: 'code',
      ...(name !== undefined && { name }),
      node,
      placeOf: (span) => ({ source, ...(places[0]?.get(span) ?? { start: 0, end: 0 }) }),
    }));
    return node;
  }

  field(name: string, signature: Json | undefined, initial: Json | undefined): void {
    const { printer } = this;
    printer.write(`${name}: `);
    const type = this.writeType(fieldTypeOf(String(signature)), printFieldType, fieldTypeOf);
    let value: LaterPlaced<Placed<Expression>> | undefined;
    if (initial !== undefined) value = this.writeExpression(expressionOf(String(initial)));
    printer.line();
    this.parts.push((source) => ({ kind: 'field', name, type: type(source), initial: value?.(source) }));
  }

  type(kind: PrintedType['kind'], type: TypeExpression): void {
    const written = this.writeType(type);
    this.parts.push((source) => ({ kind, ...written(source) }));
  }

  private writeType(type: TypeExpression, print = printType, read = typeOf): LaterPlaced<Placed<TypeExpression>> {
    const { printer } = this;
    const text = print(type);
    const start = printer.write(text).text.length - text.length;
    return placedAt(start, read(text));
  }

  private writeExpression(expression: Expression): LaterPlaced<Placed<Expression>> {
    const { printer } = this;
    const start = printer.write(' = ').text.length;
    printer.expression(expression);
    return placedAt(start, expressionOf(printer.text.slice(start)));
  }

  /** Writes members, each where it has come to stand. `within`: the key of the member that they belong to. */
  members(members: readonly Member[], within?: string): void {
    const known = new Map<string, number>();
    const keyed = members.map(({ key, write }) => {
      const count = (known.get(key) ?? 0) + 1;
      known.set(key, count);
      const own = count === 1 ? key : `${key} ${count}`;
      return { key: within === undefined ? own : `${within}/${own}`, write };
    });
    this.keys.push(...keyed.map(({ key }) => key));
    const { order } = this;
    const places = new Map(order?.map((key, place) => [key, place]));
    const placeOf = ({ key }: Member) => places.get(key) ?? places.size;
    for (const { write } of order ? keyed.sort((a, b) => placeOf(a) - placeOf(b)) : keyed) write();
  }

  block(content: () => void): void {
    this.printer.line('{').indented(content).write('}');
  }

  predicate(text: Json | undefined): void {
    if (text === undefined) return;
    this.printer.write(' ');
    this.block(() => this.printer.write('predicate (').expression(this.code(text)).line(')'));
  }
}

/** A tree read from the text that stands at `start`. */
function placedAt<Node>(start: number, node: Node): LaterPlaced<Placed<Node>> {
  return (source) => ({
    node,
    placeOf: (span) => ({ source, start: start + span.start, end: start + span.end }),
  });
}

/** Trees by their text: the schema is looked at again and again, and little of it changes. */
function remember<Node>(read: (source: Source) => Node): (text: string) => Node {
  const known = new Map<string, Node>();
  return (text) => {
    const found = known.get(text);
    if (found !== undefined) return found;
    if (known.size >= capacity) known.clear();
    const node = read(new Source('*body*', text));
    known.set(text, node);
    return node;
  };
}

const capacity = 5_000;
const lambdaOf = remember(parseLambda);
const expressionOf = remember(parseExpression);
const fieldTypeOf = remember(parseFieldType);
/** The type that a text of the schema means. */
export const typeOf = remember(parseType);
