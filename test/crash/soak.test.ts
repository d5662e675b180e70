/**
 * Many clients, and a process that is killed under them. For longer, `npm run soak`: two minutes and ten kills, or what
 * FAUNULA_SOAK_SECONDS and FAUNULA_SOAK_KILLS say.
 */
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { inFolder } from '../support/faunula.ts';
import { soak } from './soak.ts';

const seconds = Number(process.env['FAUNULA_SOAK_SECONDS'] ?? 5);
const kills = Number(process.env['FAUNULA_SOAK_KILLS'] ?? 2);

test(
  `32 clients for ${seconds} seconds and ${kills} kills: nothing is lost, and no answer wrong`,
  async () => {
    const report = await inFolder((folder) => soak({ file: join(folder, 'soak.json'), seconds, kills, clients: 32 }));
    const { wrong, memory, ...figures } = report;
    if (seconds > 5) console.log(JSON.stringify({ ...figures, memory }));
    expect(wrong).toEqual([]);
    expect(figures.kinds['200']).toBeGreaterThan(0);
    expect(Object.keys(figures.kinds).sort()).not.toContain('internal_error');
    // A process that keeps what it is done with would go on growing.
    const [early, late] = [memory.slice(0, memory.length / 2), memory.slice(memory.length / 2)].map((part) =>
      Math.max(...part),
    );
    if (memory.length >= 20) expect(late).toBeLessThan(1.25 * (early ?? 0));
  },
  (seconds + 60) * 1000,
);
