/** The public interface. */
export { type OpenDatabase, openDatabase } from './database.ts';
export { type Caller, Engine, type Format, type QueryAnswer, type QueryRequest } from './query.ts';
export { StoreError } from './store/store.ts';
