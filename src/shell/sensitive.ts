/** Which lines the history file must not keep. It rather forgets a harmless line than keeps a secret. */

/** Names that secrets and passwords go by; of a field, a variable, a function or its argument. */
const TELLING_NAME =
  /pass(?:word|wd|phrase|code)|secret|credentials?\s*[:=]|\bpwd?\b|\bpin\b|api_?key|private_?key|bearer|jwt/i;

/** Calls that are given a password, as `Login("…", "…")`, `.verify("…")`, `Signup(…)`. */
const TELLING_CALL =
  /\b\w*(?:log_?in|log_?on|sign_?(?:in|up|on)|regist(?:er|ration)|verify|identify|authenticat\w*|authori[sz]e|enroll?|unlock|subscribe|create_?(?:user|account)|(?:set|change|reset)_?\w*pw)\w*\s*\(/i;

const ANY_STRING = /["']|<<[-+]/;

/** What secrets look like: those of Fauna, web tokens, and long strings of letters and digits without sense. */
const SECRET_SHAPE = /\bfn[\w-]{10,}|\beyJ[\w-]{8,}|["'](?=[^"'\s]*\d)(?=[^"'\s]*[A-Za-z])[\w+/=-]{24,}["']/;

export function isSensitive(text: string): boolean {
  if (SECRET_SHAPE.test(text) || TELLING_NAME.test(text)) return true;
  return TELLING_CALL.test(text) && ANY_STRING.test(text);
}

/** The strings in a text: what was a password once may be given to a function by any name later. */
export function stringsIn(text: string): string[] {
  return [...text.matchAll(/"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)'/g)].map((match) => match[1] ?? match[2] ?? '');
}

/** The strings of a text that stand where a password does. */
export function passwordsIn(text: string): string[] {
  const found: string[] = [];
  for (const match of text.matchAll(
    /(?:pass\w*|secret|pwd?)["']?\s*[:=]\s*(?:"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)')/gi,
  )) {
    found.push(match[1] ?? match[2] ?? '');
  }
  for (const match of text.matchAll(/\b\w*(?:log_?in|sign_?(?:in|up)|verify)\w*\s*\(([^()]*)\)/gi)) {
    const last = stringsIn(match[1] ?? '').at(-1);
    if (last !== undefined) found.push(last);
  }
  // FQL v4 says in its first argument whose password it is, which may be a call.
  for (const match of text.matchAll(/\bIdentify\s*\([^'"]*(?:'[^']*'[^'"]*|"[^"]*"[^'"]*)*\)/g)) {
    const last = stringsIn(match[0]).at(-1);
    if (last !== undefined) found.push(last);
  }
  return found.filter((each) => each !== '');
}
