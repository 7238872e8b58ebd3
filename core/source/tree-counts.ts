export type TreeCounts = {
  readonly files: number;
  readonly directories: number;
  readonly others: number;
  /** Sum of file sizes. */
  readonly bytes: number;
};

export const noCounts: TreeCounts = { files: 0, directories: 0, others: 0, bytes: 0 };

export function addCounts(a: TreeCounts, b: TreeCounts): TreeCounts {
  return {
    files: a.files + b.files,
    directories: a.directories + b.directories,
    others: a.others + b.others,
    bytes: a.bytes + b.bytes,
  };
}
