/** The public interface. */
export type { ErrorCode } from './language/error-codes.ts';
export type { ConstraintFailure } from './language/failure.ts';
export type { Argument, ResultValue } from './library/argument.ts';
export { type Encodable, fql, type Interpolated, Query } from './library/fql.ts';
export {
  type Arguments,
  type Database,
  type OpenOptions,
  open,
  QueryError,
  type QueryOptions,
  type QueryResult,
} from './library/open.ts';
export type { QueryStats } from './query/answer.ts';
export { StoreError } from './store/store.ts';
