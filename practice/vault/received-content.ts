/** Contents that lie on disk but belong to no version yet: hand it to a commit, or `discard` it. */
export type ReceivedContent = {
  readonly size: number;
  /** Hex digests of all bytes. null only for copies of large files. */
  readonly sha1: string | null;
  readonly md5: string | null;
  /** null also where it was not asked for. */
  readonly sha256: string | null;
  /** Set for copies, which keep the tag of their source. */
  readonly etag?: string;
  readonly pieces: readonly ContentPiece[];
};

/** One file under contents/, named by its id. */
export type ContentPiece = { readonly id: string; readonly size: number };
