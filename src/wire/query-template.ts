/**
 * Queries that are sent in pieces: texts, values, and objects and arrays of pieces. They are joined to one text in
 * which `PLACEHOLDER` stands for each value, so that errors can point into it. Source: wire.md, recorded `fragments`.
 */
import { PLACEHOLDER } from '../language/source.ts';
import { escapeText } from '../language/strings.ts';
import { describeJson, fieldsOf, type InputJson, InvalidBody, isArray, RepeatedNames } from './json-input.ts';

export interface TemplateValue {
  /** Always in the tagged format. */
  readonly json: InputJson;
  /** Where its placeholder begins in the text. */
  readonly start: number;
}

export interface QueryTemplate {
  readonly text: string;
  readonly values: readonly TemplateValue[];
}

/** The query of a request: a text, or a template. Throws InvalidBody. */
export function readQuery(json: InputJson): string | QueryTemplate {
  if (typeof json === 'string') return json;
  const builder = new TemplateBuilder();
  builder.addPiece(json);
  return { text: builder.text, values: builder.values };
}

class TemplateBuilder {
  text = '';
  readonly values: TemplateValue[] = [];
  /** Whether a text was met since the array or object around was begun: such a one is no plain value. */
  private metText = false;

  /** `isMember`: of an array or object, where a text is put in parentheses. */
  addPiece(json: InputJson, isMember = false): void {
    const wrap = (add: () => void) => {
      if (isMember) this.text += '(';
      add();
      if (isMember) this.text += ')';
    };
    if (typeof json === 'string') return wrap(() => this.addText(json));
    const fields = fieldsOf(json);
    if (!fields) throw unexpected(describeJson(json), 'query template');
    const [only, another] = fields;
    if (!only) throw unexpected('Object End');
    this.addKind(only, wrap);
    // As the original, which reads a body once from its start: what is wrong within comes first.
    if (another) throw unexpected('Object Field Name', anyKind);
  }

  private addKind([kind, content]: readonly [string, InputJson], wrap: (add: () => void) => void): void {
    switch (kind) {
      case 'value':
        return this.addValue(content, this.text.length);
      case 'fql': {
        const pieces = elementsOf(content);
        return wrap(() => {
          for (const piece of pieces) this.addPiece(piece);
        });
      }
      case 'array':
        return this.addCollection(
          elementsOf(content).map((piece) => () => this.addPiece(piece, true)),
          '[',
          ']',
          (values) => values,
        );
      case 'object': {
        const members = membersOf(content);
        return this.addCollection(
          members.map(([name, piece]) => () => {
            this.text += `"${escapeText(name)}": `;
            this.addPiece(piece, true);
          }),
          '{ ',
          ' }',
          // Tagged, so that names that begin with `@` are no tags.
          (values) => new Map([['@object', new Map(members.map(([name], index) => [name, values[index] ?? null]))]]),
        );
      }
      default:
        throw unexpected('Object Field Name', anyKind);
    }
  }

  private addText(text: string): void {
    if (text.includes('\0')) throw new InvalidBody('FQL strings cannot contain NUL characters');
    this.metText = true;
    this.text += text;
  }

  private addValue(json: InputJson, start: number): void {
    this.text = this.text.slice(0, start) + PLACEHOLDER;
    this.values.push({ json, start });
  }

  /** An array or object; one that holds nothing but values becomes one itself. */
  private addCollection(
    addMembers: readonly (() => void)[],
    opening: string,
    closing: string,
    join: (values: readonly InputJson[]) => InputJson,
  ): void {
    const metTextBefore = this.metText;
    this.metText = false;
    const start = this.text.length;
    const firstValue = this.values.length;
    this.text += opening;
    for (const [index, add] of addMembers.entries()) {
      if (index > 0) this.text += ', ';
      add();
    }
    this.text += closing;
    if (!this.metText) this.addValue(join(this.values.splice(firstValue).map(({ json }) => json)), start);
    this.metText ||= metTextBefore;
  }
}

const anyKind = "an object with a single key 'fql', 'value', 'array', or 'object'";

function elementsOf(json: InputJson): readonly InputJson[] {
  if (!isArray(json)) throw unexpected(describeJson(json));
  return json;
}

function membersOf(json: InputJson): readonly (readonly [string, InputJson])[] {
  const fields = fieldsOf(json);
  if (!fields) throw unexpected(describeJson(json));
  if (json instanceof RepeatedNames) throw new InvalidBody(`Duplicate object field \`${json.first}\``);
  return fields;
}

/** `Unexpected JSON Integer. Expected query template.` */
export function unexpected(found: string, expected?: string): InvalidBody {
  return new InvalidBody(`Unexpected JSON ${found}.${expected === undefined ? '' : ` Expected ${expected}.`}`);
}
