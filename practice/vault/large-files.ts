/** Which parts, in order, make the file. `sha1` (B2) or `etag` (S3, the part's MD5) must match what was received. */
export type FinishLarge = {
  readonly parts: readonly {
    readonly partNumber: number;
    readonly sha1?: string | undefined;
    readonly etag?: string | undefined;
  }[];
  /** B2 wants two, S3 takes one. */
  readonly minParts: number;
  /** Added to what the start said. */
  readonly extra?: Readonly<Record<string, string>>;
};
