/** The types of `src/client.ts` for CommonJS. What is a value has to be named here as one: test/library/published.test.ts. */
type Client = typeof import('./src/client.ts', { with: { 'resolution-mode': 'import' }});

export type * from './src/client.ts' with { 'resolution-mode': 'import' };
export declare const httpClient: Client['httpClient'];
