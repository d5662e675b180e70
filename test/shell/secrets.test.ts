import { describe, expect, it } from 'vitest';
import { findSecrets } from '../../src/shell/secrets.ts';
import { TOKEN, TOKEN_SECRET } from './fake-engine.ts';

const KEY_SECRET = 'fnAFKeySecret0123456789';
const key = (fields: object) => ({ '@doc': { id: '1', coll: { '@mod': 'Key' }, secret: KEY_SECRET, ...fields } });

describe('the secrets in an answer', () => {
  it.each([
    ['a token', TOKEN, TOKEN_SECRET, 'Token of People "371234567890123456"'],
    ['a token among others', [1, { tokens: [TOKEN] }], TOKEN_SECRET, 'Token of People "371234567890123456"'],
    [
      'a token as FQL v4 shows it',
      { ref: 1, instance: { '@ref': { id: '1', coll: { '@mod': 'users' } } }, secret: TOKEN_SECRET },
      TOKEN_SECRET,
      'Token of users "1"',
    ],
    ['a page of a set', { '@set': { data: [TOKEN] } }, TOKEN_SECRET, 'Token of People "371234567890123456"'],
    ['a key', key({ role: 'server' }), KEY_SECRET, 'Key server'],
    ['a key of a child database', key({ role: 'admin', database: 'child' }), KEY_SECRET, 'Key admin of child'],
    [
      'a key whose database is a reference',
      key({ role: 'admin', database: { '@ref': { name: 'child', coll: { '@mod': 'Database' } } } }),
      KEY_SECRET,
      'Key admin of child',
    ],
    ['a projection that took only the secret', { secret: KEY_SECRET }, KEY_SECRET, undefined],
    ['a secret alone', KEY_SECRET, KEY_SECRET, undefined],
  ])('are found in %s', (_what, answer, secret, label) => {
    expect(findSecrets(answer)).toEqual([label === undefined ? { secret } : { secret, label }]);
  });

  it.each([
    ['names', 'fnord'],
    ['fields that only share the name', { secret: 'a recipe' }],
    ['documents without one', { '@doc': { id: '1', coll: { '@mod': 'Token' } } }],
    ['null', null],
  ])('are not seen in %s', (_what, answer) => {
    expect(findSecrets(answer)).toEqual([]);
  });
});
