// Runs a bundle from the code that V8 compiled on an earlier run: starting is then a matter of reading it. The first
// run after a build, or after an update of Node, compiles as usual and leaves the compiled code beside the bundle.
'use strict';
const { readFileSync, writeFileSync } = require('node:fs');
const { join } = require('node:path');
const { Script } = require('node:vm');

/** A bundle in CommonJS, with the code compiled for it. */
exports.run = function run(name) {
  const filename = join(__dirname, name);
  const cacheName = filename.replace(/cjs$/, 'cache');
  let cachedData;
  try {
    cachedData = readFileSync(cacheName);
  } catch {
    // The first run.
  }
  const wrapped = `(function (exports, require, module, __filename, __dirname, importModule) {${readFileSync(filename, 'utf8')}\n})`;
  const script = new Script(wrapped, { filename, cachedData });
  if (cachedData === undefined || script.cachedDataRejected) {
    process.on('exit', () => {
      try {
        writeFileSync(cacheName, script.createCachedData());
      } catch {
        // A folder that may not be written: every run compiles.
      }
    });
  }
  const module = { exports: {} };
  const importModule = (path) => import(path);
  script.runInThisContext()(module.exports, require, module, filename, __dirname, importModule);
};
