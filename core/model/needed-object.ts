/** A row of a list part: an object version that a snapshot needs. `name` is relative to the prefix. */
export type NeededObject = { readonly name: string; readonly versionId: string; readonly size: number };
