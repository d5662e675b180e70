/** The units that times are counted in. */

const NANOS_PER_HOUR = 3_600_000_000_000n;

/** Of each unit, how many nanoseconds it has. Source: recorded `times`; weeks, months and years are no units. */
const nanosPerUnit: ReadonlyMap<string, bigint> = new Map([
  ['day', 24n * NANOS_PER_HOUR],
  ['half day', 12n * NANOS_PER_HOUR],
  ['hour', NANOS_PER_HOUR],
  ['minute', 60_000_000_000n],
  ['second', 1_000_000_000n],
  ['millisecond', 1_000_000n],
  ['microsecond', 1000n],
  ['nanosecond', 1n],
]);

export class TimeUnit {
  constructor(
    readonly name: string,
    readonly nanos: bigint,
  ) {}

  /** Days are the only unit that dates are counted in too. */
  get isDateUnit(): boolean {
    return this.name === 'day';
  }
}

/** `day` or `days`, with spaces around it or not; undefined for what is no unit. */
export function parseUnit(text: string): TimeUnit | undefined {
  const name = text.replace(/^[\0- ]+|[\0- ]+$/g, '');
  const singular = name.endsWith('s') ? name.slice(0, -1) : name;
  const nanos = nanosPerUnit.get(singular);
  return nanos === undefined ? undefined : new TimeUnit(singular, nanos);
}
