/** The indexes of FQL v4, as documents. FQL v10 has no name for them: their collection's is no identifier. */
import type { NativeCollection } from '../native-collection.ts';
import { data } from './shapes.ts';

/** The storage id of their collection. */
export const indexCollectionId = ':Index';

export const indexCollection: NativeCollection = {
  name: indexCollectionId,
  identifiedBy: 'name',
  // What is written is checked by FQL v4, the only one to write.
  fields: { data },
};
