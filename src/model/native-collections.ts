/** The collections that every database has. */
import { accessProviderCollection } from './native/access-provider.ts';
import { collectionCollection } from './native/collection.ts';
import { credentialCollection } from './native/credential.ts';
import { databaseCollection } from './native/database.ts';
import { functionCollection } from './native/function.ts';
import { indexCollection } from './native/index-document.ts';
import { keyCollection } from './native/key.ts';
import { roleCollection } from './native/role.ts';
import { tokenCollection } from './native/token.ts';
import type { NativeCollection } from './native-collection.ts';

export const nativeCollections: readonly NativeCollection[] = [
  accessProviderCollection,
  collectionCollection,
  credentialCollection,
  databaseCollection,
  functionCollection,
  indexCollection,
  keyCollection,
  roleCollection,
  tokenCollection,
];
