// Bundles Faunula: the command line and the engine's thread in CommonJS, so that V8 can keep their compiled code
// (launch.cjs), the shell with Ink as a module of its own, and the library as modules and in CommonJS.
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { root } from './ensure.mjs';

/** What every bundle has in common. */
export const shared = {
  absWorkingDir: root,
  bundle: true,
  platform: 'node',
  target: 'node20',
  // Where a package has both, its modules bundle; some of its CommonJS does not.
  mainFields: ['module', 'main'],
  minify: true,
  legalComments: 'linked',
  define: { 'process.env.NODE_ENV': '"production"', 'process.env.DEV': '"false"' },
  alias: {
    // Ink asks for the React developer tools only when DEV is set.
    'react-devtools-core': './build/empty.mjs',
    // It writes an escape code to stderr, though that be a file; the shell shows the cursor itself.
    'restore-cursor': './build/empty.mjs',
    // Chevrotain's helpers, from the library that takes the place of Lodash: a sixth of the time of a short run is saved.
    'lodash-es': 'es-toolkit/compat',
  },
  logLevel: 'warning',
};

/** Packages in CommonJS within a module ask for Node's own modules with `require`. */
export const requireInModule = {
  js: "import{createRequire as __createRequire}from'node:module';const require=__createRequire(import.meta.url);",
};

/** What stands for `import.meta.url` where there is none. */
const inCommonJs = { js: "const __moduleUrl=require('node:url').pathToFileURL(__filename).href;" };

/** The shell is loaded by the command line when it is asked for. */
const shellApart = {
  name: 'shell-apart',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /\/shell\/index\.tsx$/ }, () => ({ path: 'shell', namespace: 'apart' }));
    // A script that V8 has compiled before can not import; launch.cjs can, and hands it `importModule`.
    const contents =
      "export const startShell = async (...args) => (await importModule('./shell.js')).startShell(...args);";
    onLoad({ filter: /.*/, namespace: 'apart' }, () => ({ contents }));
  },
};

/** Packages that few queries need, with what is imported of them: bundles of their own, loaded when first used. */
const rarelyUsed = { re2js: ['RE2JS'], jose: ['createLocalJWKSet', 'jwtVerify'] };

/** Leaves out of the command line what most of its runs would load for nothing. */
const loadedWhenUsed = {
  name: 'loaded-when-used',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: new RegExp(`^(${Object.keys(rarelyUsed).join('|')})$`) }, ({ path }) => ({
      path,
      namespace: 'rarely-used',
    }));
    onLoad({ filter: /.*/, namespace: 'rarely-used' }, ({ path }) => ({
      contents: rarelyUsed[path]
        .map((name) => `Object.defineProperty(exports,'${name}',{get:()=>require('./${path}.cjs').${name}});`)
        .join(''),
    }));
    onResolve({ filter: /^\.\/\w+\.cjs$/, namespace: 'rarely-used' }, ({ path }) => ({ path, external: true }));
    // Commander asks for it in case that a command is a program of its own, and a third of Node comes with it.
    onResolve({ filter: /^node:child_process$/ }, ({ importer }) =>
      /node_modules.commander/.test(importer) ? { path: join(root, 'build/empty.mjs') } : undefined,
    );
  },
};

/** What the command line is run for: the name of the command, which may stand behind options. */
const commandUsed = "process.argv.slice(2).find((word) => ['query', 'run', 'serve'].includes(word)) ?? 'shell'";

/** Writes the bundles into a folder, which is emptied first. */
export async function bundle(outdir) {
  rmSync(outdir, { recursive: true, force: true });
  mkdirSync(outdir, { recursive: true });
  const out = (name) => join(outdir, name);
  await Promise.all([
    build({
      ...shared,
      entryPoints: { main: 'src/cli.ts', 'engine-worker': 'src/engine-worker.ts' },
      outdir,
      outExtension: { '.js': '.cjs' },
      format: 'cjs',
      plugins: [shellApart, loadedWhenUsed],
      define: { ...shared.define, 'import.meta.url': '__moduleUrl' },
      banner: inCommonJs,
    }),
    build({ ...shared, entryPoints: Object.keys(rarelyUsed), outdir, outExtension: { '.js': '.cjs' }, format: 'cjs' }),
    build({
      ...shared,
      entryPoints: ['src/shell/index.tsx'],
      outfile: out('shell.js'),
      format: 'esm',
      banner: requireInModule,
    }),
    // What both entries of the library use is there once: a database of one is a database of the other.
    build({
      ...shared,
      entryPoints: { index: 'src/index.ts', client: 'src/client.ts' },
      outdir,
      splitting: true,
      format: 'esm',
      banner: requireInModule,
    }),
    // Both entries in one, for the same reason: test runners that know no modules, Jest first of all, ask for this.
    build({
      ...shared,
      stdin: { contents: "export * from './src/index.ts'; export * from './src/client.ts';", resolveDir: root },
      outfile: out('library.cjs'),
      format: 'cjs',
      plugins: [loadedWhenUsed],
      define: { ...shared.define, 'import.meta.url': '__moduleUrl' },
      banner: inCommonJs,
    }),
  ]);
  const launch = readFileSync(join(root, 'build/launch.cjs'), 'utf8');
  writeFileSync(out('cli.cjs'), `#!/usr/bin/env node\n${launch}\nrun('main.cjs', ${commandUsed});\n`, { mode: 0o755 });
  writeFileSync(out('worker.cjs'), `${launch}\nrun('engine-worker.cjs', 'shell');\n`);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await bundle(join(root, 'dist'));
