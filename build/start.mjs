// `npm start`: installs and builds what is missing, then is `faunula` itself.
import { ensureBuilt, ensureInstalled } from './ensure.mjs';

ensureInstalled();
ensureBuilt();
await import('../dist/cli.cjs');
