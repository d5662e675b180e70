// Bundles Faunula: the command line and the engine's thread in CommonJS, so that V8 can keep their compiled code
// (launch.cjs), the shell with Ink as a module of its own, and the library as a module.
import { copyFileSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
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
  minifyWhitespace: true,
  minifySyntax: true,
  legalComments: 'linked',
  define: { 'process.env.NODE_ENV': '"production"', 'process.env.DEV': '"false"' },
  // Ink asks for the React developer tools only when DEV is set.
  alias: { 'react-devtools-core': './build/empty.mjs' },
  logLevel: 'warning',
};

/** Packages in CommonJS within a module ask for Node's own modules with `require`. */
export const requireInModule = {
  js: "import{createRequire as __createRequire}from'node:module';const require=__createRequire(import.meta.url);",
};

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
      plugins: [shellApart],
      define: { ...shared.define, 'import.meta.url': '__moduleUrl' },
      banner: { js: "const __moduleUrl=require('node:url').pathToFileURL(__filename).href;" },
    }),
    build({
      ...shared,
      entryPoints: ['src/shell/index.tsx'],
      outfile: out('shell.js'),
      format: 'esm',
      banner: requireInModule,
    }),
    build({
      ...shared,
      entryPoints: ['src/index.ts'],
      outfile: out('index.js'),
      format: 'esm',
      banner: requireInModule,
    }),
  ]);
  copyFileSync(join(root, 'build/launch.cjs'), out('launch.cjs'));
  writeFileSync(out('cli.cjs'), "#!/usr/bin/env node\nrequire('./launch.cjs').run('main.cjs');\n", { mode: 0o755 });
  writeFileSync(out('worker.cjs'), "require('./launch.cjs').run('engine-worker.cjs');\n");
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await bundle(join(root, 'dist'));
