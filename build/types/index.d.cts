/** The types of `src/index.ts` for CommonJS. What is a value has to be named here as one: test/library/published.test.ts. */
type Library = typeof import('./src/index.ts', { with: { 'resolution-mode': 'import' }});

export type * from './src/index.ts' with { 'resolution-mode': 'import' };
export declare const fql: Library['fql'];
export declare const open: Library['open'];
export declare const Query: Library['Query'];
export type Query = InstanceType<Library['Query']>;
export declare const QueryError: Library['QueryError'];
export type QueryError = InstanceType<Library['QueryError']>;
export declare const StoreError: Library['StoreError'];
export type StoreError = InstanceType<Library['StoreError']>;
