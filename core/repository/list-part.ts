import type { NeededObject } from '../model/needed-object.ts';
import { checkHeader, headerBytes, objectHeader } from './object-header.ts';
import { decodeJsonRecord, encodeJson } from './json-body.ts';
import { readRows, toRow } from './needed-rows.ts';
import { damaged } from './damaged.ts';
import { proofRead } from './proof-read.ts';

export const maxListRows = 1024;
/** 1,024 rows of 2 KiB and more: no writer makes a longer one. */
export const maxListPartBytes = 4 * 2 ** 20;

/**
 * Cuts the packs that a snapshot needs into list parts that snapshots share. A part ends after a name whose hash ends
 * in 00 (one in 256) or after 1,024 rows, so a pack that is gone changes one part and an added one the last.
 * @param rows packs in order of upload time, then name
 */
export function cutListParts(rows: readonly NeededObject[]): NeededObject[][] {
  const parts: NeededObject[][] = [];
  let part: NeededObject[] = [];
  for (const row of rows) {
    part.push(row);
    if (row.name.endsWith('00') || part.length === maxListRows) {
      parts.push(part);
      part = [];
    }
  }
  if (part.length > 0) parts.push(part);
  return parts;
}

/** The object's bytes: header, then {"needs":[[name, version id, size], …]}. Cleartext: the provider knows all of it. */
export function encodeListPart(rows: readonly NeededObject[]): Uint8Array {
  if (rows.length === 0 || rows.length > maxListRows)
    throw new RangeError(`${rows.length} rows in a list part`);
  const bytes = Buffer.concat([objectHeader('lists'), encodeJson({ needs: rows.map(toRow) })]);
  proofRead(() => decodeListPart(bytes));
  return bytes;
}

/** Trustworthy only if its bytes hash to a name that an authentic snapshot lists. @throws format-unknown, object-damaged */
export function decodeListPart(bytes: Uint8Array): readonly NeededObject[] {
  checkHeader(bytes, 'lists');
  const rows = readRows(decodeJsonRecord(bytes.subarray(headerBytes))['needs'], 'packs', maxListRows);
  if (rows.length === 0) throw damaged('it lists nothing');
  return rows;
}
