import { describe, expect, it } from 'vitest';
import { isSensitive, passwordsIn } from '../../src/shell/sensitive.ts';

describe('what the history file must not keep', () => {
  it.each([
    'Credential.create({ document: People.byId("371"), password: "sekret" })',
    "Credentials.create({ document: user, 'password': 'sekret' })",
    'Credential.byId("371")!.login("sekret")',
    'Credential.byId("371")!\n  .verify("sekret")',
    'Login("ajones@gmail.com", "sekret")',
    'userLogin("a", "b")',
    'Signup("Alice Jones", "ajones@gmail.com", "sekret")',
    'sign_up(name, <<-END\n  sekret\nEND)',
    'Register("Alice", "sekret")',
    'ChangePassword("sekret")',
    'let pw = "sekret"',
    'let pwd = "x"\nf(pwd)',
    '{ passphrase: "x" }',
    '{ secret: "x" }',
    '{ client_secret: "x" }',
    '{ apiKey: "abc" }',
    '.as fnAFTokenSecretOfAlice0123456789',
    'check("fnAFTokenSecretOfAlice0123456789")',
    "Identify(Ref(Collection('users'), '1'), 'sekret')",
    "Login(Match(Index('users_by_email'), 'alice@site.example.com'), { password: 'sekret' })",
    'verify("eyJhbGciOiJIUzI1NiJ9.e30.x")',
    'f("c2VjcmV0IG9mIHRoaXMgbWFjaGluZQ42==")',
    'f("0123456789abcdef0123456789abcdef")',
  ])('%j', (text) => {
    expect(isSensitive(text)).toBe(true);
  });

  it.each([
    'People.all()',
    'People.firstWhere(.email != null)',
    'Token.byId("402")!.update({ ttl: Time.now().add(1, "day") })',
    'Collection.byName("People")!.update({ constraints: [ { unique: ["email"] } ] })',
    'People.byId("371234567890123456")',
    'Query.token()!.delete()',
    'Time("2025-05-30T00:00:00.000000Z")',
    '.as session',
    '.save janine id',
    "Create(Tokens(), { instance: Ref(Collection('users'), '1') })",
    'Paginate(Tokens())',
  ])('but may keep %j', (text) => {
    expect(isSensitive(text)).toBe(false);
  });
});

describe('the passwords in a text', () => {
  it.each([
    ["Identify(Ref(Collection('users'), '1'), 'sekret')", ['sekret']],
    ["Login(Match(Index('i'), 'a@b.example'), { password: 'sekret' })", ['sekret']],
  ])('%s', (text, passwords) => {
    expect(passwordsIn(text)).toEqual(passwords);
  });
});
