/** An engine without a database: each query is looked up among answers that the test gives. */
import type { Engine, EngineAnswer, EngineRequest } from '../../src/shell/session.ts';
import type { Json } from '../../src/store/store.ts';

export type FakeAnswer = EngineAnswer | ((request: EngineRequest) => EngineAnswer | Promise<EngineAnswer>);

export interface FakeEngine extends Engine {
  /** All that was asked, in order, but for what the shell asks on its own. */
  readonly requests: EngineRequest[];
}

export function fakeEngine(answers: Readonly<Record<string, FakeAnswer>> = {}): FakeEngine {
  const requests: EngineRequest[] = [];
  return {
    name: 'coffee',
    requests,
    environment: async () => ({
      globals: { People: 'PeopleCollection' },
      types: { PeopleCollection: { self: 'PeopleCollection', fields: { all: '() => Set<People>' } } },
    }),
    query: async (request) => {
      if (!OWN.includes(request.fql)) requests.push(request);
      const answer = answers[request.fql] ?? OWN_ANSWERS[request.fql] ?? succeed(`"${request.fql}"`, request.fql);
      const found = await (typeof answer === 'function' ? answer(request) : answer);
      const isTagged = request.format === 'tagged' && found.ok && found.tagged !== undefined;
      return isTagged ? { ...found, data: found.tagged } : found;
    },
  };
}

const ROLES = 'Role.all().take(1000).toArray().map(.name)';
const WHO = 'Query.token()';
const OWN = [ROLES, WHO];

/** `decorated` as it is printed, `tagged` as the wire has it. */
export function succeed(decorated: string, tagged: Json = decorated, summary = ''): EngineAnswer {
  return { ok: true, data: decorated, tagged, summary, stats: { queryTimeMs: 1 } };
}

export function fail(code: string, summary: string): EngineAnswer {
  return { ok: false, code, status: code === 'unauthorized' ? 401 : 400, message: 'no', summary };
}

const OWN_ANSWERS: Readonly<Record<string, EngineAnswer>> = {
  [ROLES]: { ok: true, data: ['barista', 'customer'], summary: '', stats: { queryTimeMs: 1 } },
  [WHO]: succeed('null', null),
};

export const TOKEN_SECRET = 'fnAFTokenSecretOfAlice0123456789';

export const TOKEN_FIELDS = {
  id: '402',
  coll: { '@mod': 'Token' },
  ts: { '@time': '2025-05-30T00:00:00Z' },
  document: { '@ref': { id: '371234567890123456', coll: { '@mod': 'People' } } },
  secret: TOKEN_SECRET,
};

/** A new token as `login` answers it. */
export const TOKEN: Json = { '@doc': TOKEN_FIELDS };

export const PERSON: Json = {
  '@doc': {
    id: '371234567890123456',
    coll: { '@mod': 'People' },
    ts: { '@time': '2025-05-30T00:00:00Z' },
    name: 'Alice Jones',
    age: { '@int': '41' },
    address: { city: 'Nantes' },
  },
};
