// Begins `cli.cjs` and `worker.cjs`, which end with a call of `run`.
// Runs a bundle from the code that V8 compiled on an earlier run: starting is then a matter of reading it. The first
// run after a build, or after an update of Node, compiles as usual and leaves the compiled code beside the bundle.
'use strict';
const { readFileSync, renameSync, writeFileSync } = require('node:fs');
const { join } = require('node:path');
const { Script } = require('node:vm');

/** A bundle in CommonJS, with the code compiled for one use of it: a query need not read what only a server runs. */
function run(name, use) {
  const filename = join(__dirname, name);
  const cacheName = filename.replace(/cjs$/, `${use}.cache`);
  let cachedData;
  try {
    cachedData = readFileSync(cacheName);
  } catch {
    // The first run.
  }
  const wrapped = `(function (exports, require, module, __filename, __dirname, importModule) {${readFileSync(filename, 'utf8')}\n})`;
  const script = new Script(wrapped, { filename, cachedData });
  if (cachedData === undefined || script.cachedDataRejected) {
    // A run that failed may have ended before most of the code was compiled.
    process.on('exit', (code) => code === 0 && keep(cacheName, script));
  }
  const module = { exports: {} };
  const importModule = (path) => import(path);
  script.runInThisContext()(module.exports, require, module, filename, __dirname, importModule);
}

/** In one step, for another process may be about to read it. */
function keep(cacheName, script) {
  try {
    const temporary = `${cacheName}.${process.pid}`;
    writeFileSync(temporary, script.createCachedData());
    renameSync(temporary, cacheName);
  } catch {
    // A folder that may not be written: every run compiles.
  }
}

exports.run = run;
