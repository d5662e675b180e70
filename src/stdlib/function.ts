/** Functions: lambdas, natives, and the functions of the database, which know their Function document. */
import { field, Prototype } from '../runtime/prototype.ts';
import { type BoundMethod, type Closure, Document, type UserFunction } from '../runtime/value.ts';
import { toStringMethod } from './to-string.ts';

export const functionPrototype = new Prototype<Closure | BoundMethod>({
  name: 'Function',
  methods: [toStringMethod],
});

export const userFunctionPrototype = new Prototype<UserFunction>({
  name: 'UserFunction',
  fields: [
    field('definition', 'FunctionDef', 'The Function document that defines it.', (context, subject) => {
      const { schema } = context.database;
      const name = schema.functionNamed(subject.name)?.name ?? subject.name;
      return new Document('Function', schema.documentNamed('Function', name) ?? name, { span: context.span });
    }),
  ],
  methods: [toStringMethod],
});
