/** An item of the schema while its text is written: what it names, runs and declares, and where that came to stand. */
import type { Expression, Lambda } from '../language/ast.ts';
import { parseExpression, parseLambda, parseType } from '../language/parse.ts';
import type { Printer } from '../language/print-expression.ts';
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

export class Draft {
  readonly parts: LaterPlaced<PrintedPart>[] = [];
  private readonly places: (ReturnType<Printer['takePlaces']> | undefined)[] = [];

  constructor(readonly printer: Printer) {}

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
    const type = this.writeType(typeOf(String(signature)));
    let value: LaterPlaced<Placed<Expression>> | undefined;
    if (initial !== undefined) value = this.writeExpression(expressionOf(String(initial)));
    printer.line();
    this.parts.push((source) => ({ kind: 'field', name, type: type(source), initial: value?.(source) }));
  }

  type(kind: PrintedType['kind'], type: TypeExpression): void {
    const written = this.writeType(type);
    this.parts.push((source) => ({ kind, ...written(source) }));
  }

  private writeType(type: TypeExpression): LaterPlaced<Placed<TypeExpression>> {
    const { printer } = this;
    const text = printType(type);
    const start = printer.write(text).text.length - text.length;
    return placedAt(start, typeOf(text));
  }

  private writeExpression(expression: Expression): LaterPlaced<Placed<Expression>> {
    const { printer } = this;
    const start = printer.write(' = ').text.length;
    printer.expression(expression);
    return placedAt(start, expressionOf(printer.text.slice(start)));
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
/** The type that a text of the schema means. */
export const typeOf = remember(parseType);
