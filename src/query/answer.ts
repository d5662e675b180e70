/** What a query is answered with: its result or its failure, and what it cost. */
import type { Diagnostic } from '../language/diagnostic.ts';
import type { ErrorCode } from '../language/error-codes.ts';
import type { ConstraintFailure } from '../language/failure.ts';
import { renderSummary } from '../language/render-diagnostic.ts';
import { mayLog } from '../model/permission.ts';
import { writeCosts } from '../model/write-costs.ts';
import type { Context } from '../runtime/context.ts';
import { writeDecorated } from '../wire/decorated.ts';
import { writeSimple, writeTagged } from '../wire/json-value.ts';
import type { Materialized } from '../wire/materialize.ts';
import type { Format, Progress } from './request.ts';

export interface QueryStats {
  readonly computeOps: number;
  readonly readOps: number;
  readonly writeOps: number;
  readonly queryTimeMs: number;
  readonly contentionRetries: number;
  readonly storageBytesRead: number;
  readonly storageBytesWrite: number;
}

interface Info {
  /** Errors, warnings, logs and hints, drawn with their places; '' when there are none. */
  readonly summary: string;
  /** Microseconds since 1970. */
  readonly txnTime: number;
  readonly schemaVersion: number;
  readonly stats: QueryStats;
}

/** The result in each of the formats asked for: FQL text, or JSON text. */
export type Texts = Readonly<Partial<Record<Format, string>>>;

export type QueryAnswer =
  | ({ readonly outcome: 'success'; readonly data: Texts } & Info)
  | ({
      readonly outcome: 'failure';
      readonly code: ErrorCode;
      readonly message: string;
      readonly constraintFailures: readonly ConstraintFailure[];
      /** The argument of `abort()`. */
      readonly abort?: Texts;
    } & Info)
  | Refusal;

/** The request was turned away before its query ran. */
export interface Refusal {
  readonly outcome: 'refused';
  readonly code: ErrorCode;
  readonly message: string;
}

const writers: Readonly<Record<Format, (result: Materialized) => string>> = {
  decorated: writeDecorated,
  tagged: writeTagged,
  simple: writeSimple,
};

export function writeTexts(result: Materialized, formats: readonly Format[]): Texts {
  const texts: Partial<Record<Format, string>> = {};
  for (const format of formats) texts[format] = writers[format](result);
  return texts;
}

/** What stands in an answer beside its result: `diagnostics` as far as the caller may see them, and the costs. */
export function infoOf(
  context: Context,
  diagnostics: readonly Diagnostic[],
  { started, retries }: Progress,
  succeeded: boolean,
): Info {
  const { operations, transaction, database } = context.evaluation;
  // What is not committed costs nothing.
  const costs = writeCosts(succeeded ? operations.written.values() : []);
  const seen = mayLog(context) ? diagnostics : diagnostics.filter(({ span }) => span.source.isQuery);
  return {
    summary: seen.length === 0 ? '' : renderSummary(hintsLast(seen)),
    txnTime: transaction.time,
    schemaVersion: database.schema.version,
    stats: {
      computeOps: Math.max(1, Math.ceil(operations.compute / 50)),
      readOps: operations.read,
      writeOps: costs.operations,
      // Begun milliseconds: no query takes none.
      queryTimeMs: Math.max(1, Date.now() - started),
      contentionRetries: retries,
      storageBytesRead: operations.bytesRead,
      storageBytesWrite: costs.bytes,
    },
  };
}

function hintsLast(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  const isHint = ({ kind }: Diagnostic) => kind === 'performance_hint';
  return [...diagnostics.filter((each) => !isHint(each)), ...diagnostics.filter(isHint)];
}
