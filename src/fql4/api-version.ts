/** Versions of the API that drivers ask for by the header `x-faunadb-api-version`. */
export const apiVersions = ['2.0', '2.1', '2.7', '2.12', '3', '4', '5', 'UNSTABLE'] as const;
export type ApiVersion = (typeof apiVersions)[number];

/** What a request without the header gets. */
export const defaultVersion: ApiVersion = '2.1';
/** Lambdas that were written for a later one say so: they would mean something else otherwise. */
export const lambdaVersion: ApiVersion = '2.12';

export function parseVersion(text: string): ApiVersion | undefined {
  return apiVersions.find((version) => version === text);
}

/** Whether `version` is `other` or later. */
export function isSince(version: ApiVersion, other: ApiVersion): boolean {
  return apiVersions.indexOf(version) >= apiVersions.indexOf(other);
}

export function laterOf(a: ApiVersion, b: ApiVersion): ApiVersion {
  return isSince(a, b) ? a : b;
}

/** Until 2.7 collections were called classes, and documents instances. */
export function saysCollection(version: ApiVersion): boolean {
  return isSince(version, '2.7');
}
