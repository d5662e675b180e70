/** Where in the JSON of a request an expression stands: the keys and indexes on the way down. */
export class Position {
  private constructor(
    private readonly parent: Position | undefined,
    private readonly step: string | number,
  ) {}

  static readonly root = new Position(undefined, '');

  at(step: string | number): Position {
    return new Position(this, step);
  }

  /** As errors show it: `["map", "expr", "add", 1]`. */
  get path(): readonly (string | number)[] {
    const steps: (string | number)[] = [];
    for (let here: Position = this; here.parent; here = here.parent) steps.push(here.step);
    return steps.reverse();
  }
}
