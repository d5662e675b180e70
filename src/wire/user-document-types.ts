/** The types of a user's collection, as the type environment writes them. Source: recorded `environment`. */
import { parseFieldType } from '../language/parse.ts';
import { printType } from '../language/print-type.ts';
import { Source } from '../language/source.ts';
import type { TypeExpression } from '../language/type-ast.ts';
import type { CollectionDefinition, FieldPath, IndexDefinition, IndexTerm } from '../model/collection.ts';

const anyRange = '{ from: Any } | { to: Any } | { from: Any, to: Any }';

interface Member {
  readonly name: string;
  readonly type: TypeExpression;
  readonly hasDefault: boolean;
}

/** What the documents of a collection hold, and what writes to them take. */
export class UserDocumentTypes {
  private readonly members: readonly Member[];
  private readonly wildcard: TypeExpression | undefined;

  constructor(private readonly definition: CollectionDefinition) {
    this.members = [...definition.fields.values()].map(({ name, signature, default: initial }) => ({
      name,
      type: withoutNullable(read(signature)),
      hasDefault: initial !== undefined,
    }));
    const wildcard = definition.wildcardSignature ?? (this.members.length === 0 ? 'Any' : undefined);
    this.wildcard = wildcard === undefined ? undefined : withoutNullable(read(wildcard));
  }

  get alias(): string {
    const computed = [...this.definition.computedFields.values()].map(
      ({ name, signature }) => `${name}: ${signature === undefined ? 'Any' : shown(withoutNullable(read(signature)))}`,
    );
    const defined = this.members.map(({ name, type }) => `${name}: ${shown(type)}`);
    return this.record(['id: ID', 'ts: Time', 'ttl: Time | Null', ...defined, ...computed]);
  }

  create(): string {
    return this.record(['id: ID | Null', ...this.reserved(), ...this.required()]);
  }

  replace(): string {
    return this.record([...this.reserved(), ...this.required()]);
  }

  update(): string {
    return this.record([...this.reserved(), ...this.optional()]);
  }

  /** `createData`, `replaceData`. */
  wholeData(): string {
    return this.record(this.required());
  }

  updateData(): string {
    return this.record(this.optional());
  }

  index({ terms }: IndexDefinition, document: string): string {
    const parameters = terms.map((term, position) => `term${position + 1}: ${this.term(term)}`);
    const withRange = [...parameters, `range: ${anyRange}`];
    return `((${parameters.join(', ')}) => Set<${document}>) & ((${withRange.join(', ')}) => Set<${document}>)`;
  }

  private term({ path, mva }: IndexTerm): string {
    const type = this.at(path);
    if (!type) return 'Any';
    return shown(mva ? union(elementsOf(type)) : type);
  }

  private at([first, ...rest]: FieldPath): TypeExpression | undefined {
    const meta = metaTypes[String(first)];
    let type = meta ? read(meta) : (this.members.find(({ name }) => name === first)?.type ?? this.wildcard);
    for (const step of rest) type = type && partOf(type, step);
    return type;
  }

  private required(): string[] {
    return this.members.map(({ name, type, hasDefault }) => {
      return `${name}: ${shown(hasDefault ? orNull(numeric(type)) : numeric(type))}`;
    });
  }

  private optional(): string[] {
    return this.members.map(({ name, type }) => `${name}: ${shown(orNull(numeric(type)))}`);
  }

  /** Fields that may be written beside those of the user, and those that may not although every name may. */
  private reserved(): string[] {
    const isOpen = this.wildcard !== undefined;
    const ttl = this.definition.documentTtls ? ['ttl: Time | Null'] : isOpen ? ['ttl: Null'] : [];
    return isOpen ? [...ttl, 'data: Null'] : ttl;
  }

  private record(fields: readonly string[]): string {
    const all = this.wildcard ? [...fields, `*: ${shown(this.wildcard)}`] : fields;
    return all.length === 0 ? '{}' : `{ ${all.join(', ')} }`;
  }
}

const metaTypes: Readonly<Record<string, string>> = { id: 'ID', ts: 'Time', ttl: 'Time?' };

function read(text: string): TypeExpression {
  return parseFieldType(new Source('', text));
}

const shown = printType;

/** The environment writes `Int | Null` where a person writes `Int?`. */
function withoutNullable(type: TypeExpression): TypeExpression {
  if (type.kind === 'nullable') return orNull(withoutNullable(type.base));
  return mapParts(type, withoutNullable);
}

/** Writes take every number where an Int, Long or Double is kept. */
function numeric(type: TypeExpression): TypeExpression {
  if (type.kind === 'named' && ['Int', 'Long', 'Double', 'Float'].includes(type.name.text)) {
    return { ...type, name: { ...type.name, text: 'Number' } };
  }
  return mapParts(type, numeric);
}

function mapParts(type: TypeExpression, change: (part: TypeExpression) => TypeExpression): TypeExpression {
  switch (type.kind) {
    case 'generic':
      return { ...type, arguments: type.arguments.map(change) };
    case 'tuple':
      return { ...type, elements: type.elements.map(change) };
    case 'union':
      return union(type.members.map(change));
    case 'object': {
      const fields = type.fields.map((field) => ({ ...field, type: change(field.type) }));
      return type.wildcard ? { ...type, fields, wildcard: change(type.wildcard) } : { ...type, fields };
    }
    default:
      return type;
  }
}

function orNull(type: TypeExpression): TypeExpression {
  return union([type, read('Null')]);
}

/** Each member once. */
function union(types: readonly TypeExpression[]): TypeExpression {
  const members = new Map<string, TypeExpression>();
  for (const each of types) {
    for (const member of each.kind === 'union' ? each.members : [each]) members.set(shown(member), member);
  }
  const [only] = members.values();
  if (members.size === 1 && only) return only;
  return { kind: 'union', members: [...members.values()], span: { source: new Source('', ''), start: 0, end: 0 } };
}

function elementsOf(type: TypeExpression): readonly TypeExpression[] {
  if (type.kind === 'generic' && type.name.text === 'Array') return type.arguments;
  if (type.kind === 'tuple') return type.elements;
  return type.kind === 'union' ? type.members.flatMap(elementsOf) : [type];
}

function partOf(type: TypeExpression, step: string | number): TypeExpression | undefined {
  if (type.kind === 'object' && typeof step === 'string') {
    return type.fields.find(({ name }) => name.text === step)?.type ?? type.wildcard;
  }
  if (type.kind === 'tuple' && typeof step === 'number') return type.elements[step];
  return type.kind === 'generic' && type.name.text === 'Array' && typeof step === 'number'
    ? type.arguments[0]
    : undefined;
}
