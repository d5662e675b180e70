/** The tag of what FQL v10 has no value for: sets, lambdas, references into other databases. Holds JSON as v4 sends it. */
export const fql4Tag = '@fql4';
