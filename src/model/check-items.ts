/**
 * Whether the items of a schema hold together: the types that they name are there, default values are of the types of
 * their fields, and whatever bodies, roles and access providers name is there. What is found in one step keeps those
 * behind it from being asked. Source: recorded `roles`, `auth-2`, `schema-items-2`, `documents`, `semantic-errors`.
 */
import type { Expression } from '../language/ast.ts';
import { type Diagnostic, error } from '../language/diagnostic.ts';
import { freeVariables } from '../language/free-variables.ts';
import type { Context } from '../runtime/context.ts';
import { ObjectValue } from '../runtime/value.ts';
import { isWrittenOut, notSubtype, writtenProblem } from './check-default.ts';
import { indexedProblems } from './check-indexed.ts';
import { persistenceProblem } from './check-persistable.ts';
import { signatureProblems, type TypeProblem, type Types, typeProblems } from './check-type.ts';
import type { Schema } from './database.ts';
import { defaultOf } from './default-value.ts';
import { describeValue } from './describe-shape.ts';
import { shapeOfType } from './field-type.ts';
import { typesIn } from './known-types.ts';
import { isStandardModule } from './native/names.ts';
import { collectionNamed } from './role-policy.ts';
import type { Placed, PrintedCode, PrintedField, PrintedName, PrintedPart, PrintedType } from './schema-draft.ts';
import type { PrintedItem } from './schema-text.ts';
import { checkFields } from './shape.ts';

/** `schema` is that which the query leaves, and `items` what it consists of. */
export function itemProblems(context: Context, schema: Schema, items: readonly PrintedItem[]): readonly Diagnostic[] {
  return new ItemCheck(context, schema, items).problems();
}

class ItemCheck {
  private readonly types: Types;

  constructor(
    private readonly context: Context,
    private readonly schema: Schema,
    private readonly items: readonly PrintedItem[],
  ) {
    this.types = typesIn(schema);
  }

  problems(): readonly Diagnostic[] {
    const [functions, collections] = [this.of('Function'), this.of('Collection')];
    const inBodies = [
      ...collections.flatMap((item) => item.parts.flatMap((part) => this.inDeclaration(item, part))),
      ...functions.flatMap((item) => this.inSignature(item)),
      ...byDependence(functions).flatMap((item) => this.inCode(item)),
      ...collections.flatMap((item) => item.parts.flatMap((part) => this.inMember(part))),
      ...collections.flatMap((item) => this.inIndexed(item)),
    ];
    if (inBodies.length > 0) return inBodies;
    const roles = this.of('Role').map((item) => ({ ...item, parts: membershipFirst(item.parts) }));
    return [...roles, ...this.of('AccessProvider')].flatMap(({ parts }) =>
      parts.flatMap((part) => (part.kind === 'code' ? this.unbound(part) : 'span' in part ? this.absent(part) : [])),
    );
  }

  private of(kind: PrintedItem['kind']): PrintedItem[] {
    return this.items.filter((item) => item.kind === kind);
  }

  /** The types that the members of a collection say they have. */
  private inDeclaration(item: PrintedItem, part: PrintedPart): readonly Diagnostic[] {
    switch (part.kind) {
      case 'field': {
        const { node, placeOf } = part.type;
        const problems = placed(typeProblems(node, this.types), part.type);
        if (problems.length > 0) return problems;
        const problem = persistenceProblem(item.name, part.name, node, this.types, placeOf);
        return problem ? [problem] : [];
      }
      case 'computed':
        return this.context.database.typechecked ? placed(typeProblems(part.node, this.types), part) : [];
      case 'wildcard':
        if (part.node.kind === 'any') return [];
        return [error('Top-level wildcard must have type `Any`', part.placeOf(part.node.span))];
      default:
        return [];
    }
  }

  private inSignature({ parts }: PrintedItem): readonly Diagnostic[] {
    if (!this.context.database.typechecked) return [];
    const types = parts.filter((part): part is PrintedType => part.kind === 'parameter' || part.kind === 'result');
    const result = types.at(-1);
    if (result?.kind !== 'result') return [];
    const parameters = types.slice(0, -1);
    const problems = signatureProblems(
      parameters.map(({ node }) => node),
      result.node,
      this.types,
    );
    return problems.map(({ message, span, parameter }) => {
      const owner = parameter === undefined ? result : (parameters[parameter] ?? result);
      return error(message, owner.placeOf(span));
    });
  }

  private inCode({ parts }: PrintedItem): readonly Diagnostic[] {
    return parts.flatMap((part) => (part.kind === 'code' ? this.unbound(part) : []));
  }

  /** What stands in the members of a collection: default values, computed fields, checks. */
  private inMember(part: PrintedPart): readonly Diagnostic[] {
    if (part.kind === 'code') return this.unbound(part);
    if (part.kind !== 'field' || !part.initial || typeProblems(part.type.node, this.types).length > 0) return [];
    const unbound = this.unboundIn(part.initial);
    if (unbound.length > 0) return unbound;
    const problem = isWrittenOut(part.initial.node)
      ? writtenProblem(part.initial, part.type)
      : this.computedProblem(part, part.initial);
    return problem ? [problem] : [];
  }

  /** A default that fails was refused when it was written. */
  private computedProblem({ name, type }: PrintedField, initial: NonNullable<PrintedField['initial']>) {
    const { node, placeOf } = initial;
    const found = defaultOf(this.context, [name], node.span.source);
    if ('failure' in found) return undefined;
    const belongsTo = (document: { readonly collection: string }, collection: string) =>
      this.schema.collectionNamed(collection)?.id === document.collection;
    const rules = { fields: { [name]: { shape: shapeOfType(type.node) } }, belongsTo };
    if (checkFields(rules, new ObjectValue(new Map([[name, found.value]]))).length === 0) return undefined;
    return notSubtype(describeValue(found.value), type.node, placeOf(node.span));
  }

  private inIndexed({ name, parts }: PrintedItem): readonly Diagnostic[] {
    const definition = this.schema.collectionNamed(name);
    if (!this.context.database.typechecked || definition?.kind !== 'user') return [];
    const bodies = parts.filter((part): part is PrintedCode => part.kind === 'code' && part.name !== undefined);
    return indexedProblems(this.schema, definition, bodies);
  }

  private absent({ kind, name, span }: PrintedName): readonly Diagnostic[] {
    const { schema } = this;
    const isThere =
      kind === 'role'
        ? schema.role(name) !== undefined
        : collectionNamed(schema, name) !== undefined ||
          (kind === 'resource' && schema.functionNamed(name) !== undefined);
    return isThere ? [] : [error(`${kind === 'role' ? 'Role' : 'Resource'} \`${name}\` does not exist`, span)];
  }

  /** Only databases that check types look into bodies. */
  private unbound(code: PrintedCode): readonly Diagnostic[] {
    return this.context.database.typechecked ? this.unboundIn(code) : [];
  }

  private unboundIn({ node, placeOf }: Placed<Expression>): readonly Diagnostic[] {
    return freeVariables(node)
      .filter(({ text }) => !this.isBound(text))
      .map(({ text, span }) => error(`Unbound variable \`${text}\``, placeOf(span)));
  }

  private isBound(name: string): boolean {
    const { schema, context } = this;
    return Boolean(schema.collectionNamed(name) || schema.functionNamed(name) || isStandardModule(context, name));
  }
}

function placed(
  problems: readonly TypeProblem[],
  { placeOf }: Pick<Placed<unknown>, 'placeOf'>,
): readonly Diagnostic[] {
  return problems.map(({ message, span }) => error(message, placeOf(span)));
}

/** By name, but after those that they call; those with a signature last. */
function byDependence(functions: readonly PrintedItem[]): PrintedItem[] {
  const [untyped, typed] = [functions.filter((each) => !each.typed), functions.filter((each) => each.typed)];
  const byName = new Map(untyped.map((each) => [each.name, each]));
  const ordered = new Set<PrintedItem>();
  const visit = (item: PrintedItem, pending: ReadonlySet<string>) => {
    for (const name of namesIn(item)) {
      const callee = byName.get(name);
      if (callee && !pending.has(name) && !ordered.has(callee)) visit(callee, new Set([...pending, name]));
    }
    ordered.add(item);
  };
  for (const name of [...byName.keys()].sort()) visit(byName.get(name) as PrintedItem, new Set([name]));
  return [...ordered, ...typed];
}

function namesIn({ parts }: PrintedItem): string[] {
  return parts.flatMap((part) => (part.kind === 'code' ? freeVariables(part.node).map(({ text }) => text) : [])).sort();
}

/** The text has privileges first; memberships are looked at before them. */
function membershipFirst(parts: readonly PrintedPart[]): readonly PrintedPart[] {
  const start = parts.findIndex((part) => part.kind === 'collection');
  return start < 0 ? parts : [...parts.slice(start), ...parts.slice(0, start)];
}
