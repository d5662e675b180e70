/** Passwords in writes: of credentials, and of documents that are given theirs along with their fields. */
import { credentialOf } from '../../model/credential.ts';
import { storedRow } from '../../model/document-versions.ts';
import { verifyPassword } from '../../model/password.ts';
import { ObjectValue as RuntimeObject } from '../../runtime/value.ts';
import type { FieldProblem } from '../failure.ts';
import { contextAt, type Place } from '../place.ts';
import { ObjectValue, type Ref, type Value } from '../value.ts';
import { documentOf } from './convert.ts';
import { invalidType } from './field-types.ts';

/** What a write says of passwords. */
export interface PasswordWrite {
  readonly place: Place;
  readonly ref: Ref;
  readonly kind: 'create' | 'update' | 'replace';
  readonly given: ObjectValue;
}

export function credentialsGiven({ fields }: ObjectValue): ObjectValue | undefined {
  const credentials = fields.get('credentials');
  return credentials instanceof ObjectValue ? credentials : undefined;
}

/** The password of a write to a Credential, as the model takes it. */
export function passwordGiven({ ref, given }: PasswordWrite): RuntimeObject {
  const password = ref.collection === 'Credential' ? given.fields.get('password') : undefined;
  return new RuntimeObject(new Map(typeof password === 'string' ? [['password', password]] : []));
}

/**
 * Whoever is no server has to know the current password to change that of a Credential; not that of a document, whose
 * password the original looks for where it never is.
 */
export function passwordProblems(write: PasswordWrite, isUsers: boolean): readonly FieldProblem[] {
  const { place, ref, given } = write;
  const { permissions } = place.authority;
  const isServer = permissions.kind === 'built-in' && permissions.role.startsWith('server');
  const names = isServer ? ['password'] : ['password', 'current_password'];
  if (isUsers) return textProblems(given.fields.get('credentials'), ['credentials'], names);
  if (ref.collection !== 'Credential') return [];
  const problems = textProblems(given, [], names);
  return problems.length > 0 || isServer || knowsPassword(write)
    ? problems
    : [
        {
          field: ['current_password'],
          code: 'invalid password',
          description: 'Invalid password at `current_password`.',
        },
      ];
}

function textProblems(value: Value | undefined, path: readonly string[], names: readonly string[]): FieldProblem[] {
  if (value === undefined || value === null) return [];
  if (!(value instanceof ObjectValue)) return names.map((name) => invalidType([...path, name], 'Map', value));
  return names.flatMap((name) => {
    const text = value.fields.get(name);
    return text === undefined || text === null || typeof text === 'string'
      ? []
      : [invalidType([...path, name], 'String', text)];
  });
}

function knowsPassword({ place, ref, kind, given }: PasswordWrite): boolean {
  if (kind === 'create' || typeof given.fields.get('password') !== 'string' || typeof ref.id !== 'bigint') return true;
  const kept = storedRow(place.session.transaction, ref.scope, ref.collection, ref.id)?.data.hashed_password;
  const current = given.fields.get('current_password');
  return typeof kept !== 'string' || (typeof current === 'string' && verifyPassword(current, kept));
}

/** Whether the document has a credential with this password. */
export function hasPassword(place: Place, ref: Ref, password: string): boolean {
  const id = credentialIdOf(place, ref);
  const { transaction } = place.session;
  const row = id === undefined ? undefined : storedRow(transaction, ref.scope, 'Credential', id);
  const kept = row?.data.hashed_password;
  return verifyPassword(password, typeof kept === 'string' ? kept : undefined);
}

export function credentialIdOf(place: Place, ref: Ref): bigint | undefined {
  if (!place.session.database(ref.scope)) return undefined;
  return credentialOf(contextAt(place, ref.scope), documentOf(place, ref));
}
