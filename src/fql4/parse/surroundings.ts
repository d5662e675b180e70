/** What the parser asks of the database: names in references are looked up while an expression is read. */
import type { ApiVersion } from '../api-version.ts';
import type { Place } from '../place.ts';

export interface Surroundings {
  readonly place: Place;
  readonly version: ApiVersion;
}
