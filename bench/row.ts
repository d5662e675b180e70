/** What a benchmark prints: a figure and its floor, measured in the same run, and what their ratio should be. */

export interface Row {
  readonly name: string;
  /** What the floor is, in words. */
  readonly floorName: string;
  /** Both in the same unit: milliseconds for times, per second for rates, bytes for memory. */
  readonly floor: number;
  readonly value: number;
  /** `at most` for times and sizes, `at least` for rates; none where the figure is only to be known. */
  readonly goal?: { readonly bound: 'at most' | 'at least'; readonly ratio: number };
}

export function printRows(rows: readonly Row[]): void {
  for (const { name, floorName, floor, value, goal } of rows) {
    const ratio = value / floor;
    const figures = `${short(value)} against ${short(floor)}`;
    console.log(
      `${name.padEnd(56)} ${ratio.toFixed(2).padStart(7)} × ${floorName} (${figures})${goal ? describe(goal, ratio) : ''}`,
    );
  }
}

function describe({ bound, ratio: wanted }: NonNullable<Row['goal']>, ratio: number): string {
  const met = bound === 'at most' ? ratio <= wanted : ratio >= wanted;
  return `; goal ${bound === 'at most' ? '≤' : '≥'} ${wanted}${met ? '' : ', missed'}`;
}

function short(figure: number): string {
  return figure >= 100 ? figure.toFixed(0) : figure.toPrecision(3);
}

export function median(samples: readonly number[]): number {
  const sorted = [...samples].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

/** Runs two bodies in turn, so that a machine that changes its pace does so for both; the median time of each in ms. */
export async function alternate(
  runs: number,
  first: () => Promise<void> | void,
  second: () => Promise<void> | void,
): Promise<readonly [first: number, second: number]> {
  const times: [number[], number[]] = [[], []];
  for (let run = 0; run < runs; run++) {
    times[0].push(await time(first));
    times[1].push(await time(second));
  }
  return [median(times[0]), median(times[1])];
}

async function time(body: () => Promise<void> | void): Promise<number> {
  const started = performance.now();
  await body();
  return performance.now() - started;
}
