/** Collection documents as they are shown: what indexes and constraints are, and how far they have come. */
import { ArrayValue, type DocumentContents, ObjectValue, type Value } from '../../runtime/value.ts';
import { elementsOf, withFields } from './fields.ts';

export function showCollection({ data: stored }: DocumentContents): ObjectValue {
  const indexes = stored.fields.get('indexes');
  const constraints = elementsOf(stored, 'constraints');
  return withFields(stored, {
    indexes: new ObjectValue(
      new Map(indexes instanceof ObjectValue ? [...indexes.fields].map(([name, each]) => [name, showIndex(each)]) : []),
    ),
    constraints: new ArrayValue(constraints.map(showConstraint)),
  });
}

function showIndex(definition: Value): Value {
  if (!(definition instanceof ObjectValue)) return definition;
  const fields = new Map<string, Value>();
  for (const [name, each] of definition.fields) {
    if (name === 'values' && each instanceof ArrayValue) fields.set(name, new ArrayValue(each.elements.map(showValue)));
    else fields.set(name, each);
  }
  fields.set('queryable', definition.fields.get('queryable') ?? true);
  fields.set('status', definition.fields.get('status') ?? 'complete');
  return new ObjectValue(fields);
}

function showValue(element: Value): Value {
  if (!(element instanceof ObjectValue)) return element;
  const { fields } = element;
  const shown = new Map<string, Value>([
    ['field', fields.get('field') ?? ''],
    ['order', fields.get('order') ?? 'asc'],
  ]);
  const mva = fields.get('mva');
  if (mva !== undefined) shown.set('mva', mva);
  return new ObjectValue(shown);
}

function showConstraint(element: Value): Value {
  if (!(element instanceof ObjectValue) || !element.fields.has('unique') || element.fields.has('status'))
    return element;
  return withFields(element, { status: 'active' });
}
