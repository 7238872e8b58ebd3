import type { Instant } from '../../core/model/object.ts';

/**
 * B2's form of a file id: z and the bucket, f and the file, day, time, cluster, vault, tome, u and milliseconds.
 * The file part carries the sequence number, so that an id orders itself even when its version is gone.
 */
export function fileIdOf(bucketId: string, seq: number, uploadedAt: Instant): string {
  const at = new Date(uploadedAt).toISOString();
  const day = at.slice(0, 10).replaceAll('-', '');
  const time = at.slice(11, 19).replaceAll(':', '');
  const file = `1${seq.toString(16).padStart(15, '0')}`;
  return `4_z${bucketId}_f${file}_d${day}_m${time}_c001_v0001000_t0000_u${String(uploadedAt).padStart(14, '0')}`;
}

const form = /^4_z[0-9a-f]{24}_f1([0-9a-f]{15})_d\d{8}_m\d{6}_c001_v0001000_t0000_u\d{14}$/;

/** undefined: not an id of this vault's form. */
export function seqOf(fileId: string): number | undefined {
  const file = form.exec(fileId)?.[1];
  return file === undefined ? undefined : Number.parseInt(file, 16);
}
