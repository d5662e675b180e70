// Writes recorded.jsonl: what the official JavaScript driver makes of the texts below. To record again:
//
//   npm install --ignore-scripts --prefix /tmp/driver faunadb@4.8.2
//   node test/fql4/text/driver/record.mjs /tmp/driver/node_modules/faunadb
//
// The driver is no dependency of the project: installing it asks a server for its release notes.
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';

const [folder] = process.argv.slice(2);
if (!folder) throw new Error('say where the package faunadb is');
const require = createRequire(import.meta.url);
const { query } = require(resolve(folder));
const { version } = JSON.parse(readFileSync(join(resolve(folder), 'package.json'), 'utf8'));

/** Functions of the query language: `arity` and `wrap` are helpers of the driver's own. */
const names = Object.keys(query).filter((name) => /^[A-Z]/.test(name));

/** First arguments of functions that do not take just anything. */
const special = {
  Bytes: ["'AQID'"],
  Lambda: ["Var('a')"],
  Let: ["{ a: 1, b: Var('a') }"],
  Object: ['{ a: 1 }'],
  Paginate: ["Var('a')", '{ size: 3 }'],
};
const others = ["Var('a')", "'b'", '[3, 4]', '{ d: 5 }', 'null', 'true'];

function callsOf(name) {
  const given = (count) => others.map((each, index) => special[name]?.[index] ?? each).slice(0, count);
  const calls = Array.from({ length: others.length + 1 }, (_, count) => given(count));
  // Nulls for what may be left out, and an array as the only argument.
  for (let count = 2; count <= 4; count++) calls.push([...given(count - 1), 'null']);
  if (!special[name]) calls.push(['[1, 2]'], ['null']);
  return calls.map((each) => `${name}(${each.join(', ')})`);
}

const examples = readFileSync(new URL('./examples.txt', import.meta.url), 'utf8')
  .split(/\n\n+/)
  .map((text) => text.trim())
  .filter((text) => text !== '');

/** The driver is JavaScript, and so is the text to it. */
function run(text) {
  const names = { q: query, query, ...query };
  const value = new Function('names', `with (names) { return (${text}\n) }`)(names);
  return JSON.parse(JSON.stringify(query.wrap(value)));
}

function record(text) {
  try {
    return { text, wire: run(text) };
  } catch (problem) {
    return { text, refused: problem.name };
  }
}

process.noDeprecation = true;
const calls = names.flatMap(callsOf).map(record);
const head = { driver: `faunadb ${version}`, names };
const lines = [head, ...calls, ...examples.map((text) => ({ ...record(text), isExample: true }))];
writeFileSync(
  new URL('./recorded.jsonl', import.meta.url),
  `${lines.map((line) => JSON.stringify(line)).join('\n')}\n`,
);
