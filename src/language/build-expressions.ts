/** Expressions and statements as they were written to the syntax tree. */
import { endOfBlanks } from '../../grammar/ends.ts';
import type * as syntax from '../../grammar/syntax.ts';
import { Placeholder, Token } from '../../grammar/tokens.ts';
import type { Block, Expression, Field, Lambda, Link, Statement } from './ast.ts';
import { nameOf, Refused, readLiteral, readStringText, spanOf } from './build-literals.ts';
import { limitOperators, operate, restoreShort, withoutShort } from './build-operators.ts';
import { buildType } from './build-types.ts';
import { join, type Name, placeholderName, placeholdersOf, type Source, type Span } from './source.ts';
import { removeIndent } from './strings.ts';

export class ExpressionBuilder {
  private placeholders: readonly number[] | undefined;

  constructor(private readonly source: Source) {}

  /** An expression where a short lambda may not stand. */
  build(node: syntax.ExpressionSyntax): Expression {
    const expression = this.buildArgument(node);
    if (isShort(expression)) throw new Refused('a short lambda stands only in parentheses', expression.span);
    return expression;
  }

  /** An expression that may be a short lambda: arguments, and the values of a projection. */
  buildArgument(node: syntax.ExpressionSyntax): Expression {
    return this.buildOperand(withoutRest(node));
  }

  private buildOperand(node: syntax.ExpressionSyntax): Expression {
    switch (node.rule) {
      case 'literal':
        return this.buildLiteral(node);
      case 'word':
        return this.buildWord(node.token);
      case 'template':
        return this.buildTemplate(node);
      case 'anonymous': {
        const span = { source: this.source, start: node.dot.startOffset, end: node.dot.startOffset };
        return restoreShort(this.buildChain({ kind: 'this', span }, [node.link]));
      }
      case 'lambda':
        return this.buildLambda(node);
      case 'if': {
        const test = this.build(node.test);
        const consequent = this.build(node.consequent);
        const start = this.span(node.start);
        if (!node.alternate) return { kind: 'if', test, consequent, span: join(start, consequent.span) };
        const alternate = this.build(node.alternate);
        return { kind: 'if', test, consequent, alternate, span: join(start, alternate.span) };
      }
      case 'at': {
        const time = this.build(node.time);
        const body = this.build(node.body);
        return { kind: 'at', time, body, span: join(this.span(node.start), body.span) };
      }
      case 'match':
        return this.buildMatch(node);
      case 'term':
        return this.buildTerm(node);
      case 'operation':
        return this.buildOperation(node);
      case 'object':
        return { kind: 'object', fields: this.buildFields(node), span: this.span(node.start, node.end) };
      case 'block':
        return this.buildBlock(node.statements, this.span(node.start, node.end));
      case 'array': {
        const elements = node.elements.map((each) => this.build(each));
        return { kind: 'array', elements, span: this.span(node.start, node.end) };
      }
      case 'tuple':
        return { kind: 'tuple', elements: this.buildList(node), span: this.span(node.start, node.end) };
    }
  }

  /** Statements of which the last gives the value. */
  buildBlock(nodes: readonly syntax.StatementSyntax[], span: Span): Block {
    const statements = nodes.map((node) => this.buildStatement(node));
    if (statements.at(-1)?.kind !== 'expression') throw new Refused('the last statement has no value', span);
    return { kind: 'block', statements, span };
  }

  buildStatement(node: syntax.StatementSyntax): Statement {
    if (node.rule !== 'let') {
      const expression = this.build(node);
      return { kind: 'expression', expression, span: expression.span };
    }
    const name = nameOf(node.name, this.source);
    if (name.text === 'FQL' || name.text === '_') throw new Refused('not a name for a variable', name.span);
    const type = node.type && buildType(node.type, this.source);
    const value = this.build(node.value);
    return { kind: 'let', name, ...(type && { type }), value, span: join(this.span(node.start), value.span) };
  }

  /** A `#` in double quotes makes a template of a string, even where no expression follows: its type is String. */
  private buildLiteral({ sign, token }: syntax.LiteralSyntax): Expression {
    const { literal, span } = readLiteral(sign, token, this.source);
    const isTemplate = literal.type === 'string' && holdsHash(token.image);
    return isTemplate ? { kind: 'template', parts: [literal.value], span } : { kind: 'literal', literal, span };
  }

  private buildWord(token: Token): Expression {
    const name = token.tokenType === Placeholder ? this.placeholderAt(token.startOffset) : token.image;
    return { kind: 'identifier', name, span: this.span(token) };
  }

  /** Its number among all of the text, wherever they stand. */
  private placeholderAt(offset: number): string {
    this.placeholders ??= placeholdersOf(this.source.text);
    return placeholderName(this.placeholders.indexOf(offset));
  }

  private buildTemplate(node: syntax.TemplateSyntax): Expression {
    const span = this.span(node.start, node.end);
    const expressions: Expression[] = [];
    const texts = node.parts.map((part) => {
      if (part instanceof Token) return part.image;
      expressions.push(this.build(part));
      return null;
    });
    const quoted = node.start.image === '"';
    const values = quoted
      ? texts.map((text) => (text === null ? null : readStringText(text, span)))
      : removeIndent(texts);
    if (node.start.image.startsWith('<<-') || node.parts.length === 0) {
      return { kind: 'literal', literal: { type: 'string', value: values.join('') }, span };
    }
    let next = 0;
    const parts = values.map((text) => text ?? (expressions[next++] as Expression));
    return { kind: 'template', parts: parts.filter((part) => part !== ''), span };
  }

  private buildLambda(node: syntax.LambdaSyntax): Lambda {
    const seen = new Set<string>();
    const parameter = (token: Token): Name | null => {
      const name = nameOf(token, this.source);
      if (name.text === '_') return null;
      if (seen.has(name.text)) throw new Refused('duplicate parameter', name.span);
      seen.add(name.text);
      return name;
    };
    const parameters = node.parameters.map(parameter);
    const rest = node.rest && { rest: parameter(node.rest) };
    const body = this.build(node.body);
    return { kind: 'lambda', short: false, parameters, ...rest, body, span: join(this.span(node.start), body.span) };
  }

  private buildMatch(node: syntax.MatchSyntax): Expression {
    const subject = this.buildArgument(node.subject);
    for (const { pattern, body } of node.branches) {
      this.checkPattern(pattern);
      this.build(body);
    }
    return { kind: 'match', subject, span: this.span(node.start, node.end) };
  }

  /** Patterns mean nothing yet: they only have to be right. */
  private checkPattern(node: syntax.PatternSyntax): void {
    switch (node.rule) {
      case 'name':
        if (/^_./.test(node.token.image)) throw new Refused('`_` stands alone', this.span(node.token));
        if (node.type) buildType(node.type, this.source);
        if (node.inner) this.checkPattern(node.inner);
        return;
      case 'literal':
        readLiteral(node.sign, node.token, this.source);
        return;
      case 'object':
        for (const { name, value } of node.fields) {
          nameOf(name, this.source);
          if (value) this.checkPattern(value);
        }
        return;
      case 'list':
        for (const each of node.elements) this.checkPattern(each);
        if (node.rest) this.checkPattern(node.rest);
    }
  }

  private buildTerm(node: syntax.TermSyntax): Expression {
    limitOperators(node.prefixes.length, (index) => this.span(node.prefixes[index] as Token));
    let expression = this.buildOperand(node.primary);
    if (node.links.length > 0) expression = this.extend(expression, node.links);
    for (const prefix of [...node.prefixes].reverse()) {
      // `!~` is one token and here two operators.
      for (let at = prefix.end - 1; at >= prefix.startOffset; at--) {
        const text = this.source.text[at] as string;
        const operator = { text, span: { source: this.source, start: at, end: at + 1 } };
        const { inner, short } = withoutShort(expression);
        const applied: Expression = { kind: 'operator', operator, left: inner, span: inner.span };
        expression = short ? restoreShort(applied) : applied;
      }
    }
    return expression;
  }

  /** A chain behind what may be a short lambda becomes part of it. */
  private extend(expression: Expression, links: readonly syntax.LinkSyntax[]): Expression {
    if (!isShort(expression)) return this.buildChain(expression, links);
    return restoreShort(this.buildChain(expression.body, links));
  }

  private buildChain(subject: Expression, links: readonly syntax.LinkSyntax[]): Expression {
    const built: Link[] = subject.kind === 'chain' ? [...subject.links] : [];
    for (const link of links) this.addLink(built, link);
    const innermost = subject.kind === 'chain' ? subject.subject : subject;
    const last = built.at(-1) as Link;
    return { kind: 'chain', subject: innermost, links: built, span: join(innermost.span, last.span) };
  }

  private addLink(links: Link[], { dot, token, list }: syntax.LinkSyntax): void {
    const optional = dot?.image === '?.';
    const span = this.span(dot ?? token, list?.end ?? token);
    if (!list) {
      if (token.image === '!' && !dot) links.push({ kind: 'bang', span });
      else links.push({ kind: 'select', name: nameOf(token, this.source), optional, span });
      return;
    }
    const values = this.buildList(list);
    const argumentsSpan = this.span(list.start, list.end);
    const last = links.at(-1);
    // The dot of `.(…)` belongs to the short lambda that it begins.
    const place = optional ? span : argumentsSpan;
    if (list.rule === 'array') {
      links.push({ kind: 'access', arguments: values, optional, argumentsSpan, span: place });
    } else if (last?.kind === 'select') {
      const { name, optional: fieldOptional } = last;
      links.pop();
      links.push({
        kind: 'method-call',
        name,
        arguments: values,
        optional: fieldOptional,
        callOptional: optional,
        argumentsSpan,
        span: join(last.span, argumentsSpan),
      });
    } else links.push({ kind: 'call', arguments: values, optional, argumentsSpan, span: place });
  }

  private buildList(node: syntax.ListSyntax): Expression[] {
    if (node.rest) throw new Refused('`...` stands only in parameters', this.span(node.rest));
    return node.elements.map((each) => this.buildArgument(each));
  }

  private buildOperation(node: syntax.OperationSyntax): Expression {
    const first = this.buildOperand(node.first);
    let before = first.span.end;
    const operands = node.rest.map(({ operator, operatorEnd, operand: syntax }) => {
      const text = this.source.text.slice(operator.startOffset, operatorEnd.end);
      // The place of an operator that begins a line includes the line break.
      const start = operator.lineBreakBefore ? endOfBlanks(this.source.text, before) : operator.startOffset;
      const operand = this.buildOperand(syntax);
      before = operand.span.end;
      return { operator: { text, span: { source: this.source, start, end: operatorEnd.end } }, operand };
    });
    const expression = operate(first, operands);
    if (!node.projection) return expression;
    const { inner, short } = withoutShort(expression);
    const projected = this.buildProjection(inner, node.projection);
    return short ? restoreShort(projected) : projected;
  }

  private buildProjection(subject: Expression, node: syntax.ProjectionSyntax): Expression {
    const span = join(subject.span, this.span(node.end));
    if (node.all) return { kind: 'project-all', subject, span };
    const fields = node.fields.map(({ name: token, value }): Field => {
      const name = nameOf(token, this.source);
      if (value && value.rule !== 'projection') return { name, value: withoutShort(this.buildArgument(value)).inner };
      const start = { source: this.source, start: name.span.start, end: name.span.start };
      const field: Expression = {
        kind: 'chain',
        subject: { kind: 'this', span: start },
        links: [{ kind: 'select', name, optional: false, span: name.span }],
        span: name.span,
      };
      return { name, value: value ? this.buildProjection(field, value) : field };
    });
    return { kind: 'project', subject, fields, span };
  }

  private buildFields(node: syntax.ObjectSyntax): Field[] {
    const seen = new Set<string>();
    return node.fields.map(({ name: token, value }) => {
      const name = nameOf(token, this.source);
      if (seen.has(name.text)) throw new Refused('duplicate key', name.span);
      seen.add(name.text);
      return { name, value: this.build(value) };
    });
  }

  private span(first: Token, last: Token = first): Span {
    return spanOf(this.source, first, last);
  }
}

function isShort(expression: Expression): expression is Lambda {
  return expression.kind === 'lambda' && expression.short;
}

/**
 * `(a, ...b)` where an expression begins and no `=>` follows: read as the tuple `(a)`, and the rest dropped, if there
 * are only names in it.
 */
function withoutRest(node: syntax.ExpressionSyntax): syntax.ExpressionSyntax {
  if (node.rule === 'tuple') {
    return node.rest && node.elements.every(({ rule }) => rule === 'word') ? { ...node, rest: undefined } : node;
  }
  if (node.rule === 'operation') {
    const first = withoutRest(node.first);
    return first === node.first ? node : { ...node, first };
  }
  if (node.rule !== 'term' || node.prefixes.length > 0) return node;
  const primary = withoutRest(node.primary);
  return primary === node.primary ? node : { ...node, primary };
}

/** Whether a `#` that no backslash stands before is one character of several between double quotes. */
function holdsHash(image: string): boolean {
  if (!image.startsWith('"') || image === '"#"') return false;
  for (let at = image.indexOf('#'); at !== -1; at = image.indexOf('#', at + 1)) {
    let slashes = 0;
    while (image[at - 1 - slashes] === '\\') slashes++;
    if (slashes % 2 === 0) return true;
  }
  return false;
}
