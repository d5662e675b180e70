/**
 * Syntax trees as text again, laid out as the schema language shows bodies of functions and predicates. Comments and
 * the layout as written are gone. Source: recorded `bodies as FSL prints them`.
 */
import type { Block, Expression, Field, Lambda, Link, Literal, LiteralValue, Statement } from './ast.ts';
import type { Name, Span } from './source.ts';
import { escapeText } from './strings.ts';
import type { TypeExpression } from './type-ast.ts';

const identifier = /^[A-Za-z_]\w*$/;

/** Text that grows, indented by two spaces a level, and where in it names came to stand. */
export class Printer {
  private parts = '';
  private depth = 0;
  private atLineStart = true;
  private places = new Map<Span, { readonly start: number; readonly end: number }>();

  get text(): string {
    return this.parts;
  }

  /** By the span of each name in the text it was read from, its place in this one; since this was asked last. */
  takePlaces(): ReadonlyMap<Span, { readonly start: number; readonly end: number }> {
    const { places } = this;
    this.places = new Map();
    return places;
  }

  write(text: string): this {
    if (this.atLineStart) this.parts += '  '.repeat(this.depth);
    this.parts += text;
    this.atLineStart = text.endsWith('\n');
    return this;
  }

  line(text = ''): this {
    return this.write(`${text}\n`);
  }

  /** Runs `content` one level further in. */
  indented(content: () => void): this {
    this.depth++;
    content();
    this.depth--;
    return this;
  }

  /** Writes a text that was read at `span`, and notes where. */
  place(span: Span, text: string): this {
    if (this.atLineStart) this.write('');
    const start = this.parts.length;
    this.write(text);
    this.places.set(span, { start, end: this.parts.length });
    return this;
  }

  name(text: string): this {
    return identifier.test(text) ? this.write(text) : this.string(text);
  }

  string(text: string): this {
    return this.write(`"${escapeText(text)}"`);
  }

  list<T>(items: readonly T[], write: (item: T) => void): this {
    for (const [index, item] of items.entries()) {
      if (index > 0) this.write(', ');
      write(item);
    }
    return this;
  }

  type({ span }: TypeExpression): this {
    return this.write(span.source.text.slice(span.start, span.end));
  }

  expression(node: Expression): this {
    switch (node.kind) {
      case 'this':
        return this;
      case 'identifier':
        return this.place(node.span, node.name);
      case 'literal':
        return this.literal(node);
      case 'template':
        return this.template(node.parts);
      case 'lambda':
        return this.lambda(node);
      case 'if':
        this.write('if (').expression(node.test).write(') ').expression(node.consequent);
        return node.alternate ? this.write(' else ').expression(node.alternate) : this;
      case 'at':
        return this.write('at (').expression(node.time).write(') ').expression(node.body);
      case 'match':
        return this.write('match (').expression(node.subject).write(')');
      case 'operator':
        if (!node.right) return this.write(node.operator.text).expression(node.left);
        return this.expression(node.left).write(` ${node.operator.text} `).expression(node.right);
      case 'project':
        return this.expression(node.subject).fields(' {\n', node.fields, '}\n');
      case 'project-all':
        return this.expression(node.subject).line(' { * }');
      case 'object':
        return this.fields('{\n', node.fields, '}');
      case 'tuple':
        return this.write('(')
          .list(node.elements, (each) => this.expression(each))
          .write(')');
      case 'array':
        return this.write('[')
          .list(node.elements, (each) => this.expression(each))
          .write(']');
      case 'block':
        return this.block(node);
      case 'chain':
        this.expression(node.subject);
        for (const link of node.links) this.link(link);
        return this;
    }
  }

  block({ statements }: Pick<Block, 'statements'>): this {
    return this.line('{')
      .indented(() => {
        for (const each of statements) this.statement(each).line();
      })
      .write('}');
  }

  /** `a, b, ...rest` */
  parameters({ parameters, rest }: Lambda, suffix: (position: number) => void = () => {}): this {
    const shown = parameters.map(nameOf);
    if (rest !== undefined) shown.push(`...${nameOf(rest)}`);
    let position = 0;
    return this.list(shown, (each) => {
      this.write(each);
      suffix(position++);
    });
  }

  private lambda(node: Lambda): this {
    if (node.short) return this.expression(node.body);
    return this.write('(').parameters(node).write(') => ').expression(node.body);
  }

  private statement(node: Statement): this {
    if (node.kind === 'expression') return this.expression(node.expression);
    this.write(`let ${node.name.text}`);
    if (node.type) this.write(': ').type(node.type);
    return this.write(' = ').expression(node.value);
  }

  private literal({ literal, span }: Literal): this {
    if (literal.type === 'string') return this.string(literal.value);
    return this.write(formatLiteral(literal, span.source.text.slice(span.start, span.end)));
  }

  private template(parts: readonly (string | Expression)[]): this {
    this.write('"');
    for (const part of parts) {
      if (typeof part === 'string') this.write(escapeText(part));
      else this.write('#{').expression(part).write('}');
    }
    return this.write('"');
  }

  private fields(opening: string, fields: readonly Field[], closing: string): this {
    return this.write(opening)
      .indented(() => {
        for (const [index, { name, value }] of fields.entries()) {
          this.name(name.text).write(': ').expression(value);
          this.line(index === fields.length - 1 ? '' : ',');
        }
      })
      .write(closing);
  }

  private link(link: Link): this {
    switch (link.kind) {
      case 'bang':
        return this.write('!');
      case 'select':
        return this.write(link.optional ? '?.' : '.').place(link.name.span, link.name.text);
      case 'method-call':
        this.write(link.optional ? '?.' : '.').place(link.name.span, link.name.text);
        return this.write(link.callOptional ? '?.' : '').arguments('(', link.arguments, ')');
      case 'call':
        return this.write(link.optional ? '?.' : '').arguments('(', link.arguments, ')');
      case 'access':
        return this.write(link.optional ? '?.' : '').arguments('[', link.arguments, ']');
    }
  }

  private arguments(opening: string, values: readonly Expression[], closing: string): this {
    return this.write(opening)
      .list(values, (each) => this.expression(each))
      .write(closing);
  }
}

function nameOf(name: Name | null): string {
  return name?.text ?? '_';
}

function formatLiteral(literal: Exclude<LiteralValue, { type: 'string' }>, written: string): string {
  if (literal.type === 'null') return 'null';
  if (literal.type !== 'double') return String(literal.value);
  const exponent = /^(.*?)[eE]([+-]?)(\d+)$/.exec(written.replaceAll('_', ''));
  if (!exponent) return written.replaceAll('_', '');
  return `${exponent[1]}E${exponent[2] || '+'}${exponent[3]}`;
}
