import type { NeededObject } from '../model/needed-object.ts';
import { damaged } from './damaged.ts';
import { asArray, asCount, asText } from './json-body.ts';
import { parseName, type ObjectKind } from './names.ts';

/** A row as JSON: [name, version id, size]. */
export type NeededRow = readonly [string, string, number];

/** The largest object S3 and B2 take in one PUT. */
const maxObjectBytes = 5 * 2 ** 30;

export function toRow(needed: NeededObject): NeededRow {
  return [needed.name, needed.versionId, needed.size];
}

/** What no provider gives cannot be sent either: half a surrogate pair has no place in a URL. */
function asVersionId(value: unknown): string {
  const id = asText(value, 'a version id', 1024);
  if (id === '' || !id.isWellFormed() || /\p{Cc}/u.test(id)) throw damaged('a version id is none');
  return id;
}

/** @param kind what every name must be; names occur once. @throws object-damaged */
export function readRows(value: unknown, kind: ObjectKind, max: number): readonly NeededObject[] {
  const rows = asArray(value, 'the list of objects', max).map((row): NeededObject => {
    const [name, versionId, size, ...rest] = asArray(row, 'a row', 3);
    if (rest.length > 0) throw damaged('a row is too long');
    const text = asText(name, 'a name', 1024);
    if (parseName('', text)?.kind !== kind) throw damaged('a row names something else');
    return {
      name: text,
      versionId: asVersionId(versionId),
      size: asCount(size, 'a size', maxObjectBytes),
    };
  });
  if (new Set(rows.map((row) => row.name)).size !== rows.length) throw damaged('a name is listed twice');
  return rows;
}
