/** Logging in and out, and who is asking. Source: recorded `credentials and tokens`, `tokens function`. */
import { documentsTable } from '../../model/database.ts';
import { keyOfId, readRow } from '../../model/stored-row.ts';
import { decodeValue } from '../../model/stored-value.ts';
import { Document, type ObjectValue as RuntimeObject } from '../../runtime/value.ts';
import { boolean, identifier, nothing, object, string } from '../cast.ts';
import { fromStored, refOf } from '../documents/convert.ts';
import { credentialIdOf, hasPassword } from '../documents/credentials.ts';
import { removeDocument } from '../documents/delete.ts';
import { invalidType } from '../documents/field-types.ts';
import { merged } from '../documents/merge.ts';
import { createDocument } from '../documents/write.ts';
import { authenticationFailed, fail, invalidDocument, otherProblem } from '../failure.ts';
import { form } from '../form.ts';
import type { Place } from '../place.ts';
import { plain } from '../plain.ts';
import type { Position } from '../position.ts';
import { readable } from '../sets/read-set.ts';
import { ObjectValue, Ref, type SetRef, type Value } from '../value.ts';

/** A document, or the first of a set as it is now. The original counts no read of the set, but that of the credential. */
function documentAt(of: SetRef | Ref, place: Place, position: Position): Ref | undefined {
  if (of instanceof Ref) return of;
  const now = { ...place, readTime: undefined };
  return readable(now, of.plan, position).head(now);
}

function login(of: SetRef | Ref, params: ObjectValue, place: Place, position: Position): Value {
  const ref = documentAt(of, place, position.at('login'));
  place.session.countDocument();
  if (!ref || credentialIdOf(place, ref) === undefined) return fail(authenticationFailed(position));
  const password = params.fields.get('password') ?? null;
  if (password !== null && typeof password !== 'string') {
    fail(invalidDocument([invalidType(['password'], 'String', password)], position));
  }
  if (typeof password !== 'string' || !hasPassword(place, ref, password)) return fail(authenticationFailed(position));
  const given = merged(plain(params) as ObjectValue, ObjectValue.of([['instance', ref]]));
  // Whoever knows the password may have a token, whatever else they may do.
  const permissions = { kind: 'built-in', role: 'server' } as const;
  const inside = { ...place, authority: { ...place.authority, permissions } };
  return createDocument(inside, new Ref(place.scope, 'Collection', 'Token'), given, position);
}

function logout(all: boolean, place: Place): boolean {
  const { token, identity } = place.authority;
  if (!all) {
    if (!token) return false;
    removeDocument(place, refOf(place, place.scope, token));
    return true;
  }
  if (!identity) return false;
  for (const ref of tokensOf(place, identity)) removeDocument(place, ref);
  return true;
}

function tokensOf({ session, scope }: Place, identity: Document): Ref[] {
  const rows = session.transaction.scan(documentsTable(scope, 'Token'));
  return [...rows].flatMap(([key, json]) => {
    const owner = decodeValue(readRow(json).data.document ?? null, session.time);
    const isOwn = owner instanceof Document && owner.collection === identity.collection && owner.id === identity.id;
    return isOwn ? [new Ref(scope, 'Token', keyOfId(key))] : [];
  });
}

/** Whom an access token is for is what it says as its subject. */
function identityOf(place: Place): Value | undefined {
  const { identity, claims } = place.authority;
  if (claims) return claimed(place, claims).fields.get('sub');
  return identity && refOf(place, place.scope, identity);
}

function claimed(place: Place, claims: RuntimeObject): ObjectValue {
  return fromStored(place, place.scope, claims) as ObjectValue;
}

function requireIdentity(place: Place, position: Position): Value {
  const description = 'Authentication does not contain an identity';
  return identityOf(place) ?? fail(otherProblem('missing identity', position, description));
}

function tokenOf(place: Place): Value | undefined {
  const { token, key, claims } = place.authority;
  if (claims) return claimed(place, claims);
  const document = token ?? key;
  return document && refOf(place, place.scope, document);
}

const read = { effect: 'read' } as const;

export const authForms = [
  form(
    { login: identifier, params: object },
    ({ login: of, params }, place, position) => login(of, params, place, position),
    { effect: 'write' },
  ),
  form({ logout: boolean }, (values, place) => logout(values.logout, place), { effect: 'write' }),
  form(
    { identify: identifier, password: string },
    ({ identify, password }, place, position) => {
      const ref = documentAt(identify, place, position.at('identify'));
      place.session.countDocument();
      return ref !== undefined && hasPassword(place, ref, password);
    },
    read,
  ),
  form({ identity: nothing }, (_values, place, position) => requireIdentity(place, position), read),
  form({ has_identity: nothing }, (_values, place) => identityOf(place) !== undefined, read),
  form({ current_identity: nothing }, (_values, place, position) => requireIdentity(place, position), {
    ...read,
    since: '4',
  }),
  form({ has_current_identity: nothing }, (_values, place) => identityOf(place) !== undefined, {
    ...read,
    since: '4',
  }),
  form(
    { current_token: nothing },
    (_values, place, position) =>
      tokenOf(place) ?? fail(otherProblem('invalid token', position, 'Token metadata is not accessible.')),
    { ...read, since: '4' },
  ),
  form({ has_current_token: nothing }, (_values, place) => tokenOf(place) !== undefined, { since: '4' }),
];
