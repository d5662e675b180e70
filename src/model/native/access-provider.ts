/** Access providers: who else may issue tokens for this database. Source: recorded `auth-2`. */
import type { ConstraintFailure } from '../../language/failure.ts';
import { ArrayValue, ObjectValue } from '../../runtime/value.ts';
import { isBuiltInRole } from '../authority.ts';
import { globalIdOf } from '../child-database.ts';
import { isLoopbackName } from '../loopback.ts';
import type { NativeCollection, NativeWrite } from '../native-collection.ts';
import { eachOf, failureAt, textAfter, textField, withFields } from './fields.ts';
import { checkLambda } from './lambda-text.ts';
import { checkIdentifier } from './names.ts';
import { renameReferences } from './references.ts';
import { data, object, oneOrMore, optional, query, readonlyText, required, text, union } from './shapes.ts';

/** What the audience of a database's tokens begins with; its global id follows. */
export const AUDIENCE = 'https://db.fauna.com/db/';

const role = union(text, object({ role: required(text), predicate: required(union(query, text)) }));

export const accessProviderCollection: NativeCollection = {
  name: 'AccessProvider',
  identifiedBy: 'name',
  fields: {
    name: required(text),
    issuer: required(text),
    jwks_uri: required(text),
    roles: optional(oneOrMore(role)),
    audience: readonlyText,
    data,
  },
  uniques: [['name'], ['issuer']],
  checkEach: (_context, write) => [
    ...checkIdentifier(write),
    ...checkAddress(write),
    ...checkRoles(write),
    ...checkPredicates(write),
  ],
  afterWrite: (context, write) => renameReferences(context, 'AccessProvider', write),
  prepare: ({ transaction, database }, { after }) =>
    withFields(after!, { audience: AUDIENCE + globalIdOf(transaction, database.scope) }),
};

/** DEPARTURE: besides https, a file, or this machine itself over http, where there is no certificate to have. */
function checkAddress(write: NativeWrite): readonly ConstraintFailure[] {
  const address = textAfter(write, 'jwks_uri');
  if (address === undefined || (URL.canParse(address) && mayHoldKeys(new URL(address)))) return [];
  return [failureAt(['jwks_uri'], `\`${address}\` must be a valid https URI.`)];
}

function mayHoldKeys({ protocol, hostname }: URL): boolean {
  if (protocol === 'file:') return hostname === '';
  return protocol === 'https:' || (protocol === 'http:' && isLoopbackName(hostname.replace(/^\[|\]$/g, '')));
}

function checkRoles({ after }: NativeWrite): readonly ConstraintFailure[] {
  const roles = after?.fields.get('roles');
  if (!(roles instanceof ArrayValue)) return [];
  const names = roles.elements
    .map((each) => (each instanceof ObjectValue ? textField(each, 'role') : each))
    .filter((each) => typeof each === 'string');
  const repeated = new Set(names.filter((name, index) => names.indexOf(name) !== index));
  return [
    ...[...repeated].map((name) => {
      const message = `The role \`${name}\` is present more than once, there can only be one entry per role.`;
      return failureAt(['roles'], message);
    }),
    ...names.filter(isBuiltInRole).map((name) => failureAt(['roles'], `Builtin role \`${name}\` not allowed.`)),
  ];
}

function checkPredicates({ after }: NativeWrite): readonly ConstraintFailure[] {
  return eachOf(after, 'roles').flatMap(([path, each]) => {
    const predicate = each instanceof ObjectValue ? each.fields.get('predicate') : undefined;
    return checkLambda(predicate, [...path, 'predicate'], { counts: [1], short: true });
  });
}
