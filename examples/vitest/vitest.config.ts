// Vitest takes the next configuration that it finds in the folders above, unless there is one here.
import { defineConfig } from 'vitest/config';

export default defineConfig({});
